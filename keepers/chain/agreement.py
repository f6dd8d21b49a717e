"""Where every pool of an asset is farther from its feed than a leg may trade: one of the two is wrong.

A feed may stand still at the edge of what it can answer, and still look fresh. No memory is needed: the age of its last
answer says since when it has had nothing to say, or, young, that it says so again and again.
"""

from dataclasses import dataclass

from keepers.chain.fund import Holding, Reading
from keepers.chain.index import Index
from keepers.chain.pools import read_pools
from keepers.models import CASH_ID
from keepers.plan import Market, Route

__all__ = ["Disagreement", "disagreements"]

BPS = 10_000
SAMPLE = 10 * 10**18
"""USD: small enough to move nothing."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Of one asset. Prices: USD 18 decimals of one whole token."""

    asset_id: int
    symbol: str
    by_feed: int
    by_pool: int
    """Of the pool that is nearest to the feed, its fee taken off."""
    limit_bps: int
    answered_at: int | None
    """Unix seconds of the feed's last answer."""

    @property
    def bps(self) -> int:
        """How far the pool is from the feed."""
        return (self.by_pool - self.by_feed) * BPS // self.by_feed


def disagreements(index: Index, reading: Reading) -> tuple[Disagreement, ...]:
    """Of everything held or wanted that has a pool in the book and a firm price, at the reading's block."""
    priced = [
        holding
        for holding in reading.holdings
        if holding.asset.asset_id != CASH_ID and holding.quote.firm and holding.quote.price
    ]
    ways = {holding.asset.asset_id: index.book.routes(holding.asset) for holding in priced}
    pools = read_pools(index, (pool for routes in ways.values() for way in routes for pool in way.pools), reading.block)
    market = Market(pools.found)
    found = []
    for holding in priced:
        routes = [
            Route(tuple(pool.address for pool in way.pools))
            for way in ways[holding.asset.asset_id]
            if all(pool.address in pools.found for pool in way.pools)
        ]
        prices = [_price(market, route, holding, reading) for route in routes]
        if not prices:
            continue
        nearest = min(prices, key=lambda price: abs(price - holding.quote.price))
        limit = holding.quote.slippage_bps
        item = Disagreement(
            holding.asset.asset_id, holding.asset.symbol, holding.quote.price, nearest, limit, holding.feed_updated_at
        )
        if abs(item.bps) > limit:
            found.append(item)
    return tuple(found)


def _price(market: Market, route: Route, holding: Holding, reading: Reading) -> int:
    """USD 18 decimals of one whole token in a small sale at the price of now."""
    cash, unit = reading.cash.quote, 10**holding.quote.decimals
    amount = max(SAMPLE * unit // holding.quote.price, 1)
    received = market.quote(route, holding.asset.token, False, amount).spot_out
    # USD 18 = raw cash x USD 18 per USDC / raw units per USDC, of so many whole tokens
    return int(received * cash.price * unit // (10**cash.decimals * amount))
