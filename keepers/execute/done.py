"""A transaction that did what it was for, and the event that proves it."""

from dataclasses import dataclass
from typing import Any

from keepers.chain.connection import Call
from keepers.chain.events import Record, decode_logs
from keepers.chain.index import Index
from keepers.execute.send import Intent, Outcome, Sender

__all__ = ["Done", "run"]

NUMBERS = ("session", "epoch", "batch", "asset")
"""Fields of an event that say which one it is, the first that it has."""


@dataclass(frozen=True, slots=True)
class Done:
    """A transaction and the event that proves it; `records` are all our events in it, in order."""

    outcome: Outcome
    event: Record
    records: tuple[Record, ...]


def run(
    index: Index,
    sender: Sender,
    purpose: str,
    call: Call,
    gas_cap: int,
    expires_at: int,
    event: str,
    number: int | None,
    spare_gas: int = 0,
) -> Done:
    """Have a call done once. Success is the `event` with that number, if it has one. Raises as `Sender.run`."""

    def confirms(receipt: dict[str, Any]) -> bool:
        return any(_is(record, event, number) for record in decode_logs(index, receipt["logs"]))

    outcome = sender.run(Intent(purpose, call, gas_cap, expires_at, confirms, spare_gas=spare_gas))
    records = tuple(decode_logs(index, outcome.receipt["logs"]))
    return Done(outcome, next(record for record in records if _is(record, event, number)), records)


def _is(record: Record, event: str, number: int | None) -> bool:
    if record.event != event:
        return False
    return number is None or next(record.fields[name] for name in NUMBERS if name in record.fields) == number
