"""Weights: exact sums, bounds, largest remainders, ties."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepers.decide.weights import allot, scaled

WHOLE = 1_000_000


def split(caps: list[int], total: int = WHOLE, low: int = 0, high: int | list[int] = WHOLE) -> list[int]:
    highs = [high] * len(caps) if isinstance(high, int) else high
    found = allot(
        np.array([caps]),
        np.array([total]),
        np.full((1, len(caps)), low),
        np.array([highs]),
        np.arange(len(caps)),
    )
    return [int(part) for part in found[0]]


def test_allot__thirds__the_spare_unit_goes_to_the_lowest_id() -> None:
    assert split([1, 1, 1]) == [333_334, 333_333, 333_333]


def test_allot__order__decides_ties() -> None:
    caps = np.array([[1, 1, 1]])
    bounds = np.array([[0, 0, 0]]), np.array([[WHOLE] * 3])
    found = allot(caps, np.array([WHOLE]), *bounds, np.array([7, 5, 6]))
    assert found[0].tolist() == [333_333, 333_334, 333_333]


def test_allot__largest_remainder__not_the_largest_part() -> None:
    # of 10: 6.25, 2.5, 1.25 -> 6, 2, 1 and one left, to the remainder of .5
    assert split([25, 10, 5], total=10) == [6, 3, 1]


def test_allot__cap__is_redistributed_until_all_fit() -> None:
    # 70, 20, 10 with at most 40 %: 40, then 40 of 60 for the second (capped), the rest 20
    assert split([70, 20, 10], high=400_000) == [400_000, 400_000, 200_000]


def test_allot__floor__is_taken_from_the_free_ones_only() -> None:
    assert split([998_900, 1_000, 100], low=1_000) == [998_000, 1_000, 1_000]


def test_allot__floor_and_cap_together__both_hold() -> None:
    assert split([9_000, 999, 1], low=100_000, high=500_000) == [500_000, 400_000, 100_000]


def test_allot__caps_too_small__leaves_a_rest() -> None:
    assert split([5, 5], high=100_000) == [100_000, 100_000]


def test_allot__floors_too_large__equal_shares() -> None:
    assert split([9, 1], total=11, low=10) == [6, 5]


def test_allot__zero_cap__gets_nothing() -> None:
    assert split([0, 5], low=1_000) == [0, WHOLE]


def test_allot__rows__do_not_touch_each_other() -> None:
    caps = np.array([[70, 20, 10], [1, 1, 1], [0, 0, 0]])
    bounds = np.zeros((3, 3), dtype=np.int64), np.full((3, 3), 400_000)
    found = allot(caps, np.full(3, WHOLE), *bounds, np.arange(3))
    assert found.tolist() == [[400_000, 400_000, 200_000], [333_334, 333_333, 333_333], [0, 0, 0]]


@pytest.mark.parametrize("largest", [3_000_000_000_000, 10**15])
def test_allot__trillions__no_overflow(largest: int) -> None:
    parts = split([largest, largest // 2, 1_000_000])
    assert sum(parts) == WHOLE
    assert parts[0] == pytest.approx(2 * parts[1], abs=2)


def test_scaled__keeps_rows_that_fit() -> None:
    caps = np.array([[1 << 45, 1], [7, 1]])
    assert scaled(caps).tolist() == [[1 << 41, 0], [7, 1]]


CAPS = st.lists(st.integers(1, 2_000_000_000_000), min_size=1, max_size=112)


@given(CAPS, st.integers(1, WHOLE))
def test_allot__unbounded__within_one_unit_of_the_fraction(caps: list[int], total: int) -> None:
    parts = split(caps, total)
    small = [int(part) for part in scaled(np.array([caps]))[0]]
    assert sum(parts) == total
    assert all(abs(Fraction(cap * total, sum(small)) - part) < 1 for cap, part in zip(small, parts, strict=True))


@given(CAPS, st.integers(0, 8_000), st.lists(st.integers(5_000, WHOLE), min_size=112, max_size=112))
def test_allot__bounded__sums_and_bounds_hold(caps: list[int], low: int, highs: list[int]) -> None:
    high = highs[: len(caps)]
    parts = split(caps, 990_000, low, high)
    kept = scaled(np.array([caps]))[0] > 0
    reachable = sum(limit for limit, there in zip(high, kept, strict=True) if there)
    assert sum(parts) == min(990_000, reachable)
    floor = min(low, 990_000 // max(int(kept.sum()), 1))
    for part, limit, there in zip(parts, high, kept, strict=True):
        assert part == 0 if not there else min(floor, limit) <= part <= limit


@given(CAPS)
def test_allot__order_of_size__is_kept(caps: list[int]) -> None:
    parts = split(caps, 990_000, 1_000, 250_000)
    ordered = sorted(zip(caps, parts, strict=True))
    assert all(small[1] <= large[1] + 1 for small, large in pairwise(ordered))
