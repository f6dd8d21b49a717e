"""`keepers backtest`: what the rules would have done, what they cost, and how much of it was luck."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from keepers.backtest import SPLIT, History, Record, Study, costs_of, studied
from keepers.backtest.agreement import Agreement, agreement
from keepers.backtest.placebo import DRAWS, SEED
from keepers.backtest.record import Part, Statistics
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid
from keepers.parameters import DEFAULT_FILE, load_parameters
from keepers.snapshot import Market, SnapshotStore
from keepers.sources import NAMES, open_source

__all__ = ["command"]

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "backtest",
    epilog="Example: python -m keepers backtest --source files --path market --profile reference --from 2015-06-01",
)
@click.option("--source", type=click.Choice(NAMES), default="synthetic", show_default=True)
@click.option("--path", type=click.Path(path_type=Path), help="Folder of daily and weekly files, for files.")
@click.option("--seed", type=int, help="Seed of the synthetic market.")
@click.option("--profile", default="product", show_default=True, help="product or reference.")
@click.option("--from", "first", type=_DAY, help="First look; default: 30 days after the market begins.")
@click.option("--to", "last", type=_DAY, help="Last look; default: the last Monday of the market.")
@click.option("--split", type=_DAY, default=SPLIT.isoformat(), show_default=True, help="Training before, test after.")
@click.option("--cost-bps", type=click.FloatRange(0, 500), default=40.0, show_default=True, help="Of traded notional.")
@click.option("--impact-bps", type=click.FloatRange(0), default=0.0, help="More, for a trade of a day's volume.")
@click.option("--fund-usd", type=click.FloatRange(0), default=0.0, help="Size of the fund, for the impact.")
@click.option("--stable-yield", type=float, default=0.0, help="On stable assets, a year: 0.04 is 4 %.")
@click.option("--draws", type=click.IntRange(2_000), default=DRAWS, show_default=True, help="Of the placebo.")
@click.option("--placebo-seed", type=int, default=SEED, show_default=True)
@click.option("--parameters", type=click.Path(path_type=Path), default=DEFAULT_FILE, show_default="released")
@click.option("--against", type=click.Path(path_type=Path), help="A keeper's store: compare its decisions instead.")
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
    costs = costs_of(
        loaded,
        profile,
        trade_bps=cost_bps,
        impact_bps=impact_bps,
        fund_usd=fund_usd,
        stable_yield=stable_yield,
    )
    study = studied(history, profile, period, costs, split.date(), draws, placebo_seed)
    if as_json:
        click.echo(study.record.model_dump_json(indent=1))
    else:
        _print(study)


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


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _print(study: Study) -> None:
    record = study.record
    console.print(f"{record.source}, profile {record.profile}, {record.assumptions.trade_bps:g} bps of traded notional")
    _print_part("test", record.test)
    if record.training:
        _print_part("training", record.training)
        console.print(record.training_sentence)
    _print_robustness(record)
    console.print(record.sentence)


def _print_part(name: str, part: Part) -> None:
    table = grid(
        f"{name}, {part.first} to {part.last}", "", "a year>", "worst fall>", "volatility>", "sharpe>", "cost>"
    )
    for label in ("gauge", "hold", "index", "top_10", "bitcoin", "stable"):
        found: Statistics = getattr(part, label)
        table.add_row(
            label.replace("_", " "),
            _percent(found.cagr),
            _percent(found.max_drawdown),
            _percent(found.volatility),
            "-" if found.sharpe is None else f"{found.sharpe:.2f}",
            _percent(found.cost_per_year),
        )
    console.print(table)
    console.print(
        f"{part.gauge.switches_per_year:.1f} switches a year, {part.gauge.time_in_market:.0%} in the market"
        + (f"; placebo p {part.placebo.p:.2f}, of the fall {part.placebo.p_fall:.2f}" if part.placebo else "")
    )


def _print_robustness(record: Record) -> None:
    table = grid("test, looked at on another weekday", "", "a year>", "worst fall>", "hold a year>")
    for day in record.weekdays:
        table.add_row(day.weekday, _percent(day.cagr), _percent(day.max_drawdown), _percent(day.hold_cagr))
    console.print(table)
    table = grid("test, at another cost", "bps>", "a year>", "worst fall>", "hold a year>")
    for row in record.costs:
        table.add_row(f"{row.trade_bps:g}", _percent(row.cagr), _percent(row.max_drawdown), _percent(row.hold_cagr))
    console.print(table)


def _percent(share: float) -> str:
    return f"{share:.1%}"
