"""An event of the log in words: symbols for ids, whole tokens and USD for raw units, names for addresses.

What a field counts is in contracts/units.toml; nothing is guessed from its name.
"""

import re
from collections.abc import Mapping
from typing import Any

from keepers.book import AssetBook, BookAsset
from keepers.chain import Index, Record
from keepers.chain.units import UNITS
from keepers.commands.amounts import ago, dollars, moment, percent, units
from keepers.execute.failing import OUT_OF_GAS
from keepers.execute.simulate import reason_in

__all__ = ["address_labels", "describe_event"]

SHARE_DECIMALS = 18
GAUGE_DECIMALS = 6
FACTORS_A_PPM = 100  # 1e-8 of something
ZERO_ADDRESS = "0x" + "0" * 40
NO_LIMIT = 2**256 - 1  # of an allowance
CONDITIONAL = re.compile(r"(?P<true>.+) if (?P<flag>\w+), else (?P<false>.+)")
COMPUTED = "slippage_bps"  # of a leg: no event says it, keepers.chain.slippage does
QUIET = {"sequence", "step"}  # not worth the width


def address_labels(index: Index, accounts: Mapping[str, str] | None = None) -> dict[str, str]:
    """Address (checksummed) -> label: the index's contracts, the `accounts` given, the zero address."""
    contracts = {contract.address: contract.name for contract in index.contracts}
    return contracts | dict(accounts or {}) | {ZERO_ADDRESS: "nobody"}


def describe_event(book: AssetBook, labels: Mapping[str, str], record: Record) -> str:
    """The fields of an event in words. A field without a unit stays as it was logged: a log is never refused."""
    number = record.fields.get("asset")
    asset = next((known for known in book.assets if known.asset_id == number), None)
    words = []
    for name, value in record.fields.items():
        # A session belongs to one epoch.
        if name in QUIET or (name == "epoch" and "session" in record.fields):
            continue
        unit = _unit(record, name)
        if isinstance(value, bool) and " or " in unit:
            yes, _, no = unit.partition(" or ")
            words.append(yes if value else no)
        elif (record.event, name) == ("LegFailed", "reason"):
            words.append(f"reason {reason_in(value) or OUT_OF_GAS!r}")
        elif isinstance(value, int) and not isinstance(value, bool):
            words.append(f"{name} {_number(book, asset, unit, value)}")
        else:
            words.append(f"{name} {_other(labels, value)}")
    return ", ".join(words)


def _unit(record: Record, name: str) -> str:
    unit = "bps" if name == COMPUTED else UNITS.get(record.event, {}).get(name, "")
    choice = CONDITIONAL.fullmatch(unit)
    if choice is None:
        return unit
    return choice["true"] if record.fields[choice["flag"]] else choice["false"]


def _number(book: AssetBook, asset: BookAsset | None, unit: str, value: int) -> str:
    if unit[:1].isdigit() and ", " in unit:
        choices = dict(choice.split(" ", 1) for choice in unit.split(", "))
        return choices.get(str(value)) or _number(book, asset, choices.get("else", "number"), value)
    match unit:
        case "asset id":
            return next((known.symbol for known in book.assets if known.asset_id == value), str(value))
        case "raw of asset" if asset is not None:
            return _tokens(value, asset)
        case "raw USDC":
            return _tokens(value, book.cash)
        case "USD 18" | "USD 18 per token":
            return dollars(value)
        case "shares 18" | "units 18":
            return "no limit" if value == NO_LIMIT else units(value, SHARE_DECIMALS)
        case "points 6":
            return units(value, GAUGE_DECIMALS)
        case "1e-8":
            return percent(value // FACTORS_A_PPM)
        case "ppm":
            return percent(value)
        case "bps":
            return f"{value} bps"
        case "unix seconds":
            return moment(value)
        case "seconds":
            return ago(value)
        case _:
            return str(value)


def _other(labels: Mapping[str, str], value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "1 item" if len(value) == 1 else f"{len(value)} items"
    if isinstance(value, bytes):
        return f"0x{value.hex()[:8]}.."
    text = str(value)
    return labels.get(text, f"{text[:8]}..") if text.startswith("0x") else text


def _tokens(raw: int, asset: BookAsset) -> str:
    return f"{units(raw, asset.decimals)} {asset.symbol}"
