"""A dry run: the whole plan on a fork of the chain, in a node of our own, from the deployer's address without its key.

What a real run would meet is met here: refusals with their reasons, the gas of each step, the comparison at the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from deployment.difference import Difference
from deployment.errors import DeploymentError
from deployment.plan import Plan, Step
from deployment.verify import differences
from keepers.chain.connection import Connection
from world.chain import Chain, Reverted
from world.node import Node

__all__ = ["Rehearsed", "fork", "rehearse"]

PURSE = 10**21  # wei: a rehearsal is not about the deployer's ether


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A step, and the gas it used; None when it was done already."""

    step: Step
    gas: int | None


def rehearse(plan: Plan, url: str, since: int) -> tuple[list[Rehearsed], list[Difference]]:
    """Every step on a fork of the chain at `url`, and what would differ at the end. Raises DeploymentError."""
    with fork(url, plan.given.config.chain_id) as chain:
        connection = Connection(chain.url)
        chain.rpc("anvil_impersonateAccount", plan.deployer)
        chain.rpc("anvil_setBalance", plan.deployer, hex(PURSE))
        taken = []
        for step in plan.steps:
            if step.done(connection):
                taken.append(Rehearsed(step, None))
                continue
            try:
                receipt = chain.send(step.to, step.data, sender=plan.deployer)
            except Reverted as error:
                raise DeploymentError(f"deployment: {step.name} would revert: {error.reason}") from None
            taken.append(Rehearsed(step, int(receipt["gasUsed"], 16)))
        return taken, differences(connection, plan.given, plan.addresses, since)


@contextmanager
def fork(url: str, chain_id: int) -> Iterator[Chain]:
    """A node of our own that begins where the chain at `url` is."""
    with Node.start(0, fork=url, chain_id=chain_id) as node:
        chain = Chain(node.url, None)
        try:
            yield chain
        finally:
            chain.stop()
