"""An event of the log as people read it: symbols for ids, whole tokens and USD for raw units, names for addresses."""

from collections.abc import Mapping
from typing import Any

from keepers.book import AssetBook, BookAsset
from keepers.chain import Index, Record
from keepers.commands.amounts import ago, dollars, moment, percent, units

__all__ = ["names_of", "told"]

SHARE_DECIMALS = 18
GAUGE_DECIMALS = 6
FACTORS_A_PPM = 100  # a factor of the oracle price is 1e-8 of it
NOBODY = "0x" + "0" * 40
MOST = 2**256 - 1

# What a number counts, by the name of its field.
DOLLARS = {"price", "cash_price", "nav_before", "nav_after", "distance_before", "distance_after", "turnover", "cost"}
DOLLARS |= {"reference", "before", "nav", "distance"}
SHARES = {
    "shares",
    "fee_shares",
    "supply",
    "value",
    "manager_shares",
    "platform_shares",
    "shares_paid",
    "shares_filled",
}
CASH = {"assets", "total_assets", "least", "netted_assets", "assets_filled", "assets_paid"}
OF_THE_ASSET = {"amount", "balance", "balance_before", "pot", "pot_before", "left"}
MOMENTS = {"activates_at", "expires_at", "until", "effective_at", "paused_until", "closes_by", "closes_at", "far_since"}
LENGTHS = {"heartbeat", "risk_down", "risk_up", "expiry", "auctions", "safe_state"}
# Said without the field's name: (true, false).
EITHER = {
    "buy": ("buy", "sell"),
    "redemption": ("redemption", "deposit"),
    "bull": ("bull", "bear"),
    "risk_up": ("risk up", "risk down"),
    "stable": ("stable", "volatile"),
    "wound_down": ("wound down", "going on"),
    "fallback": ("fallback", "of the executor"),
}
CHOICES = {
    ("AssetListed", "liquidity_class"): {1: "deep", 2: "medium", 3: "thin"},
    ("StatusSet", "status"): {1: "active", 2: "sell-only", 3: "impaired"},
}
QUIET = {"sequence", "step"}  # not worth the width


def names_of(index: Index, accounts: Mapping[str, str] | None = None) -> dict[str, str]:
    """Address (checksummed) -> name: our contracts, the `accounts` given, nobody."""
    return {contract.address: contract.name for contract in index.contracts} | dict(accounts or {}) | {NOBODY: "nobody"}


def told(book: AssetBook, names: Mapping[str, str], record: Record) -> str:
    """The fields of an event in words. What the book does not know stays as it was logged: a log is never refused."""
    number = record.fields.get("asset")
    asset = next((known for known in book.assets if known.asset_id == number), None)
    words = []
    for name, value in record.fields.items():
        # A session belongs to one epoch.
        if name in QUIET or (name == "epoch" and "session" in record.fields):
            continue
        if isinstance(value, bool) and name in EITHER:
            words.append(EITHER[name][0 if value else 1])
        elif isinstance(value, int) and not isinstance(value, bool):
            words.append(f"{name} {_number(book, asset, record, name)}")
        else:
            words.append(f"{name} {_other(names, value)}")
    return ", ".join(words)


def _number(book: AssetBook, asset: BookAsset | None, record: Record, name: str) -> str:
    value: int = record.fields[name]
    if asset is not None and name == "asset":
        return asset.symbol
    if asset is not None and name == "value":
        return dollars(value)  # of the asset; without one it counts shares, as ERC-20 has it
    if asset is not None and name in OF_THE_ASSET:
        return _tokens(value, asset)
    if asset is not None and name in ("amount_in", "amount_out"):
        return _tokens(value, book.cash if record.fields["buy"] == (name == "amount_in") else asset)
    if asset is not None and name in ("given", "owed"):
        return _tokens(value, book.cash if record.fields["buy"] == (name == "given") else asset)
    if "redemption" in record.fields and name in ("amount", "paid"):
        # The queue counts what was asked for and what is paid: shares and USDC, or USDC and shares.
        shares = record.fields["redemption"] == (name == "amount")
        return units(value, SHARE_DECIMALS) if shares else _tokens(value, book.cash)
    if record.event == "RateTaken" and name in ("before", "rate"):
        return units(value, SHARE_DECIMALS)  # of the underlying asset, a share
    if (record.event, name) in CHOICES:
        return CHOICES[record.event, name].get(value, str(value))
    if name in DOLLARS:
        return dollars(value)
    if name in SHARES:
        return "no limit" if value == MOST else units(value, SHARE_DECIMALS)
    if name in CASH:
        return _tokens(value, book.cash)
    if name in MOMENTS:
        return moment(value)
    if name in LENGTHS:
        return ago(value)
    if name == "gauge":
        return units(value, GAUGE_DECIMALS)
    if name == "factor":
        return percent(value // FACTORS_A_PPM)
    if name.endswith("_ppm"):
        return percent(value)
    return f"{value} bps" if name.endswith("_bps") else str(value)


def _other(names: Mapping[str, str], value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "1 item" if len(value) == 1 else f"{len(value)} items"
    if isinstance(value, bytes):
        return f"0x{value.hex()[:8]}.."
    text = str(value)
    return names.get(text, f"{text[:8]}..") if text.startswith("0x") else text


def _tokens(raw: int, asset: BookAsset) -> str:
    return f"{units(raw, asset.decimals)} {asset.symbol}"
