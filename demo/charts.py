"""Two pictures of a run: chart.png (share against hold, regimes, gauge) and treemap.png (holdings of the last bull day)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # before pyplot: there may be no screen

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import squarify
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from demo.summary import Holding, Summary, Week

__all__ = ["draw_chart", "draw_treemap"]

INK, QUIET, PAPER = "#1b1f24", "#6b7280", "#ffffff"
SHARE, HOLD = "#0b5fff", "#8a8f98"
BULL, BEAR = "#d7f0df", "#fbdcdc"
BULL_AT, BEAR_AT = 55, 45
# Weekly change of an asset: red, grey, green, as the eye of a trader expects it.
CHANGES = LinearSegmentedColormap.from_list("changes", ["#b3261e", "#6f7680", "#16794a"])
CHANGE_LIMIT = 20.0  # per cent, where the colours end

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
        share = [100 * week.share_usd / weeks[0].share_usd for week in weeks]
        hold = [100 * week.hold / weeks[0].hold for week in weeks]
        upper.plot(days, hold, color=HOLD, linewidth=1.8, linestyle=(0, (4, 2)), label="hold: no gauge, no costs")
        upper.plot(days, share, color=SHARE, linewidth=2.4, label="Global 100: NAV per share, all costs paid")
        _name_ends(upper, days[-1], [(share[-1], SHARE), (hold[-1], HOLD)])
        _mark_people(upper, summary, days, share)
        upper.set_ylabel("value, first week = 100")
        upper.grid(axis="y", color="#e6e8ec", linewidth=0.8)
        upper.set_axisbelow(True)
        handles, _ = upper.get_legend_handles_labels()
        handles += [Patch(color=BULL, label="bull: the hundred"), Patch(color=BEAR, label="bear: stable assets")]
        upper.legend(handles=handles, loc="best", frameon=True, framealpha=0.92, edgecolor="none", fontsize=10)

        lower.plot(days, [week.gauge for week in weeks], color=INK, linewidth=1.8, marker="o", markersize=3)
        for level, words in ((BULL_AT, "bull at 55"), (BEAR_AT, "bear at 45")):
            lower.axhline(level, color=QUIET, linewidth=0.9, linestyle=":")
            lower.annotate(
                words,
                (1.005, level),
                xycoords=("axes fraction", "data"),
                fontsize=9,
                color=QUIET,
                va="bottom" if level == BULL_AT else "top",
            )
        lower.set_ylim(0, 100)
        lower.set_ylabel("gauge, points")
        locator = mdates.AutoDateLocator(minticks=5, maxticks=10)
        lower.xaxis.set_major_locator(locator)
        lower.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        lower.set_xlim(_number(days[0]), _number(days[-1]) + (_number(days[-1]) - _number(days[0])) * 0.05)

        figure.suptitle(f"Global 100 on a local chain - {_market(summary)}", x=0.01, ha="left", fontsize=15, weight="bold")
        figure.supxlabel(
            f"{len(weeks)} weekly decisions, {weeks[0].day} to {weeks[-1].day}, profile {summary.profile}. The gauge "
            "limits falls; it is not shown to add return.",
            x=0.01,
            ha="left",
            fontsize=9.5,
            color=QUIET,
        )
        figure.savefig(path, facecolor=PAPER)
        plt.close(figure)


def draw_treemap(summary: Summary, path: Path) -> bool:
    """Area is weight, colour the change of the week before. Nothing is drawn, and False returned, without a bull week."""
    if summary.peak_day is None or not summary.peak:
        return False
    holdings = sorted(summary.peak, key=lambda item: -item.ppm)
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
        bar.outline.set_visible(False)  # type: ignore[operator]
        bar.set_ticks([-CHANGE_LIMIT, 0, CHANGE_LIMIT])
        bar.ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:+.0f} %"))
        bar.ax.tick_params(length=0, labelsize=9.5)
        figure.text(0.692, 0.038, "price, one week", fontsize=10.5, color=QUIET, ha="right", va="center")
        figure.savefig(path, facecolor=PAPER)
        plt.close(figure)
    return True


def _tile(axes: Axes, item: Holding, box: dict[str, float], norm: Normalize) -> None:
    x, y, dx, dy = box["x"], box["y"], box["dx"], box["dy"]
    axes.add_patch(Rectangle((x, y), dx, dy, facecolor=CHANGES(norm(item.week_change)), edgecolor=PAPER, linewidth=1.2))
    share = f"{item.ppm / 10_000:.2f} %" if item.ppm < 100_000 else f"{item.ppm / 10_000:.1f} %"
    # A letter is about 0.62 of its size wide; one point is 1.39 units of this picture.
    fit = min(dx / (0.72 * 1.39 * max(len(item.symbol), 3)), dy / (1.39 * 1.5), 34)
    if fit < 4.5:
        return
    with_share = dy > 1.39 * (fit + max(fit * 0.62, 6)) * 1.35 and dx > 1.39 * 0.62 * len(share) * max(fit * 0.62, 6)
    middle_x, middle_y = x + dx / 2, y + dy / 2
    if with_share and fit >= 7:
        axes.text(middle_x, middle_y, item.symbol, fontsize=fit, color=PAPER, weight="bold", ha="center", va="bottom")
        small = max(fit * 0.62, 6)
        axes.text(middle_x, middle_y + 1.39 * small * 0.25, share, fontsize=small, color=PAPER, ha="center", va="top")
    else:
        axes.text(middle_x, middle_y, item.symbol, fontsize=fit, color=PAPER, weight="bold", ha="center", va="center")


def _bands(axes: Axes, weeks: Sequence[Week]) -> None:
    start = 0
    for place in range(1, len(weeks) + 1):
        if place == len(weeks) or weeks[place].regime != weeks[start].regime:
            end = weeks[min(place, len(weeks) - 1)]
            colour = BULL if weeks[start].regime == "bull" else BEAR
            axes.axvspan(_number(_day(weeks[start])), _number(_day(end)), color=colour, linewidth=0, zorder=0)
            start = place


def _mark_people(axes: Axes, summary: Summary, days: Sequence[datetime], share: Sequence[float]) -> None:
    for leaver in summary.exits:
        place = leaver.week - 1
        axes.plot(days[place], share[place], marker="o", markersize=6, color=INK, zorder=5)
        words = "sells to USDC" if leaver.kind == "usdc" else f"leaves in kind: {leaver.assets} assets"
        axes.annotate(
            f"{leaver.who} {words}",
            (_number(days[place]), share[place]),
            xytext=(0, -30),
            textcoords="offset points",
            ha="center",
            fontsize=9.5,
            arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.8},
        )


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
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]
