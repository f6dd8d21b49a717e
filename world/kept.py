"""A market in a file, so that another process goes on with it: `up --without-index` leaves one, the demo finds it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from world.chain import Chain
from world.contract import Contract
from world.feeds import Feed, Rate
from world.pools import Pool
from world.tokens import MarketAsset
from world.traded import ListedAsset

__all__ = ["MARKET_FILE", "keep_market", "kept_market"]

MARKET_FILE = "market.json"


def keep_market(folder: Path, maker: Contract, assets: Sequence[ListedAsset]) -> Path:
    """Write `folder`/market.json."""
    path = folder / MARKET_FILE
    document = {"maker": maker.address, "assets": [_record(asset) for asset in assets]}
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path


def kept_market(folder: Path, chain: Chain) -> tuple[Contract, list[ListedAsset]]:
    """Market maker and assets as `keep_market` wrote them, on their chain. FileNotFoundError without the file."""
    document = json.loads((folder / MARKET_FILE).read_text())
    assets = [_asset(chain, number, record) for number, record in enumerate(document["assets"], 1)]
    return chain.contract("MarketMaker", document["maker"]), assets


def _record(asset: ListedAsset) -> dict[str, Any]:
    factor, pool = asset.factor, asset.pool
    return {
        "market": asdict(asset.market),
        "token": asset.token.address,
        "feed": _feed_record(asset.feed),
        "second_feed": _feed_record(factor) if isinstance(factor, Feed) else None,
        "rate_decimals": factor.decimals if isinstance(factor, Rate) else None,
        "pool": pool and [pool.address, pool.token0, pool.token1, pool.fee],
    }


def _asset(chain: Chain, number: int, record: dict[str, Any]) -> ListedAsset:
    market = MarketAsset(**record["market"])
    kind = "Usdc" if number == 1 else "ShareVault" if market.shares else "Token"
    token = chain.contract(kind, record["token"])
    factor: Feed | Rate | None = None
    if record["second_feed"]:
        factor = _feed(chain, record["second_feed"])
    elif record["rate_decimals"] is not None:
        factor = Rate(token, record["rate_decimals"])
    pool = None
    if record["pool"]:
        address, *places = record["pool"]
        pool = Pool(chain.contract("UniswapV3Pool", address), *places)
    return ListedAsset(number, market, token, _feed(chain, record["feed"]), pool, factor)


def _feed_record(feed: Feed) -> list[Any]:
    return [feed.proxy.address, feed.aggregator.address, feed.decimals, feed.deviation_bps, feed.heartbeat]


def _feed(chain: Chain, record: list[Any]) -> Feed:
    proxy, aggregator, *promised = record
    return Feed(chain.contract("FeedProxy", proxy), chain.contract("FeedAggregator", aggregator), *promised)
