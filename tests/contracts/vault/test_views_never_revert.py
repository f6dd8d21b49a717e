"""totalAssets, convertTo* and max* answer in every state, and max* say 0 exactly where the call would revert."""

import pytest

from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.fund import CASH, Fund
from tests.odd_tokens import turn_odd
from world.chain import Reverted

LARGE = 10**40  # far above anything that exists: USDC has 10**17 raw units


def look(fund: Fund, large: int = LARGE) -> dict[str, int]:
    """Every view that must not revert, with small, usual and huge arguments."""
    vault, holder = fund.vault, fund.roles.holder
    answers = {name: getattr(vault, name)(holder) for name in ("maxDeposit", "maxMint", "maxWithdraw", "maxRedeem")}
    answers["totalAssets"] = vault.totalAssets()
    for name in ("convertToShares", "convertToAssets"):
        assert getattr(vault, name)(0) == 0
        assert getattr(vault, name)(large) >= getattr(vault, name)(10**18)
    return answers


def assert_limits_honest(fund: Fund, answers: dict[str, int]) -> None:
    """A limit of 0 means that the smallest call reverts; any other that the call succeeds."""
    vault, holder = fund.vault, fund.roles.holder
    for name, small in (("deposit", 10**6), ("mint", 10**18), ("withdraw", 10**6), ("redeem", 10**18)):
        limit = answers[f"max{name.capitalize()}"]
        amount = min(small, limit) or small
        owners = [holder] if name in ("deposit", "mint") else [holder, holder]
        try:
            getattr(vault, name).call(amount, *owners, sender=holder)
        except Reverted:
            assert limit == 0, name
        else:
            assert limit > 0, name


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("provider_id", ["USDC", "BTC", "SHIB"])
def test_views__feed_fails__answer(fund: Fund, holder: str, failure: str, provider_id: str) -> None:
    fund.give(holder, 10**9)
    healthy = look(fund)
    FAILURES[failure](fund, provider_id)
    answers = look(fund)
    assert_limits_honest(fund, answers)
    # All of these are above 50 bps of NAV.
    assert [answers[f"max{name}"] for name in ("Deposit", "Mint", "Withdraw", "Redeem")] == [0, 0, 0, 0]
    # Carried at the last good price: the feed's own where it is merely late, the reference (of 21 bits) otherwise.
    assert abs(answers["totalAssets"] / healthy["totalAssets"] - 1) < 1e-6


def test_views__every_feed_fails__answer(fund: Fund, holder: str) -> None:
    healthy = look(fund)
    for asset in fund.world.assets:
        FAILURES["swallowing gas"](fund, asset.provider_id)
    answers = look(fund)
    assert abs(answers["totalAssets"] / healthy["totalAssets"] - 1) < 1e-6
    assert answers["maxRedeem"] == 0


def test_views__hundred_feeds_swallow_gas__answer(fund_100: Fund) -> None:
    fund = fund_100
    with fund.chain.one_block():
        for asset in fund.world.assets:
            FAILURES["swallowing gas"](fund, asset.provider_id)
    assert fund.vault.totalAssets(gas=16_000_000) > 0
    assert fund.vault.maxDeposit(fund.roles.holder, gas=16_000_000) == 0


def test_views__paused__answer(fund: Fund, holder: str, guardian: str) -> None:
    fund.give(holder, 10**9)
    fund.policy.pause_entries(sender=guardian)
    assert_limits_honest(fund, look(fund))


def test_views__empty_fund__answer(empty_fund: Fund, holder: str) -> None:
    empty_fund.give(holder, 10**9)
    look(empty_fund)


def test_views__no_cash_left__limits_of_exits_are_zero(fund: Fund, holder: str) -> None:
    fund.give(holder, 10**9)
    fund.spend(fund.balance(CASH))
    answers = look(fund)
    assert (answers["maxWithdraw"], answers["maxRedeem"]) == (0, 0)
    assert_limits_honest(fund, answers)


def test_views__worthless_fund__answer(fund: Fund, holder: str) -> None:
    fund.give(holder, 10**9)
    fund.settle(dict.fromkeys([CASH, *fund.vault.held()], 0), [], 2)
    answers = look(fund)
    assert answers["totalAssets"] == 0
    assert_limits_honest(fund, answers)


def test_views__largest_balances__answer(fund: Fund, holder: str) -> None:
    fund.settle(dict.fromkeys([CASH, *fund.vault.held()], 2**120 - 1), fund.vault.held(), 0)
    # 10**31 of everything there is: only the share amount must stay of this world.
    answers = look(fund, large=10**30)
    assert (answers["maxDeposit"], answers["maxMint"]) == (0, 0)


@pytest.mark.parametrize("kind", ["all burn gas", "lies", "rebased down", "return bomb"])
def test_views__tokens_turn_odd__do_not_care(fund: Fund, kind: str) -> None:
    before = look(fund)
    for provider_id in ("BTC", "SHIB"):
        turn_odd(fund.chain, fund.token(provider_id), kind)
    assert look(fund) == before
