"""Weights in parts per million that sum exactly: by market cap, between a floor and a cap, by largest remainder."""

from __future__ import annotations

import numpy as np

from keepers.decide.inputs import Ints

__all__ = ["allot", "scaled"]

_LARGEST_SUM = 1 << 42
"""Caps are halved until they sum to less: a sum (4.4e12) times a million then stays inside 63 bits."""


def scaled(caps: Ints) -> Ints:
    """(T, N) caps whose rows sum to less than 2^42, halved together where they do not."""
    caps = caps.copy()
    while (large := caps.sum(axis=1) >= _LARGEST_SUM).any():
        caps[large] >>= 1
    return caps


def allot(caps: Ints, total: Ints, low: Ints, high: Ints, order: Ints) -> Ints:
    """Split a total over each row in proportion to caps, every part between its bounds. All integers, exact.

    caps (T, N) >= 0, 0 for no part; total (T,) ppm; low, high (T, N) ppm; order (N,) breaks ties of equal remainders,
    smallest first. Returns (T, N) ppm. What no part can take because all are at their upper bound is not given out:
    a row may sum to less than its total, and the caller owns the rest. If the lower bounds do not fit, all are lowered
    to an equal share.
    """
    caps = scaled(caps)
    part = caps > 0
    share = total // np.maximum(part.sum(axis=1), 1)
    low = np.where(part, np.minimum(np.minimum(low, high), share[:, None]), 0)
    high = np.where(part, high, 0)
    weights = np.zeros_like(caps)
    free = part.copy()
    while True:
        # caps x rest compares with bound x sum: proportional weight against its bound, without a division
        whole = np.where(free, caps, 0).sum(axis=1)[:, None]
        rest = (total - np.where(free, 0, weights).sum(axis=1))[:, None]
        above = np.where(free, np.maximum(caps * rest - high * whole, 0), 0)
        below = np.where(free, np.maximum(low * whole - caps * rest, 0), 0)
        broken = (above.any(axis=1) | below.any(axis=1))[:, None]
        if not broken.any():
            break
        # the side that moves more weight is settled first; the other may settle itself
        upper = above.sum(axis=1)[:, None] >= below.sum(axis=1)[:, None]
        settle = broken & np.where(upper, above > 0, below > 0)
        weights = np.where(settle, np.where(upper, high, low), weights)
        free &= ~settle
    divisor = np.maximum(whole, 1)
    weights = np.where(free, caps * rest // divisor, weights)
    remainder = np.where(free, caps * rest % divisor, 0)
    left = np.where(whole[:, 0] > 0, total - weights.sum(axis=1), 0)
    best = np.lexsort((np.broadcast_to(order, caps.shape), -remainder), axis=1)
    give = np.arange(caps.shape[1])[None, :] < left[:, None]
    extra = np.zeros_like(weights)
    np.put_along_axis(extra, best, give.astype(np.int64), axis=1)
    return weights + extra
