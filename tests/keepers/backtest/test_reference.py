"""The published figures of the reference profile, on the history that they were made with."""

from datetime import date

import pytest

from keepers.backtest import History, Record, costs_of, studied
from keepers.parameters import load_parameters

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reference(real: History) -> Record:
    period = real.period(date(2015, 6, 1))
    return studied(real, "reference", period, costs_of(load_parameters(), "reference")).record


def test_reference__test_part__the_published_figures(reference: Record) -> None:
    test = reference.test
    assert test.hold.cagr == pytest.approx(-0.014, abs=0.015)
    assert test.hold.max_drawdown == pytest.approx(-0.71, abs=0.015)
    assert test.gauge.cagr == pytest.approx(0.097, abs=0.015)
    assert test.gauge.max_drawdown == pytest.approx(-0.44, abs=0.015)
    assert test.gauge.switches_per_year == pytest.approx(3.9, abs=0.1)
    assert test.placebo is not None
    assert test.placebo.p == pytest.approx(0.22, abs=0.05)
    assert test.placebo.p_shifted == pytest.approx(0.22, abs=0.05)


def test_reference__years__what_it_gave_up_and_what_it_saved(reference: Record) -> None:
    gauge, hold = reference.test.gauge.years, reference.test.hold.years
    assert (gauge[2023], hold[2023]) == (pytest.approx(0.30, abs=0.03), pytest.approx(1.21, abs=0.03))
    assert (gauge[2022], hold[2022]) == (pytest.approx(-0.13, abs=0.03), pytest.approx(-0.69, abs=0.03))


def test_reference__weekdays__between_ten_and_twenty_two_percent(reference: Record) -> None:
    found = [day.cagr for day in reference.weekdays]
    assert min(found) == pytest.approx(0.10, abs=0.015)
    assert max(found) == pytest.approx(0.22, abs=0.015)


def test_reference__walk_forward__only_years_of_the_test_part(reference: Record) -> None:
    forward = reference.walk_forward
    assert forward is not None
    assert [year.year for year in forward.years] == [2022, 2023, 2024, 2025, 2026]
    assert [year.fixed for year in forward.years][1:] == pytest.approx(
        [reference.test.gauge.years[year] for year in (2023, 2024, 2025, 2026)]
    )
