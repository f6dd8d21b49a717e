"""What the terminal shows: a progress bar, and a row for every week as it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from demo.summary import Summary, Week

__all__ = ["Terminal"]

USDC, USD = 10**6, 10**18
MINUTE = 60
COLUMNS = (
    ("week", 10),
    ("gauge", 6),
    ("regime", 7),
    ("held", 4),
    ("in", 4),
    ("out", 4),
    ("legs", 5),
    ("turnover", 9),
    ("slippage", 9),
    ("gas", 8),
    ("NAV USD", 12),
    ("share", 8),
)


class Terminal:
    """Rows go to the console above the bar, so that they stay. `quiet` prints nothing: --json wants a clean output."""

    def __init__(self, console: Console, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._progress: Progress | None = None
        self._unpriced: list[str] = []

    @contextmanager
    def weeks(self, count: int, title: str) -> Iterator[None]:
        """Show a bar of that many weeks while inside."""
        if self._quiet:
            yield
            return
        self.say(title, style="bold")
        self._row(*(Text(name, style="bold") for name, _ in COLUMNS))
        parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*parts, console=self._console, transient=True) as progress:
            self._progress = progress
            task = progress.add_task("weeks", total=count)
            try:
                yield
            finally:
                progress.remove_task(task)
                self._progress = None

    def week(self, week: Week) -> None:
        """One row, and below it what people did and what a person should look at."""
        if self._quiet:
            return
        regime = Text(week.regime, style="green" if week.regime == "bull" else "red")
        if week.switched:
            regime.stylize("bold reverse")
        self._row(
            Text(week.day),
            Text(f"{week.gauge:.1f}"),
            regime,
            Text(str(week.held)),
            Text(f"+{len(week.entered)}" if week.entered else ""),
            Text(f"-{len(week.left)}" if week.left else ""),
            Text(str(week.legs or "")),
            Text(f"{week.turnover_ppm / 10_000:.2f} %" if week.legs else ""),
            Text(f"{week.slippage_bps:.1f} bps" if week.legs else ""),
            Text(f"{week.gas / 1e6:.2f} M"),
            Text(f"{week.nav_usd:,.0f}"),
            Text(f"{week.share_usd:.4f}"),
        )
        for line in week.people:
            self.say(f"            {line}", style="cyan")
        if week.unpriced and week.unpriced != self._unpriced:
            self.say(
                f"            no firm price, carried at the last good one: {', '.join(week.unpriced)}", style="yellow"
            )
        self._unpriced = week.unpriced
        if self._progress is not None:
            self._progress.advance(self._progress.task_ids[0])

    def say(self, text: str, style: str = "") -> None:
        """A line."""
        if not self._quiet:
            self._console.print(text, style=style, highlight=False, soft_wrap=True)

    def end(self, summary: Summary) -> None:
        """What happened, in a few lines."""
        last = summary.weeks[-1]
        account = summary.accounting
        for switch in summary.switches:
            self.say(
                f"switch to {switch.to} on {switch.day}: {switch.held_before} -> {switch.held_after} names, "
                f"{switch.legs} legs, {switch.transactions} transaction(s), {switch.gas_used:,} gas"
            )
        for batch in summary.batches:
            sold = f", {batch.legs} legs" if batch.legs else ""
            self.say(
                f"batch {batch.number} of the request queue: {batch.assets_e6 / USDC:,.0f} USDC to enter and "
                f"{batch.shares_e18 / USD:,.0f} shares to exit, {batch.netted_e6 / USDC:,.0f} USDC netted; settled "
                f"{(batch.settled_at - batch.locked_at) // MINUTE} minutes after its lock{sold}, "
                f"{batch.settlement_gas:,} gas"
            )
        if summary.carried:
            names = ", ".join(f"{item.provider_id} ({item.weeks} weeks)" for item in summary.carried)
            self.say(f"no close any more, their feeds went on with the last one: {names}", style="yellow")
        says = "invented prices say nothing about returns" if summary.synthetic else "the past, not a forecast"
        self.say(f"one share {last.share_usd:.4f} USD, without the gauge {last.hold:.4f} before costs: {says}")
        self.say(
            f"books: {account.deposits_e18 / USD:,.0f} in, {account.market_e18 / USD:+,.0f} market, "
            f"{-account.costs_e18 / USD:+,.0f} costs; {account.proceeds_e18 / USD:,.0f} + "
            f"{account.in_kind_e18 / USD:,.0f} in kind out, {account.remaining_e18 / USD:,.0f} left; "
            f"difference {abs(account.difference_bps):.6f} bps"
        )
        reproduced = sum(item.reproduced for item in summary.replay)
        self.say(
            f"replay: {reproduced} of {len(summary.replay)} decisions reproduced from their snapshots, bit for bit"
        )

    def _row(self, *cells: Text) -> None:
        line = Text()
        for cell, (_, width) in zip(cells, COLUMNS, strict=True):
            cell.align("right" if cell.plain and cell is not cells[0] else "left", width)
            line.append_text(cell)
            line.append("  ")
        self._console.print(line, highlight=False, soft_wrap=True)
