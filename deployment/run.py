"""Send the transactions of a plan, each once, whatever interrupted an earlier run.

Before each step the chain says whether it was done. What is sent goes through the keepers' sender: simulated, written
into a journal before it is on the wire, replaced under the fee cap. A contract is only created with the nonce that its
address was computed from: its neighbours already name that address.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deployment.errors import DeploymentError, Interrupted
from deployment.plan import Plan, Step
from deployment.progress import PROGRESS, Progress, write
from keepers.chain.connection import Call, Connection
from keepers.execute import Intent, Journal, Sender, SendLimits, Signer, only_keeper
from keepers.execute.send import Outcome
from world.node import TRANSACTION_GAS_CAP

__all__ = ["Told", "forget", "opened", "run"]

JOURNAL = "deployment.sqlite"
LOCK = "deployment.lock"
NEVER = 2**62  # a step does not expire

Told = Callable[[int, Step, Outcome | None], None]
"""Told of each step: its number from 1, and what it took; None when an earlier run had done it."""


@contextmanager
def opened(
    folder: Path, connection: Connection, signer: Signer, progress: Progress, limits: SendLimits
) -> Iterator[Sender]:
    """A sender whose lock and journal are in `folder`; progress.json is there before anything can be sent.

    It sends no access lists: a rehearsal then uses the same gas.
    """
    with only_keeper(folder / LOCK, signer.address):
        write(folder, progress)
        journal = Journal(folder / JOURNAL)
        try:
            yield Sender(connection, signer, journal, replace(limits, access_lists=False))
        finally:
            journal.close()


def forget(folder: Path) -> None:
    """Remove what a deployment on a chain that is gone left in `folder`."""
    for name in (PROGRESS, LOCK, JOURNAL, f"{JOURNAL}-wal", f"{JOURNAL}-shm"):
        (folder / name).unlink(missing_ok=True)


def run(plan: Plan, connection: Connection, sender: Sender, told: Told = lambda number, step, outcome: None) -> None:
    """Do what is left of the plan. Raises KeeperError with the remedy; run again when it is removed."""
    sender.reconcile()
    for number, step in enumerate(plan.steps, 1):
        if step.done(connection):
            told(number, step, None)
            continue
        if step.nonce is not None:
            _free(plan, connection, step, step.nonce)
        outcome = sender.run(_intent(number, step))
        if not step.done(connection):
            raise DeploymentError(
                f"deployment: {step.name}: {outcome.hash} was mined and its effect is not there; was the chain reset?"
            )
        told(number, step, outcome)


def _free(plan: Plan, connection: Connection, step: Step, wanted: int) -> None:
    nonce = int(connection.request("eth_getTransactionCount", plan.deployer, "latest"), 16)
    if nonce < wanted:
        raise Interrupted(
            f"deployment: {step.name} needs nonce {wanted} of {plan.deployer}, the next one is {nonce}: the chain is "
            "not where this deployment left it; begin anew in another --folder"
        )
    if nonce > wanted:
        raise Interrupted(
            f"deployment: {step.name} needs nonce {wanted} of {plan.deployer}, which another transaction used. The "
            "contracts that stand already name an address that can never be; begin anew in another --folder, and use "
            "the key for nothing else"
        )


def _intent(number: int, step: Step) -> Intent:
    return Intent(
        purpose=f"step {number}, {step.name}",
        call=Call(step.to, step.data),
        gas_cap=TRANSACTION_GAS_CAP,
        expires_at=NEVER,
        confirms=lambda receipt: step.address is None or _same(receipt.get("contractAddress"), step.address),
    )


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.lower() == other.lower()
