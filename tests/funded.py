"""What the rooms of the tests share: a world's contracts by short names, four assets, and a holder's money in them."""

from dataclasses import dataclass

from world.chain import Chain
from world.contract import Contract
from world.market import World
from world.tokens import MarketAsset, ranked_asset

__all__ = ["ALL", "CAPITAL", "FAR", "USDC_UNIT", "InWorld", "four_assets", "invest"]

CAPITAL = 1_000_000  # whole USDC the holder brings
USDC_UNIT = 10**6
FAR = 2**40  # a deadline that never passes
ALL = 2**256 - 1


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
