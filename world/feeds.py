"""Price feeds in Chainlink's pattern: an aggregator behind the proxy it is known by.

A cold latestRoundData costs 18,900 gas (Chainlink's own: 19,200); tests/world/test_costs.py measures it.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from world.chain import Chain, create_address
from world.contract import Contract
from world.tokens import MarketAsset, scaled

__all__ = ["HEARTBEAT", "Feed", "Rate", "deploy_feed"]

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
        """The feed's answer for a price, rounded to nearest, at least 1."""
        return max(1, scaled(price, self.decimals))

    def price(self, answer: int) -> Fraction:
        """What an answer says, exactly."""
        return Fraction(answer, 10**self.decimals)

    def latest(self) -> int:
        """The answer of now."""
        return int(self.proxy.latestRoundData()[1])


@dataclass(frozen=True)
class Rate:
    """What an ERC-4626 vault says a share is worth in its underlying asset, which has `decimals`.

    The market may call `vault.set_rate(raw units)` and `.fail(how)`.
    """

    vault: Contract
    decimals: int

    def answer(self, price: float | Decimal) -> int:
        """Raw units for so many of the underlying asset, rounded to nearest."""
        return scaled(price, self.decimals)

    def price(self, answer: int) -> Fraction:
        """How many of the underlying asset so many raw units are, exactly."""
        return Fraction(answer, 10**self.decimals)

    def latest(self) -> int:
        """Raw units of now."""
        return int(self.vault.rate())


def deploy_feed(chain: Chain, asset: MarketAsset, market: str, maker: str) -> Feed:
    """A feed that answers the asset's price, or its factor where it is priced through another asset.

    `market` owns it, `maker` (MarketMaker) transmits answers.
    """
    decimals = FINE_DECIMALS if asset.price < FINE_BELOW_USD else USUAL_DECIMALS
    proxy_address = create_address(market, chain.nonce(market) + 1)
    answer = scaled(asset.price, decimals)
    description = f"{asset.symbol[:32]} / {(asset.through or 'USD')[:24]}"
    aggregator = chain.deploy(
        "FeedAggregator", market, maker, proxy_address, decimals, description, answer, sender=market
    )
    proxy = chain.deploy("FeedProxy", aggregator, sender=market)
    deviation = STABLE_DEVIATION_BPS if asset.stable else DEVIATION_BPS[asset.liquidity_class]
    return Feed(proxy, aggregator, decimals, deviation, HEARTBEAT)
