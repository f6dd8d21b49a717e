"""Two pictures: chart.png (share against hold, regimes, gauge) and treemap.png (holdings of the last bull day)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # before pyplot: there may be no screen

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import squarify
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch, Rectangle
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from demo.summary import Holding, Summary, Week

__all__ = ["draw_chart", "draw_treemap"]

INK, QUIET, PAPER = "#1b1f24", "#6b7280", "#ffffff"
SHARE, HOLD = "#0b5fff", "#8a8f98"
BULL, BEAR = "#d7f0df", "#fbdcdc"
BULL_AT, BEAR_AT = 55, 45
# Weekly change of an asset: red, grey, green, as the eye of a trader expects it.
CHANGES = LinearSegmentedColormap.from_list("changes", ["#b3261e", "#6f7680", "#16794a"])
CHANGE_LIMIT = 10.0  # per cent, where the colours end
UNITS_A_POINT = 1.42  # units of the treemap in a point of type: 1,400 across 13.7 inches
EXIT_ROWS = (0.095, 0.035, 0.155)  # parts of the axis' height, the row tried first at first
EXIT_GAP = 2.0  # pixels between the labels of two exits
LONG_WEEKS = 12  # from here on the axis names months, not Mondays
LARGEST_TYPE, SMALLEST_TYPE = 34.0, 4.5  # points

WAYS_OUT = {
    "usdc": "sells to USDC at once",
    "request": "gets the rest a day later",
    "in kind": "leaves in kind, {assets} assets",
}

STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "axes.edgecolor": "#c9ced6",
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
}


def draw_chart(summary: Summary, path: Path) -> None:
    """NAV per share against the same index without the gauge, the gauge below, regimes behind both."""
    weeks = summary.weeks
    days = [_day(week) for week in weeks]
    with plt.rc_context(STYLE):
        figure, (upper, lower) = plt.subplots(
            2, 1, figsize=(12, 7.6), sharex=True, height_ratios=[2.4, 1], layout="constrained", dpi=130
        )
        _bands(upper, weeks)
        _bands(lower, weeks)
        share, hold = [100 * week.share_usd for week in weeks], [100 * week.hold for week in weeks]
        upper.plot(days, hold, color=HOLD, linewidth=1.8, linestyle=(0, (4, 2)), label="hold: no gauge, no costs")
        upper.plot(days, share, color=SHARE, linewidth=2.4, label="Global 100: NAV per share, costs and fees paid")
        low, high = min(*share, *hold), max(*share, *hold)
        upper.set_ylim(low - 0.22 * (high - low), high + 0.06 * (high - low))
        _name_ends(upper, days[-1], [(share[-1], SHARE), (hold[-1], HOLD)])
        upper.set_ylabel("worth of 100 USD put in first")
        upper.grid(axis="y", color="#e6e8ec", linewidth=0.8)
        upper.set_axisbelow(True)
        handles, _ = upper.get_legend_handles_labels()
        handles += [Patch(color=BULL, label="bull: the hundred"), Patch(color=BEAR, label="bear: stable assets")]
        upper.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(-0.005, 1.0), ncols=4, frameon=False, fontsize=10
        )

        lower.plot(days, [week.gauge for week in weeks], color=INK, linewidth=1.8, marker="o", markersize=3)
        for level, words in ((BULL_AT, "bull at 55"), (BEAR_AT, "bear at 45")):
            lower.axhline(level, color=QUIET, linewidth=0.9, linestyle=":")
            above = level == BULL_AT
            lower.annotate(
                words,
                (_number(days[-1]), level),
                xytext=(6, 3 if above else -3),
                textcoords="offset points",
                fontsize=9,
                color=QUIET,
                va="bottom" if above else "top",
            )
        lower.set_ylim(0, 100)
        lower.set_ylabel("gauge, points")
        long = len(weeks) > LONG_WEEKS
        lower.xaxis.set_major_locator(mdates.MonthLocator() if long else mdates.WeekdayLocator(mdates.MO))
        lower.xaxis.set_major_formatter(mdates.DateFormatter("%b\n%Y" if long else "%d %b\n%Y"))
        lower.set_xlim(_number(days[0]), _number(days[-1]) + (_number(days[-1]) - _number(days[0])) * 0.075)

        figure.suptitle(
            f"Global 100 on a local chain - {_market(summary)}", x=0.01, ha="left", fontsize=15, weight="bold"
        )
        figure.supxlabel(
            f"{len(weeks)} weekly decisions, {weeks[0].day} to {weeks[-1].day}, profile {summary.profile}. The gauge "
            "limits falls; it is not shown to add return.",
            x=0.01,
            ha="left",
            fontsize=9.5,
            color=QUIET,
        )
        _mark_exits(upper, summary, days, share)
        figure.savefig(path, facecolor=PAPER)
        plt.close(figure)


def draw_treemap(summary: Summary, path: Path) -> bool:
    """Area is weight, colour the change of the week before. Without a bull week: nothing is drawn, False."""
    if summary.peak_day is None or not summary.peak:
        return False
    # What is left of a sale, less than a millionth, has no area.
    holdings = sorted((item for item in summary.peak if item.ppm), key=lambda item: -item.ppm)
    norm = Normalize(-CHANGE_LIMIT, CHANGE_LIMIT)
    with plt.rc_context(STYLE):
        figure = plt.figure(figsize=(14, 8.6), dpi=130)
        axes = figure.add_axes((0.012, 0.075, 0.976, 0.845))
        width, height = 1400.0, 726.0
        sizes = squarify.normalize_sizes([item.ppm for item in holdings], width, height)
        for item, box in zip(holdings, squarify.squarify(sizes, 0, 0, width, height), strict=True):
            _tile(axes, item, box, norm)
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)  # the largest in the upper left
        axes.axis("off")
        total = sum(item.value_usd for item in holdings)
        title = f"What the index held on {summary.peak_day}: {len(holdings)} positions, {total:,.0f} USD"
        figure.text(0.012, 0.945, title, fontsize=16, weight="bold", ha="left", va="bottom")
        figure.text(0.988, 0.945, _market(summary), fontsize=12, color=QUIET, ha="right", va="bottom")
        figure.text(0.012, 0.028, "area: weight in the fund", fontsize=10.5, color=QUIET, ha="left", va="center")
        scale = figure.add_axes((0.70, 0.03, 0.2, 0.018))
        bar = figure.colorbar(plt.cm.ScalarMappable(norm, CHANGES), cax=scale, orientation="horizontal")
        bar.outline.set_visible(False)
        ends = f"{CHANGE_LIMIT:.0f} %"
        bar.set_ticks([-CHANGE_LIMIT, 0, CHANGE_LIMIT], labels=[f"-{ends}", "0", f"+{ends}"])
        bar.ax.tick_params(length=0, labelsize=9.5)
        figure.text(0.692, 0.038, "price, one week", fontsize=10.5, color=QUIET, ha="right", va="center")
        figure.savefig(path, facecolor=PAPER)
        plt.close(figure)
    return True


def _tile(axes: Axes, item: Holding, box: dict[str, float], norm: Normalize) -> None:
    x, y, dx, dy = box["x"], box["y"], box["dx"], box["dy"]
    axes.add_patch(Rectangle((x, y), dx, dy, facecolor=CHANGES(norm(item.week_change)), edgecolor=PAPER, linewidth=1.2))
    share = f"{item.ppm / 10_000:.{1 if item.ppm >= 100_000 else 2}f} %"
    middle_x, middle_y = x + dx / 2, y + dy / 2
    # Two lines where both stay legible, else the symbol alone, else nothing.
    two = min(0.86 * dx / _width(item.symbol), 0.44 * dy / UNITS_A_POINT, LARGEST_TYPE)
    small = min(0.6 * two, 0.86 * dx / _width(share))
    style: dict[str, Any] = {"color": PAPER, "weight": "bold", "ha": "center"}
    if two >= 8 and small >= 5.5:
        above, below = 0.6 * small * UNITS_A_POINT, 0.6 * two * UNITS_A_POINT
        axes.text(middle_x, middle_y - above, item.symbol, fontsize=two, va="center_baseline", **style)
        style["weight"] = "normal"
        axes.text(middle_x, middle_y + below, share, fontsize=small, va="center_baseline", **style)
        return
    one = min(0.86 * dx / _width(item.symbol), 0.62 * dy / UNITS_A_POINT, LARGEST_TYPE)
    if one >= SMALLEST_TYPE:
        axes.text(middle_x, middle_y, item.symbol, fontsize=one, va="center_baseline", **style)


@cache
def _width(text: str) -> float:
    """Units of the treemap that a bold text of one point is wide."""
    path = TextPath((0, 0), text, size=1, prop=FontProperties(family="DejaVu Sans", weight="bold"))
    return float(path.get_extents().width) * UNITS_A_POINT


def _bands(axes: Axes, weeks: Sequence[Week]) -> None:
    start = 0
    for place in range(1, len(weeks) + 1):
        if place == len(weeks) or weeks[place].regime != weeks[start].regime:
            end = weeks[min(place, len(weeks) - 1)]
            colour = BULL if weeks[start].regime == "bull" else BEAR
            axes.axvspan(_number(_day(weeks[start])), _number(_day(end)), color=colour, linewidth=0, zorder=0)
            start = place


def _mark_exits(axes: Axes, summary: Summary, days: Sequence[datetime], share: Sequence[float]) -> None:
    """A dot on the line, and the words in the strip below all lines, each in the first row where it covers no others.

    Call it last: what covers what is measured on the finished layout.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    low, high = axes.get_ylim()
    taken: list[Bbox] = []
    for leaver in summary.exits:
        place = leaver.week - 1
        day, words = _number(days[place]), WAYS_OUT[leaver.kind].format(assets=leaver.assets)
        note = axes.annotate(
            f"{leaver.who} {words}",
            (day, low),
            ha="left" if place < 0.7 * len(days) else "right",
            va="center",
            fontsize=9.5,
            zorder=6,
            bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.9},
        )
        for at in (low + part * (high - low) for part in EXIT_ROWS):
            note.set_y(at)
            box = note.get_window_extent().padded(EXIT_GAP)
            if not any(box.overlaps(other) for other in taken):
                break
        taken.append(box)
        axes.plot(day, share[place], marker="o", markersize=6, color=INK, zorder=5)
        axes.vlines(day, at, share[place], color=QUIET, linewidth=0.9, linestyle=":", zorder=4)


def _name_ends(axes: Axes, day: datetime, ends: Sequence[tuple[float, str]]) -> None:
    low, high = axes.get_ylim()
    gap = (high - low) * 0.045
    places = sorted(ends)
    shown: list[float] = []
    for value, colour in places:
        at = max(value, shown[-1] + gap) if shown else value
        shown.append(at)
        axes.annotate(
            f"{value:.1f}",
            (_number(day), at),
            xytext=(6, 0),
            textcoords="offset points",
            color=colour,
            weight="bold",
            va="center",
            fontsize=11,
        )


def _market(summary: Summary) -> str:
    return "SYNTHETIC market, no prices of this world" if summary.synthetic else f"real history, {summary.label}"


def _day(week: Week) -> datetime:
    return datetime.combine(date.fromisoformat(week.day), datetime.min.time())


def _number(day: datetime) -> float:
    return float(mdates.date2num(day))
