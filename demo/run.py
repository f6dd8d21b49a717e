"""The whole demo: a market, a chain, an index, its keepers and holders, week by week, and the report of it."""

from __future__ import annotations

import platform
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from demo.batches import Batches
from demo.charts import draw_chart, draw_treemap
from demo.holders import SUBSCRIPTION, People
from demo.left import leave_chain
from demo.life import Life, Lived, gas_limit
from demo.prices import read_tape
from demo.proof import accounting, rebuilt_nav, replayed
from demo.settings import DemoError, Settings
from demo.summary import Batch, Carried, Environment, Holding, Session, Summary, Switch, Week
from demo.table import Terminal
from demo.window import Window
from deployment.record import read_deployment
from keepers.chain import Reading, read, read_entries, read_events
from keepers.commands.log import to_csv
from world.chain import Chain
from world.market import LISTED_BEFORE, World, with_stables, without_index
from world.node import TRANSACTION_GAS_CAP
from world.prices import unix_midnight
from world.tokens import MarketAsset

__all__ = ["LOG", "SUMMARY", "WORLD", "market_alone", "run", "young"]

SUMMARY, LOG, CHART, TREEMAP, WORLD = "summary.json", "log.csv", "chart.png", "treemap.png", "world"
USD = 10**18
WEEK = timedelta(days=7)


def run(settings: Settings, terminal: Terminal) -> Summary:
    """Live through the weeks and write the report. Raises KeeperError naming what is wrong; the node is gone then."""
    clock = _Clock()
    with clock.part("market"):
        window = Window.open(settings)
        universe = window.universe
    folder = _fresh(settings.folder)
    with clock.part("world"):
        world = _world(settings, folder / WORLD, universe, unix_midnight(window.looks[0]) - SUBSCRIPTION)
    try:
        title = f"{window.market.label}: {len(window.looks)} weeks from {window.looks[0]}, {len(world.assets)} assets"
        with Life(world, window, folder / WORLD) as life, terminal.weeks(len(window.looks), title):
            with clock.part("weeks"):
                diary = live(life, terminal)
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


def live(life: Life, terminal: Terminal) -> Diary:
    """All weeks of the window."""
    diary = Diary.opened(life)
    for look in life.window.looks:
        terminal.week(diary.live(look))
    return diary


def young(settings: Settings, weeks: int, log: Path, terminal: Terminal) -> World:
    """A world whose index has lived its first weeks; it is the Monday after, and nothing is decided yet.

    Its node outlives Python and writes to `log`; the world's files go into the folder itself. Every asset that the
    whole window can want is listed, so that the index can live on.
    """
    window = Window.open(settings)
    if not 0 <= weeks < len(window.looks):
        raise DemoError(f"demo: {weeks} weeks of {len(window.looks)} leave no Monday after them; choose fewer")
    first, following = unix_midnight(window.looks[0]) - SUBSCRIPTION, window.looks[weeks]
    universe = window.universe
    settings.folder.mkdir(parents=True, exist_ok=True)
    chain = Chain.start(first - LISTED_BEFORE, keep=True, log=log)
    world = World.create(settings.folder, universe, first, chain=chain, timelock=True)
    try:
        with Life(world, window, settings.folder) as life, terminal.weeks(weeks, window.market.label):
            diary = Diary.opened(life)
            for look in window.looks[:weeks]:
                terminal.week(diary.live(look))
            life.arrive(following)
    except BaseException:
        world.close()
        raise
    return world


def market_alone(settings: Settings, log: Path) -> Chain:
    """A chain with the market of the first week and no index; it outlives Python. Its files go into the folder."""
    window = Window.open(settings)
    first = unix_midnight(window.looks[0]) - SUBSCRIPTION
    settings.folder.mkdir(parents=True, exist_ok=True)
    chain = Chain.start(first - LISTED_BEFORE, keep=True, log=log)
    try:
        without_index(settings.folder, chain, with_stables(window.universe))
    except BaseException:
        chain.stop()
        raise
    return chain


def _world(settings: Settings, folder: Path, universe: Sequence[MarketAsset], first: int) -> World:
    if settings.on is None:
        return World.create(folder, universe, first, timelock=True)
    url = str(read_deployment(settings.on)["url"])
    folder.mkdir(parents=True)
    world = World.open(settings.on, folder, first, url)
    missing = sorted({asset.provider_id for asset in universe} - set(world.provider_ids))
    if missing:
        raise DemoError(
            f"demo: the market in {settings.on} lacks {', '.join(missing[:5])}; start it with the same options"
        )
    return world


@dataclass
class Diary:
    """The weeks as they are lived. NAV from events is added when the events are read, at the end."""

    life: Life
    people: People
    batches: Batches
    weeks: list[Week] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)
    carried: dict[str, list[date]] = field(default_factory=dict)
    peak: tuple[date, list[Holding]] | None = None
    _held: set[str] = field(default_factory=set)

    @classmethod
    def opened(cls, life: Life) -> Diary:
        """Before the first week."""
        people = People(life.world, life.index)
        return cls(life, people, Batches(life, people))

    def live(self, look: date) -> Week:
        """One week: the market arrives, the keepers decide and trade, people come and go, the fund is read.

        What waits in the request queue is settled after that, at the prices of a later day.
        """
        life, number = self.life, len(self.weeks) + 1
        told = self.people.start() if number == 1 else []
        life.arrive(look)
        lived = life.decide_and_trade(look)
        last = number == len(life.window.looks)
        bull = lived.decision.regime == "bull"
        told += self.people.act(number, bull, last)
        reading = read(life.index)
        told += self.batches.serve(look, number, bull)
        sessions = self._sessions(lived)
        before, self._held = self._held, {item.asset.symbol for item in reading.holdings[1:] if item.held}
        steady = number > 1 and not lived.switched
        week = self._week(look, lived, reading, sessions, told, before if steady else self._held)
        self.weeks.append(week)
        if lived.switched and sessions and lived.refusal is not None:
            largest = max(sessions, key=lambda session: session.gas_used)
            self.switches.append(
                Switch(
                    week=number,
                    day=week.day,
                    to=lived.decision.regime,
                    held_before=len(before),
                    held_after=week.held,
                    transactions=len(sessions),
                    legs=week.legs,
                    gas_used=largest.gas_used,
                    gas_limit=largest.gas_limit,
                    refused_gas=lived.refusal.gas,
                    refusal=lived.refusal.said,
                )
            )
        if bull:
            self.peak = (look, self._holdings(look, reading))
        wanted = {item.asset.provider_id for item in reading.holdings}
        for asset in life.window.stale(look) & wanted:
            self.carried.setdefault(asset, []).append(look)
        return week

    def _sessions(self, lived: Lived) -> list[Session]:
        hashes = [done.outcome.hash for done in lived.sessions]
        return [
            Session(
                transaction=done.outcome.hash,
                legs=done.event.fields["legs"],
                gas_used=done.outcome.gas_used,
                gas_limit=limit,
                turnover_e18=done.event.fields["turnover"],
                cost_e18=done.event.fields["cost"],
            )
            for done, limit in zip(lived.sessions, gas_limit(self.life.index, hashes), strict=True)
        ]

    def _week(
        self, look: date, lived: Lived, reading: Reading, sessions: list[Session], told: list[str], before: set[str]
    ) -> Week:
        decision = lived.decision
        nav, turnover = reading.nav["value"], sum(session.turnover_e18 for session in sessions)
        cost = sum(session.cost_e18 for session in sessions)
        return Week(
            number=len(self.weeks) + 1,
            day=look.isoformat(),
            epoch=lived.proposed.event.fields["epoch"],
            gauge=decision.gauge / 1e6,
            trend=decision.trend / 1e4,
            momentum=decision.momentum / 1e4,
            breadth=decision.breadth / 1e4,
            regime=decision.regime,
            switched=lived.switched,
            risk_up=lived.risk_up,
            held=len(self._held),
            entered=sorted(self._held - before),
            left=sorted(before - self._held),
            members_in=list(decision.entered),
            members_out=list(decision.left),
            coverage_ppm=decision.coverage_ppm,
            alarms=list(decision.alarms),
            sessions=sessions,
            decision_gas=lived.proposed.outcome.gas_used + lived.activated.outcome.gas_used,
            turnover_ppm=turnover * 1_000_000 // nav,
            slippage_bps=cost * 10_000 / turnover if turnover else 0.0,
            unpriced=[item.asset.symbol for item in reading.holdings if item.held and not item.quote.firm],
            people=told,
            block=reading.block,
            timestamp=reading.timestamp,
            nav_e18=nav,
            rebuilt_e18=0,
            supply_e18=reading.supply,
            nav_usd=nav / USD,
            share_usd=nav / reading.supply,
            hold=0.0,
        )

    def _holdings(self, look: date, reading: Reading) -> list[Holding]:
        now, before = (self.life.window.prices(day) for day in (look, look - WEEK))
        held = [item for item in reading.holdings if item.held and item.value]
        total = sum(item.value for item in held)
        return [
            Holding(
                symbol=item.asset.symbol,
                name=item.asset.name,
                ppm=item.value * 1_000_000 // total,
                value_usd=item.value / USD,
                week_change=100 * (_ratio(now, before, item.asset.provider_id) - 1),
            )
            for item in held
        ]


def _ratio(now: dict[str, float], before: dict[str, float], asset: str) -> float:
    return now[asset] / before[asset] if asset in now and asset in before else 1.0


def _summary(life: Life, diary: Diary, clock: _Clock) -> Summary:
    window, index = life.window, life.index
    # Fees up to now become shares, so that the shares of all holders are the whole fund.
    life.world.index.vault.accrue(sender=life.world.roles.anyone)
    block = read(index).block
    records = read_events(index)
    tape = read_tape(index, records)
    hold = window.hold(read_entries(index))
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
