"""The weeks as they are lived, one after the other, and what is written down of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from demo.batches import Batches
from demo.holders import People
from demo.life import Life, Lived, gas_limit
from demo.summary import Holding, Session, Switch, Week
from demo.table import Terminal
from keepers.chain import Reading, read

__all__ = ["Diary", "live"]

USD = 10**18
WEEK = timedelta(days=7)


def live(life: Life, looks: Sequence[date], terminal: Terminal) -> Diary:
    """A week for each look, told on the terminal."""
    diary = Diary.opened(life)
    for look in looks:
        terminal.week(diary.live(look))
    return diary


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
        told += self.batches.serve(number, bull)
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
