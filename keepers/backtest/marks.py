"""What everything is worth on every day, so that what is held always has a value and never a flattering one.

A day's mark is the close; else the price of that day's row of caps; else the last known price. Two things end a name:

* a migration, in events.toml: the old units go on at the published ratio to the new ones;
* a death: the asset left the rows of caps and has had no price for a week. The rows hold the largest, so who is no
  longer in them is smaller than the smallest there: the mark falls to at most 90 % of that cap, the day the rows say so
  (LUNA, 2022-05-16: to 0.03 of the last price). It stays there until a price is seen again.

Nothing later than a day enters its mark.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from keepers.decide.gauge import carried
from keepers.decide.inputs import Bools, Floats, Panel
from keepers.snapshot import Market

__all__ = ["Event", "Marks", "known_events", "volumes_of"]

_FILE = Path(__file__).with_name("events.toml")
_BOUNDARY = 0.9
_DAILY_TURNOVER = 0.01
"""Of its cap, what an asset without any known volume is thought to trade in a day."""
_UNPRICED_DAYS = 7
"""An asset without a price for as long counts as unpriced."""


class Event(BaseModel):
    """From `day` on, one unit of `old` is `ratio` units of `new`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    old: str
    new: str
    day: date
    ratio: float


@cache
def known_events() -> tuple[Event, ...]:
    """The published migrations and splits."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Event.model_validate(event) for event in table["event"])


@dataclass(frozen=True, slots=True)
class Marks:
    """Values of a market's D days and N assets."""

    first_day: int
    """Ordinal of the first day."""
    prices: Floats
    """(D, N) USD of one unit as it was first listed; 0 before its first price."""
    volumes: Floats
    """(D, N) USD in 24 hours, of the newest row that knows it; before, 1 % of the cap; 0 without any row."""

    @classmethod
    def of(cls, market: Market, events: tuple[Event, ...] | None = None) -> Marks:
        """The marks of a whole market; about 0.1 s for ten years."""
        prices = market.closes.copy()
        at_rows = prices[market.row_days]
        prices[market.row_days] = np.where(np.isnan(at_rows), market.row_prices, at_rows)
        _follow(prices, market, known_events() if events is None else events)
        seen = ~np.isnan(prices)
        marks = carried(prices, len(prices))
        _bury(marks, seen, market)
        return cls(market.first_day, np.where(np.isnan(marks), 0.0, marks), volumes_of(market, len(prices)))

    def position(self, day: date) -> int:
        """The place of a day among the D; it may lie outside."""
        return day.toordinal() - self.first_day


def volumes_of(market: Market | Panel, days: int) -> Floats:
    """(D, N) as in Marks, of the first days."""
    known = carried(np.where(market.volumes > 0, market.volumes, np.nan), len(market.row_days))
    caps = carried(np.where(market.caps > 0, market.caps, np.nan), len(market.row_days))
    by_row = np.nan_to_num(np.where(np.isnan(known), _DAILY_TURNOVER * caps, known))
    rows = np.searchsorted(market.row_days, np.arange(days), side="right") - 1
    volumes: Floats = np.where(rows[:, None] >= 0, by_row[rows], 0.0)
    return volumes


def _follow(prices: Floats, market: Market, events: tuple[Event, ...]) -> None:
    """Let old names go on at the price of the new, where they have none of their own."""
    place = {asset: column for column, asset in enumerate(market.assets)}
    for event in events:
        if event.old not in place or event.new not in place:
            continue
        start = max(event.day.toordinal() - market.first_day, 0)
        old, new = prices[start:, place[event.old]], prices[start:, place[event.new]]
        if event.old == event.new:
            old *= event.ratio
        else:
            old[:] = np.where(np.isnan(old), new * event.ratio, old)


def _bury(marks: Floats, seen: Bools, market: Market) -> None:
    """Cut the marks of what is in no row and without a price, until it has one again."""
    last_caps = np.zeros(seen.shape[1], dtype=np.int64)
    buried = np.zeros(seen.shape[1], dtype=np.bool_)
    for row, day in enumerate(market.row_days.tolist()):
        caps = market.caps[row]
        priced = seen[max(day - _UNPRICED_DAYS + 1, 0) : day + 1].any(axis=0)
        buried &= ~priced
        gone = np.flatnonzero((caps == 0) & (last_caps > 0) & ~priced & ~buried)
        last_caps = np.where(caps > 0, caps, last_caps)
        if not len(gone) or not (caps > 0).any():
            continue
        share = np.minimum(_BOUNDARY * caps[caps > 0].min() / last_caps[gone], 1.0)
        for column, left in zip(gone.tolist(), share.tolist(), strict=True):
            again = np.flatnonzero(seen[day + 1 :, column])
            end = day + 1 + int(again[0]) if len(again) else len(marks)
            marks[day:end, column] = marks[day - 1, column] * left
        buried[gone] = True
