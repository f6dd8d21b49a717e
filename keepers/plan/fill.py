"""What a pool gives for an exact input, whatever its kind."""

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Fill"]

State = TypeVar("State", covariant=True)


@dataclass(frozen=True, slots=True)
class Fill(Generic[State]):
    """Raw units; complete is False when the order is larger than the depth that was read."""

    amount_in: int
    amount_out: int
    complete: bool
    after: State
    """The pool as it stands then; meaningful only of a complete fill."""
