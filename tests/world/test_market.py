"""The local world is what it says: prices where they were asked to be, books as the registry has them."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from deployment.asset_book import load_asset_book
from keepers.book import load_book
from tests.conftest import MONDAY, market_of
from world.book import (
    ASSETS_FILE,
    DEPLOYMENT_FILE,
    Ways,
    reviewed,
    write_book,
    write_deployment,
    write_reviewed,
)
from world.market import World
from world.tokens import MarketAsset
from world.weth import WethMarket

WEEK = 7 * 86_400
HALF_BPS = Fraction(5, 100_000)


def pool_price(world: World, provider_id: str) -> Fraction:
    """USD for one whole token, as the pool has it, USDC at 1.00."""
    asset = world.asset(provider_id)
    assert asset.pool is not None
    ratio = Fraction(asset.pool.sqrt_price() ** 2, 2**192)
    raw = ratio if asset.pool.token0 == asset.token.address else 1 / ratio
    return raw * 10**asset.market.decimals / 10**6


def test_create__pools_and_feeds__stand_at_the_prices_given(tmp_path: Path) -> None:
    world = World.create(tmp_path, market_of(10), MONDAY)
    try:
        assert world.chain.now() == MONDAY
        stand_at_their_prices(world)
    finally:
        world.close()


def stand_at_their_prices(world: World) -> None:
    for asset in world.assets[1:]:
        price = Fraction(str(asset.market.price))
        assert abs(pool_price(world, asset.provider_id) / price - 1) < HALF_BPS
        assert abs(Fraction(asset.feed.proxy.latestRoundData()[1], 10**asset.feed.decimals) / price - 1) < HALF_BPS


def test_advance__big_moves__pools_end_at_the_feed(world: World) -> None:
    moves = {"BTC": 21_000.0, "ETH": 4_600.0, "SHIB": 0.0001, "XRP": 0.0003, "USDT": 0.97}
    world.advance_to(MONDAY + WEEK, moves)
    for provider_id, price in moves.items():
        answered = world.asset(provider_id).feed.proxy.latestRoundData()
        assert answered[3] == MONDAY + WEEK
        assert abs(pool_price(world, provider_id) / Fraction(str(price)) - 1) < HALF_BPS


def test_advance__asset_without_a_price__grows_stale(world: World) -> None:
    world.advance_to(MONDAY + WEEK, {"BTC": 40_000.0})
    assert world.asset("ETH").feed.proxy.latestRoundData()[3] <= MONDAY
    assert world.asset("DAI").feed.proxy.latestRoundData()[3] == MONDAY + WEEK


COMPOSED = (
    MarketAsset("WBTC", "WBTC", "Wrapped BTC", 0.999, 100e6, "deep", 8, through="BTC"),
    MarketAsset("sDAI", "sDAI", "Savings Dai", 1.05, 400e6, "deep", 18, stable=True, through="DAI", shares=True),
)


def test_priced_through_another__pools_follow_both_factors(tmp_path: Path) -> None:
    world = World.create(tmp_path, [*market_of(1), *COMPOSED], MONDAY)
    try:
        at: list[tuple[dict[str, float], float, float]] = [
            ({"BTC": 42_000.0}, 42_000 * 0.999, 1.05),
            ({"BTC": 50_000.0}, 50_000 * 0.999, 1.05),
            ({"BTC": 50_000.0, "WBTC": 0.9, "sDAI": 1.06}, 45_000, 1.06),
            ({"BTC": 40_000.0, "DAI": 0.98}, 36_000, 1.06 * 0.98),
        ]
        for days, (prices, wrapped, shares) in enumerate(at):
            if days:
                world.advance_to(MONDAY + days * 86_400, prices)
            for provider_id, price in (("WBTC", wrapped), ("sDAI", shares)):
                quote = world.index.registry.quote(world.asset(provider_id).asset_id)
                assert abs(Fraction(quote & (2**128 - 1), 10**18) / Fraction(str(price)) - 1) < HALF_BPS
                assert quote >> 168 & 1, f"{provider_id} has no firm price on day {days}"
                assert abs(pool_price(world, provider_id) / Fraction(str(price)) - 1) < HALF_BPS
        # Left alone, BTC grows stale and WBTC with it; its pool stays.
        world.advance_to(MONDAY + 10 * 86_400, {})
        assert not world.index.registry.quote(world.asset("WBTC").asset_id) >> 168 & 1
        rows = {row["provider_id"]: row for row in json.loads((tmp_path / ASSETS_FILE).read_text())["assets"]}
        assert (rows["WBTC"]["kind"], rows["sDAI"]["kind"]) == ("two feeds", "vault shares")
        assert rows["WBTC"]["feed"] == rows["BTC"]["feed"] != rows["WBTC"]["second_feed"] is not None
        assert rows["sDAI"]["feed"] == rows["DAI"]["feed"]
    finally:
        world.close()


def test_create__priced_through_what_comes_later__is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="WBTC is priced through BTC, which must come before it"):
        World.create(tmp_path, [COMPOSED[0], *market_of(1)], MONDAY)


def test_market_asset__shares_of_nothing__is_named() -> None:
    with pytest.raises(ValueError, match="sX are shares; say of which asset"):
        MarketAsset("sX", "sX", "Shares", 1.0, 1e6, "deep", shares=True)


def test_advance__unknown_asset__is_named(world: World) -> None:
    with pytest.raises(KeyError, match="NOPE"):
        world.advance_to(MONDAY + WEEK, {"NOPE": 1.0})


def test_advance__price_of_zero__is_named(world: World) -> None:
    with pytest.raises(ValueError, match="BTC"):
        world.advance_to(MONDAY + WEEK, {"BTC": 0.0})


def test_create__index__is_linked_listed_and_seeded(world: World) -> None:
    index = world.index
    assert [a.asset_id for a in world.assets] == list(range(1, 14))
    assert index.registry.asset_count() == 13
    assert index.vault.totalSupply() == 100 * 10**18
    assert index.vault.nav().firm


def test_fund__mints_whole_usdc(world: World, holder: str) -> None:
    world.fund(holder, 12.5)
    assert world.usdc.balanceOf(holder) == 12_500_000


def test_book__is_what_the_registry_says(world: World, tmp_path: Path) -> None:
    terms = [world.index.registry.asset(asset.asset_id) for asset in world.assets]
    write_book(tmp_path, world.assets, terms)
    write_deployment(tmp_path, world)
    book = json.loads((tmp_path / ASSETS_FILE).read_text())["assets"]
    assert [row["provider_id"] for row in book[:4]] == ["USDC", "USDT", "DAI", "BTC"]
    assert book[0]["pools"] == []
    assert book[3]["decimals"] == 8
    assert book[3]["pools"][0]["fee"] == 500
    assert json.loads((tmp_path / DEPLOYMENT_FILE).read_text())["vault"] == world.index.vault.address


def test_book__other_ways__instead_of_the_own_pool_reviewed_and_read_back(world: World, tmp_path: Path) -> None:
    weth = WethMarket.open(world, price=2_300.0)
    link = world.asset("LINK")
    pair = weth.pair(link)
    ways = Ways({"LINK": [pair]}, {"WETH": (weth.token, [weth.cash_pool])})
    terms = [world.index.registry.asset(asset.asset_id) for asset in world.assets]
    loaded = load_book(write_book(tmp_path, world.assets, terms, ways))
    (route,) = loaded.routes(loaded.by_id(link.asset_id))
    assert [pool.address for pool in route.pools] == [pair.address, weth.cash_pool.address]
    assert [pool.venue for pool in route.pools] == ["v2", "v3"]
    book = reviewed(world.assets, world.chain.now(), ways)
    assert load_asset_book(write_reviewed(tmp_path, book)) == book


@pytest.mark.parametrize("provider_id", ["BTC", "SHIB", "USDT"])
def test_pool__traded_both_ways__has_warm_slots(world: World, provider_id: str) -> None:
    pool = world.asset(provider_id).pool
    assert pool is not None
    assert pool.contract.feeGrowthGlobal0X128() > 0
    assert pool.contract.feeGrowthGlobal1X128() > 0
    assert pool.contract.observations(0)[3]
