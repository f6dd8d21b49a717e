"""An exit in kind of less than a whole share books no claims: what cannot be paid then stays in the fund."""

import pytest

from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, Fund
from tests.odd_tokens import turn_odd

SHARE = 10**18
IMPAIRED = 3


def refuse(fund: Fund, provider_id: str) -> None:
    """Its token moves nothing any more."""
    turn_odd(fund.chain, fund.token(provider_id), "paused")


@pytest.mark.parametrize("shares", [SHARE - 1, SHARE // 100])
def test_small_exit__token_that_fails__leaves_no_claim_and_stays(fund: Fund, holder: str, shares: int) -> None:
    refuse(fund, "BTC")
    btc, due = fund.id("BTC"), fund.due(shares)
    before = fund.books([CASH, *fund.vault.held()])
    had = fund.received(holder, [i for i in due if i != btc])
    receipt = fund.vault.redeem_in_kind(shares, holder, holder, sender=holder)
    assert fund.vault.events(receipt, "ClaimBooked") == []
    assert fund.books([btc])[btc] == before[btc]
    assert fund.vault.claimable(btc, holder) == 0
    has = fund.received(holder, list(had))
    assert {i: has[i] - had[i] for i in had} == {i: due[i] for i in had}
    (event,) = fund.vault.events(receipt, "ExitedInKind")
    assert event.amounts[list(event.assets).index(btc)] == 0


def test_small_exit__whole_skip_list__opens_no_pot(fund: Fund, holder: str) -> None:
    held = fund.vault.held()
    receipt = fund.vault.redeem_in_kind(SHARE - 1, holder, holder, held, sender=holder)
    assert fund.vault.events(receipt, "ClaimBooked") == []
    assert [pot for _, pot in fund.books(held).values()] == [0] * len(held)


def test_small_exit__retired_asset__stays(fund: Fund, owner: str, holder: str) -> None:
    btc = fund.id("BTC")
    fund.registry.set_status(btc, IMPAIRED, sender=owner)
    fund.policy.retire(btc, sender=owner)
    before = fund.vault.book(btc)
    receipt = fund.vault.redeem_in_kind(SHARE - 1, holder, holder, sender=holder)
    assert fund.vault.events(receipt, "ClaimBooked") == []
    assert tuple(fund.vault.book(btc)) == tuple(before)


def test_small_exit__token_that_takes_a_fee__is_paid_and_keeps_its_books(fund: Fund, holder: str) -> None:
    """What the vault lost counts as paid, as in any exit."""
    token = turn_odd(fund.chain, fund.token("BTC"), "takes a fee")
    fund.vault.redeem_in_kind(SHARE - 1, holder, holder, sender=holder)
    balance, pot = fund.vault.book(fund.id("BTC"))
    assert (token.balanceOf(fund.vault), pot) == (balance, 0)


def test_exit_of_one_share__token_that_fails__is_a_claim(fund: Fund, holder: str) -> None:
    refuse(fund, "BTC")
    btc = fund.id("BTC")
    balance, supply, levy = fund.balance(btc), fund.vault.totalSupply(), fund.vault.fund().exit_levy_bps
    fund.vault.redeem_in_kind(SHARE, holder, holder, sender=holder)
    part = balance * SHARE * (BPS - levy) // ((supply + VIRTUAL_SHARES) * BPS)
    assert part > 0
    assert fund.vault.claimable(btc, holder) == part
