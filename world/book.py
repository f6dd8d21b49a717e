"""What a deployment leaves for others to read: the asset book and the addresses, two JSON files in one folder."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from world.node import CHAIN_ID

if TYPE_CHECKING:
    from world.market import ListedAsset, World

__all__ = ["ASSETS_FILE", "DEPLOYMENT_FILE", "write_book", "write_deployment"]

ASSETS_FILE = "assets.json"
DEPLOYMENT_FILE = "deployment.json"

# What a price is made of, by the registry's number.
KINDS = {1: "one feed", 2: "two feeds", 3: "vault shares"}
TWO_FEEDS = 2


def write_book(folder: Path, assets: Sequence["ListedAsset"], terms: Sequence[Any]) -> Path:
    """Write `folder`/assets.json: which economic asset is which token, feed and pool; `terms` are the registry's."""
    rows = [_row(asset, term) for asset, term in zip(assets, terms, strict=True)]
    return _write(folder / ASSETS_FILE, {"chain_id": CHAIN_ID, "assets": rows})


def write_deployment(folder: Path, world: "World") -> Path:
    """Write `folder`/deployment.json: where the contracts are, on which node, since which block."""
    index = world.index
    return _write(
        folder / DEPLOYMENT_FILE,
        {
            "chain_id": CHAIN_ID,
            "block": world.block,
            "url": world.chain.url,
            "vault": index.vault.address,
            "terms": index.terms.address,
            "trader": index.trader.address,
            "strategy": index.strategy.address,
            "registry": index.registry.address,
            "queue": index.queue.address,
            "auctions": index.auctions.address,
            "router": index.router.address,
            "usdc": world.usdc.address,
        },
    )


def _row(asset: "ListedAsset", terms: Any) -> dict[str, Any]:
    market = asset.market
    pool = asset.pool
    pools = []
    if pool is not None:
        pools.append(
            {"venue": "v3", "address": pool.address, "fee": pool.fee, "token0": pool.token0, "token1": pool.token1}
        )
    return {
        "asset_id": asset.asset_id,
        "provider_id": market.provider_id,
        "symbol": market.symbol,
        "name": market.name,
        "token": terms.token,
        "decimals": terms.decimals,
        "feed": terms.feed,
        "liquidity_class": market.liquidity_class,
        "stable": terms.stable,
        "weight_cap_ppm": terms.weight_cap_ppm,
        "slippage_bps": terms.slippage_bps,
        "deviation_bps": terms.deviation_bps,
        "heartbeat": terms.heartbeat,
        "kind": KINDS[terms.kind],
        "second_feed": terms.second_feed if terms.kind == TWO_FEEDS else None,
        "second_heartbeat": terms.second_heartbeat if terms.kind == TWO_FEEDS else None,
        "listed_at": terms.listed_at,
        "pools": pools,
    }


def _write(path: Path, document: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path
