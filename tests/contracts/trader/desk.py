"""The executor's desk: builds legs, sets targets, runs sessions against a world with real pools.

    desk.target(BTC=300_000, DAI=100_000)          parts per million, the rest in USDC; a new epoch
    desk.run(desk.buy("BTC", usdc=300_000))        a session; whole USDC, and whole tokens in sell()
    desk.balance("BTC")                            raw units in the books

Targets come from the stand-in GivenTargets, put where the strategy was, so that a test may ask for any.
"""

from dataclasses import dataclass
from typing import Any, Literal

from tests.funded import USDC_UNIT, InWorld, Leg, lost_bps, next_session
from tests.target_words import pack, with_cash
from world.contract import Contract
from world.market import ListedAsset, World

__all__ = ["ALL_BUT_DUST", "Desk", "Leg"]

ALL_BUT_DUST = 0


@dataclass
class Desk(InWorld):
    """What the tests of the trader share. `epoch` is the active decision's."""

    targets: Contract
    epoch: int = 0

    @classmethod
    def open(cls, world: World) -> "Desk":
        """Put GivenTargets where the world's strategy stands."""
        chain, strategy = world.chain, world.index.strategy.address
        code = chain.deploy("GivenTargets")
        chain.rpc("anvil_setCode", strategy, chain.rpc("eth_getCode", code.address, "latest"))
        return cls(world, chain.contract("GivenTargets", strategy))

    # --- what the index should hold --------------------------------------------------------------------------------

    def target(self, **ppm: int) -> None:
        """A new active decision: parts per million by name, what is left in USDC."""
        weights = {self.id(name): weight for name, weight in ppm.items()}
        self.epoch += 1
        self.targets.set(self.epoch, pack(with_cash(weights)), sender=self.world.roles.proposer)

    # --- legs ------------------------------------------------------------------------------------------------------

    def sell(
        self,
        name: str,
        amount: float | Literal["all"] = "all",
        *,
        raw: int | None = None,
        min_out: int = 0,
        pool: Contract | None = None,
        gas: int = 0,
    ) -> Leg:
        """Whole tokens, or "all" but one raw unit, or `raw` units, into USDC; through `pool` if given."""
        if raw is None:
            raw = ALL_BUT_DUST if amount == "all" else round(amount * 10 ** self.asset(name).market.decimals)
        return (self.id(name), False, raw, min_out, self.hop(name, asset_in=True, pool=pool), 0, gas)

    def buy(
        self,
        name: str,
        usdc: float = 0,
        *,
        raw: int | None = None,
        min_out: int = 0,
        pool: Contract | None = None,
        gas: int = 0,
    ) -> Leg:
        """Whole USDC, or `raw` units of it, into the asset; through `pool` if given."""
        raw = round(usdc * USDC_UNIT) if raw is None else raw
        return (self.id(name), True, raw, min_out, self.hop(name, asset_in=False, pool=pool), 0, gas)

    def hop(self, name: str, *, asset_in: bool, pool: Contract | None = None) -> int:
        """The hop word through the asset's own pool, or through `pool`, whose token0 is taken to be the asset."""
        if pool is not None:
            return int(pool.address, 16) | asset_in << 160
        own = self.asset(name).pool
        assert own is not None
        zero_in = (own.token0 == self.token(name).address) == asset_in
        return int(own.address, 16) | zero_in << 160

    # --- sessions --------------------------------------------------------------------------------------------------

    def run(self, *legs: Leg, sender: str | None = None, **changed: Any) -> dict[str, Any]:
        """Run the next session as the executor, unless told otherwise; the receipt."""
        return dict(
            self.trader.rebalance(*self.arguments(*legs, **changed), sender=sender or self.world.roles.executor)
        )

    def arguments(self, *legs: Leg, **changed: Any) -> tuple[Any, ...]:
        """What rebalance() takes: `changed` as of next_session."""
        return next_session(self.world.index, legs, **changed)

    def legs_of(self, receipt: dict[str, Any]) -> list[Any]:
        """LegTraded events."""
        return self.trader.events(receipt, "LegTraded")

    def lost_bps(self, receipt: dict[str, Any]) -> float:
        """Of the first leg, below the oracle's value."""
        leg = self.legs_of(receipt)[0]
        decimals = next(a.market.decimals for a in self.world.assets if a.asset_id == leg.asset)
        return lost_bps(leg, decimals, self.summary(receipt).cash_price)

    def summary(self, receipt: dict[str, Any]) -> Any:
        """The SessionClosed event."""
        (closed,) = self.trader.events(receipt, "SessionClosed")
        return closed

    # --- the world -------------------------------------------------------------------------------------------------

    def asset(self, name: str) -> ListedAsset:
        return self.world.asset(name)

    def id(self, name: str) -> int:
        return self.asset(name).asset_id

    def token(self, name: str) -> Contract:
        return self.asset(name).token

    def unit(self, name: str) -> int:
        """Raw units of one whole token."""
        return int(10 ** self.asset(name).market.decimals)

    def balance(self, name: str) -> int:
        """The fund's raw units in the books."""
        return int(self.vault.book(self.id(name))[0])

    def held(self) -> list[str]:
        """Names of what is held, cash aside, in the order of the list."""
        names = {asset.asset_id: asset.provider_id for asset in self.world.assets}
        return [names[asset_id] for asset_id in self.vault.held()]

    def answer(self, name: str, price: float, *, updated_at: int | None = None) -> None:
        """Let the feed of an asset answer a price in USD, as of now unless told; its pool stays."""
        feed = self.asset(name).feed
        at = self.chain.now() if updated_at is None else updated_at
        feed.aggregator.set(feed.answer(price), at, sender=self.world.roles.market)

    def hostile_pool(self, name: str, *, usdc: float = 1_000_000, tokens: float = 0) -> Contract:
        """A HostilePool with whole USDC and whole tokens of the asset in its pockets."""
        pool = self.chain.deploy("HostilePool")
        minter = self.world.roles.market
        self.usdc.mint(pool, round(usdc * USDC_UNIT), sender=minter)
        self.token(name).mint(pool, round(tokens * self.unit(name)), sender=minter)
        return pool

    def losing_pool(self, name: str, *, usdc: float, bps: int, buy: bool = False) -> tuple[Contract, int]:
        """A pool for one trade worth so many USDC, so many bps worse than the feed's price; the leg's raw amount in."""
        price = (self.registry.quote(self.id(name)) & (2**100 - 1)) / 10**18
        pool, anyone = self.hostile_pool(name, usdc=2 * usdc, tokens=2 * usdc / price), self.world.roles.anyone
        tokens, cash = round(usdc / price * self.unit(name)), round(usdc * USDC_UNIT)
        if buy:
            out = tokens * (10_000 - bps) // 10_000
            pool.tell(cash, 1, self.token(name), out, -out, sender=anyone)
            return pool, cash
        out = cash * (10_000 - bps) // 10_000
        pool.tell(tokens, 1, self.usdc, out, -out, sender=anyone)
        return pool, tokens
