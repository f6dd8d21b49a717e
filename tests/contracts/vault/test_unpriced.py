"""Assets without a firm price: up to 50 bps of NAV they are carried against the caller, above that NAV closes."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.fund import CASH, Fund

CALLS = {
    "deposit": [10**6],
    "mint": [10**18],
    "withdraw": [10**6],
    "redeem": [10**18],
    "previewDeposit": [10**6],
    "previewMint": [10**18],
    "previewWithdraw": [10**6],
    "previewRedeem": [10**18],
}


def call(fund: Fund, function: str) -> int:
    holder = fund.roles.holder
    owners = {"deposit": [holder], "mint": [holder], "withdraw": [holder] * 2, "redeem": [holder] * 2}
    answer = getattr(fund.vault, function).call(*CALLS[function], *owners.get(function, []), sender=holder)
    return int(answer)


@pytest.fixture
def small(fund: Fund, holder: str) -> Fund:
    """LINK is 40 bps of NAV."""
    fund.give(holder, 10**12)
    fund.buy({"LINK": 4_000})
    return fund


@pytest.mark.parametrize("function", CALLS)
@pytest.mark.parametrize("failure", ["stale", "impaired", "zero", "swallowing gas"])
def test_nav__asset_above_50_bps_unpriced__closes_and_names_it(fund: Fund, function: str, failure: str) -> None:
    FAILURES[failure](fund, "SHIB")
    with reverts(f"vault: no price for asset {fund.id('SHIB')}"):
        call(fund, function)


@pytest.mark.parametrize("function", CALLS)
def test_nav__usdc_unpriced__closes_and_names_it(fund: Fund, function: str) -> None:
    FAILURES["stale"](fund, "USDC")
    with reverts("vault: no price for asset 1"):
        call(fund, function)


def test_nav__several_unpriced__names_the_largest(fund: Fund) -> None:
    for provider_id in ("SHIB", "ETH", "SOL"):
        FAILURES["reverting"](fund, provider_id)
    with reverts(f"vault: no price for asset {fund.id('ETH')}"):
        call(fund, "deposit")


def test_nav__several_small_ones__count_together(fund: Fund, holder: str) -> None:
    fund.give(holder, 10**12)
    fund.buy({"LINK": 2_700, "AVAX": 2_600})
    FAILURES["reverting"](fund, "LINK")
    call(fund, "deposit")
    FAILURES["reverting"](fund, "AVAX")
    with reverts(f"vault: no price for asset {fund.id('LINK')}"):
        call(fund, "deposit")


@pytest.mark.parametrize("failure", ["stale", "impaired", "reverting"])
def test_nav__asset_below_50_bps_unpriced__is_carried_against_the_caller(small: Fund, failure: str) -> None:
    entry, out = call(small, "previewDeposit"), call(small, "previewRedeem")
    levy = small.vault.nav().levy_bps
    FAILURES[failure](small, "LINK")
    nav = small.vault.nav()
    assert nav.firm
    assert nav.unpriced == small.id("LINK")
    assert nav.levy_bps == levy
    # Entries as before at the last good price; exits without the 40 bps.
    assert abs(call(small, "previewDeposit") / entry - 1) < 1e-6
    assert abs(call(small, "previewRedeem") / out - 0.996) < 1e-5
    for function in CALLS:
        assert call(small, function) > 0


def test_nav__exactly_50_bps__stays_open_and_a_little_more_closes(empty_fund: Fund, holder: str) -> None:
    fund = empty_fund
    fund.enter(holder, 1_000_000)
    total = fund.balance(CASH)
    fund.spend(total // 200)
    fund.hold({"DAI": total // 200 * 10**12})
    FAILURES["impaired"](fund, "DAI")
    fund.give(holder, 10**6)
    assert call(fund, "deposit") > 0
    fund.hold({"DAI": 10**12})
    with reverts(f"vault: no price for asset {fund.id('DAI')}"):
        call(fund, "deposit")


def test_nav__restored__opens(fund: Fund, owner: str, holder: str) -> None:
    fund.give(holder, 10**12)
    FAILURES["impaired"](fund, "BTC")
    with reverts(f"vault: no price for asset {fund.id('BTC')}"):
        call(fund, "deposit")
    fund.registry.set_status(fund.id("BTC"), 1, sender=owner)
    assert call(fund, "deposit") > 0


def test_nav__guardian_impairs_then_buys__gains_nothing(fund: Fund, guardian: str, holder: str) -> None:
    fund.registry.set_status(fund.id("BTC"), 3, sender=guardian)
    fund.give(guardian, 10**12)
    with reverts(f"vault: no price for asset {fund.id('BTC')}"):
        fund.vault.deposit(10**12, guardian, sender=guardian)
    # Below the 50 bps the holder may buy, at the last good price.
    fund.registry.set_status(fund.id("BTC"), 1, sender=fund.roles.owner)
    fund.buy({"LINK": 4_000})
    before = fund.vault.previewDeposit(10**9)
    fund.registry.set_status(fund.id("LINK"), 3, sender=guardian)
    assert abs(fund.vault.previewDeposit(10**9) / before - 1) < 1e-6


@pytest.mark.parametrize("failure", FAILURES)
def test_exit_in_kind__any_feed_fails__is_open(fund: Fund, holder: str, failure: str) -> None:
    expected = fund.vault.redeem_in_kind.call(10**20, holder, holder, sender=holder)
    for asset in fund.world.assets:
        FAILURES[failure](fund, asset.provider_id)
    assert fund.vault.redeem_in_kind.call(10**20, holder, holder, sender=holder) == expected


def test_exit_in_kind__registry_gone__is_open(fund: Fund, holder: str) -> None:
    expected = fund.vault.redeem_in_kind.call(10**20, holder, holder, sender=holder)
    # PUSH0 PUSH0 REVERT
    fund.chain.rpc("anvil_setCode", fund.registry.address, "0x5f5ffd")
    assert fund.vault.redeem_in_kind.call(10**20, holder, holder, sender=holder) == expected
