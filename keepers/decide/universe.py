"""Who can be chosen at a look: newest caps, eligibility, quality, and pegged duplicates.

Everything trails the look, so that a later row changes nothing. A look at position t knows closes and rows up to t.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keepers.decide.gauge import carried, drifted
from keepers.decide.inputs import Bools, Floats, Ints, Panel, Rules

__all__ = ["Candidates", "candidates"]

_AGE_MARGIN = 30


@dataclass(frozen=True, slots=True)
class Candidates:
    """The assets of one look. All arrays are (N,)."""

    caps: Ints
    """Whole USD: the median of the last days' caps, each the newest row moved with closes; 0 without a fresh row."""
    eligible: Bools
    """May be a member: eligible, of quality, no pegged duplicate."""
    jumped: Bools
    """The cap moved away from the price since the row before; `caps` uses the old supply."""
    pegged: Bools
    """Failed the peg test, though not excluded by name."""
    stale_days: int
    """Age of the newest rows; -1 if there are none."""


def candidates(panel: Panel, t: int, rules: Rules, accepted: Bools, forced: Ints) -> Candidates:
    """The candidates of the look after day t.

    accepted (N,): supply jumps a person has accepted. forced (N,): 1 or 0 where a person decided eligibility, else -1.
    Without any row up to t, or with rows older than `rows_stale_days`, nobody is a candidate.
    """
    nobody = np.zeros(len(panel.assets), dtype=np.bool_)
    row = int(np.searchsorted(panel.row_days, t, side="right")) - 1
    stale = t - int(panel.row_days[row]) if row >= 0 else -1
    if row < 0 or stale >= rules.rows_stale_days:
        return Candidates(nobody.astype(np.int64), nobody, nobody, nobody, stale)
    caps, jumped = _caps(panel, t, row, rules, accepted)
    eligible = panel.eligible[row] & (caps > 0)
    if rules.quality:
        eligible &= _aged(panel, t, rules) & _traded(panel, t, caps, rules)
    pegged = _pegged(panel, t, caps, rules) & eligible if rules.pegs else nobody
    eligible = np.where(forced < 0, eligible & ~pegged, (forced == 1) & (caps > 0))
    return Candidates(caps, eligible, jumped, pegged, stale)


def _caps(panel: Panel, t: int, row: int, rules: Rules, accepted: Bools) -> tuple[Ints, Bools]:
    """Median cap of the last days, and who jumped. A day's cap is its newest row x close / close of the row's day."""
    first = max(t - rules.median_days + 1, 0)
    start = max(first - rules.rows_stale_days - rules.carry_days, 0)
    prices = carried(panel.closes[start : t + 1], rules.carry_days)
    present = panel.caps[row] > 0
    path = []
    for day in range(first, t + 1):
        at = int(np.searchsorted(panel.row_days, day, side="right")) - 1
        if at < 0 or panel.row_days[at] < start:
            continue
        base = prices[int(panel.row_days[at]) - start]
        moved = drifted(panel.caps[at], prices[day - start], base)
        path.append(np.where(moved > 0, moved, panel.caps[at]))
    days = np.array(path, dtype=np.int64)
    known = (days > 0).sum(axis=0)
    # the lower median of the known days: unknown ones (0) sort first
    middle = len(days) - known + np.maximum(known - 1, 0) // 2
    median = np.take_along_axis(np.sort(days, axis=0), np.minimum(middle, len(days) - 1)[None, :], axis=0)[0]
    caps = np.where(present, median, 0)
    old, jumped = _old_supply(panel, row, rules)
    jumped &= present & ~accepted
    return np.where(jumped, np.rint(caps * old), caps).astype(np.int64), jumped


def _old_supply(panel: Panel, row: int, rules: Rules) -> tuple[Floats, Bools]:
    """(N,) supply of the row before over that of this row, and where the two differ by more than the limit."""
    if row == 0 or not rules.quality:
        ones = np.ones(len(panel.assets))
        return ones, np.zeros(len(ones), dtype=np.bool_)
    prices = []
    for at in (row - 1, row):
        close = panel.closes[panel.row_days[at]]
        prices.append(np.where(np.isnan(close), panel.row_prices[at], close))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (panel.caps[row - 1] / prices[0]) / (panel.caps[row] / prices[1])
    limit = 1 + rules.supply_jump_ppm / 1e6
    known = np.isfinite(ratio) & (ratio > 0)
    return np.where(known, ratio, 1.0), known & ((ratio > limit) | (ratio < 1 / limit))


def _aged(panel: Panel, t: int, rules: Rules) -> Bools:
    """Had a close or a row of caps in the month that ended `listed_days` ago."""
    end = max(t + 1 - rules.listed_days, 0)
    start = max(end - _AGE_MARGIN, 0)
    closes = ~np.isnan(panel.closes[start:end])
    rows = panel.caps[(panel.row_days >= start) & (panel.row_days < end)] > 0
    aged: Bools = closes.any(axis=0) | rows.any(axis=0)
    return aged


def _traded(panel: Panel, t: int, caps: Ints, rules: Rules) -> Bools:
    """Median volume of the last days at least the floor and the share of the cap.

    Unknown volumes fail, unless the source knows no volume at all: then the test cannot be made and passes.
    """
    recent = (panel.row_days <= t) & (panel.row_days > t - rules.volume_days)
    volumes = np.sort(panel.volumes[recent], axis=0)
    known = (volumes >= 0).sum(axis=0)
    if not known.any():
        return np.ones(len(caps), dtype=np.bool_)
    middle = len(volumes) - known + np.maximum(known - 1, 0) // 2
    median = np.take_along_axis(volumes, np.minimum(middle, len(volumes) - 1)[None, :], axis=0)[0]
    enough = np.maximum(rules.volume_floor_usd, caps // 1_000_000 * rules.volume_share_ppm)
    traded: Bools = (known > 0) & (median >= enough)
    return traded


def _pegged(panel: Panel, t: int, caps: Ints, rules: Rules) -> Bools:
    """Follows one dollar, or a larger asset one to one, on nearly every day of the window."""
    closes = panel.closes[max(t + 1 - rules.peg_days, 0) : t + 1]
    pegged = np.zeros(len(caps), dtype=np.bool_)
    if len(closes) < rules.peg_days:
        return pegged
    places = np.flatnonzero((caps > 0) & ~np.isnan(closes).all(axis=0))
    places = places[np.argsort(-caps[places], kind="stable")]
    prices = closes[:, places]
    pegged[places] = _close_to(prices, np.ones((len(prices), 1)), rules)
    # of 90 days a peg may miss 4, so of any 9 days it holds on 4 at least: few pairs are left for the whole test
    probes = np.linspace(0, len(prices) - 1, 9).astype(np.int64)
    with np.errstate(invalid="ignore"):
        ratio = prices[probes][:, :, None] / prices[probes][:, None, :]
        near = (np.abs(ratio - 1) <= rules.peg_tolerance_ppm / 1e6).sum(axis=0) >= len(probes) // 2
    for small, large in zip(*np.nonzero(np.tril(near, -1)), strict=True):
        if not pegged[places[small]] and _close_to(prices[:, [small]], prices[:, [large]], rules)[0]:
            pegged[places[small]] = True
    return pegged


def _close_to(prices: Floats, reference: Floats, rules: Rules) -> Bools:
    """(K,) ratio within the tolerance of 1 on the share of all days; a day without a close is not within."""
    with np.errstate(invalid="ignore"):
        near = np.abs(prices / reference - 1) <= rules.peg_tolerance_ppm / 1e6
    within: Bools = near.sum(axis=0) * 1_000_000 >= rules.peg_share_ppm * len(prices)
    return within
