"""Who can be chosen: newest caps, age, volume, pegs, supply jumps."""

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import pytest

from keepers.decide.answers import answered
from keepers.decide.inputs import Panel, Rules
from keepers.decide.universe import candidates
from keepers.models import Override
from tests.keepers.decide.markets import DAYS, MONDAY, flat, panel, rules

NAMES = ["A", "B", "BTC"]


@dataclass(frozen=True)
class Seen:
    """The candidates of one look."""

    caps: np.ndarray
    eligible: np.ndarray
    jumped: np.ndarray
    pegged: np.ndarray
    stale_days: int


def found(market: Panel, chosen: Rules | None = None, accepted: str | None = None) -> Seen:
    answer = [Override(accepted, "accept", 1, "because", "a person", MONDAY)] if accepted else []
    looks = np.array([len(market.closes) - 1])
    all_looks = candidates(market, looks, chosen or rules(), answered(answer, market.assets, [MONDAY]))
    return Seen(*(getattr(all_looks, field.name)[0] for field in fields(Seen)))


def three() -> Panel:
    return panel(flat(10.0, 20.0, 30.0), NAMES)


def test_candidates__plain_market__all() -> None:
    seen = found(three())
    assert seen.eligible.tolist() == [True, True, True]
    assert seen.caps.tolist() == [10 * 10**9, 20 * 10**9, 30 * 10**9]


def test_candidates__caps__move_with_closes_since_the_row() -> None:
    closes = flat(10.0, 20.0, 30.0)
    closes[-1, 0] = 15.0
    assert found(panel(closes, NAMES), rules(median_days=1)).caps[0] == 15 * 10**9


def test_candidates__caps__median_of_seven_days() -> None:
    closes = flat(10.0, 20.0, 30.0)
    closes[-3:, 0] = 99.0  # three days of seven: not the middle one
    assert found(panel(closes, NAMES)).caps[0] == 10 * 10**9
    closes[-4:, 0] = 99.0
    assert found(panel(closes, NAMES)).caps[0] == 99 * 10**9


@pytest.mark.parametrize(("age", "fresh"), [(6, True), (7, False)])
def test_candidates__rows_a_week_old__are_stale(age: int, fresh: bool) -> None:
    market = three()
    kept = market.row_days <= DAYS - 1 - age
    market = replace(
        market,
        row_days=np.append(market.row_days[kept][:-1], DAYS - 1 - age),
        **{name: getattr(market, name)[kept] for name in ("caps", "volumes", "row_prices", "eligible")},
    )
    assert bool(found(market).eligible.any()) is fresh


@pytest.mark.parametrize(("days", "old_enough"), [(97, True), (83, False)])
def test_candidates__listed_for_ninety_days(days: int, old_enough: bool) -> None:
    closes = flat(10.0, 20.0, 30.0)
    closes[:-days, 0] = np.nan
    assert bool(found(panel(closes, NAMES)).eligible[0]) is old_enough


@pytest.mark.parametrize(
    ("volume", "enough"),
    [(10_000_000, True), (9_999_000, False)],  # a thousandth of the cap of 10 billion
)
def test_candidates__volume__a_share_of_the_cap(volume: int, enough: bool) -> None:
    market = three()
    market.volumes[:, 0] = volume
    assert bool(found(market).eligible[0]) is enough


def test_candidates__volume__at_least_a_million() -> None:
    market = panel(flat(0.1, 20.0, 30.0), NAMES)  # cap of A: 100 million
    market.volumes[:, 0] = 999_999
    assert not found(market).eligible[0]


def test_candidates__one_volume_unknown__fails_but_no_volumes_at_all_pass() -> None:
    market = three()
    market.volumes[:, 0] = -1
    assert found(market).eligible.tolist() == [False, True, True]
    market.volumes[:] = -1
    assert found(market).eligible.all()


def test_candidates__reference_profile__asks_for_neither_age_nor_volume() -> None:
    closes = flat(10.0, 20.0, 30.0)
    closes[:-20, 0] = np.nan
    market = panel(closes, NAMES)
    market.volumes[:, 1] = 0
    assert found(market, rules("reference")).eligible.all()


@pytest.mark.parametrize(("days_off", "pegged"), [(4, True), (5, False)])
def test_candidates__a_dollar_on_95_percent_of_days__is_a_peg(days_off: int, pegged: bool) -> None:
    closes = flat(1.02, 20.0, 30.0)
    closes[-days_off:, 0] = 1.04
    seen = found(panel(closes, NAMES))
    assert bool(seen.pegged[0]) is pegged
    assert bool(seen.eligible[0]) is not pegged


def test_candidates__follower_of_a_larger_asset__leaves_and_the_larger_stays() -> None:
    random = np.random.default_rng(1)
    path = 100 * np.cumprod(1 + random.uniform(-0.04, 0.04, DAYS))
    market = panel(np.column_stack([path * 1.01, path * 0 + 7.0, path]), NAMES)
    market.caps[:, 2] *= 50
    seen = found(market)
    assert seen.pegged.tolist() == [True, False, False]


def test_candidates__supply_jump__old_supply_until_a_person_accepts() -> None:
    market = three()
    market.caps[-1, 0] = 13 * 10**9
    seen = found(market)
    assert seen.jumped.tolist() == [True, False, False]
    assert seen.caps[0] == 10 * 10**9
    accepted = found(market, accepted="A")
    assert accepted.caps[0] == 13 * 10**9
    assert not accepted.jumped.any()


def test_candidates__cap_and_price_jump_together__no_question() -> None:
    closes = flat(10.0, 20.0, 30.0)
    closes[-7:, 0] = 20.0
    assert not found(panel(closes, NAMES)).jumped.any()


def test_candidates__before_the_first_row__nobody() -> None:
    market = panel(flat(10.0, 20.0, 30.0, days=5), NAMES, date(2022, 1, 9))
    assert found(replace(market, row_days=market.row_days + 3), rules()).stale_days < 0
