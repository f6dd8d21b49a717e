"""The sale room: decisions of the real strategy, auctions and bids against a world with real pools.

room.decide(BTC=250_000)                       parts per million, the rest in USDC; active when this returns
room.open("BTC")                               as the executor
room.bid("BTC", tokens=0.5)                    a bid of `bidder`, who has everything and approved the house
room.wait(600)                                 time passes, feeds answer as before
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.funded import ALL, FAR, USDC_UNIT, InWorld, Leg, next_session
from tests.target_words import pack, with_cash
from world.contract import Contract
from world.pools import Pool

__all__ = ["DAY", "HOUR", "SaleRoom"]

HOUR, DAY = 3_600, 86_400
PRICE_MASK = 2**128 - 1


@dataclass
class SaleRoom(InWorld):
    """What the tests of the auctions share. `bidder` has tokens of everything and has approved the house."""

    bidder: str
    prices: dict[str, float] = field(default_factory=dict)

    # --- time and decisions ----------------------------------------------------------------------------------------

    def wait(self, seconds: int) -> None:
        """Time passes; feeds answer as before, pools stand at their prices."""
        self.world.advance_to(self.chain.now() + seconds, self.prices)

    def move(self, **prices: float) -> None:
        """The market moves, feeds and pools; a second passes."""
        self.prices = self.prices | prices
        self.wait(1)

    def propose(self, *, bull: bool = True, **ppm: int) -> int:
        """A decision that waits; its epoch. What is missing is USDC."""
        words = pack(with_cash({self.id(name): weight for name, weight in ppm.items()}))
        epoch = int(max(self.strategy.active().epoch, self.strategy.pending().epoch)) + 1
        sender = self.world.roles.proposer
        self.strategy.propose(epoch, bull, 60_000_000 * bull, words, b"\x01" * 32, "", 1, sender=sender)
        return epoch

    def decide(self, *, bull: bool = True, **ppm: int) -> int:
        """Proposed, waited for and activated; its epoch."""
        epoch = self.propose(bull=bull, **ppm)
        self.wait(max(1, self.strategy.pending().activates_at - self.chain.now()))
        self.strategy.activate(epoch, sender=self.world.roles.anyone)
        return epoch

    # --- auctions --------------------------------------------------------------------------------------------------

    def open(self, *names: str, sender: str | None = None) -> dict[str, Any]:
        """As the executor unless told otherwise; the receipt."""
        ids = [self.id(name) for name in names]
        return dict(self.house.open(ids, sender=sender or self.world.roles.executor))

    def bid(
        self,
        name: str,
        tokens: float | None = None,
        *,
        raw: int | None = None,
        limit: int | None = None,
        receiver: str | None = None,
        deadline: int = FAR,
        data: bytes = b"",
        sender: str | None = None,
    ) -> dict[str, Any]:
        """Whole tokens, `raw` units, or all that is left; at any price unless limited. The receipt."""
        sender = sender or self.bidder
        if raw is None:
            raw = ALL if tokens is None else round(tokens * self.unit(name))
        if limit is None:
            limit = 0 if self.auction(name).buy else ALL
        return dict(self.house.bid(self.id(name), raw, limit, receiver or sender, deadline, data, sender=sender))

    def auction(self, name: str) -> Any:
        return self.house.auction(self.id(name))

    def filled(self, receipt: dict[str, Any]) -> Any:
        """The AuctionFilled event."""
        (event,) = self.house.events(receipt, "AuctionFilled")
        return event

    def leg(self, receipt: dict[str, Any]) -> Any:
        """The LegTraded event beside it."""
        (event,) = self.trader.events(receipt, "LegTraded")
        return event

    # --- sessions of the executor ----------------------------------------------------------------------------------

    def trade(self, **dollars: float) -> dict[str, Any]:
        """One session through the pools: buys for so many dollars, sells for minus so many; the receipt."""
        legs = [self._leg(name, amount) for name, amount in sorted(dollars.items(), key=lambda item: item[1])]
        return dict(self.trader.rebalance(*next_session(self.world.index, legs), sender=self.world.roles.executor))

    def _leg(self, name: str, dollars: float) -> Leg:
        buy = dollars > 0
        raw = round(abs(dollars) * USDC_UNIT) if buy else round(-dollars / float(self.price(name)) * self.unit(name))
        pool = self.pool(name)
        zero_in = (pool.token0 == self.token(name).address) != buy
        return (self.id(name), buy, raw, 0, int(pool.address, 16) | zero_in << 160, 0, 0)

    # --- the world -------------------------------------------------------------------------------------------------

    def id(self, name: str) -> int:
        return self.world.asset(name).asset_id

    def token(self, name: str) -> Contract:
        return self.world.asset(name).token

    def pool(self, name: str) -> Pool:
        pool = self.world.asset(name).pool
        assert pool is not None
        return pool

    def unit(self, name: str) -> int:
        """Raw units of one whole token."""
        return int(10 ** self.world.asset(name).market.decimals)

    def price(self, name: str) -> Fraction:
        """USD of one whole token, as the registry says it now."""
        return Fraction(self.world.index.registry.quote(self.id(name)) & PRICE_MASK, 10**18)

    def slippage_bps(self, name: str) -> int:
        return int(self.world.index.registry.asset(self.id(name)).slippage_bps)

    def balance(self, name: str) -> int:
        """The fund's raw units in the books."""
        return int(self.vault.book(self.id(name))[0])

    def value(self, name: str) -> float:
        """USD of what the fund holds of it."""
        return float(self.balance(name) * self.price(name) / self.unit(name))

    def worth(self, name: str, dollars: float) -> int:
        """Raw units worth so many dollars."""
        return int(Fraction(dollars) / self.price(name) * self.unit(name))

    def answer(self, name: str, price: float, *, updated_at: int | None = None) -> None:
        """Let the feed of an asset answer a price in USD; its pool stays."""
        feed = self.world.asset(name).feed
        at = self.chain.now() if updated_at is None else updated_at
        feed.aggregator.set(feed.answer(price), at, sender=self.world.roles.market)

    def supply(self, account: str, *, dollars: float = 10_000_000) -> None:
        """Give an account so many dollars' worth of everything."""
        minter = self.world.roles.market
        for asset in self.world.assets:
            amount = round(dollars / asset.market.price * 10**asset.market.decimals)
            asset.token.mint(account, amount, sender=minter)

    def approve(self, account: str) -> None:
        """The account lets the house take everything it may owe."""
        for asset in self.world.assets:
            asset.token.approve(self.house, ALL, sender=account)
