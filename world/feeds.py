"""Price feeds in Chainlink's pattern: an aggregator behind the proxy it is known by.

A cold latestRoundData costs 18,900 gas (Chainlink's own: 19,200); tests/world/test_feeds.py measures it.
"""

from dataclasses import dataclass
from decimal import Decimal

from world.chain import Chain, create_address
from world.contract import Contract
from world.tokens import MarketAsset

__all__ = ["HEARTBEAT", "Feed", "deploy_feed"]

HEARTBEAT = 90_000  # seconds: Chainlink's day and an hour of grace

# USD feeds have 8 decimals in life, those of very cheap assets 18; so an answer keeps four digits or more.
USUAL_DECIMALS, FINE_DECIMALS = 8, 18
FINE_BELOW_USD = 0.1

STABLE_DEVIATION_BPS = 25
DEVIATION_BPS = {"deep": 50, "medium": 100, "thin": 200}


@dataclass(frozen=True)
class Feed:
    """A feed and what it promises. The market may call `aggregator.set(answer, updated_at)` and `.fail(how)`."""

    proxy: Contract
    aggregator: Contract
    decimals: int
    deviation_bps: int
    heartbeat: int

    def answer(self, price: float | Decimal) -> int:
        """The feed's answer for a price in USD, rounded to nearest, at least 1."""
        return max(1, _rounded(price, self.decimals))


def deploy_feed(chain: Chain, asset: MarketAsset, market: str, maker: str) -> Feed:
    """A feed that answers the asset's price; `market` owns it, `maker` (MarketMaker) transmits answers."""
    decimals = FINE_DECIMALS if asset.price < FINE_BELOW_USD else USUAL_DECIMALS
    proxy_address = create_address(market, chain.nonce(market) + 1)
    answer = _rounded(asset.price, decimals)
    description = f"{asset.symbol[:32]} / USD"
    aggregator = chain.deploy(
        "FeedAggregator", market, maker, proxy_address, decimals, description, answer, sender=market
    )
    proxy = chain.deploy("FeedProxy", aggregator, sender=market)
    deviation = STABLE_DEVIATION_BPS if asset.stable else DEVIATION_BPS[asset.liquidity_class]
    return Feed(proxy, aggregator, decimals, deviation, HEARTBEAT)


def _rounded(price: float | Decimal, decimals: int) -> int:
    return round(Decimal(str(price)).scaleb(decimals))
