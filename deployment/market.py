"""The tokens and feeds of the book as they are on chain, asked before anything is sent."""

from collections.abc import Iterator
from typing import Any

from deployment.asset_book import AssetRow, FeedRow, ReviewedBook
from deployment.difference import Difference
from keepers.chain.abi import Function
from keepers.chain.connection import Call, Connection

__all__ = ["market_differences"]

DECIMALS = Function("decimals", (), ({"type": "uint8"},))
LATEST = Function(
    "latestRoundData", (), tuple({"type": kind} for kind in ("uint80", "int256", "uint256", "uint256", "uint80"))
)


def market_differences(connection: Connection, book: ReviewedBook) -> list[Difference]:
    """What the registry would refuse, by asset: no code, other decimals, no fresh answer."""
    now = int(connection.request("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
    calls: list[Call] = []
    for row in book.assets:
        calls.append(DECIMALS.at(row.token))
        calls += [function.at(feed.address) for feed in row.feeds for function in (DECIMALS, LATEST)]
    answers = iter(connection.view(calls))
    found: list[Difference] = []
    for number, row in enumerate(book.assets, 1):
        where = f"asset {number} ({row.symbol})"
        found += _token(where, row, next(answers))
        for feed in row.feeds:
            found += _feed(where, feed, next(answers), next(answers), now, book.heartbeat_grace)
    return found


def _token(where: str, row: AssetRow, decimals: Any) -> Iterator[Difference]:
    if not _said(decimals):
        yield Difference(where, f"token {row.token}", "an ERC-20", "nothing that answers")
    elif DECIMALS.decode(decimals) != row.decimals:
        yield Difference(where, "decimals", row.decimals, DECIMALS.decode(decimals))


def _feed(where: str, feed: FeedRow, decimals: Any, latest: Any, now: int, grace: int) -> Iterator[Difference]:
    if not _said(decimals) or not _said(latest):
        yield Difference(where, f"feed {feed.pair} {feed.address}", "a feed", "nothing that answers")
        return
    if DECIMALS.decode(decimals) != feed.decimals:
        yield Difference(where, f"decimals of feed {feed.pair}", feed.decimals, DECIMALS.decode(decimals))
    _, answer, _, updated_at, _ = LATEST.decode(latest)
    if answer <= 0:
        yield Difference(where, f"answer of feed {feed.pair}", "above 0", answer)
    if now - updated_at > feed.heartbeat + grace:
        allowed = feed.heartbeat + grace
        yield Difference(where, f"age of feed {feed.pair}", f"at most {allowed} s", f"{now - updated_at} s")


def _said(answer: Any) -> bool:
    return isinstance(answer, bytes) and bool(answer)
