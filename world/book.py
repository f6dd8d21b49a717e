"""The world's assets as a reviewed book, and what keepers read: the asset book and the addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from deployment import record
from deployment.asset_book import ReviewedBook
from deployment.contracts import TIMELOCK
from deployment.record import ASSETS_FILE, DEPLOYMENT_FILE
from world.contract import Contract
from world.feeds import Feed
from world.node import CHAIN_ID
from world.pairs import Pair
from world.pools import Pool

if TYPE_CHECKING:
    from world.market import World
    from world.traded import ListedAsset

__all__ = [
    "ASSETS_FILE",
    "DEPLOYMENT_FILE",
    "Ways",
    "reviewed",
    "write_book",
    "write_deployment",
    "write_reviewed",
]

REVIEWED_FILE = "assets.yaml"
SOURCE = "the local world"


@dataclass(frozen=True)
class Ways:
    """Pools that a book names where a world has others beside its own: world.weth opens them."""

    instead: Mapping[str, Sequence[Pool | Pair]] = field(default_factory=dict)
    """By provider id: what the book gives for an asset in place of its own pool."""
    intermediates: Mapping[str, tuple[Contract, Sequence[Pool | Pair]]] = field(default_factory=dict)
    """By symbol: a token that is no asset, and its pools with USDC."""


def reviewed(assets: Sequence["ListedAsset"], now: int, ways: Ways | None = None) -> ReviewedBook:
    """What a person would have written down about these assets at `now`, unix seconds."""
    ways = ways or Ways()
    today = datetime.fromtimestamp(now, UTC).date()
    own = {asset.provider_id: [asset.pool] if asset.pool is not None else [] for asset in assets}
    pools = {**own, **ways.instead}
    rows = [_row(asset, {each.provider_id: each for each in assets}, pools[asset.provider_id]) for asset in assets]
    document = {
        "chain_id": CHAIN_ID,
        "reviewed": today,
        "heartbeat_grace": 0,  # the feeds of the world promise a day and an hour
        "sources": {"world": {"what": SOURCE, "date": today}},
        "assets": rows,
        "intermediates": [
            {"symbol": symbol, "token": token.address, "sources": ["world"], "pools": [_pool(each) for each in through]}
            for symbol, (token, through) in ways.intermediates.items()
        ],
    }
    return ReviewedBook.model_validate(document)


def write_reviewed(folder: Path, book: ReviewedBook) -> Path:
    """Write `folder`/assets.yaml."""
    path = folder / REVIEWED_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(book.model_dump(mode="json", exclude_defaults=True), sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_book(folder: Path, assets: Sequence["ListedAsset"], terms: Sequence[Any], ways: Ways | None = None) -> Path:
    """Write `folder`/assets.json: which economic asset is which token, feed and pool; `terms` are the registry's."""
    now = max((term.listed_at for term in terms), default=0)
    return record.write_book(folder, reviewed(assets, now, ways), [term._asdict() for term in terms])


def write_deployment(folder: Path, world: "World") -> Path:
    """Write `folder`/deployment.json: where the contracts are, on which node, since which block."""
    index = world.index
    at = {key: contract.address for key, contract in vars(index).items() if contract is not None}
    others = {"usdc": world.usdc.address}
    if index.timelock is not None:
        others[TIMELOCK] = index.timelock.address
    return record.write_deployment(folder, CHAIN_ID, world.block, world.chain.url, at, others)


def _row(asset: "ListedAsset", market_of: dict[str, "ListedAsset"], pools: Sequence[Pool | Pair]) -> dict[str, Any]:
    market, through = asset.market, asset.market.through
    base = market if through is None else market_of[through].market
    second = asset.factor if isinstance(asset.factor, Feed) else None
    return {
        "provider_id": market.provider_id,
        "symbol": market.symbol,
        "name": market.name,
        "token": asset.token.address,
        "decimals": market.decimals,
        "kind": "native" if through is None else "wrapped",
        "issuer": SOURCE,
        "liquidity_class": market.liquidity_class,
        "stable": market.stable,
        "shares": market.shares,
        "feed": _feed(asset.feed, f"{_word(base.symbol)} / USD"),
        "second_feed": None if second is None else _feed(second, f"{_word(market.symbol)} / {_word(base.symbol)}"),
        "sources": {"token": ["world"], "feed": ["world"]},
        "pools": [_pool(each) for each in pools],
    }


def _pool(pool: Pool | Pair) -> dict[str, Any]:
    place = {"address": pool.address, "token0": pool.token0, "token1": pool.token1}
    return {"venue": "v2", **place} if isinstance(pool, Pair) else {"venue": "v3", **place, "fee": pool.fee}


def _feed(feed: Feed, pair: str) -> dict[str, Any]:
    return {
        "pair": pair,
        "address": feed.proxy.address,
        "heartbeat": feed.heartbeat,
        "deviation_bps": feed.deviation_bps,
        "decimals": feed.decimals,
    }


def _word(symbol: str) -> str:
    return "".join(symbol.split())
