"""preview_sell: what redeem would pay now, to the unit; what it would say where it would not; the most it would pay."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.lens.said import reason_of, said
from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.fund import CASH, Fund
from tests.contracts.vault.properties import bounded, undone
from tests.contracts.vault.states import STATES, State
from world.contract import Contract

SHARE = 10**18
amounts = st.one_of(st.integers(0, 10**12), st.integers(1, 1_200_000 * SHARE), st.integers(10**30, 2**112))


def check(fund: Fund, lens: Contract, owner: str, shares: int) -> None:
    """The preview against the call, its limit against the vault's, and its bound against a call beyond it."""
    vault = fund.vault
    preview = lens.preview_sell(shares, owner)
    reason, assets = said(lambda: vault.redeem.call(shares, owner, owner, sender=owner))
    assert preview.reason == reason
    if not reason:
        assert preview.result == assets
    assert (preview.max_in, preview.max_out) == (vault.maxRedeem(owner), vault.maxWithdraw(owner))
    # ten cents more than the most; a share is about a dollar
    beyond = reason_of(lambda: vault.redeem.call(preview.max_in + SHARE // 10, owner, owner, sender=owner))
    if preview.bound.startswith("erc20:"):
        # without the shares, what is burned or the fee on top fails first
        assert beyond in ("erc20: burn amount exceeds balance", "erc20: transfer amount exceeds balance")
    else:
        assert preview.bound == beyond


@bounded(25)
@given(state=STATES, shares=amounts, cash=st.sampled_from([None, None, 10**9, 0]), flow=st.sampled_from([None, 10**10]))
def test_preview__any_state__is_what_the_call_does(
    fund: Fund, lens: Contract, holder: str, state: State, shares: int, cash: int | None, flow: int | None
) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        if cash is not None:
            fund.spend(fund.balance(CASH) - cash)
        if flow is not None:
            fund.set_flow_limit((flow, 1_000, 1_000))
        check(fund, lens, holder, shares)


@bounded(15)
@given(state=STATES, shares=st.integers(SHARE, 50_000 * SHARE))
def test_preview__broken_down__adds_up(fund: Fund, lens: Contract, holder: str, state: State, shares: int) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        preview = lens.preview_sell(shares, holder)
        assert preview.gross == fund.vault.convertToAssets(shares)
        assert preview.gross - preview.levy - preview.fee == preview.result
        receipt = fund.vault.redeem(shares, holder, holder, sender=holder)
        (left,) = fund.vault.events(receipt, "Exited")
        assert (left.assets, left.fee_shares, left.levy_bps) == (
            preview.result,
            preview.fee_shares,
            preview.levy_bps,
        )


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("provider_id", ["USDC", "BTC"])
def test_preview__feed_fails__names_the_asset(
    fund: Fund, lens: Contract, holder: str, failure: str, provider_id: str
) -> None:
    FAILURES[failure](fund, provider_id)
    preview = lens.preview_sell(SHARE, holder)
    assert preview.reason == preview.bound == f"vault: no price for asset {fund.id(provider_id)}"
    check(fund, lens, holder, SHARE)


def test_preview__asset_of_little_weight_without_a_price__counts_for_nothing(
    fund: Fund, lens: Contract, holder: str
) -> None:
    fund.hold({"ADA": fund.units("ADA", 1_000)})
    FAILURES["stale"](fund, "ADA")
    assert lens.preview_sell(SHARE, holder).reason == ""
    check(fund, lens, holder, SHARE)


def limit(fund: Fund) -> None:
    fund.set_flow_limit((10**8, 1_000, 1_000))


def spend(fund: Fund) -> None:
    fund.spend(fund.balance(CASH))


CLOSED: dict[str, tuple[Callable[[Fund], None], str]] = {
    "flow of the hour": (limit, "policy: above the flow of the hour"),
    "no cash": (spend, "vault: above max"),
}


@pytest.mark.parametrize("first", CLOSED)
@pytest.mark.parametrize("second", CLOSED)
def test_preview__rules_close__names_the_one_the_vault_meets_first(
    fund: Fund, lens: Contract, holder: str, first: str, second: str
) -> None:
    for how in {first, second}:
        CLOSED[how][0](fund)
    preview = lens.preview_sell(5_000 * SHARE, holder)
    assert preview.reason in (CLOSED[first][1], CLOSED[second][1])
    check(fund, lens, holder, 5_000 * SHARE)


@pytest.mark.parametrize("arrange", ["pause_entries", "wind_down"])
def test_preview__entries_closed__is_open(fund: Fund, lens: Contract, holder: str, arrange: str) -> None:
    role = fund.roles.guardian if arrange == "pause_entries" else fund.roles.owner
    getattr(fund.policy, arrange)(sender=role)
    assert lens.preview_sell(SHARE, holder).reason == ""
    check(fund, lens, holder, SHARE)


def test_preview__by_the_queue__knows_no_flow_limit(fund: Fund, lens: Contract, holder: str) -> None:
    limit(fund)
    queue = fund.world.index.queue.address
    fund.vault.transfer(queue, 1_000 * SHARE, sender=holder)
    assert lens.preview_sell(1_000 * SHARE, queue).reason == ""
    check(fund, lens, queue, 1_000 * SHARE)


@pytest.mark.parametrize("platform_bps", [0, 10, 100])
def test_preview__a_little_more_than_he_has__says_so(
    fund: Fund, lens: Contract, holder: str, anyone: str, platform_bps: int
) -> None:
    fund.set_fees(0, platform_bps)
    fund.vault.transfer(anyone, 1_000 * SHARE, sender=holder)
    assert lens.preview_sell(1_000 * SHARE, anyone).reason == ""
    check(fund, lens, anyone, 1_000 * SHARE + 1)
    check(fund, lens, anyone, 1_100 * SHARE)
    assert lens.preview_sell(SHARE, fund.roles.market).bound == "erc20: burn amount exceeds balance"


@pytest.mark.parametrize(("more", "bound"), [(1, "vault: above max"), (-(10**6), "policy: above the flow of the hour")])
def test_preview__cash_and_flow_nearly_alike__the_smaller_bounds(
    fund: Fund, lens: Contract, holder: str, owner: str, more: int, bound: str
) -> None:
    fund.set_flow_limit((fund.balance(CASH) + more, 1_000, 1_000))
    assert lens.preview_sell(SHARE, holder).bound == bound
    check(fund, lens, holder, SHARE)


def test_preview__shares_worth_nothing__are_not_the_most(fund: Fund, lens: Contract, holder: str, anyone: str) -> None:
    fund.vault.transfer(anyone, 1_000, sender=holder)
    preview = lens.preview_sell(1_000, anyone)
    assert (preview.reason, preview.max_in, fund.vault.maxRedeem(anyone)) == ("vault: zero", 0, 0)


def test_preview__absurd_amount__is_above_the_cash(fund: Fund, lens: Contract, holder: str) -> None:
    assert lens.preview_sell(2**256 - 1, holder).reason == "vault: above max"
