"""WETH beside a world: what many assets trade against, on their way to USDC and back.

    weth = WethMarket.open(world, price=2_300.0)         # WETH9, and its Uniswap V3 pool with USDC
    pool = weth.pool(world.asset("LINK"))                # LINK / WETH, Uniswap V3
    pair = weth.pair(world.asset("LINK"))                # LINK / WETH, Uniswap V2
    pair = weth.cash_pair()                              # WETH / USDC, Uniswap V2
    pair = weth.asset_pair(world.asset("LINK"))          # LINK / USDC, Uniswap V2
    hop(pool, token_in)                                  # the hop word of a leg: this pool, paid in this token

WETH is not listed here and has no feed. These pools stand where they were opened; `World.advance_to` leaves them.
"""

from __future__ import annotations

from fractions import Fraction

from world.contract import Contract
from world.market import ListedAsset, World
from world.pairs import Pair, deploy_pair_factory, open_pair
from world.pools import FEES, Pool, create_pool, deploy_factory, sqrt_price_x96

__all__ = ["WethMarket", "hop"]

ETHER = 10**18
WRAPPED = 10**12 * ETHER  # what the market wraps for its pools; far below the 112 bits a pair can count
CASH_UNIT = 10**6
WETH_DEPTH_USD = 4e9  # with USDC: as if the liquidity of a narrow range were everywhere
ZERO_FOR_ONE = 1 << 160
V2_PAIR = 1 << 168


class WethMarket:
    """The WETH of a world, and the pools that were opened with it. `price` in USD."""

    def __init__(self, world: World, token: Contract, price: float) -> None:
        self.world = world
        self.token = token
        self.price = Fraction(str(price))
        self.factory = deploy_factory(world.chain, world.roles.market)
        self.pair_factory = deploy_pair_factory(world.chain, world.roles.market)
        self.cash_pool = self._create_pool(world.usdc, Fraction(1, CASH_UNIT), FEES["deep"], WETH_DEPTH_USD)

    @classmethod
    def open(cls, world: World, *, price: float) -> WethMarket:
        """Deploy WETH9, wrap ether for the market, open the pool with USDC."""
        market = world.roles.market
        token = world.chain.deploy("WETH9", sender=market)
        world.chain.rpc("anvil_setBalance", market, hex(2 * WRAPPED))
        token.deposit(sender=market, value=WRAPPED)
        token.transfer(world.maker, WRAPPED // 2, sender=market)
        return cls(world, token, price)

    def pool(self, asset: ListedAsset) -> Pool:
        """The Uniswap V3 pool of the asset and WETH, as deep as the asset's own."""
        fee = FEES[asset.market.liquidity_class]
        return self._create_pool(asset.token, _raw_price(asset), fee, asset.market.depth_usd)

    def pair(self, asset: ListedAsset) -> Pair:
        """The Uniswap V2 pair of the asset and WETH, as deep as the asset's own pool."""
        return self._fill(asset.token, _raw_price(asset), self.token, self.price / ETHER, asset.market.depth_usd)

    def cash_pair(self) -> Pair:
        """The Uniswap V2 pair of WETH and USDC."""
        cash_price = Fraction(1, CASH_UNIT)
        return self._fill(self.token, self.price / ETHER, self.world.usdc, cash_price, WETH_DEPTH_USD)

    def asset_pair(self, asset: ListedAsset) -> Pair:
        """The Uniswap V2 pair of the asset and USDC, as deep as the asset's own pool."""
        cash_price = Fraction(1, CASH_UNIT)
        return self._fill(asset.token, _raw_price(asset), self.world.usdc, cash_price, asset.market.depth_usd)

    def _create_pool(self, token: Contract, price: Fraction, fee: int, depth_usd: float) -> Pool:
        weth_price = self.price / ETHER
        first = token.address.lower() < self.token.address.lower()
        sqrt_price = sqrt_price_x96(price, weth_price) if first else sqrt_price_x96(weth_price, price)
        world, unit = self.world, round(1 / weth_price)
        return create_pool(
            world.chain,
            self.factory,
            world.maker,
            world.roles.market,
            token,
            self.token,
            sqrt_price,
            fee,
            unit=unit,
            depth_usd=depth_usd,
        )

    def _fill(self, one: Contract, price: Fraction, other: Contract, other_price: Fraction, depth_usd: float) -> Pair:
        market = self.world.roles.market
        pair = open_pair(self.world.chain, self.pair_factory, market, one, other)
        for token, raw_price in ((one, price), (other, other_price)):
            amount = round(Fraction(depth_usd) / raw_price)
            if token is self.token:
                token.transfer(pair.contract, amount, sender=market)
            else:
                token.mint(pair.contract, amount, sender=market)
        pair.contract.mint(market, sender=market)
        # In a later block: then its price accumulators are in use, as those of a pair that has traded.
        pair.contract.sync(sender=market)
        return pair


def hop(pool: Pool | Pair, token_in: Contract) -> int:
    """The hop word of IIndexTrader: through this pool or pair, paid in this token."""
    word = int(pool.address, 16)
    if pool.token0 == token_in.address:
        word |= ZERO_FOR_ONE
    return word | V2_PAIR if isinstance(pool, Pair) else word


def _raw_price(asset: ListedAsset) -> Fraction:
    # USD of one raw unit.
    return Fraction(str(asset.market.price)) / Fraction(10**asset.market.decimals)
