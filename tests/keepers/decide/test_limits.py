"""What the strategy contract accepts between two decisions of one regime."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from keepers.decide import limits
from keepers.decide.inputs import Rules
from keepers.decide.listing import listing
from keepers.models import BookEntry
from tests.keepers.decide.markets import rules

WHOLE = 1_000_000
LIMITS = rules()


IDS = range(1, 61)


def weights(*parts: int) -> dict[int, int]:
    """By id, from 1 on."""
    return {number: ppm for number, ppm in enumerate(parts, start=1) if ppm}


def array(by_id: dict[int, int]) -> np.ndarray:
    return np.array([by_id.get(key, 0) for key in IDS])


def named(parts: np.ndarray) -> dict[int, int]:
    return {key: int(ppm) for key, ppm in zip(IDS, parts, strict=True) if ppm}


def moved(
    active: dict[int, int], goal: dict[int, int], ceilings: dict[int, int], rules: Rules
) -> tuple[dict[int, int], tuple[str, ...]]:
    after, alarms = limits.moved(array(active), array(goal), array(ceilings), np.array(IDS), rules)
    return named(after), alarms


def share_out(parts: dict[int, int], total: int) -> dict[int, int]:
    return named(limits.share_out(array(parts), total))


FREE = dict.fromkeys(IDS, WHOLE)


def test_moved__small_changes__as_weights() -> None:
    active, goal = weights(10_000, 500_000, 490_000), weights(10_000, 520_000, 470_000)
    assert moved(active, goal, FREE, LIMITS) == (goal, ())


def test_moved__more_than_five_points__five_points() -> None:
    after, alarms = moved(weights(10_000, 500_000, 490_000), weights(10_000, 600_000, 390_000), FREE, LIMITS)
    assert after == weights(10_000, 550_000, 440_000)
    assert not alarms


def test_moved__turnover__scaled_to_twenty_percent() -> None:
    active = weights(10_000, *[165_000] * 6)
    goal = weights(10_000, *[215_000] * 3, *[115_000] * 3)
    after, _ = moved(active, goal, FREE, rules(turnover_ppm=75_000))
    assert after == weights(10_000, *[190_000] * 3, *[140_000] * 3)


def test_moved__a_small_exit__in_full_even_when_others_are_scaled() -> None:
    active = weights(10_000, 490_000, 490_000, 10_000)
    goal = weights(10_000, 540_000, 450_000)
    after, _ = moved(active, goal, FREE, rules(turnover_ppm=20_000))
    assert 4 not in after
    assert after[2] == 510_000
    assert sum(after.values()) == WHOLE


def test_moved__no_longer_listed__leaves_in_full_and_cash_takes_what_others_may_not() -> None:
    active = weights(10_000, 800_000, 190_000)
    goal = weights(10_000, 990_000)
    after, alarms = moved(active, goal, {1: WHOLE, 2: WHOLE}, LIMITS)
    assert after == weights(150_000, 850_000)
    assert "asset 3 must fall by 190000 ppm" in alarms[0]
    assert "exceed the 50000 ppm" in alarms[1]


def test_moved__weight_above_a_lowered_cap__falls_to_it_first() -> None:
    active, goal = weights(10_000, 500_000, 490_000), weights(50_000, 470_000, 480_000)
    after, _ = moved(active, goal, {**FREE, 2: 470_000}, rules(turnover_ppm=30_000))
    assert after == weights(40_000, 470_000, 490_000)


def test_moved__many_exits__scaled_to_the_turnover_too() -> None:
    active = weights(100_000, *[45_000] * 20)
    goal = weights(140_000, *[86_000] * 10)
    after, alarms = moved(active, goal, FREE, rules(turnover_ppm=100_000))
    assert not alarms
    assert [after[key] for key in range(12, 22)] == [35_000] * 10
    assert sum(after.values()) == WHOLE


def test_capped_new_listings__remainder__goes_to_cash_and_not_to_the_tail() -> None:
    cut = limits.capped_new_listings(array(weights(10_000, 900_000, 90_000)), np.array(IDS) == 3, LIMITS)
    assert named(cut) == weights(80_000, 900_000, 20_000)


def test_newly_listed__stable_and_a_week_old__are_not() -> None:
    day = date(2022, 1, 10)
    week_ago = 1_641_168_000  # 2022-01-03 00:00 UTC
    book = [
        BookEntry(7, "X", "X", WHOLE, False, "active", week_ago),
        BookEntry(8, "Y", "Y", WHOLE, True, "active", week_ago + 1),
        BookEntry(9, "Z", "Z", WHOLE, False, "active", week_ago + 1),
    ]
    listed = listing(book, (), (), LIMITS)
    assert listed.ids[listed.newly(day, LIMITS)].tolist() == [9]


def test_share_out__ties__lowest_ids_first() -> None:
    assert share_out({5: 2, 3: 2, 4: 2}, 4) == {3: 2, 4: 1, 5: 1}
    assert share_out({}, 0) == {}


def _drawn(draw: st.DrawFn, ids: list[int]) -> dict[int, int]:
    parts = [draw(st.integers(0, 1_000)) if key != 1 else draw(st.integers(1, 1_000)) for key in ids]
    scaled = share_out({key: part * WHOLE for key, part in zip(ids, parts, strict=True)}, WHOLE)
    return {key: ppm for key, ppm in scaled.items() if ppm}


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[dict[int, int], dict[int, int]]:
    ids = [1, *draw(st.lists(st.integers(2, 60), unique=True, min_size=1, max_size=40))]
    return _drawn(draw, ids), _drawn(draw, ids)


@given(_pairs())
def test_moved__any_two_lists__within_every_limit(pair: tuple[dict[int, int], dict[int, int]]) -> None:
    before, goal = pair
    after, alarms = moved(before, goal, FREE, LIMITS)
    assert not [alarm for alarm in alarms if "fit a decision" not in alarm]
    changes = {key: after.get(key, 0) - before.get(key, 0) for key in before | goal}
    assert sum(after.values()) == WHOLE
    assert min(after.values()) >= 1
    assert max(map(abs, changes.values())) <= LIMITS.max_change_ppm
    assert sum(map(abs, changes.values())) <= 2 * LIMITS.turnover_ppm
    # nothing moves away from where it is wanted, or past it
    for key, change in changes.items():
        gap = goal.get(key, 0) - before.get(key, 0)
        assert change == 0 or (change > 0) == (gap > 0)
        assert abs(change) <= abs(gap)
