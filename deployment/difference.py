"""One thing on chain that is not what it should be."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """`where`: a key of the table of contracts, or an asset; `what` of it; the two values."""

    where: str
    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.where}: {self.what} is {self.found}, not {self.expected}"
