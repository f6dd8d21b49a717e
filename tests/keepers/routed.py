"""A world in which the keeper knows no pool with USDC of most assets: what it may use is opened here, through WETH.

ways = open_ways(world, second="v2")     WETH and USDC only in a pair; "v3": only in a pool
describe_ways(world, folder, ways)       deployment.json and assets.json with nothing else in the book
"""

from pathlib import Path

from world.book import Ways, write_book, write_deployment
from world.market import World
from world.weth import WethMarket

__all__ = ["THROUGH", "describe_ways", "open_ways"]

WETH_PRICE = 2_300.0
THROUGH = {"v3": ("BTC", "BNB", "XRP", "AVAX", "USDT"), "v2": ("SOL", "ADA", "SHIB", "DAI")}
"""Provider ids of what has a pool, or a pair, with WETH. ETH, DOGE and LINK have a pair with USDC."""


def open_ways(world: World, second: str) -> Ways:
    """Every asset but USDC gets a way, through WETH or in a V2 pair of its own; LINK gets both."""
    weth = WethMarket.open(world, price=WETH_PRICE)
    ways = {name: [weth.pool(world.asset(name))] for name in THROUGH["v3"]}
    ways |= {name: [weth.pair(world.asset(name))] for name in THROUGH["v2"]}
    ways |= {name: [weth.asset_pair(world.asset(name))] for name in ("ETH", "DOGE", "LINK")}
    ways["LINK"].append(weth.pool(world.asset("LINK")))
    cash = weth.cash_pool if second == "v3" else weth.cash_pair()
    return Ways(ways, {"WETH": (weth.token, [cash])})


def describe_ways(world: World, folder: Path, ways: Ways) -> None:
    """The files that keepers read."""
    terms = [world.index.registry.asset(asset.asset_id) for asset in world.assets]
    write_book(folder, world.assets, terms, ways)
    write_deployment(folder, world)
