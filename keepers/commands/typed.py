"""What a person types, as the chain has it: an asset by its symbol or id, whole tokens as raw units."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from web3 import Web3

from keepers.book import AssetBook, BookAsset
from keepers.errors import ConfigError

__all__ = ["account_typed", "asset_typed", "units_typed"]

MOST_DIGITS = 36
"""Before the point, less one."""


def asset_typed(book: AssetBook, text: str) -> BookAsset:
    """By id, else by symbol in any case. Raises ConfigError for what the book does not know, or knows twice."""
    found = [asset for asset in book.assets if text == str(asset.asset_id)]
    found = found or [asset for asset in book.assets if text.lower() == asset.symbol.lower()]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(str(asset.asset_id) for asset in found)
        raise ConfigError(f"asset: {text} stands for ids {ids}; pass the id of the one you mean")
    raise ConfigError(f"asset: {text!r} is no symbol or id of the asset book; 'status' shows what the fund holds")


def units_typed(text: str, asset: BookAsset, name: str) -> int:
    """Whole tokens as raw units. Raises ConfigError: no number above 0, or more digits than the token has."""
    try:
        whole = Decimal(text)
    except InvalidOperation:
        whole = Decimal("NaN")
    if not whole.is_finite() or whole <= 0:
        raise ConfigError(f"{name}: {text!r} is not a number above 0; write whole {asset.symbol}, like 1250.5")
    if whole.adjusted() > MOST_DIGITS:
        raise ConfigError(f"{name}: {text} {asset.symbol} is more than any token has; write a smaller number")
    raw = Fraction(whole) * 10**asset.decimals  # exact: a decimal would be rounded to its context's digits
    if raw.denominator != 1:
        raise ConfigError(
            f"{name}: {text} has more digits than {asset.symbol}; write at most {asset.decimals} after the point"
        )
    return int(raw)


def account_typed(text: str, name: str) -> str:
    """An address, checksummed. Raises ConfigError."""
    if not Web3.is_address(text):
        raise ConfigError(f"{name}: {text!r} is not an address of 20 bytes")
    return Web3.to_checksum_address(text)
