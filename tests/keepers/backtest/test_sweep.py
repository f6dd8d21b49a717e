"""Sweeps: which sets, what is measured, and that a stopped one goes on."""

from datetime import date
from pathlib import Path

import pytest

from keepers.backtest import History, costs_of
from keepers.backtest.robustness import span_from
from keepers.backtest.statistics import cagr_of
from keepers.backtest.sweep import Sweep, load_sweep, swept
from keepers.errors import ConfigError
from keepers.parameters import load_parameters


def written(folder: Path, text: str) -> Path:
    path = folder / "sweep.yaml"
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def sweep(history: History) -> Sweep:
    period = history.period(date(2022, 3, 7), date(2023, 6, 5))
    costs = costs_of(load_parameters(), "product")
    return Sweep(history, "product", period, costs, date(2022, 7, 1), hold=True)


def test_sets__each_and_grid__the_unchanged_first(tmp_path: Path) -> None:
    path = written(tmp_path, "each: {floor_ppm: [0, 500]}\ngrid: {names: [50, 100], lag: [1, 2]}")
    assert load_sweep(path).sets() == [
        {},
        {"floor_ppm": 0},
        {"floor_ppm": 500},
        {"names": 50, "lag": 1},
        {"names": 50, "lag": 2},
        {"names": 100, "lag": 1},
        {"names": 100, "lag": 2},
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("each: {speed: [1]}", "'speed' is no rule"),
        ("each: {profile: [1]}", "'profile' is no rule"),
        ("every: {floor_ppm: [1]}", "every: Extra inputs"),
        ("each: [", "is not YAML"),
        ("each: {floor_ppm: few}", "each.floor_ppm"),
    ],
)
def test_load_sweep__bad_file__names_the_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load_sweep(written(tmp_path, text))
    with pytest.raises(ConfigError, match="cannot be read"):
        load_sweep(tmp_path / "none.yaml")


def test_swept__in_processes__as_in_one(sweep: Sweep, tmp_path: Path) -> None:
    sets = [{}, {"floor_ppm": 5_000}, {"trade_bps": 100.0}, {"weekday": 3}, {"quality": False}]
    alone = swept(sweep, sets, tmp_path / "one.jsonl", workers=1)
    together = swept(sweep, sets, tmp_path / "two.jsonl", workers=2)
    assert [line.changes for line in alone] == sets
    assert alone == together
    assert len({line.model_dump_json() for line in alone}) == len(sets)


def test_swept__unchanged_set__is_the_plain_run(sweep: Sweep, history: History, tmp_path: Path) -> None:
    (line,) = swept(sweep, [{}], tmp_path / "results.jsonl", workers=1)
    run = history.outcome(sweep.period, load_parameters().rules_of("product"), sweep.costs).run
    span = span_from(sweep.period, sweep.split)
    assert line.test is not None
    assert line.test.cagr == cagr_of(run.nav[span.of(run)])
    assert line.test.worst_session_bps == pytest.approx(40.0)


def test_swept__stopped_in_the_middle__goes_on(sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.jsonl"
    sets = [{}, {"floor_ppm": 0}, {"floor_ppm": 2_000}]
    whole = swept(sweep, sets, path, workers=1)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]) + lines[-1][:40])  # the last line was being written

    done: list[dict[str, object]] = []
    measure = Sweep.measure
    monkeypatch.setattr(Sweep, "measure", lambda self, changes: done.append(dict(changes)) or measure(self, changes))
    seen: list[tuple[int, int]] = []
    again = swept(sweep, sets, path, workers=1, progress=lambda *state: seen.append(state))
    assert again == whole
    assert [changes for changes in done if changes] == [{"floor_ppm": 2_000}]
    assert seen == [(2, 3), (3, 3)]
    assert swept(sweep, sets, path, workers=1) == whole


def test_swept__set_that_the_rules_refuse__is_told_and_the_others_run(sweep: Sweep, tmp_path: Path) -> None:
    refused, fine = swept(sweep, [{"keep_rank": 50}, {"keep_rank": 120}], tmp_path / "r.jsonl", workers=1)
    assert refused.test is None and refused.error is not None and "must ascend" in refused.error
    assert fine.test is not None


def test_swept__longer_lag__ends_with_the_last_close(history: History, tmp_path: Path) -> None:
    period = history.period(date(2022, 3, 7))
    costs = costs_of(load_parameters(), "product")
    sweep = Sweep(history, "product", period, costs, date(2022, 7, 1), hold=False)
    usual, late = swept(sweep, [{}, {"lag": 7}], tmp_path / "r.jsonl", workers=1)
    assert usual.test is not None and late.test is not None
    assert usual.test.cagr != late.test.cagr


def test_key__other_market__is_another(sweep: Sweep, real: History) -> None:
    other = Sweep(real, sweep.profile, sweep.period, sweep.costs, sweep.split, sweep.hold)
    assert other.key({}) != sweep.key({})
    assert sweep.key({"floor_ppm": 1}) != sweep.key({"floor_ppm": 2})
