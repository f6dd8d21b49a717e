"""How fast a backtest is, beside `bt` and vectorbt on the same targets and prices in the same run, as JSON.

    make bench [MARKET=folder]

The work is the reference profile over the whole market: weekly targets, daily NAV, no costs. The peers are handed our
targets; they decide nothing. vectorbt lives in an environment of its own, because it brings a hundred packages.
"""

from __future__ import annotations

import json
import resource
import subprocess
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import numpy as np
import pandas as pd

from keepers.backtest import Costs, History, Period
from keepers.backtest.history import LAG
from keepers.backtest.sweep import Sweep, swept
from keepers.decide.inputs import Floats, Rules
from keepers.errors import KeeperError
from keepers.parameters import load_parameters
from keepers.snapshot import Market
from keepers.sources import open_source

__all__ = ["cli"]

FREE = Costs(trade_bps=0.0)
WARM_RUNS = 5
PEER_RUNS = 3
_VECTORBT = Path(__file__).with_name("_bench_vectorbt.py")


@click.command(epilog="Example: python -m scripts.bench --sets 20")
@click.option("--market", type=click.Path(path_type=Path), help="Folder of market files; default: the synthetic one.")
@click.option("--python", "interpreter", type=click.Path(path_type=Path), help="Interpreter that has vectorbt.")
@click.option("--sets", type=click.IntRange(1), default=200, show_default=True, help="Parameter sets of the sweep.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes of the sweep.")
def cli(market: Path | None, interpreter: Path | None, sets: int, workers: int) -> None:
    """Print the JSON {work, ours, bt, vectorbt}: seconds of the clock, the best of several where warm."""
    try:
        loaded = Market.load(open_source("files" if market else "synthetic", market))
    except KeeperError as error:
        raise click.ClickException(str(error)) from None
    parameters = load_parameters()
    rules = parameters.rules_of("reference")
    start, cpu, history = time.perf_counter(), time.process_time(), History(loaded, parameters)
    period = history.period(max(history.earliest, _first_rows(loaded)))
    outcome = history.outcome(period, rules, FREE)
    cold, cold_cpu = time.perf_counter() - start, time.process_time() - cpu
    warm = _best(lambda: history.outcome(period, rules, FREE), WARM_RUNS)
    alone = _best(lambda: history.lived(period, outcome.walked, rules, FREE), WARM_RUNS)

    prices, targets = _same_work(history, period, rules)
    ours = outcome.run.nav / outcome.run.nav[0]
    found = {
        "work": {
            "source": loaded.label,
            "rebalances": len(period.looks),
            "days": len(prices),
            "assets": prices.shape[1],
            "profile": "reference",
        },
        "ours": {
            "cold_s": cold,
            "cold_cpu_s": cold_cpu,
            "cold_means": "marks, gauge, candidates, decisions and NAV, from a market in memory",
            "warm_s": warm,
            "warm_cpu_s": _cpu(lambda: history.outcome(period, rules, FREE)),
            "warm_means": "decisions and NAV; marks, gauge and candidates shared with the run before",
            "targets_to_nav_s": alone,
            **_product(loaded, period),
            **_sweep(history, period, sets, workers),
        },
        "bt": _bt(prices, targets, ours),
    }
    if interpreter is not None:
        found["vectorbt"] = _vectorbt(interpreter, prices, targets, ours)
    click.echo(json.dumps(_rounded(found), indent=1))


def _first_rows(market: Market) -> date:
    return market.first + timedelta(days=int(market.row_days[0]))


def _product(market: Market, period: Period) -> dict[str, float]:
    """A cold run of the product profile: all tests of quality and pegs, limits, band."""
    history = History(market, load_parameters())
    start, cpu = time.perf_counter(), time.process_time()
    history.outcome(period, history.parameters.rules_of("product"), Costs())
    return {"product_cold_s": time.perf_counter() - start, "product_cold_cpu_s": time.process_time() - cpu}


def _sweep(history: History, period: Period, sets: int, workers: int) -> dict[str, Any]:
    """Different caps and thresholds of the product profile: whole runs, decisions and costs included."""
    asked: list[dict[str, int | float | bool]] = [
        {"weight_cap_ppm": 150_000 + 4_000 * number, "bull_at": 50_000_000 + 50_000 * number} for number in range(sets)
    ]
    sweep = Sweep(history, "product", period, Costs(), period.looks[len(period.looks) // 2], hold=False)
    with TemporaryDirectory() as folder:
        start, before = time.perf_counter(), _cpu_of_children()
        swept(sweep, asked, Path(folder) / "sweep.jsonl", workers)
        seconds, cpu = time.perf_counter() - start, _cpu_of_children() - before
    means = "product profile, decisions and NAV of each set, the shared survey included"
    return {"sets": sets, "sets_s": seconds, "sets_cpu_s": cpu, "sets_workers": workers, "sets_means": means}


def _same_work(history: History, period: Period, rules: Rules) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Daily prices of all that is ever a target, and targets on the days they are traded."""
    walked = history.outcome(period, rules, FREE).walked
    volatile = np.flatnonzero(~walked.listed.stable & (walked.listed.columns >= 0) & walked.weights.any(axis=0))
    columns = walked.listed.columns[volatile]
    positions = np.array([history.marks.position(look) + LAG - 1 for look in period.looks])
    days = slice(int(positions[0]), int(positions[-1]) + 1)
    dates = pd.date_range("2000-01-01", periods=days.stop - days.start)  # which days they are does not matter
    names = [f"a{column}" for column in columns]
    # bt and vectorbt cannot hold what has no price yet; nobody wants it then either
    prices = np.where(history.marks.prices[days, columns] > 0, history.marks.prices[days, columns], 1.0)
    weights = walked.weights[:, volatile] / 1e6 * (history.marks.prices[positions][:, columns] > 0)
    return pd.DataFrame(prices, dates, names), pd.DataFrame(weights, dates[positions - positions[0]], names)


def _bt(prices: pd.DataFrame, targets: pd.DataFrame, ours: Floats) -> dict[str, Any]:
    import bt

    def run() -> Any:
        strategy = bt.Strategy("targets", [bt.algos.WeighTarget(targets), bt.algos.Rebalance()])
        test = bt.Backtest(strategy, prices, integer_positions=False, progress_bar=False)
        test.run()
        return test.strategy.prices

    start = time.perf_counter()
    nav = run().reindex(prices.index).to_numpy()
    first = time.perf_counter() - start
    again = _best(run, PEER_RUNS - 1)
    return {"first_s": first, "again_s": again, "sets_s_extrapolated": again * 200, **_apart(nav, ours)}


def _vectorbt(interpreter: Path, prices: pd.DataFrame, targets: pd.DataFrame, ours: Floats) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        work, nav = Path(folder) / "work.npz", Path(folder) / "nav.npy"
        days = prices.index.get_indexer(targets.index)
        np.savez(work, prices=prices.to_numpy(), targets=targets.to_numpy(), days=days)
        command = [str(interpreter), str(_VECTORBT), str(work), str(nav), str(PEER_RUNS)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return {**json.loads(done.stdout), **_apart(np.load(nav), ours)}


def _apart(nav: Floats, ours: Floats) -> dict[str, float]:
    return {"largest_difference_of_nav": float(np.abs(nav / nav[0] / ours - 1).max())}


def _best(run: Callable[[], Any], times: int) -> float:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _cpu(run: Callable[[], Any]) -> float:
    """Seconds of one core: what a busy machine does not lengthen."""
    start = time.process_time()
    run()
    return time.process_time() - start


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return float(f"{value:.3g}") if isinstance(value, float) else value


if __name__ == "__main__":
    cli()
