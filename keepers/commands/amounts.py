"""Integers of the chain as people read them. Only for screens: nothing here is ever computed with."""

from datetime import UTC, datetime, timedelta

__all__ = ["ago", "moment", "percent", "shares", "tokens", "usd"]


def usd(value: int, places: int = 2) -> str:
    """USD 18 decimals: 1,234.56."""
    return f"{value / 10**18:,.{places}f}"


def shares(value: int) -> str:
    """Shares, 18 decimals."""
    return f"{value / 10**18:,.4f}"


def tokens(value: int, decimals: int) -> str:
    """Raw units, six significant digits."""
    return f"{value / 10**decimals:,.6g}"


def percent(ppm: int) -> str:
    """Parts per million: 12.35 %."""
    return f"{ppm / 10_000:.2f} %"


def moment(timestamp: int) -> str:
    """Unix seconds as 2024-01-01 00:00 UTC; a dash for 0."""
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M} UTC" if timestamp else "-"


def ago(seconds: int) -> str:
    """A length of time: 1 day, 2:03:04."""
    return str(timedelta(seconds=seconds))
