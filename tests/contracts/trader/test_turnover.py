"""The turnover of one decision: twice the distance, what flows brought or took, and 1 % of NAV a day."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from world.contract import Contract

DAY = 86_400
USD = 10**18
PRICES = {"BTC": 42_000.0, "ETH": 2_300.0, "LINK": 15.0, "PEPE": 0.000_001_3, "DAI": 1.0, "USDT": 1.0, "USDC": 1.0}


@pytest.fixture
def queue(invested: Desk, holder: str) -> Contract:
    queue = invested.world.index.queue
    invested.vault.approve(queue, 2**256 - 1, sender=holder)
    invested.usdc.approve(queue, 2**256 - 1, sender=holder)
    return queue


def remaining(desk: Desk) -> float:
    """USD, of a session that opens now."""
    distance, nav = desk.house.distance()
    return float(desk.trader.remaining_turnover(nav, distance) / USD)


def later(desk: Desk, seconds: int, **prices: float) -> None:
    desk.world.advance_to(desk.chain.now() + seconds, PRICES | prices)


def swing(desk: Desk, price: float) -> None:
    """BTC at another price, and the fund back on its target: at the feed's price, so that no loss is counted."""
    later(desk, 60, BTC=price)
    value = desk.balance("BTC") / 10**8 * price
    nav = desk.vault.nav().value / USD
    gap = value - nav * 0.3
    pool, raw = desk.losing_pool("BTC", usdc=abs(gap), bps=0, buy=gap < 0)
    desk.run(desk.sell("BTC", raw=raw, pool=pool) if gap > 0 else desk.buy("BTC", raw=raw, pool=pool))


def test_turnover__first_open__is_twice_the_distance_and_a_day(desk: Desk) -> None:
    desk.target(BTC=300_000, ETH=300_000)
    assert remaining(desk) == pytest.approx(2 * 600_000 + 10_000, rel=0.01)
    desk.run(desk.buy("BTC", 100_000))
    assert remaining(desk) == pytest.approx(2 * 600_000 + 10_000 - 100_000, rel=0.01)


def test_turnover__swing_with_the_price_at_no_loss__ends(invested: Desk) -> None:
    """To and fro with a feed that lags costs nothing by the feed: it ends with what the decision authorised."""
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    traded, budget = 0.0, invested.trader.remaining_budget(False)
    with reverts("trader: turnover"):
        for turn in range(60):
            before = remaining(invested)
            swing(invested, 42_000.0 if turn % 2 else 42_400.0)
            traded += before - remaining(invested)
    assert traded < 25_000
    assert invested.trader.remaining_budget(False) > budget - 1_000


def test_turnover__a_day_later__is_1_percent_of_nav_more(invested: Desk) -> None:
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    swing(invested, 43_000.0)
    before, nav = remaining(invested), invested.vault.nav().value / USD
    later(invested, DAY, BTC=43_000.0)
    assert remaining(invested) - before == pytest.approx(nav / 100, rel=0.01)


def test_turnover__next_decision__takes_over_1_percent_at_most(invested: Desk) -> None:
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    swing(invested, 43_000.0)
    later(invested, 30 * DAY, BTC=43_000.0)
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    distance, nav = invested.house.distance()
    assert remaining(invested) == pytest.approx((2 * distance + nav / 100) / USD, rel=0.001)


def test_turnover__deposit__may_be_invested(invested: Desk, other_holder: str) -> None:
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    swing(invested, 43_000.0)
    before = remaining(invested)
    invested.world.fund(other_holder, 500_000)
    invested.usdc.approve(invested.vault, 2**256 - 1, sender=other_holder)
    invested.vault.deposit(500_000 * 10**6, other_holder, sender=other_holder)
    assert remaining(invested) - before == pytest.approx(500_000, rel=0.01)


def test_turnover__locked_redemption__counts_once(invested: Desk, queue: Contract, holder: str, executor: str) -> None:
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    swing(invested, 43_000.0)
    queue.requestRedeem(100_000 * 10**18, holder, holder, sender=holder)
    later(invested, DAY, BTC=43_000.0)
    before = remaining(invested)
    queue.lock(sender=executor)
    worth = queue.cash_need() / 10**6
    assert remaining(invested) - before == pytest.approx(worth, rel=0.01)
    later(invested, 3_600, BTC=43_000.0)
    before = remaining(invested)
    queue.settle(sender=executor)
    assert abs(remaining(invested) - before) < worth / 50


def test_turnover__used_up__sales_of_what_is_no_target_run(invested: Desk) -> None:
    """What leaves counts, and is never refused."""
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    with reverts("trader: turnover"):
        for turn in range(1, 9):
            swing(invested, 42_000.0 * 1.2**turn)
    assert remaining(invested) < 60_000
    invested.run(invested.sell("LINK"))
    assert invested.balance("LINK") == 1


@pytest.mark.parametrize(("ppm", "passes"), [(300_500, False), (303_000, True)])
def test_leg__starts_more_than_dust_from_its_target(invested: Desk, ppm: int, passes: bool) -> None:
    """0.5 % of BTC's 300,000 dollars are 1,500: a gap below that is no reason to trade."""
    invested.target(BTC=ppm, ETH=300_000, LINK=50_000, DAI=100_000)
    nav, held = invested.vault.nav().value / USD, invested.balance("BTC") / 10**8 * 42_000
    leg = invested.buy("BTC", nav * ppm / 10**6 - held)
    if passes:
        invested.run(leg)
    else:
        with reverts("trader: past target"):
            invested.run(leg)


def test_dust__of_a_small_target__is_3_percent_of_it(desk: Desk) -> None:
    """0.05 % of a million are 500 dollars: 15 more are dust, 0.01 % of NAV, 100, are not."""
    desk.target(LINK=500)
    with reverts("trader: past target"):
        desk.run(desk.buy("LINK", 530))
    desk.run(desk.buy("LINK", 514))
