"""What was measured, what it may cost, and the table people read."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from world.node import TRANSACTION_GAS_CAP

__all__ = ["ASSETS", "PAGE", "REPORT", "SWITCH_GAS_LIMIT", "WHAT", "Measurement", "page", "show", "write"]

REPORT = Path(__file__).parent / "report.json"
PAGE = Path(__file__).parents[2] / "docs" / "GAS.md"
ASSETS = 100

# What it is, and the gas it may use. Where the cap stands nothing is promised but one transaction.
WHAT = {
    "switch_100": ("a switch of 100 assets into USDC", 11_100_000),
    "leg_100": ("one leg of it: price, limits and event included", 110_000),
    "leg_optional": ("the same, optional: a failure would cost it alone", 118_000),
    "switch_100_three_fail": ("the switch with three tokens that fail: paused, fee, burns gas", TRANSACTION_GAS_CAP),
    "reentry_100": ("the way back: 100 assets bought with USDC", 12_500_000),
    "weekly_20_legs": ("a week's session: ten sales and ten purchases, with the keeper's access list", 4_500_000),
    "weekly_20_unlisted": ("the same without the list", 4_625_000),
    "two_hop_100": ("the switch with all legs through WETH", TRANSACTION_GAS_CAP),
    "mixed_100": ("the switch with 40 legs through WETH and 10 that cross ticks", TRANSACTION_GAS_CAP),
    "deposit_nav_100": ("an entry at live NAV", 2_600_000),
    "redeem_in_kind_100": ("an exit in kind", 2_700_000),
    "deposit_bear": ("an entry into USDC and two other stable assets", 215_000),
    "withdraw_bear": ("an exit out of them, in USDC", 215_000),
    "decision_100": ("100 targets changed: propose and activate", 600_000),
    "refresh_100": ("a refresh of 100 references that all strayed, in transactions of 40", 3_650_000),
    "request": ("a request to the queue", 130_000),
    "claim": ("a claim", 110_000),
    "settle_100": ("the settlement of a batch, no trades needed", 3_150_000),
    "settle_with_100": ("the settlement with the sales that pay for it", 13_500_000),
    "bid_100": ("a bid in an auction", 3_000_000),
    "open_100": ("a hundred auctions opened", 6_600_000),
    "report_100": ("a report of the distance to target", 2_900_000),
}
HOLD = {name: most for name, (_, most) in WHAT.items()}
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
    """Write report.json, in the order of WHAT, and docs/GAS.md.

    ValueError when something was not measured: a part is no report.
    """
    missing = sorted(HOLD.keys() - measured.keys())
    if missing:
        raise ValueError(f"gas: {', '.join(missing)} not measured, report.json stays; run all of tests/gas")
    ordered = {name: asdict(measured[name]) for name in HOLD}
    REPORT.write_text(json.dumps(ordered, indent=2) + "\n")
    PAGE.write_text(page())


def page() -> str:
    """docs/GAS.md, from report.json."""
    measured = json.loads(REPORT.read_text())
    rows = "\n".join(
        f"| {WHAT[name][0]} | `{name}` | {m['gas']:,} | {m['gas_limit']:,} | {m['floor']:,} | {m['hold']:,} |"
        for name, m in measured.items()
    )
    return f"""# Gas

Written by `make gas`, which measures it again: tests/gas, a fund of {ASSETS} volatile assets that has lived some
weeks, on one local node, through Uniswap V3's mainnet bytecode. Pools have traded, feeds stand behind a proxy like
Chainlink's, USDC behind its proxy, and receivers hold the tokens already. A test fails when anything uses more than
its *hold*.

| what | name | gas used | least gas limit | floor | hold |
|---|---|---:|---:|---:|---:|
{rows}

- **Least gas limit**: under which the transaction succeeds, to 10,000; refunds come too late to lower it. The cap of a
  transaction is {TRANSACTION_GAS_CAP:,} (EIP-7825); a hold that is the cap promises one transaction and no more.
- **Floor**: the leanest contract that does the bare work, measured in the same run (`tests/gas/Lean*.vy`): it swaps,
  reads the feeds it needs, and has no books, no limits, no events. What is above it is what the promises cost. Of a
  week's session, a bid and a report most is NAV: the prices of all {ASSETS} assets, which a lean session does not need.
- An exit in kind to a receiver who holds none of the tokens writes {ASSETS} new slots: about 2 M more.
- A leg through WETH, in a trader that holds none of it, writes a slot each time; one unit of WETH given to the trader,
  once, saves it.
"""


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
