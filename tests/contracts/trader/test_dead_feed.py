"""A fund holds ETH, whose feed dies: two reports of anybody's, a day apart, make it sell-only. When the price is back
the executor can sell it, and buy it only after the owner has restored it.
"""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk

DAY = 86_400
REVERTS = 1
ACTIVE, SELL_ONLY = 1, 2
ETH = 2_300.0
MORE_ETH = {"ETH": 400_000, "BTC": 300_000, "LINK": 50_000, "DAI": 100_000}
OTHERS = {"BTC": 42_000.0, "LINK": 15.0, "PEPE": 0.000_001_3}


def pass_time(desk: Desk, seconds: int, **prices: float) -> None:
    """Every feed but that of ETH answers as before, ETH's only if it is given a price."""
    desk.world.advance_to(desk.chain.now() + seconds, OTHERS | prices)


def status(desk: Desk) -> int:
    return int(desk.registry.asset(desk.id("ETH")).status)


@pytest.fixture
def dead(invested: Desk, market: str) -> Desk:
    """30 % ETH, on target, and its feed reverts."""
    invested.asset("ETH").feed.aggregator.fail(REVERTS, sender=market)
    return invested


@pytest.fixture
def sell_only(dead: Desk, anyone: str, other_holder: str) -> Desk:
    """Reported twice, by people with no role."""
    dead.registry.report_dead_feed(dead.id("ETH"), sender=anyone)
    assert status(dead) == ACTIVE
    pass_time(dead, DAY)
    dead.registry.report_dead_feed(dead.id("ETH"), sender=other_holder)
    assert status(dead) == SELL_ONLY
    return dead


@pytest.fixture
def recovered(sell_only: Desk, market: str) -> Desk:
    """Half a day later its price is back, a little lower."""
    sell_only.asset("ETH").feed.aggregator.fail(0, sender=market)
    pass_time(sell_only, DAY // 2, ETH=ETH * 0.95)
    return sell_only


def test_dead__no_leg_and_no_entry__the_rest_of_the_fund_trades(dead: Desk, holder: str) -> None:
    no_price = f"vault: no price for asset {dead.id('ETH')}"
    dead.target(ETH=100_000, BTC=100_000)
    for leg in (dead.sell("ETH", 10), dead.buy("ETH", 1_000)):
        with reverts("trader: no price"):
            dead.run(leg)
    with reverts(no_price):
        dead.vault.previewDeposit(10**9)
    before = dead.balance("BTC")
    dead.run(dead.sell("BTC", 2))
    assert dead.balance("BTC") == before - 2 * dead.unit("BTC")


def test_sell_only__dead_still__is_not_sold_without_a_price(sell_only: Desk) -> None:
    sell_only.target(BTC=300_000)
    with reverts("trader: no price"):
        sell_only.run(sell_only.sell("ETH"))


def test_recovered__is_sold_at_its_price_and_not_bought(recovered: Desk) -> None:
    recovered.target(**MORE_ETH)
    with reverts("trader: not buyable"):
        recovered.run(recovered.buy("ETH", 1_000))
    recovered.target(BTC=300_000)
    receipt = recovered.run(recovered.sell("ETH"))
    (leg,) = recovered.legs_of(receipt)
    assert leg.price == round(ETH * 0.95) * 10**18
    assert leg.amount_out > 0.99 * leg.amount_in * leg.price / 10**30
    assert recovered.balance("ETH") == 1
    assert recovered.held() == ["BTC", "LINK", "DAI"]


def test_recovered__counts_in_nav_and_entries_are_open(recovered: Desk, holder: str) -> None:
    nav = recovered.vault.nav()
    assert nav.firm and nav.firm_value == nav.value
    value = recovered.balance("ETH") * round(ETH * 0.95)
    # 30 % of a million, 5 % lower.
    assert 280_000 < value / 10**18 < 290_000
    recovered.world.fund(holder, 1_000)
    before, expected = recovered.vault.balanceOf(holder), recovered.vault.previewDeposit(10**9)
    recovered.vault.deposit(10**9, holder, sender=holder)
    assert recovered.vault.balanceOf(holder) == before + expected


def test_recovered__dies_again_and_returns__needs_no_report_to_stay_sell_only(recovered: Desk, market: str) -> None:
    recovered.asset("ETH").feed.aggregator.fail(REVERTS, sender=market)
    with reverts("registry: not active"):
        recovered.registry.report_dead_feed(recovered.id("ETH"), sender=market)
    recovered.asset("ETH").feed.aggregator.fail(0, sender=market)
    pass_time(recovered, DAY, ETH=ETH)
    recovered.registry.refresh([recovered.id("ETH")], sender=market)
    assert status(recovered) == SELL_ONLY


def test_restored_by_the_owner__is_bought_again(recovered: Desk, owner: str, guardian: str) -> None:
    with reverts("registry: only worse"):
        recovered.registry.set_status(recovered.id("ETH"), ACTIVE, sender=guardian)
    recovered.registry.set_status(recovered.id("ETH"), ACTIVE, sender=owner)
    recovered.target(**MORE_ETH)
    before = recovered.balance("ETH")
    recovered.run(recovered.buy("ETH", 1_000))
    assert recovered.balance("ETH") > before


def test_reported_once__back_before_the_second__stays_active_and_is_bought(
    dead: Desk, anyone: str, market: str
) -> None:
    dead.registry.report_dead_feed(dead.id("ETH"), sender=anyone)
    dead.asset("ETH").feed.aggregator.fail(0, sender=market)
    pass_time(dead, DAY, ETH=ETH)
    dead.registry.report_dead_feed(dead.id("ETH"), sender=anyone)
    assert status(dead) == ACTIVE
    dead.target(**MORE_ETH)
    dead.run(dead.buy("ETH", 1_000))
