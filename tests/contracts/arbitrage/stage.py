"""A fund in a minute of the market: feeds that answer as they do then, and the fund on its weights at true prices.

stage.at(minute)            time and feeds
stage.rebalance()           the fund on its weights, or with more cash if locked redemptions need it; nothing is lost
stage.worth(amounts)        USD of raw units by asset id, at true prices: a Fraction
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from tests.contracts.arbitrage.market import Floats, Market
from tests.contracts.vault.fund import CASH, Fund
from world.contract import Contract

__all__ = ["DOLLARS", "Stage"]

DOLLARS = 10_000_000  # what the holders of every stage have in it
INVENTORY = 100  # times that, of each asset, lie in the vault unbooked, so that any books can be written
CASH_MARGIN = Fraction(102, 100)  # of cash raised over what is needed at the feeds' prices


class Stage:
    """`weights` by provider id, of all but USDC, which has the rest. No fees, so that the levy is alone.

    The chain's next full hour is the market's first minute.
    """

    def __init__(self, name: str, fund: Fund, market: Market, weights: Mapping[str, Fraction]) -> None:
        self.name = name
        self.fund = fund
        self.market = market
        self._floats = {p: float(weight) for p, weight in weights.items()}
        self.weights = {fund.id(p): weight for p, weight in weights.items()}
        self.minute = 0
        self._levy_bps = 0
        fund.set_fees(0, 0)
        self._stock()
        self._holders_enter()
        self._start = -(-fund.chain.now() // 3_600) * 3_600
        self.at(0)
        self.rebalance()
        self._levy_bps = fund.vault.nav().levy_bps

    @property
    def queue(self) -> Contract:
        return self.fund.world.index.queue

    @cached_property
    def lag(self) -> Floats:
        """Of a fund on its weights, float[MINUTES]; see Market.lag."""
        return self.lag_in(self.market)

    @cached_property
    def lag_that_stays(self) -> Floats:
        return self.market.lag_that_stays(self._floats)

    def lag_in(self, market: Market) -> Floats:
        """The same with the feeds of another market."""
        return market.lag(self._floats)

    def at(self, minute: int) -> None:
        """Go on to that minute; the feeds are fresh, as none of them is older than its heartbeat."""
        fund, world = self.fund, self.fund.world
        self.minute = minute
        fund.chain.rpc("evm_setNextBlockTimestamp", self._start + 60 * minute)
        aggregators = [world.asset(p).feed.aggregator for p in self.market.ids]
        world.maker.transmit(aggregators, self.market.answers[minute].tolist(), sender=fund.roles.market)

    def price(self, asset_id: int) -> Fraction:
        """True USD of a raw unit."""
        asset = self.fund.world.assets[asset_id - 1]
        price = int(self.market.prices[self.minute, self.market.ids.index(asset.provider_id)])
        return Fraction(price, 10 ** (asset.feed.decimals + asset.market.decimals))

    def worth(self, amounts: Mapping[int, int]) -> Fraction:
        return sum((amount * self.price(asset_id) for asset_id, amount in amounts.items() if amount), Fraction(0))

    def balances(self) -> dict[int, int]:
        """What the fund has, in raw units by asset id."""
        return {asset_id: balance for asset_id, (balance, _) in self.fund.books([CASH, *self.weights]).items()}

    def rebalance(self) -> None:
        """Trades cost nothing here and are made at true prices: what is measured is what the levy and lag do."""
        whole = self.worth(self.balances())
        needed = self.queue.cash_need() * self.price(CASH) * CASH_MARGIN
        cash = max(whole * (1 - sum(self.weights.values())), needed)
        spread = (whole - cash) / sum(self.weights.values())
        units = {asset_id: spread * weight / self.price(asset_id) for asset_id, weight in self.weights.items()}
        units[CASH] = cash / self.price(CASH)
        self.fund.settle({i: int(amount) for i, amount in units.items()}, list(self.weights), self._levy_bps)

    def _holders_enter(self) -> None:
        # All at once, before the market's first minute; then the flow limit is what it was deployed with.
        fund = self.fund
        limit = tuple(fund.policy.flow_limit())
        fund.world.lift_flow_limit()
        fund.enter(fund.roles.holder, DOLLARS)
        fund.set_flow_limit(limit)

    def _stock(self) -> None:
        fund = self.fund
        with fund.chain.one_block(fund.chain.now()):
            for asset_id in [CASH, *self.weights]:
                asset = fund.world.assets[asset_id - 1]
                amount = int(INVENTORY * DOLLARS / self.price(asset_id))
                asset.token.mint(fund.vault, amount, sender=fund.roles.market)
