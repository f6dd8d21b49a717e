"""A yield share whose vault reports more than the capped rate: a sale must bring what is reported, a purchase counts
what is capped."""

import pytest

from tests.conftest import reverts
from tests.contracts.composed.holding import DAY, Holding

CAPPED = 2**100 - 1
EXCESS = 2**28 - 1
JUMPED = 1.10  # from 1.05, in a day


@pytest.fixture
def jumped(holding: Holding) -> Holding:
    """sDAI may leave."""
    holding.pass_time(DAY, refresh=False, sDAI=JUMPED)
    holding.desk.target(BTC=100_000, WBTC=300_000)
    return holding


def excess(holding: Holding) -> float:
    """By how much the reported rate is above the one that counts."""
    word = holding.desk.registry.quote(holding.desk.id("sDAI"))
    return float((word >> 100 & EXCESS) / 10**8)


def test_sale__of_a_share_whose_rate_jumped__must_bring_the_reported_rate(jumped: Holding) -> None:
    """A thief who sells to himself at the capped rate would keep the difference, and no loss would be counted."""
    desk = jumped.desk
    assert excess(jumped) > 0.03
    pool, raw = desk.losing_pool("sDAI", usdc=10_000, bps=0)
    with reverts("trader: slippage"):
        desk.run(desk.sell("sDAI", raw=raw, pool=pool))


def test_sale__at_the_reported_rate__loses_nothing_and_is_logged_at_it(jumped: Holding) -> None:
    desk = jumped.desk
    pool, raw = desk.losing_pool("sDAI", usdc=10_000, bps=-int(excess(jumped) * 10_000) - 1)
    receipt = desk.run(desk.sell("sDAI", raw=raw, pool=pool))
    assert desk.summary(receipt).cost == 0
    (leg,) = desk.legs_of(receipt)
    capped = desk.registry.quote(desk.id("sDAI")) & CAPPED
    assert leg.price == pytest.approx(capped * (1 + excess(jumped)), rel=1e-7)


def test_sale__below_the_reported_rate__is_a_loss(jumped: Holding) -> None:
    desk = jumped.desk
    pool, raw = desk.losing_pool("sDAI", usdc=10_000, bps=-int(excess(jumped) * 10_000) + 50)
    cost = desk.summary(desk.run(desk.sell("sDAI", raw=raw, pool=pool))).cost
    assert cost / 10**18 == pytest.approx(10_000 * 0.005, rel=0.1)
