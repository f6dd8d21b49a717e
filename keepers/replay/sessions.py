"""What a vault's log says was traded: sessions of one transaction or several steps, settlements, fills of auctions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from keepers.book import AssetBook
from keepers.chain import Record

__all__ = ["Kind", "Session", "sessions"]

Kind = Literal["one transaction", "steps", "settlement", "auction"]


@dataclass(frozen=True, slots=True)
class Session:
    """What a session, or one transaction that filled auctions, did. USD with 18 decimals."""

    number: int
    """0: auctions, which are in no session."""
    epoch: int
    kind: Kind
    transactions: int
    """That traded; opening and closing one of several steps come on top."""
    legs: int
    block: int
    """Of its last trade, or of its close."""
    timestamp: int
    """Unix seconds of that block."""
    closed: bool
    nav_before: int | None
    """None: fills of auctions do not log it."""
    nav_after: int | None
    """None also while it is not closed."""
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
        if record.contract == "trader" and "session" in record.fields:
            number = record.fields["session"]
            found.setdefault((number, "" if number else record.transaction), []).append(record)
    settlements = {record.transaction for record in records if record.event == "Settled"}
    return [
        _session(number, own, book, settlements) if number else _auctions(own, book)
        for (number, _), own in found.items()
        if any(record.event == "LegTraded" for record in own)
    ]


def _session(number: int, records: Sequence[Record], book: AssetBook, settlements: set[str]) -> Session:
    steps = [record for record in records if record.event == "StepTraded"]
    legs = [record for record in records if record.event == "LegTraded"]
    last, first = records[-1], records[0]
    closed = last.event == "SessionClosed"
    kind: Kind = "steps" if steps else "settlement" if last.transaction in settlements else "one transaction"
    # what was opened and never closed has no sum of its own
    turnover, cost = (
        sum(record.fields[name] for record in ([last] if closed else steps)) for name in ("turnover", "cost")
    )
    traded, lost, gained = _from_legs(legs, book)
    return Session(
        number=number,
        epoch=last.fields["epoch"] if closed else first.fields["epoch"],
        kind=kind,
        transactions=len(steps) or 1,
        legs=len(legs),
        block=last.block,
        timestamp=last.timestamp,
        closed=closed,
        nav_before=last.fields["nav_before"] if closed else first.fields["nav"],
        nav_after=last.fields["nav_after"] if closed else None,
        turnover=turnover,
        cost=cost,
        gained=gained,
        traded=traded,
        sums_agree=(turnover, cost) == (sum(traded.values()), lost),
    )


def _auctions(legs: Sequence[Record], book: AssetBook) -> Session:
    traded, lost, gained = _from_legs(legs, book)
    return Session(
        number=0,
        epoch=legs[0].fields["epoch"],
        kind="auction",
        transactions=1,
        legs=len(legs),
        block=legs[0].block,
        timestamp=legs[0].timestamp,
        closed=True,
        nav_before=None,
        nav_after=None,
        turnover=sum(traded.values()),
        cost=lost,
        gained=gained,
        traded=traded,
        sums_agree=True,
    )


def _from_legs(legs: Iterable[Record], book: AssetBook) -> tuple[dict[int, int], int, int]:
    """Worth given by asset, losses and gains, rounded as the trader rounds: each worth down."""
    traded: dict[int, int] = {}
    lost, gained = 0, 0
    for leg in legs:
        fields = leg.fields
        asset = (fields["price"], book.by_id(fields["asset"]).decimals)
        cash = (fields["cash_price"], book.cash.decimals)
        given, got = (cash, asset) if fields["buy"] else (asset, cash)
        # USD 18 = raw units x USD 18 per token / raw units per token
        worth_in: int = fields["amount_in"] * given[0] // 10 ** given[1]
        worth_out: int = fields["amount_out"] * got[0] // 10 ** got[1]
        traded[fields["asset"]] = traded.get(fields["asset"], 0) + worth_in
        lost += max(worth_in - worth_out, 0)
        gained += max(worth_out - worth_in, 0)
    return traded, lost, gained
