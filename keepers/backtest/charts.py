"""The pictures of a report, as PNG bytes: two across paper, one across a phone, with type to be read on both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import matplotlib
import numpy as np

matplotlib.use("Agg")  # before pyplot: there may be no screen

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import squarify
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, PercentFormatter

from keepers.backtest.engine import Run
from keepers.backtest.record import Part
from keepers.backtest.statistics import Span
from keepers.backtest.study import Study
from keepers.decide.inputs import Floats

__all__ = ["falls", "gauge", "nav", "treemap", "turnover", "weights", "years"]

INK, QUIET, PAPER, LINES = "#1b1f24", "#6b7280", "#ffffff", "#e6e8ec"
GAUGE, HOLD, BITCOIN = "#0b5fff", "#8a8f98", "#d97706"
BULL, BEAR = "#d7f0df", "#fbdcdc"
AREAS = ("#1f3b73", "#3f6fb5", "#79a6d9", "#5b8c5a", "#9cc48f", "#b08bbb", "#d9a5b3", "#caa472")
OTHERS, STABLE = "#b6bcc6", "#eef0f3"
_SHOWN = len(AREAS)
_UNIX_DAY = 719_163
_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 15,
    "axes.edgecolor": "#c9ced6",
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
}


@dataclass
class _Canvas:
    """A figure being drawn, and its bytes once it is done."""

    axes: Axes
    png: bytes = b""


@contextmanager
def _drawn(height: float = 4.6) -> Iterator[_Canvas]:
    with plt.rc_context(_STYLE):
        figure, axes = plt.subplots(figsize=(7.0, height), dpi=150, layout="constrained")
        canvas, into = _Canvas(axes), BytesIO()
        yield canvas
        # without the version of the library: the same study gives the same bytes
        figure.savefig(into, facecolor=PAPER, metadata={"Software": None})
        plt.close(figure)
        canvas.png = into.getvalue()


def nav(study: Study, span: Span) -> bytes:
    """NAV of the part on a log scale from 100, the index without the gauge, bitcoin; regimes behind."""
    with _drawn() as canvas:
        axes = canvas.axes
        _bands(axes, study, span)
        for run, colour, width, words in (
            (study.bitcoin, BITCOIN, 1.0, "bitcoin"),
            (study.hold.run, HOLD, 1.6, "hold"),
            (study.gauge.run, GAUGE, 2.2, "with the gauge"),
        ):
            values = 100 * _nav(run, span) / _nav(run, span)[0]
            axes.plot(_days(run, span), values, color=colour, linewidth=width, label=words)
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_ylabel("worth of 100, log scale")
        handles, _ = axes.get_legend_handles_labels()
        handles += [Patch(color=BULL, label="bull"), Patch(color=BEAR, label="bear")]
        _finish(axes, handles)
    return canvas.png


def falls(study: Study, span: Span) -> bytes:
    """How far below the peak of the part."""
    with _drawn() as canvas:
        axes = canvas.axes
        for run, colour, words in ((study.hold.run, HOLD, "hold"), (study.gauge.run, GAUGE, "with the gauge")):
            values = _nav(run, span)
            below = values / np.maximum.accumulate(values) - 1
            axes.fill_between(_days(run, span), below, color=colour, alpha=0.25, linewidth=0)
            axes.plot(_days(run, span), below, color=colour, linewidth=1.6, label=words)
        axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
        axes.set_ylabel("below the peak")
        _finish(axes)
    return canvas.png


def gauge(study: Study, span: Span) -> bytes:
    """The gauge at each look, and the thresholds."""
    rules = study.gauge.rules
    with _drawn() as canvas:
        axes = canvas.axes
        _bands(axes, study, span)
        looks = slice(span.first, span.last + 1)
        found = study.gauge.seen.gauges
        points = np.where(found.known, found.gauge / 1e6, np.nan)[looks]
        axes.plot([_number(look) for look in study.period.looks[looks]], points, color=INK, linewidth=1.4)
        for level in (rules.bull_at, rules.bear_at):
            axes.axhline(level / 1e6, color=QUIET, linewidth=1, linestyle=":")
        axes.set_ylim(0, 100)
        axes.set_yticks([0, rules.bear_at / 1e6, rules.bull_at / 1e6, 100])
        axes.set_ylabel("gauge, points")
        _finish(axes)
    return canvas.png


def weights(study: Study, span: Span) -> bytes:
    """Targets as a stacked area: the largest names, the others together, stable assets on top."""
    shares, names = _targets(study)
    shares = shares[span.first : span.last + 1]
    largest = np.argsort(-shares.mean(axis=0), kind="stable")[:_SHOWN]
    largest = largest[shares[:, largest].any(axis=0)]
    rows = [shares[:, column] for column in largest]
    rows.append(shares.sum(axis=1) - sum(rows))
    rows.append(1 - shares.sum(axis=1))
    labels = [*(names[column] for column in largest), "others", "stable"]
    with _drawn() as canvas:
        axes = canvas.axes
        days = [_number(look) for look in study.period.looks[span.first : span.last + 1]]
        colours = [*AREAS[: len(largest)], OTHERS, STABLE]
        # steps: targets hold until the next look changes them
        axes.stackplot(days, np.maximum(rows, 0), colors=colours, labels=labels, step="post", linewidth=0)
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
        axes.set_ylabel("target weights")
        handles, _ = axes.get_legend_handles_labels()
        _finish(axes, handles, columns=4)
    return canvas.png


def turnover(study: Study, span: Span) -> bytes:
    """What was traded at each look, as a share of NAV."""
    run, looks = study.gauge.run, slice(span.first + 1, span.last + 1)
    with _drawn(4.0) as canvas:
        axes = canvas.axes
        days = [_number(look) for look in study.period.looks[looks]]
        axes.bar(days, run.turnover[looks], width=6, color=GAUGE, linewidth=0)
        axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
        axes.set_ylabel("traded, of NAV")
        _finish(axes)
    return canvas.png


def years(part: Part) -> bytes:
    """Return of each year of a part, with and without the gauge; a bar twice as high is twice the money."""
    with _drawn(4.0) as canvas:
        axes = canvas.axes
        for offset, found, colour in ((-0.2, part.gauge, GAUGE), (0.2, part.hold, HOLD)):
            heights = list(found.years.values())
            axes.bar(np.arange(len(heights)) + offset, heights, 0.38, color=colour, linewidth=0, bottom=1)
        axes.axhline(1, color=INK, linewidth=1)
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value - 1:+,.0%}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_xticks(range(len(part.gauge.years)), [str(year) for year in part.gauge.years])
        axes.set_ylabel("return of the year")
        axes.grid(axis="y", color=LINES)
        handles = [Patch(color=GAUGE, label="with the gauge"), Patch(color=HOLD, label="hold")]
        axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=2, frameon=False, fontsize=14)
    return canvas.png


def treemap(study: Study, look: int) -> bytes:
    """The targets of one look: area is weight."""
    shares, names = _targets(study)
    held = [column for column in np.argsort(-shares[look], kind="stable") if shares[look, column] > 0]
    with _drawn() as canvas:
        axes = canvas.axes
        width, height = 700.0, 460.0
        sizes = squarify.normalize_sizes([shares[look, column] for column in held], width, height)
        for column, box in zip(held, squarify.squarify(sizes, 0, 0, width, height), strict=True):
            x, y, dx, dy = box["x"], box["y"], box["dx"], box["dy"]
            share = shares[look, column]
            colour = AREAS[0] if share >= 0.1 else AREAS[1] if share >= 0.01 else AREAS[2]
            axes.add_patch(Rectangle((x, y), dx, dy, facecolor=colour, edgecolor=PAPER, linewidth=1))
            size = min(1.15 * dx / max(len(names[column]), 3), 0.5 * dy, 34)
            if size >= 6:
                text = f"{names[column]}\n{share:.1%}" if size >= 12 and dy > 3.2 * size else names[column]
                axes.text(x + dx / 2, y + dy / 2, text, fontsize=0.8 * size, color=PAPER, ha="center", va="center")
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.axis("off")
    return canvas.png


def _targets(study: Study) -> tuple[Floats, list[str]]:
    """(L, V) shares of NAV of the volatile part of the book, and its names."""
    listed = study.gauge.walked.listed
    volatile = np.flatnonzero(~listed.stable & (listed.columns >= 0))
    names = [study.gauge.seen.panel.assets[column] for column in listed.columns[volatile]]
    return study.gauge.walked.weights[:, volatile] / 1e6, names


def _bands(axes: Axes, study: Study, span: Span) -> None:
    looks = study.period.looks
    bull = study.gauge.bull
    start = span.first
    for place in range(span.first + 1, span.last + 1):
        if place == span.last or bull[place] != bull[start]:
            colour = BULL if bull[start] else BEAR
            axes.axvspan(_number(looks[start]), _number(looks[place]), color=colour, linewidth=0, zorder=0)
            start = place


def _finish(axes: Axes, handles: Sequence[Any] | None = None, columns: int = 3) -> None:
    axes.grid(axis="y", color=LINES)
    axes.margins(x=0)
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=6))
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(axes.xaxis.get_major_locator(), show_offset=False))
    found = handles if handles is not None else axes.get_legend_handles_labels()[0]
    if found:
        place = {"loc": "lower left", "bbox_to_anchor": (-0.01, 1.0), "ncols": columns, "frameon": False}
        axes.legend(handles=found, fontsize=14, columnspacing=1.0, handlelength=1.0, handletextpad=0.5, **place)


def _nav(run: Run, span: Span) -> Floats:
    return run.nav[span.of(run)]


def _days(run: Run, span: Span) -> Floats:
    return run.days[span.of(run)].astype(np.float64) - _UNIX_DAY


def _number(day: date) -> float:
    return float(day.toordinal() - _UNIX_DAY)
