"""What a rule has to say: where, which rule, and what to do instead."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Finding"]


@dataclass(frozen=True, order=True)
class Finding:
    path: Path
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"
