"""The request queue at one block: what waits, what is locked, and what it is due for."""

from dataclasses import dataclass
from typing import Any, Literal

from keepers.chain.abi import Function
from keepers.chain.connection import RpcError
from keepers.chain.index import Index
from keepers.errors import KeeperError
from keepers.parameters import load_parameters

__all__ = ["LockedBatch", "Queue", "read_queue"]


@dataclass(frozen=True, slots=True)
class LockedBatch:
    """A batch that waits for its settlement. assets: raw USDC to come; shares to leave, 18 decimals; unix seconds."""

    number: int
    assets: int
    shares: int
    cash_need: int
    """Raw USDC: what the shares are worth, before levy and fee, beyond the assets."""
    locked_at: int

    @property
    def settles_at(self) -> int:
        """From then on the executor may settle it."""
        return self.locked_at + _parameter("request_forward_delay")

    @property
    def open_to_all_at(self) -> int:
        """From then on anyone may, where the cash for all redemptions is there."""
        return self.locked_at + _parameter("request_executor_only")

    @property
    def pro_rata_at(self) -> int:
        """From then on a batch settles with whatever cash there is, and its requests may be taken back."""
        return self.locked_at + _parameter("request_patience")


@dataclass(frozen=True, slots=True)
class Queue:
    """The open batch, and the locked one if there is one. assets: raw USDC; shares: 18 decimals."""

    batch: int
    """Number of the open batch."""
    assets: int
    shares: int
    last_lock: int
    """Unix seconds."""
    locked: LockedBatch | None

    @property
    def locks_at(self) -> int:
        """Unix seconds from which anyone may lock the open batch, if anything waits in it and no other is locked."""
        return self.last_lock + _parameter("request_cadence")

    @property
    def waits(self) -> bool:
        """Something is asked for in the open batch."""
        return bool(self.assets or self.shares)

    def due(self, now: int) -> Literal["lock", "settle"] | None:
        """What a keeper should do with it at `now` (unix seconds)."""
        if self.locked is not None:
            return "settle" if now >= self.locked.settles_at else None
        return "lock" if self.waits and now >= self.locks_at else None


def read_queue(index: Index, block: int) -> Queue:
    """At a block. Raises ChainUnreachable or KeeperError."""
    number, assets, shares = _ask(index, block, "open_requests")
    before = _ask(index, block, "batch", number - 1)
    locked = None
    # Batch 0 stands for the time before the first.
    if number > 1 and not before["settled_at"]:
        deposits, redemptions = before["sides"]
        locked = LockedBatch(
            number=number - 1,
            assets=deposits["received"],
            shares=redemptions["received"],
            cash_need=_ask(index, block, "cash_need"),
            locked_at=before["locked_at"],
        )
    return Queue(number, assets, shares, before["locked_at"], locked)


def _ask(index: Index, block: int, name: str, *arguments: object) -> Any:
    function: Function = index.queue.function(name)
    answer = index.connection.view([index.queue.call(name, *arguments)], block)[0]
    if isinstance(answer, RpcError):
        raise KeeperError(f"chain: queue.{name} failed: {answer.said}; is the deployment file of this chain?")
    return function.decode(answer)


def _parameter(name: str) -> int:
    """Seconds."""
    return load_parameters().contract[name].default
