"""The request queue within a week: the keeper locks what waits, settles it an hour later, people claim.

It is the keeper's daily run, on the days on which there is something to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.holders import People
from demo.life import Life
from demo.summary import Batch
from keepers.chain import Record, read
from keepers.execute import Refused
from keepers.execute.done import Done

__all__ = ["Batches"]

USDC, SHARE, USD = 10**6, 10**18, 10**18


@dataclass
class Batches:
    """`settled` in their order."""

    life: Life
    people: People
    settled: list[Batch] = field(default_factory=list)
    _locks: dict[int, Done] = field(default_factory=dict)
    _sessions: list[Done] = field(default_factory=list)
    """That raised cash for a settlement to come."""

    def serve(self, week: int, bull: bool) -> list[str]:
        """Everything the queue does after a look, in words; nothing where nobody asked."""
        queue = read(self.life.index).queue
        if not queue.waits and queue.locked is None:
            return []
        told = self._keeper(week)
        locked = read(self.life.index).queue.locked
        if locked is not None:
            # the second hour after the lock is the executor's; the feeds' answers are still fresh
            self.life.world.chain.mine(max(locked.settles_at, self.life.world.chain.now() + 1))
            told += self._keeper(week)
        return told + self.people.claim(week, bull)

    def _keeper(self, week: int) -> list[str]:
        try:
            done = self.life.serve_queue()
        except Refused as error:
            return [f"The keeper tries again next week: {error}"]
        return [line for item in done if (line := self._took(item, week))]

    def _took(self, done: Done, week: int) -> str:
        fields = done.event.fields
        if done.event.event == "SessionClosed":
            self._sessions.append(done)
            return ""
        if done.event.event == "Locked":
            self._locks[fields["batch"]] = done
            return (
                f"The keeper locks batch {fields['batch']}: {fields['assets'] / USDC:,.0f} USDC to enter, "
                f"{fields['shares'] / SHARE:,.0f} shares to exit"
            )
        batch = self._record(done, week)
        self.settled.append(batch)
        minutes = (batch.settled_at - batch.locked_at) // 60
        raised = f", {batch.legs} sales worth {batch.turnover_e18 / USD:,.0f} USD" if batch.legs else ""
        return (
            f"The keeper settles batch {batch.number} {minutes} minutes later: {batch.netted_e6 / USDC:,.0f} USDC "
            f"netted{raised}, in one transaction ({batch.settlement_gas:,} gas)"
        )

    def _record(self, done: Done, week: int) -> Batch:
        fields = done.event.fields
        lock = self._locks.pop(fields["batch"])
        before, self._sessions = self._sessions, []
        sessions = [record.fields for item in (*before, done) for record in item.records if _is_session(record)]
        return Batch(
            number=fields["batch"],
            week=week,
            lock=lock.outcome.hash,
            settlement=done.outcome.hash,
            locked_at=lock.event.timestamp,
            settled_at=done.event.timestamp,
            assets_e6=lock.event.fields["assets"],
            shares_e18=lock.event.fields["shares"],
            netted_e6=fields["netted_assets"],
            shares_paid_e18=fields["shares_paid"],
            assets_paid_e6=fields["assets_paid"],
            legs=sum(session["legs"] for session in sessions),
            gas_used=sum(item.outcome.gas_used for item in (lock, *before, done)),
            settlement_gas=done.outcome.gas_used,
            turnover_e18=sum(session["turnover"] for session in sessions),
            cost_e18=sum(session["cost"] for session in sessions),
        )


def _is_session(record: Record) -> bool:
    return record.event == "SessionClosed"
