"""What the rooms of the tests share: a world's contracts by short names, four assets, and a holder's money in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from world.chain import Chain
from world.contract import Contract
from world.index import Index
from world.market import World
from world.tokens import MarketAsset, ranked_asset

__all__ = ["ALL", "CAPITAL", "FAR", "USDC_UNIT", "InWorld", "Leg", "four_assets", "invest", "lost_bps", "next_session"]

CAPITAL = 1_000_000  # whole USDC the holder brings
USDC_UNIT = 10**6
FAR = 2**40  # a deadline that never passes
ALL = 2**256 - 1
Leg = tuple[int, bool, int, int, int, int, int]
"""As IIndexTrader.Leg; the last is the gas limit, 0 for a leg that must succeed."""


def four_assets() -> list[MarketAsset]:
    """Two deep assets, a medium and a thin one; USDT and DAI come by themselves."""
    return [
        ranked_asset("BTC", "BTC", "Bitcoin", 42_000.0, rank=1),
        ranked_asset("ETH", "ETH", "Ether", 2_300.0, rank=2),
        ranked_asset("LINK", "LINK", "Chainlink", 15.0, rank=20),
        ranked_asset("PEPE", "PEPE", "Pepe", 0.000_001_3, rank=60),
    ]


def invest(world: World, usdc: int = CAPITAL) -> None:
    """`usdc` whole USDC of the holder's against shares in one deposit, whatever flows an hour allows."""
    holder = world.roles.holder
    world.lift_flow_limit()
    world.fund(holder, usdc)
    world.usdc.approve(world.index.vault, ALL, sender=holder)
    world.index.vault.deposit(usdc * USDC_UNIT, holder, sender=holder)


def next_session(
    index: Index,
    legs: Sequence[Leg],
    *,
    epoch: int | None = None,
    data_hash: bytes | None = None,
    session: int | None = None,
    deadline: int = FAR,
    max_cost: int = ALL,
) -> tuple[int, bytes, int, int, int, list[Leg]]:
    """What the trader's rebalance() takes for the next session under the active decision, unless told otherwise."""
    active, active_hash, _ = index.strategy.active_words()
    return (
        active if epoch is None else epoch,
        active_hash if data_hash is None else data_hash,
        index.trader.sessions() + 1 if session is None else session,
        deadline,
        max_cost,
        list(legs),
    )


def lost_bps(leg: Any, decimals: int, cash_price: int) -> float:
    """What a LegTraded says the leg got less than the oracle's value of what it gave."""
    asset, cash = Fraction(leg.price, 10**decimals), Fraction(cash_price, USDC_UNIT)
    gave, got = (cash, asset) if leg.buy else (asset, cash)
    return float(10_000 * (1 - leg.amount_out * got / (leg.amount_in * gave)))


@dataclass
class InWorld:
    """A room of tests in `world`, whose contracts it calls by their role in the fund."""

    world: World

    @property
    def chain(self) -> Chain:
        return self.world.chain

    @property
    def vault(self) -> Contract:
        return self.world.index.vault

    @property
    def trader(self) -> Contract:
        return self.world.index.trader

    @property
    def strategy(self) -> Contract:
        return self.world.index.strategy

    @property
    def registry(self) -> Contract:
        return self.world.index.registry

    @property
    def house(self) -> Contract:
        return self.world.index.auctions

    @property
    def usdc(self) -> Contract:
        return self.world.usdc
