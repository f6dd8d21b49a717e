"""preview_in_kind: what leaves the books in an exit in kind, to the unit, in every state of the fund and its tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.fund import CASH, Fund
from tests.contracts.vault.properties import bounded, undone
from tests.contracts.vault.states import STATES, State
from tests.odd_tokens import ODD_KINDS, turn_odd
from world.contract import Contract

SHARE = 10**18


def check(fund: Fund, lens: Contract, owner: str, shares: int) -> list[int]:
    """The preview against the call; its ids."""
    ids, amounts = lens.preview_in_kind(shares)
    assert amounts == fund.vault.redeem_in_kind.call(shares, owner, owner, [], sender=owner)
    receipt = fund.vault.redeem_in_kind(shares, owner, owner, [], sender=owner)
    (left,) = fund.vault.events(receipt, "ExitedInKind")
    assert (list(left.assets), list(left.amounts)) == (list(ids), list(amounts))
    return list(ids)


@bounded(15)
@given(state=STATES, shares=st.integers(1, 900_000 * SHARE), donated=st.integers(0, 10**10))
def test_preview__any_state__is_what_the_exit_takes(
    fund: Fund, lens: Contract, holder: str, state: State, shares: int, donated: int
) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        fund.token("BTC").mint(fund.vault, donated, sender=fund.roles.market)
        check(fund, lens, holder, min(shares, fund.vault.balanceOf(holder)))


def test_preview__shortfall__is_borne_in_part(fund: Fund, lens: Contract, holder: str, other_holder: str) -> None:
    vault, btc = fund.vault, fund.id("BTC")
    # a claims pot, which bears its part
    vault.redeem_in_kind(10_000 * SHARE, other_holder, other_holder, [btc], sender=other_holder)
    whole = dict(zip(*lens.preview_in_kind(100_000 * SHARE), strict=True))
    turn_odd(fund.chain, fund.token("BTC"), "rebased down")
    short = dict(zip(*lens.preview_in_kind(100_000 * SHARE), strict=True))
    assert 0 < short[btc] < whole[btc]
    check(fund, lens, holder, 100_000 * SHARE)


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_preview__odd_token__is_what_the_exit_takes(fund: Fund, lens: Contract, holder: str, kind: str) -> None:
    turn_odd(fund.chain, fund.token("SOL"), kind)
    check(fund, lens, holder, 100_000 * SHARE)


def test_preview__retired_asset__comes_last(fund: Fund, lens: Contract, holder: str, owner: str) -> None:
    sol = fund.id("SOL")
    FAILURES["impaired"](fund, "SOL")
    fund.policy.retire(sol, sender=owner)
    ids = check(fund, lens, holder, 100_000 * SHARE)
    assert ids[0] == CASH
    assert ids[-1] == sol


def test_preview__retired_asset_of_which_some_is_gone__is_booked_whole(
    fund: Fund, lens: Contract, holder: str, owner: str
) -> None:
    """The exit does not call its token, so it sees no shortfall."""
    FAILURES["impaired"](fund, "SOL")
    fund.policy.retire(fund.id("SOL"), sender=owner)
    before = lens.preview_in_kind(SHARE)
    turn_odd(fund.chain, fund.token("SOL"), "rebased down")
    assert lens.preview_in_kind(SHARE) == before
    check(fund, lens, holder, SHARE)


@pytest.mark.parametrize("arrange", ["pause_entries", "wind_down"])
def test_preview__paused_or_wound_down__is_what_the_exit_takes(
    fund: Fund, lens: Contract, holder: str, arrange: str
) -> None:
    role = fund.roles.guardian if arrange == "pause_entries" else fund.roles.owner
    getattr(fund.policy, arrange)(sender=role)
    check(fund, lens, holder, 100_000 * SHARE)


def test_preview__more_than_the_supply__is_the_supply(fund: Fund, lens: Contract) -> None:
    assert lens.preview_in_kind(2**256 - 1) == lens.preview_in_kind(fund.vault.totalSupply())
