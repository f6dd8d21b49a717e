"""One life of the index: transactions sent, followed by the model, and held to what may move the price of a share.

play = Play(stage, Counters())
play.send(vault.deposit, 10**6, person, sender=person)        its events; Reverted where the index refuses
play.step("deposit", seed)                                    one action, then every invariant
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.stateful.counters import Counters
from tests.stateful.invariants import hold
from tests.stateful.model import Model, Wrong
from tests.stateful.queue_model import QueueModel
from tests.stateful.share_price import ShareWatch
from tests.stateful.stage import Look, Stage
from world.chain import Reverted
from world.index import Index, Roles

__all__ = ["Action", "Idle", "Play"]

Action = Callable[["Play", Random], None]
Event = tuple[str, Any]

# What the index, plain tokens and the pools say when they refuse: a module, a colon, a reason.
REASON = re.compile(r"[A-Za-z0-9 _]+: .+|IIA|SPL|AS|LOK|TF|K")


class Idle(Exception):
    """The action finds nothing to do in this state."""


@dataclass
class Play:
    """`look` is the state between two steps."""

    stage: Stage
    counters: Counters
    model: Model = field(init=False)
    queue_model: QueueModel = field(init=False)
    look: Look = field(init=False)
    watch: ShareWatch = field(init=False)
    failed: bool = False
    notes: dict[str, Any] = field(default_factory=dict)  # what actions remember between steps

    def __post_init__(self) -> None:
        self.stage.begin()
        self.look = self.stage.look()
        self.model = Model.of(self.look, self.stage)
        self.queue_model = QueueModel()
        self.watch = ShareWatch(self.stage)

    @property
    def index(self) -> Index:
        return self.stage.world.index

    @property
    def roles(self) -> Roles:
        return self.stage.world.roles

    @property
    def now(self) -> int:
        return self.stage.chain.now()

    def sleep(self, seconds: int) -> None:
        self.stage.sleep(seconds)

    def wait(self, until: int) -> None:
        """Until a moment, if it is not past."""
        if until > self.now:
            self.stage.sleep(until - self.now)

    def send(self, method: Any, *args: Any, sender: str) -> list[Any]:
        """A transaction to the index; its events. Raises Reverted with the reason."""
        self.model.meet(self.stage.quotes(), self.now)
        try:
            receipt = method(*args, sender=sender)
        except Reverted as refused:
            if not REASON.fullmatch(refused.reason) and not self.stage.odd:
                raise Wrong(f"{method} is refused without a reason: {refused.reason!r}") from refused
            raise
        events = self._read(receipt)
        with self.watch.transaction(self.model, events, receipt):
            self.model.apply(events)
        self.queue_model.apply([event for contract, event in events if contract == "queue"])
        return [event for _, event in events]

    def _read(self, receipt: dict[str, Any]) -> list[Event]:
        names = self.stage.contract_names
        read = []
        for log in receipt["logs"]:
            name = names.get(log["address"].lower())
            if name is not None:
                event = getattr(self.index, name).event_of(log)
                if event is not None:
                    read.append((name, event))
        return read

    def step(self, name: str, action: Action, seed: int) -> None:
        """An action with its own chance, then every invariant. Raises Wrong."""
        self.failed = True  # until it is over
        try:
            action(self, Random(seed))
        except Reverted as refused:
            self.counters.refused(name, refused.reason)
        except Idle:
            self.counters.idle(name)
        else:
            self.counters.done(name)
        self.settle()
        self.failed = False

    def settle(self) -> None:
        """Look at everything and hold it to the model."""
        self.look = self.stage.look()
        self.model.meet(self.look.quotes, self.look.now)
        hold(self.look, self.model, self.queue_model, self.stage)
