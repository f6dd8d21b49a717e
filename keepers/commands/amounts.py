"""Integers of the chain as people read them. Only for screens: nothing here is ever computed with."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

__all__ = ["ago", "dollars", "moment", "percent", "shares", "units", "usd"]


def usd(value: int, places: int = 2) -> str:
    """USD 18 decimals: 1,234.56."""
    return f"{value / 10**18:,.{places}f}"


def dollars(value: int) -> str:
    """USD 18 decimals with its sign: cents; below a dollar six significant digits: $1,234.56, $0.62, $0.0000103."""
    whole = Decimal(value).scaleb(-18)
    if abs(whole) >= 1 or not whole:
        return f"${whole:,.2f}"
    cents, rest = f"{whole:.{5 - whole.adjusted()}f}".split(".")
    return f"${cents}.{rest.rstrip('0').ljust(2, '0')}"


def shares(value: int) -> str:
    """Shares, 18 decimals."""
    return f"{value / 10**18:,.4f}"


def units(raw: int, decimals: int) -> str:
    """Raw units as whole ones, at most six digits after the point: 1,234.5; what is less than the last says so."""
    if 0 < raw < 10 ** (decimals - 6):
        return "<0.000001"
    text = f"{Decimal(raw).scaleb(-decimals):,.6f}"
    return text.rstrip("0").rstrip(".")


def percent(ppm: int) -> str:
    """Parts per million: 12.35 %."""
    return f"{ppm / 10_000:.2f} %"


def moment(timestamp: int) -> str:
    """Unix seconds as 2024-01-01 00:00 UTC; a dash for 0."""
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M} UTC" if timestamp else "-"


def ago(seconds: int) -> str:
    """A length of time: 1 day, 2:03:04."""
    return str(timedelta(seconds=seconds))
