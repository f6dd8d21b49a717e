"""One index and its keepers, living through one week after the other: what the command line does, without the shell."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.window import Window
from keepers.book import load_book
from keepers.chain import Index, Reading, load_deployment, read, read_entries
from keepers.chain.memory import remembered
from keepers.commands.chain_options import Keys
from keepers.decide import decide
from keepers.execute import Sender, actions, dev_signer, settlement
from keepers.execute.done import Done
from keepers.execute.refresh import refresh
from keepers.models import Decision
from keepers.snapshot import Snapshot, SnapshotStore, build
from world.book import ASSETS_FILE, DEPLOYMENT_FILE
from world.market import World
from world.node import TRANSACTION_GAS_CAP, NodeError
from world.prices import unix_midnight

__all__ = ["Life", "Lived", "Refusal", "gas_limit", "refused"]

# Development accounts, as world.index.Roles orders them.
PROPOSER, EXECUTOR, ANYONE = 3, 4, 9
MOST_GWEI = 100.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A transaction that the node did not take: its gas limit, and the node's words."""

    gas: int
    said: str


@dataclass(frozen=True, slots=True)
class Lived:
    """What the keepers did in a week. `switched`: the regime of the targets changed; genesis is no switch."""

    decision: Decision
    switched: bool
    risk_up: bool
    proposed: Done
    activated: Done
    sessions: tuple[Done, ...]
    refusal: Refusal | None
    """Before a switch: proof that the node enforces the cap of a transaction."""


class Life:
    """The world moves and the keepers act. Everything of the keepers goes through their own code, keys and journal."""

    def __init__(self, world: World, window: Window, folder: Path) -> None:
        """`folder` holds the world's book and addresses; journal and snapshots are put beside them."""
        self.world = world
        self.window = window
        self.index = Index.connect(load_deployment(folder / DEPLOYMENT_FILE), load_book(folder / ASSETS_FILE))
        self.store = SnapshotStore(folder / "store")
        self._open = ExitStack()
        self._proposer, self._executor, self._anyone = (
            self._sender(folder, number) for number in (PROPOSER, EXECUTOR, ANYONE)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def arrive(self, day: date) -> None:
        """It is 00:00 UTC of a day, a look mostly: feeds and pools are at the closes of the day before.

        Anyone refreshes the registry's references and has the management fee booked.
        """
        self.world.advance_to(unix_midnight(day), self.window.prices(day))
        refresh(self.index, self._anyone)
        self.world.index.vault.accrue(sender=self.world.roles.anyone)

    def decide_and_trade(self, look: date) -> Lived:
        """Snapshot, decision, proposal, delay, activation, sessions. Raises KeeperError when any of it is refused."""
        self._proposer.reconcile()
        reading = read(self.index)
        snapshot = self._snapshot(reading, look)
        decision = decide(snapshot)
        self.store.put(snapshot)
        proposed = actions.propose(self.index, self._proposer, decision)
        self.store.record(proposed.event.fields["epoch"], decision)
        switched = reading.active.epoch != 0 and reading.active.bull != (decision.regime == "bull")

        # Nobody trades before the delay is over; six hours on, the feeds' answers are still fresh.
        self.world.chain.mine(proposed.event.fields["activates_at"])
        activated = actions.activate(self.index, self._anyone)
        refusal = refused(self.index, TRANSACTION_GAS_CAP + 1) if switched else None
        sessions = actions.rebalance(self.index, self._executor)
        risk_up = bool(proposed.event.fields["risk_up"])
        return Lived(decision, switched, risk_up, proposed, activated, tuple(sessions), refusal)

    def serve_queue(self) -> list[Done]:
        """The keeper's run for the request queue: settles and locks what is due. Raises Refused as the contracts do."""
        return settlement.settle(self.index, self._executor)

    def _snapshot(self, reading: Reading, look: date) -> Snapshot:
        window = self.window
        state = remembered(self.index, reading, self.store, lambda: window.genesis)
        entries = read_entries(self.index, reading.block)
        return build(window.market, look, window.settings.profile, window.parameters, entries, state)

    def _sender(self, folder: Path, number: int) -> Sender:
        signer = dev_signer(number, self.index.deployment.chain_id)
        return self._open.enter_context(Keys(None, number, MOST_GWEI).sender(self.index, signer, folder))


def gas_limit(index: Index, transactions: Sequence[str]) -> list[int]:
    """The gas limits of mined transactions, by hash."""
    found = index.connection.batch([("eth_getTransactionByHash", [transaction]) for transaction in transactions])
    return [int(transaction["gas"], 16) for transaction in found]


def refused(index: Index, gas: int) -> Refusal:
    """Offer the node a transfer with this gas limit. Raises NodeError when it takes it."""
    sender = index.connection.request("eth_accounts")[ANYONE]
    transfer = {"from": sender, "to": sender, "gas": hex(gas)}
    answer = index.connection.batch([("eth_sendTransaction", [transfer])])[0]
    if isinstance(answer, str):
        raise NodeError(
            f"node: took a transaction of {gas:,} gas, the cap is {TRANSACTION_GAS_CAP:,}; start it through bin/anvil"
        )
    return Refusal(gas, answer.said)
