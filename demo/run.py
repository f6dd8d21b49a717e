"""The whole demo: a market, a chain, an index, its keepers and holders, week by week, and the report of it."""

from __future__ import annotations

import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from demo.charts import draw_chart, draw_treemap
from demo.diary import Diary, live
from demo.holders import SUBSCRIPTION
from demo.left import leave_chain
from demo.life import Life
from demo.prices import read_tape
from demo.proof import accounting, rebuilt_nav, replayed
from demo.settings import DemoError, Settings
from demo.summary import Batch, Carried, Environment, Session, Summary
from demo.table import Terminal
from demo.window import Window
from demo.without_gauge import keep_without_gauge
from demo.worlds import world_of
from keepers.chain import read, read_entries, read_events
from keepers.commands.log import to_csv
from world.node import TRANSACTION_GAS_CAP
from world.prices import unix_midnight

__all__ = ["LOG", "SUMMARY", "WORLD", "run"]

SUMMARY, LOG, CHART, TREEMAP, WORLD = "summary.json", "log.csv", "chart.png", "treemap.png", "world"
USD = 10**18


def run(settings: Settings, terminal: Terminal) -> Summary:
    """Live through the weeks and write the report. Raises KeeperError naming what is wrong; the node is gone then."""
    clock = _Clock()
    with clock.part("market"):
        window = Window.open(settings)
        universe = window.universe
    folder = _fresh(settings.folder)
    with clock.part("world"):
        world = world_of(settings, folder / WORLD, universe, unix_midnight(window.looks[0]) - SUBSCRIPTION)
    try:
        title = f"{window.market.label}: {len(window.looks)} weeks from {window.looks[0]}, {len(world.assets)} assets"
        with Life(world, window, folder / WORLD) as life, terminal.weeks(len(window.looks), title):
            with clock.part("weeks"):
                diary = live(life, window.looks, terminal)
            with clock.part("proof"):
                summary = _summary(life, diary, clock)
                leave_chain(world.chain, folder / WORLD)
    finally:
        world.close()
    with clock.part("pictures"):
        draw_chart(summary, folder / CHART)
        draw_treemap(summary, folder / TREEMAP)
    environment = summary.environment.model_copy(update={"seconds": clock.seconds})
    summary = summary.model_copy(update={"environment": environment})
    (folder / SUMMARY).write_text(summary.model_dump_json(indent=1) + "\n")
    terminal.end(summary)
    return summary


def _summary(life: Life, diary: Diary, clock: _Clock) -> Summary:
    window, index = life.window, life.index
    # Fees up to now become shares, so that the shares of all holders are the whole fund.
    life.world.index.vault.accrue(sender=life.world.roles.anyone)
    block = read(index).block
    records = read_events(index)
    tape = read_tape(index, records)
    hold = window.hold(read_entries(index))
    keep_without_gauge(window.settings.folder / WORLD, window.looks, hold)
    weeks = [
        week.model_copy(update={"rebuilt_e18": rebuilt_nav(records, tape, week.block), "hold": value})
        for week, value in zip(diary.weeks, hold, strict=True)
    ]
    (life.window.settings.folder / LOG).write_text(to_csv(records))
    batches = diary.batches.settled
    traded: list[Session | Batch] = [*(session for week in weeks for session in week.sessions), *batches]
    turnover, cost = sum(item.turnover_e18 for item in traded), sum(item.cost_e18 for item in traded)
    return Summary(
        label=window.market.label,
        synthetic=window.synthetic,
        profile=window.settings.profile,
        source=window.source,
        seed=window.settings.seed,
        first_day=weeks[0].day,
        last_day=weeks[-1].day,
        assets=len(life.world.assets),
        weeks=weeks,
        switches=diary.switches,
        exits=diary.people.exits,
        batches=batches,
        names_in=sum(len(week.entered) for week in weeks),
        names_out=sum(len(week.left) for week in weeks),
        gas=sum(week.gas for week in weeks) + sum(batch.gas_used for batch in batches),
        turnover_usd=turnover / USD,
        cost_usd=cost / USD,
        slippage_bps=cost * 10_000 / turnover if turnover else 0.0,
        accounting=accounting(index, records, tape, block),
        replay=replayed(records, life.store),
        peak_day=diary.peak[0].isoformat() if diary.peak else None,
        peak=diary.peak[1] if diary.peak else [],
        carried=[
            Carried(provider_id=asset, first=days[0].isoformat(), last=days[-1].isoformat(), weeks=len(days))
            for asset, days in sorted(diary.carried.items())
        ],
        environment=Environment(
            python=platform.python_version(),
            platform=platform.platform(),
            node=str(index.connection.request("web3_clientVersion")),
            vyper=version("vyper"),
            methodology=window.parameters.version,
            transaction_gas_cap=TRANSACTION_GAS_CAP,
            seconds=clock.seconds,
        ),
    )


def _fresh(folder: Path) -> Path:
    """An empty folder for the report. Only an earlier report is removed; anything else raises DemoError."""
    ours = {SUMMARY, LOG, CHART, TREEMAP, WORLD}
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    foreign = [name for name in found if name not in ours]
    if foreign:
        raise DemoError(f"demo: {folder} holds {foreign[0]}, which is no part of a report; name another --folder")
    for name in found:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class _Clock:
    """Seconds by part, rounded to tenths."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - start, 1)
