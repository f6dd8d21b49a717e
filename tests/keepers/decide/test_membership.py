"""The buffer: enter at 90, stay to 110, fill or trim to 100."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from keepers.decide.membership import buffered, ranks
from tests.keepers.decide.markets import rules


def members(before: list[int], candidates: int = 150) -> set[int]:
    """Ranks of the members when those of the given ranks were members before."""
    ranked = np.arange(1, candidates + 1)
    was = np.isin(ranked, before)
    return set(ranked[buffered(was, ranked, rules())].tolist())


def test_buffered__from_nothing__the_first_hundred() -> None:
    assert members([]) == set(range(1, 101))


def test_buffered__member_at_110__stays_in_the_place_of_the_hundredth() -> None:
    assert members([*range(1, 100), 110]) == {*range(1, 100), 110}


def test_buffered__member_at_111__leaves() -> None:
    assert members([*range(1, 100), 111]) == set(range(1, 101))


def test_buffered__newcomer_at_90__enters_and_the_worst_stayer_leaves() -> None:
    before = [*range(1, 90), *range(91, 102)]
    assert len(before) == 100
    assert members(before) == {*range(1, 91), *range(91, 101)}


def test_buffered__newcomer_at_91__waits_while_there_is_no_room() -> None:
    before = [*range(1, 91), *range(92, 102)]
    assert members(before) == set(before)


def test_buffered__few_candidates__all_of_them() -> None:
    assert members([], candidates=42) == set(range(1, 43))


@given(st.sets(st.integers(1, 150)), st.integers(1, 150))
def test_buffered__always__full_and_within_ranks(before: set[int], candidates: int) -> None:
    found = members(sorted(before), candidates)
    assert len(found) == min(100, candidates)
    assert set(range(1, min(90, candidates) + 1)) <= found
    assert all(rank <= 110 for rank in found & before)
    # nobody stays outside while somebody of a worse rank was newly let in
    outside = set(range(1, candidates + 1)) - found
    newly = found - before
    assert not newly or not outside - before or max(newly) < min(outside - before)


def test_ranks__equal_caps__by_name() -> None:
    caps = np.array([5, 9, 5, 9, 1])
    assert ranks(caps, np.array([True, True, True, True, False])).tolist() == [3, 1, 4, 2, 0]
