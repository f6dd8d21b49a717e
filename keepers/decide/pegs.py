"""Pegged duplicates: what follows one dollar, or a larger asset one to one, on nearly every day of a window.

A name list forgets; prices do not. A wrapped or staked form of an asset shows here without anybody having known of it.
"""

from __future__ import annotations

import numpy as np

from keepers.decide.inputs import Bools, Floats, Ints, Panel, Rules

__all__ = ["follows_dollar", "follows_larger"]

_WIDER = 1.001e-6
"""A part per million, and a thousandth more for what single precision loses."""


def follows_dollar(panel: Panel, looks: Ints, columns: Ints, rules: Rules) -> Bools:
    """(L, K): within the tolerance of 1 USD on the share of the window's days. columns: (L, K)."""
    counts = np.zeros((len(panel.closes) + 1, len(panel.assets)), dtype=np.int32)
    np.cumsum(np.abs(panel.closes - 1) <= rules.peg_tolerance_ppm / 1e6, axis=0, out=counts[1:])
    first = np.maximum(looks + 1 - rules.peg_days, 0)
    days = counts[(looks + 1)[:, None], columns] - counts[first[:, None], columns]
    follows: Bools = (days >= _days_needed(rules)) & (looks + 1 >= rules.peg_days)[:, None]
    return follows


def follows_larger(panel: Panel, looks: Ints, columns: Ints, caps: Ints, asked: Bools, rules: Rules) -> Bools:
    """(L, K): those asked about that follow an asset of a larger cap; ties by column. columns, caps, asked: (L, K)."""
    follows = np.zeros(columns.shape, dtype=np.bool_)
    # Who may miss m days cannot miss all of m + 1: these few days rule out nearly every pair.
    probes = np.linspace(0, rules.peg_days - 1, rules.peg_days - _days_needed(rules) + 1).astype(np.int64)
    for look in np.flatnonzero(looks + 1 >= rules.peg_days):
        first = looks[look] + 1 - rules.peg_days
        known = np.flatnonzero(caps[look] > 0)
        order = known[np.argsort(-caps[look, known], kind="stable")]
        places = columns[look, order]
        small = np.flatnonzero(asked[look, order])
        near = _perhaps_near(panel.closes[(first + probes)[:, None], places], small, rules)
        at, large = np.nonzero(near & (np.arange(len(order)) < small[:, None]))
        if not len(at):
            continue
        window = panel.closes[first : first + rules.peg_days]
        days = _near(window[:, places[small[at]]], window[:, places[large]], rules).sum(axis=0)
        follows[look, order[small[at[days >= _days_needed(rules)]]]] = True
    return follows


def _perhaps_near(prices: Floats, small: Ints, rules: Rules) -> Bools:
    """(S, K): those of (M, K) prices that are near each other on any day, and a few more: single precision will do."""
    prices32 = prices.astype(np.float32)
    apart = prices32[:, small, None] - prices32[:, None, :]
    np.abs(apart, out=apart)
    near: Bools = (apart <= prices32[:, None, :] * np.float32(rules.peg_tolerance_ppm * _WIDER)).any(axis=0)
    return near


def _near(prices: Floats, reference: Floats, rules: Rules) -> Bools:
    """Ratio within the tolerance of 1; a day without a close is not."""
    with np.errstate(invalid="ignore"):
        near: Bools = np.abs(prices / reference - 1) <= rules.peg_tolerance_ppm / 1e6
    return near


def _days_needed(rules: Rules) -> int:
    """Days of the window on which a peg must hold."""
    return -(-rules.peg_share_ppm * rules.peg_days // 1_000_000)
