"""The files of a report: one page without any other file, a record of a known form, trades that add up."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from keepers.backtest import SENTENCE, History, Record, Study, costs_of, studied
from keepers.backtest.report import write_report
from keepers.errors import ConfigError
from keepers.parameters import load_parameters

SPLIT = date(2022, 7, 1)


@pytest.fixture(scope="module")
def study(history: History) -> Study:
    period = history.period(date(2021, 9, 6), date(2023, 6, 5))
    return studied(history, "product", period, costs_of(load_parameters(), "product"), SPLIT, draws=2_000)


@pytest.fixture(scope="module")
def folder(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(study, SPLIT, folder)
    return folder


def test_page__is_one_file_and_says_what_it_must(folder: Path) -> None:
    html = (folder / "report.html").read_text()
    assert SENTENCE in html
    assert "Every price here is invented" in html
    assert "never what to expect" in html
    assert html.index("<h2>Test") < html.index("<h2>Luck") < html.index("<h2>Training")
    assert not re.findall(r'(?:src|href)="(?!data:)', html)
    assert "<script" not in html and "@import" not in html and "url(" not in html
    assert len(re.findall(r'src="data:image/png;base64,iVBOR', html)) == 13  # six of each part, and the treemap
    assert html.count('alt="') == 13
    assert "@media print" in html and 'name="viewport"' in html
    for words in ("A placebo takes", "The seven weekdays", "Cost of trading", "The deepest falls"):
        assert words in html
    assert "Walk-forward" not in html  # less than two years of training: nothing to choose on


def test_record__round_trip__nothing_lost(folder: Path, study: Study) -> None:
    text = (folder / "report.json").read_text()
    assert Record.model_validate_json(text) == study.record
    with pytest.raises(ValidationError):
        Record.model_validate({**json.loads(text), "expected_return": 1.0})


def test_schema__describes_every_field_of_the_record(folder: Path) -> None:
    schema = json.loads((folder / "report.schema.json").read_text())
    assert set(schema["properties"]) == set(json.loads((folder / "report.json").read_text()))
    assert "never mixed" in schema["$defs"]["Part"]["description"]


def test_trades__of_each_look__are_its_turnover_and_cost(folder: Path, study: Study) -> None:
    rows = list(csv.DictReader((folder / "trades.csv").read_text().splitlines()))
    run = study.gauge.run
    for at in (0, 20, 60):
        day = date.fromordinal(int(run.days[run.at[at]])).isoformat()
        own = [row for row in rows if row["day"] == day]
        assert sum(float(row["notional"]) for row in own) == pytest.approx(run.turnover[at], abs=1e-6)
        assert sum(float(row["cost"]) for row in own) == pytest.approx(run.cost[at], abs=1e-6)
    assert {row["side"] for row in rows} == {"buy", "sell"}


def test_report__twice__the_same_bytes(folder: Path, study: Study, tmp_path: Path) -> None:
    write_report(study, SPLIT, tmp_path)
    for name in ("report.html", "report.json", "trades.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_report__day_before_anything_was_held__says_so(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="choose a later --at"):
        write_report(study, SPLIT, tmp_path, at=date(2021, 1, 1))
