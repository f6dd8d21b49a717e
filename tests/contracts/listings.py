"""Tokens and feeds to list, and the terms to list them on, for tests of the registry and of what stands on it.

source = new_source(chain, market, "AAVE", price=100 * 10**8)
registry.list_asset(listing(source, liquidity_class=MEDIUM), sender=owner)
source.aggregator.set(90 * 10**8, chain.now(), sender=market)
"""

from dataclasses import dataclass
from typing import Any

from world.chain import Chain, create_address
from world.contract import Contract

__all__ = [
    "ACTIVE",
    "DEEP",
    "HEARTBEAT",
    "IMPAIRED",
    "MEDIUM",
    "NO_FEED",
    "ONE_FEED",
    "SELL_ONLY",
    "THIN",
    "TWO_FEEDS",
    "VAULT_SHARES",
    "Quote",
    "Source",
    "listing",
    "new_source",
    "pricing",
    "read_quote",
]

ACTIVE, SELL_ONLY, IMPAIRED = 1, 2, 3
DEEP, MEDIUM, THIN = 1, 2, 3
ONE_FEED, TWO_FEEDS, VAULT_SHARES = 1, 2, 3
HEARTBEAT = 90_000  # seconds
NO_FEED = "0x" + "00" * 20


@dataclass(frozen=True)
class Source:
    """A token, and the feed that prices it; `aggregator` is what the market sets."""

    token: Contract
    feed: Contract
    aggregator: Contract


@dataclass(frozen=True)
class Quote:
    """A quote word, unpacked. price: USD 18 decimals of one whole token."""

    price: int
    decimals: int
    deviation_bps: int
    slippage_bps: int
    firm: bool
    stable: bool
    buyable: bool
    sellable: bool = True
    excess: int = 0


def new_source(
    chain: Chain, market: str, symbol: str, *, price: int, decimals: int = 18, feed_decimals: int = 8
) -> Source:
    """Deploy a token of `decimals` and its feed, which answers `price` in units of 10**-feed_decimals USD."""
    token = chain.deploy("Token", symbol, symbol, decimals, market)
    deployer = chain.accounts[0]
    # The aggregator answers its proxy only, which is deployed right after it.
    proxy = create_address(deployer, chain.nonce(deployer) + 1)
    aggregator = chain.deploy("FeedAggregator", market, market, proxy, feed_decimals, f"{symbol} / USD", price)
    return Source(token, chain.deploy("FeedProxy", aggregator), aggregator)


def listing(source: Source, **terms: Any) -> dict[str, Any]:
    """A Listing of `source`: a deep, volatile asset with the class defaults unless `terms` say otherwise."""
    return {
        "token": source.token,
        "feed": source.feed,
        "heartbeat": HEARTBEAT,
        "deviation_bps": 50,
        "liquidity_class": DEEP,
        "slippage_bps": 0,
        "weight_cap_ppm": 0,
        "stable": False,
        "kind": ONE_FEED,
        "second_feed": NO_FEED,
        "second_heartbeat": 0,
        "second_deviation_bps": 0,
    } | terms


def pricing(feed: Any, **terms: Any) -> dict[str, Any]:
    """A Pricing: one `feed` with the terms `listing` gives it unless `terms` say otherwise."""
    return {
        "feed": feed,
        "heartbeat": HEARTBEAT,
        "deviation_bps": 50,
        "kind": ONE_FEED,
        "second_feed": NO_FEED,
        "second_heartbeat": 0,
        "second_deviation_bps": 0,
    } | terms


def read_quote(word: int) -> Quote:
    """Unpack a quote word (layout in IAssetRegistry)."""
    return Quote(
        price=word & (2**100 - 1),
        decimals=word >> 128 & 0xFF,
        deviation_bps=word >> 136 & 0xFFFF,
        slippage_bps=word >> 152 & 0xFFFF,
        firm=bool(word >> 168 & 1),
        stable=bool(word >> 169 & 1),
        buyable=bool(word >> 170 & 1),
        sellable=bool(word >> 171 & 1),
        excess=word >> 100 & (2**28 - 1),
    )
