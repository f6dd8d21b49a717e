"""What was measured, what it may cost, and the table people read."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from world.node import TRANSACTION_GAS_CAP

__all__ = ["HOLD", "REPORT", "SWITCH_GAS_LIMIT", "Measurement", "show", "write"]

REPORT = Path(__file__).parent / "report.json"

# Gas used, to hold (docs/GAS.md). Where the cap stands nothing is promised but one transaction.
HOLD = {
    "switch_100": 11_500_000,
    "leg_100": 112_000,
    "reentry_100": 12_500_000,
    "two_hop_100": TRANSACTION_GAS_CAP,
    "mixed_100": TRANSACTION_GAS_CAP,
    "deposit_nav_100": 2_600_000,
    "redeem_in_kind_100": 2_700_000,
    "deposit_bear": 215_000,
    "withdraw_bear": 215_000,
    "decision_100": 600_000,
    "request": 130_000,
    "claim": 110_000,
    "settle_100": 4_500_000,
    "settle_with_100": 13_500_000,
    "bid_100": 3_000_000,
    "open_100": 7_200_000,
    "report_100": 2_900_000,
}
SWITCH_GAS_LIMIT = 12_500_000  # hard: the switch must run under it, refunds not counted


@dataclass(frozen=True)
class Measurement:
    """Gas used by `transactions` transactions; `gas_limit` is the least under which they run, `floor` what the leanest
    contract uses for the bare work, `ratio` is gas / hold and `over_floor` gas / floor."""

    gas: int
    floor: int
    hold: int
    transactions: int
    gas_limit: int
    ratio: float
    over_floor: float

    @classmethod
    def of(cls, name: str, gas: int, floor: int, *, gas_limit: int, transactions: int = 1) -> "Measurement":
        hold = HOLD[name]
        return cls(gas, floor, hold, transactions, gas_limit, round(gas / hold, 3), round(gas / floor, 3))


def write(measured: dict[str, Measurement]) -> None:
    """Write report.json, in the order of HOLD. ValueError when something was not measured: a part is no report."""
    missing = sorted(HOLD.keys() - measured.keys())
    if missing:
        raise ValueError(f"gas: {', '.join(missing)} not measured, report.json stays; run all of tests/gas")
    ordered = {name: asdict(measured[name]) for name in HOLD}
    REPORT.write_text(json.dumps(ordered, indent=2) + "\n")


def show(measured: dict[str, Measurement]) -> str:
    """The table."""
    table = Table(title="gas with 100 assets", title_justify="left")
    for column in ("what", "gas used", "gas limit", "transactions", "floor", "hold", "of hold", "over floor"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for name in (name for name in HOLD if name in measured):
        m = measured[name]
        numbers = (f"{m.gas:,}", f"{m.gas_limit:,}", str(m.transactions), f"{m.floor:,}", f"{m.hold:,}")
        table.add_row(name, *numbers, f"{m.ratio:.2f}", f"{m.over_floor:.2f}")
    console = Console(width=120)
    with console.capture() as capture:
        console.print(table)
    return capture.get()
