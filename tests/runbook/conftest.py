"""The small world with 100,000 USDC of the holder's at work (`invested`), as the keeper's tests have it."""

from tests.keepers.conftest import decision, folder, index, invested, proposing, trading

__all__ = ["decision", "folder", "index", "invested", "proposing", "trading"]
