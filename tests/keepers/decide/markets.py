"""Small markets made by hand: panels, books and inputs whose numbers a reader can check."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from keepers.decide.inputs import Inputs, Panel, Rules
from keepers.models import BookEntry, Override, State
from keepers.parameters import load_parameters

MONDAY = date(2022, 1, 3)
DAYS = 400


def rules(profile: str = "product", **changes: int | bool) -> Rules:
    return replace(load_parameters().rules_of(profile), **changes)


def panel(closes: Sequence[Sequence[float]] | np.ndarray, names: Sequence[str], as_of: date = MONDAY) -> Panel:
    """Closes (D, N) that end on the day before; rows of caps each Monday: price x 1e9, volume a tenth of it."""
    prices = np.asarray(closes, dtype=np.float64)
    first = as_of - timedelta(days=len(prices))
    mondays = [day for day in range(len(prices)) if (first + timedelta(days=day)).weekday() == 0]
    rows = np.array(mondays, dtype=np.int64)
    at = prices[rows]
    caps = np.where(np.isnan(at), 0, np.rint(np.nan_to_num(at) * 1e9)).astype(np.int64)
    return Panel(
        assets=tuple(names),
        first_day=first.toordinal(),
        closes=prices,
        row_days=rows,
        caps=caps,
        volumes=np.where(caps > 0, caps // 10, -1),
        row_prices=np.full(caps.shape, np.nan),
        eligible=caps > 0,
    )


def flat(*levels: float, days: int = DAYS) -> np.ndarray:
    """(D, N) constant closes."""
    return np.tile(np.array(levels, dtype=np.float64), (days, 1))


def names_of(count: int) -> list[str]:
    """BTC and others, ascending."""
    return sorted(["BTC", *(f"C{number:03d}" for number in range(1, count))])


def book_of(names: Sequence[str], **terms: object) -> tuple[BookEntry, ...]:
    """USDC, USDT, DAI as 1, 2, 3 and the names from 4 on; `terms` change fields of all names."""
    stables = [BookEntry(1 + place, name, name, 1_000_000, True, "active", 0) for place, name in enumerate(STABLES)]
    others = [
        replace(BookEntry(4 + place, name, name, 1_000_000, False, "active", 0), **terms)  # type: ignore[arg-type]
        for place, name in enumerate(names)
    ]
    return (*stables, *others)


STABLES = ("USDC", "USDT", "DAI")


def inputs(
    market: Panel,
    state: State | None = None,
    book: tuple[BookEntry, ...] | None = None,
    overrides: tuple[Override, ...] = (),
    as_of: date = MONDAY,
    **changes: int | bool,
) -> Inputs:
    chosen = rules(**{"minimum_eligible": 1, "pegs": False, **changes})
    listed = book if book is not None else book_of(market.assets)
    return Inputs(as_of, "BTC", chosen, market, listed, state or State(), overrides)


class Hashed:
    """A snapshot without bytes: what `decide` needs."""

    data_hash = b"\x11" * 32

    def __init__(self, given: Inputs) -> None:
        self.inputs = given
