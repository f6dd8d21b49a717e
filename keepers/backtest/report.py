"""The report of a study as files: report.html for people, report.json (and its schema) for programs, trades.csv."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

from keepers.backtest import charts
from keepers.backtest.page import Picture, page
from keepers.backtest.record import Part, Record
from keepers.backtest.robustness import span_from
from keepers.backtest.statistics import Span
from keepers.backtest.study import Study
from keepers.errors import ConfigError

__all__ = ["write_report", "write_trades"]


def write_report(study: Study, split: date, folder: Path, at: date | None = None) -> Path:
    """Write all files into a folder, which is created; returns the page. `at`: the day of the treemap.

    Raises ConfigError if nothing volatile was held at the last look up to `at`, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"report: folder {folder} cannot be made ({error.strerror}); choose another one") from None
    span = span_from(study.period, split)
    record = study.record
    test = [*_pictures(study, span, record.test), _treemap(study, at)]
    training = _pictures(study, Span(0, span.first), record.training) if record.training else []
    (folder / "report.json").write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    schema = json.dumps(Record.model_json_schema(), indent=1)
    (folder / "report.schema.json").write_text(schema + "\n", encoding="utf-8")
    write_trades(study, folder / "trades.csv")
    html = folder / "report.html"
    html.write_text(page(record, test, training), encoding="utf-8")
    return html


def write_trades(study: Study, path: Path) -> None:
    """One line a trade of the run with the gauge: notional and cost are shares of the NAV before it."""
    first_day, assets = study.gauge.seen.panel.first_day, study.gauge.seen.panel.assets
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("day", "asset", "side", "notional", "cost"))
        for trade in study.gauge.run.trades or ():
            day = date.fromordinal(first_day + trade.position).isoformat()
            for column, notional, rate in zip(trade.columns, trade.notional, trade.rates, strict=True):
                side = "buy" if notional > 0 else "sell"
                lines.writerow((day, assets[column], side, f"{abs(notional):.9f}", f"{abs(notional) * rate:.9f}"))


def _pictures(study: Study, span: Span, part: Part) -> list[Picture]:
    return [
        (
            "Net asset value",
            "Worth of 100 put in at the start, log scale: with the gauge, held without it, and bitcoin. Green: bull; "
            "red: bear.",
            charts.nav(study, span),
        ),
        ("Fall from the peak", "How far each path lies below its highest point so far.", charts.falls(study, span)),
        ("The gauge", "0 to 100 points at each weekly look; dotted: the thresholds.", charts.gauge(study, span)),
        (
            "Weights",
            "Targets after each look: the largest names, all others, stable assets.",
            charts.weights(study, span),
        ),
        ("Turnover", "Traded at each look as a share of NAV; a full switch is 100 %.", charts.turnover(study, span)),
        ("Years", "Return of each calendar year; a bar twice as high is twice the money.", charts.years(part)),
    ]


def _treemap(study: Study, at: date | None) -> Picture:
    """The last look, up to a day, with something volatile."""
    looks = study.period.looks
    volatile = study.gauge.walked.weights[:, ~study.gauge.walked.listed.stable].any(axis=1)
    wanted = [place for place, look in enumerate(looks) if volatile[place] and (at is None or look <= at)]
    if not wanted:
        raise ConfigError(f"report: nothing volatile was held up to {at or looks[-1]}; choose a later --at")
    look = wanted[-1]
    count = int((study.gauge.walked.weights[look][~study.gauge.walked.listed.stable] > 0).sum())
    return (
        f"Targets on {looks[look]}",
        f"{count} names of the last bull look{f' up to {at}' if at else ''}; area is weight.",
        charts.treemap(study, look),
    )
