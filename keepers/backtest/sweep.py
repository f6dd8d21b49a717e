"""Many parameter sets over one history, on all cores. A file says which:

    each:                          one rule at a time, the others as they are
      max_change_ppm: [20000, 50000, 100000]
      keep_rank: [100, 110, 130]
    grid:                          every combination
      bull_at: [52500000, 55000000]
      bear_at: [45000000, 47500000]
    hold: true                     also without the gauge, and how it tracks the uncapped index

Names are those of the rules, or of costs (trade_bps, fund_usd, ...), or `lag` and `weekday`. Results are appended to a
file one line a set, each under the hash of everything that went in: a sweep that was stopped goes on where it was, and
a set that any change touches is worked out anew.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from keepers.backtest.costs import YEAR_DAYS, Costs
from keepers.backtest.history import History, Outcome, Period
from keepers.backtest.robustness import span_from
from keepers.backtest.statistics import Span, cagr_of, drawdown_of, tracked
from keepers.decide.inputs import Rules
from keepers.errors import ConfigError, KeeperError
from keepers.parameters import rules_from_record, rules_record

__all__ = ["Measured", "Sweep", "SweepFile", "load_sweep", "swept"]

_Value = int | float | bool
_RULES = frozenset(field.name for field in fields(Rules))
_COSTS = frozenset(field.name for field in fields(Costs))
_PERIOD = frozenset({"lag", "weekday"})
_CODE = Path(__file__).parents[1]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SweepFile(_Strict):
    """What a file asks for."""

    each: dict[str, list[_Value]] = Field(default_factory=dict)
    grid: dict[str, list[_Value]] = Field(default_factory=dict)
    hold: bool = False

    def sets(self) -> list[dict[str, _Value]]:
        """The parameter sets, the one that changes nothing first."""
        found: list[dict[str, _Value]] = [{}]
        found += [{name: value} for name, values in self.each.items() for value in values]
        if self.grid:
            found += [dict(zip(self.grid, values, strict=True)) for values in product(*self.grid.values())]
        return found


class Measured(_Strict):
    """One part of one set; fractions, as in the report."""

    cagr: float
    max_drawdown: float
    switches_per_year: float
    turnover_per_year: float
    cost_per_year: float
    time_in_market: float
    names: float = Field(description="mean count of volatile targets while there are any")
    worst_session_bps: float = Field(description="highest cost of a look's trades, of their notional")
    worst_week_bps: float = Field(description="the same, of NAV")
    hold_cagr: float | None = None
    hold_max_drawdown: float | None = None
    hold_turnover_per_year: float | None = None
    tracking_error: float | None = Field(None, description="of hold, against the uncapped index")


class Line(_Strict):
    """One line of the results."""

    key: str
    changes: dict[str, _Value]
    test: Measured | None
    training: Measured | None
    error: str | None = Field(description="why the set could not be run")


@dataclass(frozen=True)
class Sweep:
    """What every set shares."""

    history: History
    profile: str
    period: Period
    costs: Costs
    split: date
    hold: bool

    def key(self, changes: Mapping[str, _Value]) -> str:
        """Names market, period, rules, costs and changes: results of the same key are the same."""
        return hashlib.sha256(f"{self._shared} {sorted(changes.items())}".encode()).hexdigest()[:24]

    @cached_property
    def _shared(self) -> str:
        """The hash of what no set changes: market, book, rules, costs, period, and the code itself."""
        market, digest = self.history.market, hashlib.sha256()
        for array in (market.closes, market.caps, market.volumes, market.row_prices, market.row_days):
            digest.update(np.ascontiguousarray(array).tobytes())
        for path in sorted(_CODE.glob("decide/*.py")) + sorted(_CODE.glob("backtest/*")):
            digest.update(path.read_bytes() if path.is_file() else b"")
        rules = rules_record(self.history.parameters.rules_of(self.profile))
        shared = (market.label, self.history.book, rules, asdict(self.costs), self.period, self.split, self.hold)
        digest.update(repr(shared).encode())
        return digest.hexdigest()

    def measure(self, changes: Mapping[str, _Value]) -> tuple[Measured, Measured | None]:
        """Test and training of a set. Raises KeeperError for a set that the rules refuse."""
        rules, costs, period = self._changed(changes)
        span = span_from(period, self.split)
        gauge = self.history.outcome(period, rules, costs)
        hold = index = None
        if self.hold:
            hold = self.history.hold(period, rules, costs)
            index = self.history.hold(period, self.history.parameters.rules_of("reference"), Costs(trade_bps=0.0))
        test = _measured(gauge, span, hold, index)
        training = _measured(gauge, Span(0, span.first), hold, index) if span.first > 1 else None
        return test, training

    def _changed(self, changes: Mapping[str, _Value]) -> tuple[Rules, Costs, Period]:
        record = rules_record(self.history.parameters.rules_of(self.profile))
        asked = {name: value for name, value in changes.items() if name in _RULES}
        record.update({name: value if isinstance(value, bool) else int(value) for name, value in asked.items()})
        costs = replace(self.costs, **{name: float(value) for name, value in changes.items() if name in _COSTS})
        weekday, lag = (int(changes.get(name, getattr(self.period, name))) for name in ("weekday", "lag"))
        period = self.history.period(self.period.first, self.period.last, weekday, lag)
        return rules_from_record(record), costs, period


def load_sweep(path: Path) -> SweepFile:
    """Read a file of sets. Raises ConfigError naming file, place and remedy."""
    try:
        found = SweepFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise ConfigError(f"sweep {path} cannot be read ({error.strerror}); pass an existing file") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"sweep {path} is not YAML: {error}; correct it") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise ConfigError(f"sweep {path}: {place}: {first['msg']}; correct it") from None
    for name in (*found.each, *found.grid):
        if name not in _RULES | _COSTS | _PERIOD or name in ("version", "profile", "momentum_days"):
            raise ConfigError(f"sweep {path}: {name!r} is no rule, cost, `lag` or `weekday`; see the parameters file")
    return found


def swept(
    sweep: Sweep,
    sets: Sequence[Mapping[str, _Value]],
    results: Path,
    workers: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Line]:
    """Measure all sets that the file of results does not hold yet, and return all in order."""
    keys = [sweep.key(changes) for changes in sets]
    lines = {line.key: line for line in _kept(results)}
    missing = [(key, dict(changes)) for key, changes in dict(zip(keys, sets, strict=True)).items() if key not in lines]
    progress(len(sets) - len(missing), len(sets))
    results.parent.mkdir(parents=True, exist_ok=True)
    with results.open("a", encoding="utf-8") as file:
        file.write("\n" if lines else "")  # the last line may have been cut off
        for line in _measured_all(sweep, missing, workers):
            lines[line.key] = line
            file.write(line.model_dump_json() + "\n")
            file.flush()
            progress(sum(key in lines for key in keys), len(sets))
    return [lines[key] for key in keys]


def _measured_all(sweep: Sweep, missing: Sequence[tuple[str, dict[str, _Value]]], workers: int) -> Iterator[Line]:
    if not missing:
        return
    # What nearly every set shares is worked out before the processes part, so that they share it too.
    sweep.measure({})
    if workers == 1:
        yield from (_line(sweep, key, changes) for key, changes in missing)
        return
    global _SWEEP
    _SWEEP = sweep
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap_unordered(_line_of_the_sweep, missing)


_SWEEP: Sweep | None = None
"""What a forked process works on: arrays too large to be sent to it."""


def _line_of_the_sweep(task: tuple[str, dict[str, _Value]]) -> Line:
    assert _SWEEP is not None
    return _line(_SWEEP, *task)


def _line(sweep: Sweep, key: str, changes: dict[str, _Value]) -> Line:
    try:
        test, training = sweep.measure(changes)
    except KeeperError as error:
        return Line(key=key, changes=changes, test=None, training=None, error=str(error))
    return Line(key=key, changes=changes, test=test, training=training, error=None)


def _kept(results: Path) -> list[Line]:
    """The lines of an earlier run; one that was cut off in the middle is left out."""
    if not results.is_file():
        return []
    found = []
    for text in results.read_text(encoding="utf-8").splitlines():
        try:
            found.append(Line.model_validate_json(text))
        except ValidationError:
            continue
    return found


def _measured(gauge: Outcome, span: Span, hold: Outcome | None, index: Outcome | None) -> Measured:
    run, inside = gauge.run, slice(span.first + 1, span.last + 1)
    nav = run.nav[span.of(run)]
    years = (len(nav) - 1) / YEAR_DAYS
    bull = gauge.bull[span.first : span.last + 1]
    held = (gauge.walked.weights[inside][:, ~gauge.walked.listed.stable] > 0).sum(axis=1)
    turnover, cost = run.turnover[inside], run.cost[inside]
    traded = turnover > 0
    more: dict[str, Any] = {}
    if hold is not None and index is not None:
        held_nav = hold.run.nav[span.of(hold.run)]
        more = {
            "hold_cagr": cagr_of(held_nav),
            "hold_max_drawdown": drawdown_of(held_nav),
            "hold_turnover_per_year": float(hold.run.turnover[inside].sum()) / years,
            "tracking_error": tracked(hold.run, index.run, span).error,
        }
    return Measured(
        cagr=cagr_of(nav),
        max_drawdown=drawdown_of(nav),
        switches_per_year=float((bull[1:] != bull[:-1]).sum()) / years,
        turnover_per_year=float(turnover.sum()) / years,
        cost_per_year=float(cost.sum()) / years,
        time_in_market=float(run.invested[span.of(run)][1:].mean()),
        names=float(held[held > 0].mean()) if held.any() else 0.0,
        worst_session_bps=float((cost[traded] / turnover[traded]).max(initial=0.0)) * 1e4,
        worst_week_bps=float(cost.max(initial=0.0)) * 1e4,
        **more,
    )
