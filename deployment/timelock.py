"""OpenZeppelin's TimelockController: what a deployment has it do, and how it is handed over.

It owns every contract from the first block on. While the index is set up its delay is zero and the deployer is its only
proposer and executor; one last batch, all or nothing, gives it its delay and its proposers and leaves the deployer with
nothing. It has no admin but itself, so from then on everything about it waits for its own delay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from eth_abi.abi import encode
from web3 import Web3

from keepers.chain.abi import Abi, Function
from world.artifacts import artifact

__all__ = [
    "ADMIN_ROLE",
    "CANCELLER_ROLE",
    "EXECUTOR_ROLE",
    "PROPOSER_ROLE",
    "ROLES",
    "Batch",
    "handover",
    "timelock_abi",
]


def _role(name: str) -> bytes:
    return bytes(Web3.keccak(text=name))


ADMIN_ROLE = bytes(32)
PROPOSER_ROLE, CANCELLER_ROLE, EXECUTOR_ROLE = (
    _role(name) for name in ("PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE")
)
ROLES = {"admin": ADMIN_ROLE, "proposer": PROPOSER_ROLE, "canceller": CANCELLER_ROLE, "executor": EXECUTOR_ROLE}


@cache
def timelock_abi() -> Abi:
    """Functions and events."""
    return Abi.of("TimelockController", artifact("TimelockController").abi)


@dataclass(frozen=True)
class Batch:
    """Calls that are executed together, after `predecessor`; the same batch is executed once."""

    name: str
    targets: tuple[str, ...]
    payloads: tuple[bytes, ...]
    predecessor: bytes = bytes(32)

    @property
    def salt(self) -> bytes:
        """Follows from the name: a batch that is built again has the same id."""
        return bytes(Web3.keccak(text=f"deployment of the index: {self.name}"))

    @property
    def id(self) -> bytes:
        """As hashOperationBatch."""
        kinds = ["address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"]
        return bytes(Web3.keccak(encode(kinds, self._arguments)))

    def schedule(self, delay: int) -> bytes:
        """Calldata; delay in seconds."""
        return _function("scheduleBatch").encode(*self._arguments, delay)

    def execute(self) -> bytes:
        """Calldata."""
        return _function("executeBatch").encode(*self._arguments)

    @property
    def _arguments(self) -> tuple[list[str], list[int], list[bytes], bytes, bytes]:
        nothing = [0] * len(self.targets)
        return list(self.targets), nothing, list(self.payloads), self.predecessor, self.salt


def handover(
    timelock: str, deployer: str, proposers: Sequence[str], executors: Sequence[str], delay: int, predecessor: bytes
) -> Batch:
    """The batch that ends the set-up; the roles of the deployer go last but the delay.

    proposers may cancel too, as OpenZeppelin's constructor has it. delay in seconds.
    """
    grant, revoke = _function("grantRole"), _function("revokeRole")
    calls = [grant.encode(role, account) for account in proposers for role in (PROPOSER_ROLE, CANCELLER_ROLE)]
    calls += [grant.encode(EXECUTOR_ROLE, account) for account in executors]
    calls += [revoke.encode(role, deployer) for role in (PROPOSER_ROLE, CANCELLER_ROLE, EXECUTOR_ROLE)]
    calls += [_function("updateDelay").encode(delay)]
    return Batch("handover", (timelock,) * len(calls), tuple(calls), predecessor)


def _function(name: str) -> Function:
    return timelock_abi().functions[name]
