"""A backtest on the terminal: tables for people."""

from __future__ import annotations

from keepers.backtest.record import SENTENCE, Part, Record, Statistics
from keepers.backtest.sweep import Line, Measured, Sweep
from keepers.commands.output import console, emit_json, grid, print_lines

__all__ = ["print_study", "print_sweep"]


def print_study(record: Record) -> None:
    """Test and training, then what tells luck from skill."""
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


def print_sweep(sweep: Sweep, lines: list[Line], as_json: bool) -> None:
    """One row a set: the test part alone; what the training part did is in the results, and never what to expect."""
    if as_json:
        emit_json({"profile": sweep.profile, "sets": [line.model_dump() for line in lines]})
        return
    columns = ("a year>", "worst fall>", "turnover>", "cost>", "switches>", "names>", "hold>", "tracking>", "set")
    table = grid(f"test from {sweep.split}, profile {sweep.profile}", *columns)
    for line in lines:
        name = ", ".join(f"{name} {value}" for name, value in line.changes.items()) or "the rules as they are"
        cells = _cells(line.test) if line.test else ("-",) * 8
        table.add_row(*cells, name if line.test else f"{name}: {line.error}")
    print_lines(table)
    console.print(SENTENCE)


def _cells(found: Measured) -> tuple[str, ...]:
    return (
        _percent(found.cagr),
        _percent(found.max_drawdown),
        f"{found.turnover_per_year:.2f}",
        _percent(found.cost_per_year),
        f"{found.switches_per_year:.1f}",
        f"{found.names:.0f}",
        "-" if found.hold_cagr is None else _percent(found.hold_cagr),
        "-" if found.tracking_error is None else _percent(found.tracking_error),
    )
