"""The index without the gauge, written down beside a world for the page that draws it behind the share price."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from website.documents import HISTORY_FILE
from world.prices import unix_midnight

__all__ = ["keep_without_gauge"]


def keep_without_gauge(folder: Path, looks: Sequence[date], values: Sequence[float]) -> Path:
    """Write `folder`/history.json: unix seconds and value, 1 at the first review, of as many reviews as there are."""
    path = folder / HISTORY_FILE
    rows = [{"time": unix_midnight(look), "value": value} for look, value in zip(looks, values, strict=False)]
    path.write_text(json.dumps(rows) + "\n")
    return path
