"""Real market history, a research input and no part of this repository: beside it, or where MARKET says."""

import os
from pathlib import Path

from world.artifacts import ROOT

__all__ = ["MISSING", "REAL_HISTORY"]

REAL_HISTORY = Path(os.environ.get("MARKET") or ROOT.parent / "shared" / "market")
MISSING = f"no real market history at {REAL_HISTORY}; name its folder: MARKET=folder make test"
