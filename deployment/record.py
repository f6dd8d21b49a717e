"""What a deployment leaves for others to read: the asset book and the addresses, two JSON files in one folder."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deployment.asset_book import ReviewedBook
from deployment.contracts import PARTS
from deployment.errors import DeploymentError
from deployment.listing import KINDS, TWO_FEEDS
from world.artifacts import artifact

__all__ = ["ASSETS_FILE", "DEPLOYMENT_FILE", "read_deployment", "write_book", "write_deployment"]

ASSETS_FILE = "assets.json"
DEPLOYMENT_FILE = "deployment.json"


def write_book(folder: Path, book: ReviewedBook, terms: Sequence[Mapping[str, Any]]) -> Path:
    """Write `folder`/assets.json: which economic asset is which token, feed and pool; `terms` are the registry's."""
    rows = []
    for number, (row, term) in enumerate(zip(book.assets, terms, strict=True), 1):
        two = term["kind"] == TWO_FEEDS
        rows.append(
            {
                "asset_id": number,
                "provider_id": row.provider_id,
                "symbol": row.symbol,
                "name": row.name,
                "token": term["token"],
                "decimals": term["decimals"],
                "feed": term["feed"],
                "liquidity_class": row.liquidity_class,
                "stable": term["stable"],
                "weight_cap_ppm": term["weight_cap_ppm"],
                "slippage_bps": term["slippage_bps"],
                "deviation_bps": term["deviation_bps"],
                "heartbeat": term["heartbeat"],
                "kind": KINDS[term["kind"]],
                "second_feed": term["second_feed"] if two else None,
                "second_heartbeat": term["second_heartbeat"] if two else None,
                "listed_at": term["listed_at"],
                "can_pause": row.can_pause,
                "pools": [pool.model_dump() for pool in row.pools],
            }
        )
    intermediates = [row.model_dump(include={"symbol", "token", "pools"}) for row in book.intermediates]
    return _write(folder / ASSETS_FILE, {"chain_id": book.chain_id, "assets": rows, "intermediates": intermediates})


def write_deployment(
    folder: Path, chain_id: int, block: int, url: str, at: Mapping[str, str], others: Mapping[str, str]
) -> Path:
    """Write `folder`/deployment.json: where the contracts are and of which sources they are, on which node, since when.

    `others`: further addresses by name, USDC among them.
    """
    contracts = {part.key: at[part.key] for part in PARTS}
    integrity = {part.contract: artifact(part.contract).integrity for part in PARTS}
    document = {"chain_id": chain_id, "block": block, "url": url, **contracts, **others, "integrity": integrity}
    return _write(folder / DEPLOYMENT_FILE, document)


def read_deployment(folder: Path) -> dict[str, Any]:
    """The record. Raises DeploymentError without one."""
    path = folder / DEPLOYMENT_FILE
    try:
        found = json.loads(path.read_text())
    except FileNotFoundError:
        raise DeploymentError(
            f"deployment: {path} does not exist; deploy first, or name its folder with --folder"
        ) from None
    except ValueError as error:
        raise DeploymentError(f"deployment: {path} is no JSON ({error}); deploy again: nothing is sent twice") from None
    return dict(found)


def _write(path: Path, document: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path
