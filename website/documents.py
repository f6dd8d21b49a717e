"""What the page must know before it can ask a chain: where the index is, and what its assets are called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment.asset_book import load_asset_book
from deployment.contracts import PARTS
from deployment.record import ASSETS_FILE, read_deployment
from keepers.book import load_book
from keepers.errors import KeeperError

__all__ = ["HISTORY_FILE", "Setting", "assets", "config", "origins"]

HISTORY_FILE = "history.json"
REVIEWED_FILE = "assets.yaml"


@dataclass(frozen=True)
class Setting:
    """What the operator of a page decides. Empty `rpc`: the node that the deployment was made on."""

    name: str = "local"
    rpc: tuple[str, ...] = ()
    demonstration: str | None = None
    """The sentence that stands over every screen while the money is not real."""
    explorer: str | None = None
    """What a transaction's hash is put behind, such as https://explorer.example/tx/."""
    indexer: str | None = None


def config(folder: Path, setting: Setting) -> dict[str, Any]:
    """The document of /config.json. Raises DeploymentError without a deployment in `folder`."""
    record = read_deployment(folder)
    keys = ["block", *(part.key for part in PARTS), "usdc"]
    return {
        "chainId": record["chain_id"],
        "name": setting.name,
        "rpc": list(setting.rpc or (record["url"],)),
        "deployment": {key: record[key] for key in keys},
        "demonstration": setting.demonstration,
        "explorer": setting.explorer,
        "snapshots": "/snapshots/",
        "decisions": "/decisions/",
        "walletConnect": None,
        "indexer": setting.indexer,
    }


def origins(folder: Path, setting: Setting) -> list[str]:
    """Every address beside its own that the page may talk to."""
    return [*config(folder, setting)["rpc"], *([setting.indexer] if setting.indexer else [])]


def assets(folder: Path) -> list[dict[str, Any]]:
    """The document of /assets.json, in the order of the registry ids. Raises KeeperError without a book in `folder`.

    An asset has an issuer where the reviewed book stands beside the registry's.
    """
    issuers = _issuers(folder / REVIEWED_FILE)
    rows = []
    for asset in load_book(folder / ASSETS_FILE).assets:
        row: dict[str, Any] = {
            "id": asset.asset_id,
            "symbol": asset.symbol,
            "name": asset.name,
            "token": asset.token,
            "decimals": asset.decimals,
            "stable": asset.stable,
            "liquidity": asset.liquidity_class,
        }
        if issuer := issuers.get(asset.provider_id):
            row["issuer"] = issuer
        rows.append(row)
    return rows


def _issuers(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        return {row.provider_id: row.issuer for row in load_asset_book(path).assets}
    except KeeperError:
        return {}  # names of issuers are worth less than the page
