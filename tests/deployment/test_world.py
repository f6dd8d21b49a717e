"""A market without an index, an index deployed on it from outside, and the world that is found there again."""

from fractions import Fraction
from pathlib import Path

from tests.conftest import MONDAY
from tests.deployment.conftest import Site
from world.feeds import Rate
from world.market import World

WEEK = 7 * 86_400


def test_open__market_and_index_of_another_process__live_on(site: Site, tmp_path: Path) -> None:
    site.deploy()
    folder = tmp_path / "found"
    folder.mkdir()
    world = World.open(site.folder, folder, MONDAY, site.chain.url)
    assert world.chain.now() == MONDAY
    assert world.provider_ids == ["USDC", "USDT", "DAI", "BTC", "ETH", "BNB", "SOL", "WBTC", "sDAI"]
    assert isinstance(world.asset("sDAI").factor, Rate)
    assert world.index.timelock is not None
    assert world.index.registry.owner() == world.index.timelock.address
    world.advance_to(MONDAY + WEEK, {"BTC": 50_000.0, "WBTC": 0.9, "sDAI": 1.06})
    for asset, price in (("BTC", 50_000), ("WBTC", 45_000), ("sDAI", 1.06)):
        quote = world.index.registry.quote(world.asset(asset).asset_id)
        assert abs(Fraction(quote & (2**128 - 1), 10**18) / Fraction(str(price)) - 1) < Fraction(1, 10_000)
        assert quote >> 168 & 1, f"{asset} has no firm price"
    found = sorted(path.name for path in folder.iterdir())
    assert found == ["assets.json", "assets.yaml", "deployment.json", "deployment.toml"]
    world.close()
