"""What a finished demo left, and how an assertion about it is written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.prices import Tape
from demo.summary import Summary
from keepers.chain import Index, Record, rebuild
from keepers.chain.abi import Function
from keepers.chain.reading import answered

__all__ = ["Assertion", "Left", "apart", "at_least", "at_most", "near", "same"]

NAV_TOLERANCE = 1e-9
BALANCE_OF = Function("balanceOf", ({"type": "address"},), ({"type": "uint256"},))


@dataclass(frozen=True, slots=True)
class Assertion:
    """`value` is what was found, `limit` what it has to be."""

    name: str
    value: str
    limit: str
    holds: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.value}, must be {self.limit}"


@dataclass(frozen=True)
class Left:
    """Everything a finished demo left: its report, its chain, and all events of it in order."""

    folder: Path
    summary: Summary
    index: Index
    records: Sequence[Record]
    tape: Tape

    def events(self, name: str) -> list[Record]:
        """Those with a name, in order."""
        return [record for record in self.records if record.event == name]

    def held(self, block: int) -> set[int]:
        """Ids held at a block, by the log; without cash."""
        return set(rebuild(record for record in self.records if record.block <= block).held)

    def bull(self, block: int) -> bool:
        """Regime of the decision in force at a block, by the log."""
        proposed = {record.fields["epoch"]: record.fields["bull"] for record in self.events("Proposed")}
        active = [record.fields["epoch"] for record in self.events("Activated") if record.block <= block]
        return bool(proposed[active[-1]])

    def owned(self, account: str, assets: Iterable[int]) -> dict[int, int]:
        """Raw units by asset id that an account has on chain now."""
        ids = list(assets)
        calls = [BALANCE_OF.at(self.index.book.by_id(asset).token, account) for asset in ids]
        return dict(zip(ids, answered(self.index, [BALANCE_OF] * len(calls), calls, "latest"), strict=True))


def apart(rebuilt: int, said: int) -> float:
    """Relative difference."""
    return abs(rebuilt - said) / said if said else float(rebuilt != 0)


def at_least(name: str, value: int, limit: int) -> Assertion:
    """A whole number with a lower limit."""
    return Assertion(name, f"{value:,}", f"at least {limit:,}", value >= limit)


def at_most(name: str, value: int, limit: int) -> Assertion:
    """A whole number with an upper limit."""
    return Assertion(name, f"{value:,}", f"at most {limit:,}", value <= limit)


def same(name: str, value: object, wanted: object) -> Assertion:
    """Equal."""
    return Assertion(name, str(value), str(wanted), value == wanted)


def near(name: str, difference: float) -> Assertion:
    """A relative difference that only rounding makes."""
    return Assertion(name, f"{difference:.2e} apart", f"within {NAV_TOLERANCE:.0e}", difference <= NAV_TOLERANCE)
