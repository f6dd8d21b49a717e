"""The reference profile on real history: the published flips, to the day."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from keepers.decide import decide, measure
from keepers.decide.history import mondays
from keepers.parameters import load_parameters
from keepers.snapshot import Market, build, first_state, whole_market_book
from keepers.sources import open_source
from tests.real_history import MISSING, REAL_HISTORY

# A research input, no part of the repository: these figures are of that history and of no other.
pytestmark = pytest.mark.skipif(not REAL_HISTORY.is_dir(), reason=MISSING)

GAUGES = {
    "2021-11-29": 67_370_538,
    "2021-12-06": 40_529_519,
    "2021-12-13": 53_043_025,
    "2021-12-20": 33_504_004,
    "2021-12-27": 57_262_819,
    "2022-01-03": 50_083_156,
    "2022-01-10": 23_486_508,
}


@pytest.fixture(scope="module")
def history() -> Market:
    return Market.load(open_source("files", REAL_HISTORY))


def test_flips__around_the_demos_window(history: Market) -> None:
    state = first_state(history, date(2022, 2, 28), "reference", load_parameters())
    flips = [(flip.day.isoformat(), flip.to) for flip in state.flips]
    assert flips == [("2021-12-06", "bear"), ("2021-12-27", "bull"), ("2022-01-10", "bear")]


def test_flips__from_2022_to_the_end__about_four_a_year(history: Market) -> None:
    rules = load_parameters().rules_of("reference")
    panel = history.panel(history.last, rules, load_parameters())
    looks = mondays(date(2015, 1, 5), history.last)
    found = measure(panel, "BTC", np.array([panel.position(day) - 1 for day in looks]), rules)
    bull, flips = False, []
    for day, gauge in zip(looks, found.gauge, strict=True):
        if (gauge >= rules.bull_at) if not bull else (gauge <= rules.bear_at):
            bull = not bull
            flips.append(day)
    assert found.known[looks.index(date(2016, 1, 4)) :].all()
    assert len([day for day in flips if day >= date(2022, 1, 1)]) == 17
    assert min((later - earlier).days for earlier, later in pairwise(flips)) >= 7


@pytest.mark.parametrize(("day", "gauge"), GAUGES.items())
def test_gauge__of_a_snapshot__to_the_last_digit(history: Market, day: str, gauge: int) -> None:
    as_of = date.fromisoformat(day)
    parameters = load_parameters()
    state = first_state(history, as_of, "reference", parameters)
    decision = decide(build(history, as_of, "reference", parameters, whole_market_book(history), state))
    assert decision.gauge == gauge
    assert sum(target.ppm for target in decision.targets) == 1_000_000


def test_product__holds_what_it_can_and_says_how_much(history: Market) -> None:
    parameters = load_parameters()
    as_of = date(2021, 11, 29)
    state = first_state(history, as_of, "product", parameters)
    decision = decide(build(history, as_of, "product", parameters, whole_market_book(history), state))
    assert decision.regime == "bull"
    assert 60 <= len(decision.targets) <= 101
