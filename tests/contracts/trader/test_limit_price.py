"""Limit 1: what is received is worth what was sold, less the asset's slippage limit, by the feeds."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk

LINK_LIMIT_BPS = 200
LINK_PRICE = 15.0


@pytest.mark.parametrize(("pool_price", "passes"), [(14.701, True), (14.699, False)])
def test_sell__at_the_slippage_limit__decides(invested: Desk, pool_price: float, passes: bool) -> None:
    invested.target(BTC=300_000)
    pool = invested.hostile_pool("LINK")
    received = round(pool_price * 1_000 * 10**6)
    pool.tell(1_000 * 10**18, 1, invested.usdc, received, -received, sender=pool_owner(invested))
    leg = invested.sell("LINK", 1_000, pool=pool)
    if passes:
        assert 199 < invested.lost_bps(invested.run(leg)) < 200
    else:
        with reverts("trader: slippage"):
            invested.run(leg)


@pytest.mark.parametrize(("tokens", "passes"), [(65.4, True), (65.3, False)])
def test_buy__at_the_slippage_limit__decides(desk: Desk, tokens: float, passes: bool) -> None:
    # 1,000 USDC buy 66.67 LINK, 2 % less are 65.33
    desk.target(LINK=50_000)
    pool = desk.hostile_pool("LINK", tokens=100)
    received = round(tokens * 10**18)
    pool.tell(1_000 * 10**6, 1, desk.token("LINK"), received, -received, sender=pool_owner(desk))
    leg = desk.buy("LINK", 1_000, pool=pool)
    if passes:
        desk.run(leg)
        assert desk.balance("LINK") == received
    else:
        with reverts("trader: slippage"):
            desk.run(leg)


def test_sell__for_more_than_the_oracle_says__is_logged_as_negative_and_costs_nothing(invested: Desk) -> None:
    invested.target(BTC=300_000)
    pool = invested.hostile_pool("LINK")
    received = 15_150 * 10**6
    pool.tell(1_000 * 10**18, 1, invested.usdc, received, -received, sender=pool_owner(invested))
    receipt = invested.run(invested.sell("LINK", 1_000, pool=pool))
    assert invested.lost_bps(receipt) == pytest.approx(-100, abs=1)
    assert invested.summary(receipt).cost == 0


def test_sell__through_a_pool_beside_the_market__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000)
    invested.answer("ETH", 2_300.0 * 1.02)
    with reverts("trader: slippage"):
        invested.run(invested.sell("ETH", 10))


def test_sell__cash_off_its_peg__counts_cash_at_its_price(invested: Desk) -> None:
    invested.target(BTC=300_000)
    invested.answer("USDC", 0.97)
    with reverts("trader: slippage"):
        invested.run(invested.sell("ETH", 10))


@pytest.mark.parametrize("name", ["ETH", "USDC"])
def test_sell__stale_price_of_either_side__reverts(invested: Desk, name: str) -> None:
    invested.target(BTC=300_000)
    price = 1.0 if name == "USDC" else 2_300.0
    invested.answer(name, price, updated_at=invested.chain.now() - 90_001)
    with reverts("trader: no price"):
        invested.run(invested.sell("ETH", 10))


@pytest.mark.parametrize("name", ["ETH", "USDC"])
def test_buy__stale_price_of_either_side__reverts(desk: Desk, name: str) -> None:
    desk.target(ETH=300_000)
    price = 1.0 if name == "USDC" else 2_300.0
    desk.answer(name, price, updated_at=desk.chain.now() - 90_001)
    with reverts("trader: no price"):
        desk.run(desk.buy("ETH", 1_000))


def test_sell__stale_price_of_another_asset__runs(invested: Desk) -> None:
    invested.target(BTC=300_000)
    invested.answer("LINK", LINK_PRICE, updated_at=invested.chain.now() - 90_001)
    invested.run(invested.sell("ETH"))
    assert invested.held() == ["BTC", "LINK", "DAI"]


def test_sell__impaired_asset_whose_feed_answers__runs(invested: Desk, guardian: str) -> None:
    """Status alone stops no sale: the price is fresh, and the oracle bound holds."""
    invested.target(BTC=300_000)
    invested.registry.set_status(invested.id("LINK"), 3, sender=guardian)
    with reverts("trader: slippage"):
        pool, raw = invested.losing_pool("LINK", usdc=1_000, bps=250)
        invested.run(invested.sell("LINK", raw=raw, pool=pool))
    invested.run(invested.sell("LINK"))
    assert invested.balance("LINK") == 1


def test_sell__impaired_asset_whose_feed_is_dead__reverts(invested: Desk, guardian: str) -> None:
    invested.target(BTC=300_000)
    invested.registry.set_status(invested.id("LINK"), 3, sender=guardian)
    invested.answer("LINK", LINK_PRICE, updated_at=invested.chain.now() - 30 * 86_400)
    with reverts("trader: no price"):
        invested.run(invested.sell("LINK"))


def test_buy__impaired_asset_whose_feed_answers__reverts(invested: Desk, guardian: str) -> None:
    invested.target(BTC=300_000, ETH=300_000, LINK=100_000, DAI=100_000)
    invested.registry.set_status(invested.id("LINK"), 3, sender=guardian)
    with reverts("trader: no price"):
        invested.run(invested.buy("LINK", 1_000))


def pool_owner(desk: Desk) -> str:
    """Whoever tells a hostile pool what to do: the thief holds the executor's key."""
    return desk.world.roles.executor
