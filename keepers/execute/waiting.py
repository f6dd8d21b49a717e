"""When a thing that is too early will be possible, in words."""

from datetime import UTC, datetime, timedelta

__all__ = ["from_then"]


def from_then(at: int, now: int) -> str:
    """from 2024-01-15 00:00 UTC, in 13 days, 4:05:06. Unix seconds."""
    return f"from {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC, in {timedelta(seconds=max(at - now, 0))}"
