"""The registry against the reviewed book: every asset, in the order of the book, on the terms of the book."""

from collections.abc import Iterator, Mapping
from typing import Any

from deployment.config import Given
from deployment.difference import Difference
from deployment.listing import CLASSES, TWO_FEEDS
from deployment.roles import views
from keepers.chain.connection import Connection

__all__ = ["ACTIVE", "asset_differences", "listed_terms"]

ACTIVE = 1


def listed_terms(connection: Connection, at: Mapping[str, str], count: int) -> list[dict[str, Any]]:
    """IAssetRegistry.Asset of ids 1 to `count`; a field less where the registry does not answer."""
    found = views(connection, at, [("registry", "asset", (number,)) for number in range(1, count + 1)])
    return [answer if isinstance(answer, dict) else {} for answer in found]


def asset_differences(connection: Connection, given: Given, at: Mapping[str, str]) -> Iterator[Difference]:
    """Assets more or fewer than the book has, and every term that differs."""
    (count,) = views(connection, at, [("registry", "asset_count", ())])
    rows = given.book.assets
    if count != len(rows):
        yield Difference("registry", "assets listed", len(rows), count)
    if not isinstance(count, int):
        return
    for number, (row, found) in enumerate(zip(rows, listed_terms(connection, at, count), strict=False), 1):
        listing = given.book.listing(row)
        limits = {
            "slippage_bps": given.contract[f"slippage_{row.liquidity_class}_bps"].default,
            "weight_cap_ppm": given.contract[f"weight_cap_{row.liquidity_class}_ppm"].default,
        }
        wanted = {
            "token": listing.token,
            "decimals": row.decimals,
            "feed": listing.feed,
            "heartbeat": listing.heartbeat,
            "deviation_bps": listing.deviation_bps + listing.second_deviation_bps,
            "liquidity_class": CLASSES[row.liquidity_class],
            "stable": row.stable,
            "kind": listing.kind,
            "status": ACTIVE,
            **limits,
        }
        if listing.kind == TWO_FEEDS:
            wanted |= {"second_feed": listing.second_feed, "second_heartbeat": listing.second_heartbeat}
        for field, value in wanted.items():
            if found.get(field) != value:
                yield Difference(f"asset {number} ({row.symbol})", field, value, found.get(field))
        if not found.get("reference"):
            yield Difference(f"asset {number} ({row.symbol})", "reference", "the price it was listed at", 0)
