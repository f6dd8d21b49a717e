"""What a vault's log says was traded: sessions, settlements, fills of auctions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from keepers.book import AssetBook
from keepers.chain import Record
from keepers.chain.slippage import worths

__all__ = ["Kind", "Session", "sessions"]

Kind = Literal["session", "settlement", "auction"]


@dataclass(frozen=True, slots=True)
class Session:
    """What a session, or one transaction that filled auctions, did. USD with 18 decimals."""

    number: int
    """0: auctions, which are in no session."""
    epoch: int
    kind: Kind
    legs: int
    block: int
    timestamp: int
    """Unix seconds of that block."""
    nav_before: int | None
    """None: fills of auctions do not log it."""
    nav_after: int | None
    """None likewise."""
    turnover: int
    """Worth of what was given, each leg once, as the trader logged it; of auctions, from the legs."""
    cost: int
    """What legs got less than the oracle's worth of what they gave, as the trader logged it; gains are not credited."""
    gained: int
    """What legs got more than that, from the legs."""
    traded: dict[int, int]
    """Worth of what was given, by asset id, from the legs."""
    sums_agree: bool
    """Turnover and cost are, to the last unit, those of the legs."""


def sessions(records: Sequence[Record], book: AssetBook) -> list[Session]:
    """Whatever traded, in the order of its first event. Raises KeeperError for an asset that the book does not know."""
    found: dict[tuple[int, str], list[Record]] = {}
    for record in records:
        if record.event in ("LegTraded", "SessionClosed"):
            number = record.fields["session"]
            found.setdefault((number, "" if number else record.transaction), []).append(record)
    settlements = {record.transaction for record in records if record.event == "Settled"}
    fills = {record.transaction: record for record in records if record.event == "AuctionFilled"}
    return [
        _session(own, book, settlements) if number else _auctions(own, fills[transaction], book)
        for (number, transaction), own in found.items()
    ]


def _session(records: Sequence[Record], book: AssetBook, settlements: set[str]) -> Session:
    closed = records[-1]
    legs = [record for record in records if record.event == "LegTraded"]
    fields = closed.fields
    traded, lost, gained = _from_legs(legs, fields["cash_price"], book)
    return Session(
        number=fields["session"],
        epoch=fields["epoch"],
        kind="settlement" if closed.transaction in settlements else "session",
        legs=len(legs),
        block=closed.block,
        timestamp=closed.timestamp,
        nav_before=fields["nav_before"],
        nav_after=fields["nav_after"],
        turnover=fields["turnover"],
        cost=fields["cost"],
        gained=gained,
        traded=traded,
        sums_agree=(fields["turnover"], fields["cost"]) == (sum(traded.values()), lost),
    )


def _auctions(legs: Sequence[Record], fill: Record, book: AssetBook) -> Session:
    """All fills of a transaction meet one price of USDC."""
    traded, lost, gained = _from_legs(legs, fill.fields["cash_price"], book)
    return Session(
        number=0,
        epoch=fill.fields["epoch"],
        kind="auction",
        legs=len(legs),
        block=legs[0].block,
        timestamp=legs[0].timestamp,
        nav_before=None,
        nav_after=None,
        turnover=sum(traded.values()),
        cost=lost,
        gained=gained,
        traded=traded,
        sums_agree=True,
    )


def _from_legs(legs: Iterable[Record], cash_price: int, book: AssetBook) -> tuple[dict[int, int], int, int]:
    """Worth given by asset, losses and gains."""
    traded: dict[int, int] = {}
    lost, gained = 0, 0
    for leg in legs:
        worth_in, worth_out = worths(leg, cash_price, book)
        traded[leg.fields["asset"]] = traded.get(leg.fields["asset"], 0) + worth_in
        lost += max(worth_in - worth_out, 0)
        gained += max(worth_out - worth_in, 0)
    return traded, lost, gained
