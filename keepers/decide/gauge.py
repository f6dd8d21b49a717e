"""The regime gauge: trend, momentum and breadth of the market, 0 to 100.

    TREND   = ( ramp(B/SMA200(B) - 1) + ramp(I/SMA200(I) - 1) ) / 2        ramp(x) = clip(0.5 + x / 0.40, 0, 1)
    MOM     = mean over L in {28, 91, 364} of [ I(t) / I(t-L) > 1 ]
    BREADTH = ( share of members above own SMA50 + share above own SMA200 ) / 2
    GAUGE   = 100 x (TREND + MOM + BREADTH) / 3, rounded to 1e-6

B is bitcoin's close. I is the index of the largest eligible assets: membership and caps of the last rows, weights
drifting with the closes in between, daily gross returns chained. I is the same for every profile.

A decision must not hang on how a sum is ordered. So the index is a sum of whole dollars (exact in 64 bits), moving
averages add their terms oldest first, and a price is above its average only if it is so by more than 1e-9 of it.
Therefore a live window of 400 days and a backtest over the whole history give the same gauge to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keepers.decide.inputs import Bools, Floats, Ints, Panel, Rules
from keepers.models import Flip, Regime, State

__all__ = ["Gauges", "carried", "drifted", "index_members", "index_returns", "measure", "packed", "turn"]

_ABOVE = 1 + 1e-9
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Gauges:
    """One row per look. `known` is False where a block is missing; the other fields are 0 there."""

    gauge: Ints
    """(L,) 1e-6 of a point."""
    trend: Ints
    """(L,) 1e-6, as are the next two."""
    momentum: Ints
    breadth: Ints
    known: Bools


def carried(values: Floats, days: int) -> Floats:
    """(D, N) with each nan replaced by the last value before it, if that is at most `days` old."""
    filled, missing = values.copy(), np.isnan(values)
    rows, columns = np.nonzero(missing[1:] & ~missing[:-1])
    rows += 1
    for _ in range(days):
        if not len(rows):
            break
        filled[rows, columns] = filled[rows - 1, columns]
        rows += 1
        inside = rows < len(values)
        rows, columns = rows[inside], columns[inside]
        still = missing[rows, columns]
        rows, columns = rows[still], columns[still]
    return filled


def drifted(caps: Ints, prices: Floats, base: Floats) -> Ints:
    """Caps moved with prices, in whole USD: (..., N) caps x prices / base, rounded half to even; 0 where unknown."""
    with np.errstate(invalid="ignore"):
        moved = np.rint(caps * (prices / base))
    return np.where(np.isnan(moved), 0, moved).astype(np.int64)


def packed(chosen: Bools) -> tuple[Ints, Bools]:
    """(L, K) places of what is chosen in each row of (L, N), ascending, and which of them are filled; K the most."""
    counts = chosen.sum(axis=1)
    filled = np.arange(int(counts.max(initial=0))) < counts[:, None]
    places = np.zeros(filled.shape, dtype=np.int64)
    places[filled] = np.nonzero(chosen)[1]
    return places, filled


def index_members(panel: Panel, rules: Rules) -> Bools:
    """(W, N): the `index_names` largest eligible assets of each day of rows; ties by provider id."""
    caps = np.where(panel.eligible, panel.caps, 0)
    order = np.argsort(-caps, axis=1, kind="stable")[:, : rules.index_names]
    members = np.zeros(caps.shape, dtype=np.bool_)
    np.put_along_axis(members, order, True, axis=1)
    return members & (caps > 0)


def index_returns(panel: Panel, members: Bools, rules: Rules) -> Floats:
    """(D,) gross daily return of the index I, close to close; nan where it has no member with a price.

    The prices are the closes, and where a close is missing the price that came with a row of caps.
    """
    returns = np.full(len(panel.closes), np.nan)
    anchors = np.array(_anchors(panel), dtype=np.int64)
    if not len(anchors):
        return returns
    prices = panel.closes.copy()
    at_rows = prices[panel.row_days]
    prices[panel.row_days] = np.where(np.isnan(at_rows), panel.row_prices, at_rows)
    prices = carried(prices, rules.carry_days)
    starts = panel.row_days[anchors]
    held = members[anchors] & ~np.isnan(prices[starts])
    lengths = np.append(starts[1:], len(prices) - 1) - starts
    lengths[~held.any(axis=1)] = 0
    # weeks of one length at once: all of them, but for holes in the rows and the last
    for length in np.unique(lengths[lengths > 0]).tolist():
        weeks = np.flatnonzero(lengths == length)
        columns, filled = packed(held[weeks])
        days = starts[weeks][:, None] + np.arange(length + 1)
        path = prices[days[:, :, None], columns[:, None, :]]
        for day in range(1, length + 1):
            # a price that ends inside the week stays at its last value until the next rows
            path[:, day] = np.where(np.isnan(path[:, day]), path[:, day - 1], path[:, day])
        caps = np.where(filled, np.take_along_axis(panel.caps[anchors[weeks]], columns, axis=1), 0)
        values = drifted(caps[:, None, :], path, path[:, :1]).sum(axis=2)
        returns[days[:, 1:]] = values[:, 1:] / values[:, :-1]
    return returns


def measure(panel: Panel, bitcoin: str, looks: Ints, rules: Rules) -> Gauges:
    """The gauge at each look. `looks` are (L,) positions t of the last close: the look is at 00:00 of the day after.

    Each look reads at most `window_days` days back, so that what lies before does not matter.
    """
    members = index_members(panel, rules)
    returns = index_returns(panel, members, rules)
    # only what ever was a member, and bitcoin, is looked at
    column = panel.assets.index(bitcoin) if bitcoin in panel.assets else None
    used = members.any(axis=0)
    closes = carried(panel.closes[:, used], rules.carry_days)
    of_bitcoin = None if column is None else carried(panel.closes[:, [column]], rules.carry_days)[:, 0]
    members = members[:, used]
    longest = max(rules.momentum_days)
    index = np.full((len(looks), longest + 1), np.nan)
    price = np.full((len(looks), rules.long_days), np.nan)
    breadth = np.full(len(looks), np.nan)
    rows = _rows_at(panel, looks)
    for look, t in enumerate(looks):
        if t >= longest:
            index[look, 0] = 1.0
            index[look, 1:] = np.cumprod(returns[t - longest + 1 : t + 1])
        if t + 1 >= rules.long_days and of_bitcoin is not None:
            price[look] = of_bitcoin[t + 1 - rules.long_days : t + 1]
        if rows[look] >= 0:
            recent = closes[max(t + 1 - rules.long_days, 0) : t + 1]
            breadth[look] = _breadth(recent[:, np.flatnonzero(members[rows[look]])], rules)
    path = index[:, longest + 1 - rules.long_days :]
    trend = (_ramp(price, rules) + _ramp(path, rules)) / 2
    back = index[:, [longest - days for days in rules.momentum_days]]
    momentum = np.where(np.isnan(back), np.nan, index[:, -1:] / back > 1).mean(axis=1)
    whole = 100 * (trend + momentum + breadth) / 3
    known = ~np.isnan(whole)
    return Gauges(
        gauge=_millionths(whole, known),
        trend=_millionths(trend, known),
        momentum=_millionths(momentum, known),
        breadth=_millionths(breadth, known),
        known=known,
    )


def turn(state: State, gauge: int, known: bool, day: int, rules: Rules) -> tuple[Regime, tuple[str, ...]]:
    """The regime after a look on an ordinal day, and the alarms it raises.

    A missing gauge keeps the regime; so does an upward flip that the strategy contract would refuse.
    """
    if not known:
        return state.regime, ("gauge: a block is missing or history is shorter than 364 days; the regime is kept",)
    if state.regime == "bull":
        return ("bear" if gauge <= rules.bear_at else "bull"), ()
    if gauge < rules.bull_at:
        return "bear", ()
    reason = _upward_refused(state.flips, day, rules) if rules.limits else None
    if reason is not None:
        return "bear", (f"regime: the gauge says bull, but {reason}; stays bear until a later look",)
    return "bull", ()


def _upward_refused(flips: tuple[Flip, ...], day: int, rules: Rules) -> str | None:
    since = [day - flip.day.toordinal() for flip in flips]
    if since and since[-1] < rules.flip_spacing_days:
        return f"the last flip was {since[-1]} days ago and {rules.flip_spacing_days} must pass"
    recent = [flip for flip, age in zip(flips, since, strict=True) if age < rules.flip_window_days]
    upward = sum(1 for flip in recent if flip.to == "bull")
    if upward >= rules.upward_flips:
        return f"{upward} upward flips in {rules.flip_window_days} days is the most allowed"
    return None


def _anchors(panel: Panel) -> list[int]:
    """The rows that set the index's weights: those of Mondays, or all where no row falls on a Monday."""
    weekdays = (panel.first_day + panel.row_days - 1) % 7  # ordinal 1 was a Monday
    mondays = np.flatnonzero(weekdays == _MONDAY)
    return [int(row) for row in (mondays if len(mondays) else np.arange(len(weekdays)))]


def _rows_at(panel: Panel, looks: Ints) -> Ints:
    """(L,) the anchoring row in force at each look, -1 before the first. Rows of the day t itself do not count yet:
    the index holds its old members through the close of t."""
    anchors = np.array(_anchors(panel), dtype=np.int64)
    if not len(anchors):
        return np.full(len(looks), -1, dtype=np.int64)
    place = np.searchsorted(panel.row_days[anchors], looks, side="left") - 1
    return np.where(place >= 0, anchors[np.maximum(place, 0)], -1)


def _breadth(closes: Floats, rules: Rules) -> float:
    """Mean of the two shares of members above their own averages; nan if fewer than `minimum_members` can tell."""
    shares = []
    for days in (rules.short_days, rules.long_days):
        if len(closes) < days:
            return float("nan")
        # day after day: numpy adds whole rows one after the other, as long as they are contiguous
        averages = np.add.reduce(closes[-days:], axis=0) / days
        able = ~np.isnan(averages)
        count = int(able.sum())
        if count < rules.minimum_members:
            return float("nan")
        shares.append(int((closes[-1, able] > averages[able] * _ABOVE).sum()) / count)
    return sum(shares) / len(shares)


def _ramp(values: Floats, rules: Rules) -> Floats:
    """(L,) ramp of the last value against the average of all (L, K), oldest first."""
    average = np.add.accumulate(values, axis=1)[:, -1] / values.shape[1]
    return np.clip(0.5 + (values[:, -1] / average - 1) / (rules.ramp_width_ppm / 1e6), 0, 1)


def _millionths(values: Floats, known: Bools) -> Ints:
    millionths: Ints = np.rint(np.where(known, values, 0) * 1e6).astype(np.int64)
    return millionths
