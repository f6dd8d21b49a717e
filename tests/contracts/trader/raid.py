"""A thief holds the executor's key and brings pairs, pools and intermediates: what the tests of such raids share.

raid.steal(raid.first, pool_hop(raid.pool(token0=raid.weth)))      LINK -> WETH in a true pool, then the thief's
"""

from dataclasses import dataclass

from tests.contracts.trader.desk import Desk, Leg
from tests.contracts.trader.routes import Routes, Way
from world.contract import Contract

__all__ = ["LINK", "USDC", "WETH", "Raid", "pair_hop", "pool_hop"]

# A fair price for 1,000 LINK, in raw LINK, USDC and WETH
LINK = 1_000 * 10**18
USDC = 15_000 * 10**6
WETH = 65 * 10**17
ZERO_FOR_ONE = 1 << 160
V2_PAIR = 1 << 168


@dataclass
class Raid:
    """LINK is to be sold; the true way is LINK -> WETH -> USDC."""

    desk: Desk
    routes: Routes

    @property
    def thief(self) -> str:
        return self.desk.world.roles.executor

    @property
    def weth(self) -> Contract:
        return self.routes.weth.token

    @property
    def first(self) -> int:
        """A true first pool."""
        return self.routes.sell("V3", "V3").hops()[0]

    def brings(self) -> int:
        """Raw WETH it pays for LINK."""
        way = self.routes.sell("V3", "V3")
        return Way(way.venues[:1], way.tokens[:1]).pays(LINK)

    def pool(self, *, token0: Contract, weth: int = 0) -> Contract:
        """A hostile V3 pool whose token0 goes in, with 1,000,000 USDC and some raw WETH in its pockets."""
        pool = self.desk.hostile_pool("LINK", tokens=10_000)
        pool.pose(token0, self.desk.usdc, sender=self.thief)
        if weth:
            self.weth.transfer(pool, weth, sender=self.desk.world.roles.market)
        return pool

    def pair(self, *, token0: Contract, reserves: tuple[int, int]) -> Contract:
        """A hostile pair whose token0 goes in, likewise."""
        pair = self.desk.chain.deploy("HostilePair")
        market = self.desk.world.roles.market
        self.desk.usdc.mint(pair, 10**12, sender=market)
        pair.pose(token0, self.desk.usdc, *reserves, sender=self.thief)
        return pair

    def leg(self, first: int, second: int = 0) -> Leg:
        return (*self.desk.sell("LINK", raw=LINK)[:4], first, second, 0)

    def steal(self, first: int, second: int = 0) -> None:
        self.desk.run(self.leg(first, second))


def pool_hop(pool: Contract) -> int:
    return int(pool.address, 16) | ZERO_FOR_ONE


def pair_hop(pair: Contract) -> int:
    return pool_hop(pair) | V2_PAIR
