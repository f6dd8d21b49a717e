"""The small world with 100,000 USDC of the holder's at work (`invested`), as the keeper's tests have it."""

from tests.keepers.conftest import bear, decision, folder, index, invested, proposing, trading

__all__ = ["bear", "decision", "folder", "index", "invested", "proposing", "trading"]
