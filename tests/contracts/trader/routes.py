"""Ways between LINK and USDC beside LINK's own pool, and what they pay by Uniswap's own arithmetic.

routes.sell("V3", "V2")        two hops: LINK -> WETH in a Uniswap V3 pool, WETH -> USDC in a V2 pair
routes.buy("V2", "V3")         USDC -> WETH in a pair, WETH -> LINK in a pool
routes.sell("V2")              one hop: LINK / USDC in a pair
through(leg, way)              the desk's leg, on that way
way.pays(raw)                  raw units that come out for `raw` units in, at the pools' state of now
"""

from dataclasses import dataclass

from keepers.plan.pool import Pool as PoolState
from keepers.plan.pool import fill
from tests.contracts.trader.desk import Desk, Leg
from world.contract import Contract
from world.market import World
from world.pairs import Pair, open_pair
from world.pools import TICK_SPACING, Pool
from world.weth import WethMarket, hop

__all__ = ["WETH_PRICE", "Routes", "Way", "amount_out", "through"]

WETH_PRICE = 2_300.0
WORDS = range(-400, 400)  # of a tick bitmap: all there are at a spacing of 10 or more

Venue = Pool | Pair


@dataclass(frozen=True)
class Way:
    """Pools in the order of the hops, and the token that goes into each."""

    venues: tuple[Venue, ...]
    tokens: tuple[Contract, ...]

    def hops(self) -> tuple[int, int]:
        """first_hop and second_hop; zero where there is no second."""
        words = [hop(venue, token) for venue, token in zip(self.venues, self.tokens, strict=True)]
        return words[0], (words[1:] or [0])[0]

    def pays(self, amount: int) -> int:
        """Raw units out for raw units in."""
        for venue, token in zip(self.venues, self.tokens, strict=True):
            amount = amount_out(venue, token, amount)
        return amount


@dataclass(frozen=True)
class Routes:
    """Pools and pairs by venue, "V3" or "V2"."""

    weth: WethMarket
    link: Contract
    usdc: Contract
    link_weth: dict[str, Venue]
    weth_usdc: dict[str, Venue]
    link_usdc: Pair

    @classmethod
    def open(cls, world: World) -> "Routes":
        weth = WethMarket.open(world, price=WETH_PRICE)
        link = world.asset("LINK")
        link_weth: dict[str, Venue] = {"V3": weth.pool(link), "V2": weth.pair(link)}
        weth_usdc: dict[str, Venue] = {"V3": weth.cash_pool, "V2": weth.cash_pair()}
        return cls(weth, link.token, world.usdc, link_weth, weth_usdc, weth.asset_pair(link))

    def sell(self, first: str, second: str | None = None) -> Way:
        """LINK -> USDC, through WETH if there is a second venue."""
        if second is None:
            return Way((self.link_usdc,), (self.link,))
        return Way((self.link_weth[first], self.weth_usdc[second]), (self.link, self.weth.token))

    def buy(self, first: str, second: str | None = None) -> Way:
        """USDC -> LINK, through WETH if there is a second venue."""
        if second is None:
            return Way((self.link_usdc,), (self.usdc,))
        return Way((self.weth_usdc[first], self.link_weth[second]), (self.usdc, self.weth.token))

    def listed_pair(self, desk: Desk, **whole: float) -> Pair:
        """A pair of two listed assets with so many whole tokens of each."""
        market = desk.world.roles.market
        one, other = (desk.token(name) for name in whole)
        pair = open_pair(desk.chain, self.weth.pair_factory, market, one, other)
        for name, amount in whole.items():
            desk.token(name).mint(pair.contract, round(amount * desk.unit(name)), sender=market)
        pair.contract.mint(market, sender=market)
        return pair


def through(leg: Leg, way: Way) -> Leg:
    """The leg on another way."""
    return (*leg[:4], *way.hops(), leg[6])


def amount_out(venue: Venue, token: Contract, amount: int) -> int:
    """Raw units a pool or pair pays for raw units of `token`."""
    zero_for_one = venue.token0 == token.address
    if isinstance(venue, Pair):
        reserves = venue.reserves()
        reserve_in, reserve_out = reserves if zero_for_one else reserves[::-1]
        after_fee = amount * 997
        return after_fee * reserve_out // (reserve_in * 1000 + after_fee)
    contract = venue.contract
    state = PoolState(
        venue.address,
        venue.token0,
        venue.token1,
        venue.fee,
        TICK_SPACING[venue.fee],
        venue.sqrt_price(),
        contract.slot0()[1],
        contract.liquidity(),
        dict.fromkeys(WORDS, 0),  # no tick is crossed here
        {},
    )
    return fill(state, zero_for_one, amount).amount_out
