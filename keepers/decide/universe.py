"""Who can be chosen at each look: newest caps, eligibility, quality, and pegged duplicates.

Everything trails the look, so that a later row changes nothing. A look at position t knows closes and rows up to t.
Many looks are worked out together; each gives what it would give alone. Inside, the K assets that have a newest row of
caps at some look are packed to the left: (L, K) instead of (L, N).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from keepers.decide.answers import Answers
from keepers.decide.gauge import carried, drifted, packed
from keepers.decide.inputs import Bools, Floats, Ints, Panel, Rules
from keepers.decide.pegs import follows_dollar, follows_larger

__all__ = ["Candidates", "candidates"]

_AGE_MARGIN = 30
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The assets of L looks: arrays of (L, N), but the last."""

    caps: Ints
    """Whole USD: the median of the last days' caps, each the newest row moved with closes; 0 without a fresh row."""
    eligible: Bools
    """May be a member: eligible, of quality, no pegged duplicate."""
    jumped: Bools
    """The cap moved away from the price since the row before; `caps` uses the old supply."""
    pegged: Bools
    """Failed the peg test, though not excluded by name."""
    stale_days: Ints
    """(L,) age of the newest rows; -1 if there are none."""


@dataclass(frozen=True, slots=True)
class _Present:
    """The looks that have fresh rows, and the assets in these."""

    panel: Panel
    rules: Rules
    looks: Ints
    """(L,) positions of the last close."""
    rows: Ints
    """(L,) the newest rows."""
    columns: Ints
    """(L, K) of the assets with a cap in them."""
    filled: Bools

    def of(self, values: npt.NDArray[Scalar], at: Ints) -> npt.NDArray[Scalar]:
        """(L, K) values of the assets at one row of (D or W, N) for each look."""
        chosen: npt.NDArray[Scalar] = values[at[:, None], self.columns]
        return chosen


def candidates(panel: Panel, looks: Ints, rules: Rules, answers: Answers) -> Candidates:
    """The candidates of the looks after the days at positions `looks` (L,), and what people answered for each look.

    Without any row up to t, or with rows older than `rows_stale_days`, nobody is a candidate.
    """
    rows = np.searchsorted(panel.row_days, looks, side="right") - 1
    stale = np.full(len(looks), -1, dtype=np.int64)
    stale[rows >= 0] = looks[rows >= 0] - panel.row_days[rows[rows >= 0]]
    fresh = np.flatnonzero((rows >= 0) & (stale < rules.rows_stale_days))
    shape = (len(looks), len(panel.assets))
    caps = np.zeros(shape, dtype=np.int64)
    eligible, jumped, pegged = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    columns, filled = packed(panel.caps[rows[fresh]] > 0)
    present = _Present(panel, rules, looks[fresh], rows[fresh], columns, filled)
    cell = (np.broadcast_to(fresh[:, None], filled.shape)[filled], columns[filled])

    values, changed = _caps(present, answers.accepted[fresh])
    allowed = present.of(panel.eligible, present.rows) & (values > 0)
    if rules.quality:
        allowed &= _aged(present) & _traded(present, values)
    following = np.zeros(filled.shape, dtype=np.bool_)
    if rules.pegs:
        following = allowed & follows_dollar(panel, present.looks, columns, rules)
        following |= follows_larger(panel, present.looks, columns, values, allowed & ~following, rules)
    caps[cell], eligible[cell], jumped[cell], pegged[cell] = (
        part[filled] for part in (values, allowed & ~following, changed, following)
    )
    eligible = np.where(answers.eligible < 0, eligible, (answers.eligible == 1) & (caps > 0))
    return Candidates(caps, eligible, jumped, pegged, stale)


def _caps(present: _Present, accepted: Bools) -> tuple[Ints, Bools]:
    """Median cap of the last days, and who jumped. A day's cap is its newest row x close / close of the row's day."""
    panel, rules, looks = present.panel, present.rules, present.looks
    prices = carried(panel.closes, rules.carry_days)
    oldest = looks - rules.median_days + 1 - rules.rows_stale_days - rules.carry_days
    path = []
    for back in range(rules.median_days - 1, -1, -1):
        day = looks - back
        at = np.searchsorted(panel.row_days, day, side="right") - 1
        row_day = panel.row_days[np.maximum(at, 0)]
        known = (at >= 0) & (row_day >= oldest)
        caps = np.where(known[:, None], present.of(panel.caps, at), 0)
        moved = drifted(caps, present.of(prices, day), present.of(prices, row_day))
        path.append(np.where(moved > 0, moved, caps))
    days = np.sort(np.array(path, dtype=np.int64), axis=0)
    count = (days > 0).sum(axis=0)
    # the lower median of the known days: unknown ones (0) sort first
    middle = len(days) - count + np.maximum(count - 1, 0) // 2
    median = np.take_along_axis(days, np.minimum(middle, len(days) - 1)[None], axis=0)[0]
    caps = np.where(present.filled, median, 0)
    old, jumped = _old_supply(present)
    jumped &= present.filled & ~np.take_along_axis(accepted, present.columns, axis=1)
    return np.where(jumped, np.rint(caps * old), caps).astype(np.int64), jumped


def _old_supply(present: _Present) -> tuple[Floats, Bools]:
    """(L, K) supply of the row before over that of this row, and where the two differ by more than the limit."""
    panel, rules = present.panel, present.rules
    shape = present.filled.shape
    if not rules.quality:
        return np.ones(shape), np.zeros(shape, dtype=np.bool_)
    supplies = []
    for rows in (np.maximum(present.rows - 1, 0), present.rows):
        close = present.of(panel.closes, panel.row_days[rows])
        price = np.where(np.isnan(close), present.of(panel.row_prices, rows), close)
        with np.errstate(invalid="ignore", divide="ignore"):
            supplies.append(present.of(panel.caps, rows) / price)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = supplies[0] / supplies[1]
    limit = 1 + rules.supply_jump_ppm / 1e6
    known = np.isfinite(ratio) & (ratio > 0) & (present.rows > 0)[:, None]
    return np.where(known, ratio, 1.0), known & ((ratio > limit) | (ratio < 1 / limit))


def _aged(present: _Present) -> Bools:
    """Had a close or a row of caps in the month that ended `listed_days` ago."""
    panel = present.panel
    end = np.maximum(present.looks + 1 - present.rules.listed_days, 0)
    start = np.maximum(end - _AGE_MARGIN, 0)
    closes, rows = _counted(~np.isnan(panel.closes)), _counted(panel.caps > 0)
    first, last = (np.searchsorted(panel.row_days, day, side="left") for day in (start, end))
    aged: Bools = (present.of(closes, end) > present.of(closes, start)) | (
        present.of(rows, last) > present.of(rows, first)
    )
    return aged


def _counted(values: Bools) -> npt.NDArray[np.int32]:
    """(D + 1, N): how many are true before each place."""
    counts = np.zeros((len(values) + 1, values.shape[1]), dtype=np.int32)
    np.cumsum(values, axis=0, out=counts[1:])
    return counts


def _traded(present: _Present, caps: Ints) -> Bools:
    """Median volume of the last days at least the floor and the share of the cap.

    Unknown volumes fail, unless the source knows no volume at all: then the test cannot be made and passes.
    """
    panel, rules = present.panel, present.rules
    first = np.searchsorted(panel.row_days, present.looks - rules.volume_days, side="right")
    longest = int((present.rows + 1 - first).max(initial=1))
    recent, known_at_all = [], np.zeros(len(first), dtype=np.bool_)
    some = (panel.volumes >= 0).any(axis=1)
    for back in range(longest):
        row = present.rows - back
        inside = row >= first
        row = np.maximum(row, 0)
        recent.append(np.where(inside[:, None], present.of(panel.volumes, row), -1))
        known_at_all |= inside & some[row]
    volumes = np.sort(np.array(recent), axis=0)
    known = (volumes >= 0).sum(axis=0)
    middle = len(volumes) - known + np.maximum(known - 1, 0) // 2
    median = np.take_along_axis(volumes, np.minimum(middle, len(volumes) - 1)[None], axis=0)[0]
    enough = np.maximum(rules.volume_floor_usd, caps // 1_000_000 * rules.volume_share_ppm)
    traded: Bools = ((known > 0) & (median >= enough)) | ~known_at_all[:, None]
    return traded
