"""`keepers backtest`: what the rules would have done, what they cost, and how much of it was luck."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from keepers.backtest import SPLIT, History, costs_of, studied
from keepers.backtest.agreement import Agreement, agreement
from keepers.backtest.placebo import DRAWS, SEED
from keepers.backtest.sweep import Line, Sweep, SweepFile, load_sweep, swept
from keepers.commands.market_options import DAY, json_option
from keepers.commands.output import emit_json
from keepers.commands.study_tables import print_study, print_sweep
from keepers.errors import ConfigError, DateOutOfRange
from keepers.parameters import DEFAULT_FILE, load_parameters
from keepers.snapshot import Market, SnapshotStore
from keepers.sources import NAMES, open_source

__all__ = ["command"]


@click.command(
    "backtest",
    epilog="Example: python -m keepers backtest --source files --path market --profile reference --from 2015-06-01",
)
@click.option("--source", type=click.Choice(NAMES), default="synthetic", show_default=True)
@click.option("--path", type=click.Path(path_type=Path), help="Folder of daily and weekly files, for files.")
@click.option("--seed", type=int, help="Seed of the synthetic market.")
@click.option("--profile", default="product", show_default=True, help="product or reference.")
@click.option("--from", "first", type=DAY, help="First look; default: 30 days after the market begins.")
@click.option("--to", "last", type=DAY, help="Last look; default: the last Monday of the market.")
@click.option("--split", type=DAY, default=SPLIT.isoformat(), show_default=True, help="Training before, test after.")
@click.option("--cost-bps", type=click.FloatRange(0, 500), default=40.0, show_default=True, help="Of traded notional.")
@click.option("--impact-bps", type=click.FloatRange(0), default=0.0, help="More, at a day's volume; with --fund-usd.")
@click.option("--fund-usd", type=click.FloatRange(0), default=0.0, help="Size of the fund, for the impact.")
@click.option("--stable-yield", type=click.FloatRange(-0.5, 1), default=0.0, help="A year: 0.04 is 4 %.")
@click.option("--draws", type=click.IntRange(2_000), default=DRAWS, show_default=True, help="Of the placebo.")
@click.option("--placebo-seed", type=int, default=SEED, show_default=True)
@click.option("--parameters", type=click.Path(path_type=Path), default=DEFAULT_FILE, show_default="released")
@click.option("--against", type=click.Path(path_type=Path), help="A keeper's store: compare its decisions instead.")
@click.option("--sweep", "sweep_file", type=click.Path(path_type=Path), help="YAML file of parameter sets to try.")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="all cores")
@click.option("--folder", type=click.Path(path_type=Path), help="Write report.html, report.json, trades.csv there.")
@click.option("--at", type=DAY, help="Day of the report's treemap; default: the last with anything volatile.")
@json_option
def command(
    source: str,
    path: Path | None,
    seed: int | None,
    profile: str,
    first: datetime | None,
    last: datetime | None,
    split: datetime,
    cost_bps: float,
    impact_bps: float,
    fund_usd: float,
    stable_yield: float,
    draws: int,
    placebo_seed: int,
    parameters: Path,
    against: Path | None,
    sweep_file: Path | None,
    workers: int,
    folder: Path | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    """What the rules would have done, what they cost, and how much of it was luck.

    Decisions come from the code that decides live. Training and test are told apart, and beside the result stand the
    index without the gauge, a placebo, the other weekdays and other costs. With --against STORE the decisions that a
    keeper made are compared with those of a backtest, byte for byte; ends with 1 if one is not the same.
    """
    market = Market.load(open_source(source, path, seed))
    loaded = load_parameters(parameters)
    loaded.rules_of(profile)
    history = History(market, loaded)
    if against is not None:
        _compare(agreement(history, SnapshotStore(against)), as_json)
        return
    period = history.period(_day(first) or history.earliest, _day(last))
    if split.date() >= period.looks[-1]:
        raise DateOutOfRange(
            f"backtest: the test part begins with --split {split.date()}, the last look is on {period.looks[-1]}; "
            "choose an earlier day"
        )
    if impact_bps and not fund_usd:
        raise ConfigError(f"backtest: --impact-bps {impact_bps:g} hangs on the size of the fund; add --fund-usd")
    costs = costs_of(
        loaded,
        profile,
        trade_bps=cost_bps,
        impact_bps=impact_bps,
        fund_usd=fund_usd,
        stable_yield=stable_yield,
    )
    if sweep_file is not None:
        asked = load_sweep(sweep_file)
        sweep = Sweep(history, profile, period, costs, split.date(), asked.hold)
        lines = _run_sweep(sweep, asked, (folder or Path(".local")) / "sweep.jsonl", workers)
        print_sweep(sweep, lines, as_json)
        return
    study = studied(history, profile, period, costs, split.date(), draws, placebo_seed)
    if folder is not None:
        from keepers.backtest.report import write_report  # pictures need a second to load

        html = write_report(study, split.date(), folder, _day(at))
        click.echo(f"wrote {html}", err=True)
    if as_json:
        click.echo(study.record.model_dump_json(indent=1))
    else:
        print_study(study.record)


def _compare(found: list[Agreement], as_json: bool) -> None:
    differing = [one.epoch for one in found if not one.agrees]
    if as_json:
        emit_json({"epochs": len(found), "agree": len(found) - len(differing), "differing": differing})
    else:
        click.echo(f"{len(found) - len(differing)} of {len(found)} decisions are the same, byte for byte")
        for epoch in differing:
            click.echo(f"  epoch {epoch} DIFFERS")
    if differing:
        raise SystemExit(1)


def _run_sweep(sweep: Sweep, asked: SweepFile, results: Path, workers: int) -> list[Line]:
    """With a bar on the terminal, which is not what is printed."""
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("parameter sets", total=len(asked.sets()))
        return swept(
            sweep, asked.sets(), results, workers, lambda done, total: bar.update(task, completed=done, total=total)
        )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
