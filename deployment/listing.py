"""The terms on which the registry lists an asset, in the form its list_asset takes."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["CLASSES", "KINDS", "NOBODY", "ONE_FEED", "TWO_FEEDS", "VAULT_SHARES", "LiquidityClass", "Listing"]

LiquidityClass = Literal["deep", "medium", "thin"]

CLASSES: dict[LiquidityClass, int] = {"deep": 1, "medium": 2, "thin": 3}
ONE_FEED, TWO_FEEDS, VAULT_SHARES = 1, 2, 3
KINDS = {ONE_FEED: "one feed", TWO_FEEDS: "two feeds", VAULT_SHARES: "vault shares"}
NOBODY = "0x" + "00" * 20  # no second feed; no sequencer; anyone, where the timelock asks who may execute


@dataclass(frozen=True, slots=True)
class Listing:
    """One asset; slippage limit and weight cap are those of its class. Heartbeats in seconds, deviations in bps.

    Priced by `feed`, by `feed` x `second_feed`, or, when the token is a vault's `shares`, by the vault's rate x `feed`.
    """

    token: str
    feed: str
    heartbeat: int
    deviation_bps: int
    liquidity_class: LiquidityClass
    stable: bool
    shares: bool = False
    second_feed: str = NOBODY
    second_heartbeat: int = 0
    second_deviation_bps: int = 0

    @property
    def kind(self) -> int:
        """The registry's number of how the price is made."""
        if self.shares:
            return VAULT_SHARES
        return ONE_FEED if self.second_feed == NOBODY else TWO_FEEDS

    def terms(self) -> tuple[str, str, int, int, int, int, int, bool, int, str, int, int]:
        """As IAssetRegistry.Listing."""
        return (
            self.token,
            self.feed,
            self.heartbeat,
            self.deviation_bps,
            CLASSES[self.liquidity_class],
            0,
            0,
            self.stable,
            self.kind,
            self.second_feed,
            self.second_heartbeat,
            self.second_deviation_bps,
        )
