"""Uniswap V3 pools: mainnet's bytecode, with liquidity as pools have it. Pairs of V2 are in world.pairs.

Prices here are exact fractions of raw units, so that a pool ends at the price of the feeds, not near it.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import floor, isqrt, log

from eth_abi import encode
from eth_utils import keccak, to_checksum_address

from world.artifacts import artifact
from world.chain import Chain
from world.contract import Contract
from world.tokens import MarketAsset

__all__ = ["FEES", "Pool", "create_pool", "deploy_factory", "open_pool", "sqrt_price_x96"]

MIN_TICK, MAX_TICK = -887_272, 887_272
STABLE_FEE = 100  # hundredths of a basis point; mainnet's governance enabled it, so do we
FEES = {"deep": 500, "medium": 3000, "thin": 3000}
TICK_SPACING = {100: 1, 500: 10, 3000: 60}

# Parts of the depth, and how far each position reaches from the opening price, in ticks (1 tick: 0.01 %).
VOLATILE_RANGES = ((0.50, MAX_TICK), (0.25, 13_900), (0.25, 2_200))  # everywhere, factor 4, 25 %
STABLE_RANGES = ((0.01, MAX_TICK), (0.99, 100))  # everywhere, 1 %

WARMING_TRADE_USD = 1_000


@dataclass(frozen=True)
class Pool:
    """A pool, its tokens in Uniswap's order (token0 has the lower address) and its fee in hundredths of a bp."""

    contract: Contract
    token0: str
    token1: str
    fee: int

    @property
    def address(self) -> str:
        return self.contract.address

    def sqrt_price(self) -> int:
        """The price now: sqrt(token1 / token0) in raw units, Q64.96."""
        return int(self.contract.slot0()[0])


def deploy_factory(chain: Chain, market: str) -> Contract:
    """UniswapV3Factory with the fee tiers 100, 500, 3000 and 10,000."""
    factory = chain.deploy("UniswapV3Factory", sender=market)
    factory.enableFeeAmount(STABLE_FEE, TICK_SPACING[STABLE_FEE], sender=market)
    return factory


def sqrt_price_x96(price0: Fraction, price1: Fraction) -> int:
    """sqrt(price0 / price1) in Q64.96, rounded down, for the USD prices of one RAW unit of token0 and token1."""
    ratio = price0 / price1
    return isqrt((ratio.numerator << 192) // ratio.denominator)


def open_pool(
    chain: Chain,
    factory: Contract,
    maker: Contract,
    market: str,
    asset: MarketAsset,
    token: Contract,
    usdc: Contract,
    sqrt_price: int,
) -> Pool:
    """Create the pool of `token` and USDC at `sqrt_price`, provide `asset.depth_usd`, trade it once both ways.

    Three transactions of `market`: inventory for the maker, create, open.
    """
    ratio = Fraction(sqrt_price**2, 2**192)
    unit = 10**6 / ratio if _is_first(token, usdc) else 10**6 * ratio  # raw units of the asset for one USDC
    maker_inventory = floor(unit * round(asset.depth_usd)) * 1_000_000
    token.mint(maker, maker_inventory, sender=market)
    fee = STABLE_FEE if asset.stable else FEES[asset.liquidity_class]
    # What grows leaves any narrow range.
    ranges = STABLE_RANGES if asset.stable and not asset.shares else VOLATILE_RANGES
    return create_pool(
        chain,
        factory,
        maker,
        market,
        token,
        usdc,
        sqrt_price,
        fee,
        unit=10**6,
        depth_usd=asset.depth_usd,
        ranges=ranges,
    )


def create_pool(
    chain: Chain,
    factory: Contract,
    maker: Contract,
    market: str,
    token: Contract,
    other: Contract,
    sqrt_price: int,
    fee: int,
    *,
    unit: int,
    depth_usd: float,
    ranges: tuple[tuple[float, int], ...] = VOLATILE_RANGES,
) -> Pool:
    """Create the pool of two tokens at `sqrt_price`, provide `depth_usd` on each side, trade it once both ways.

    `unit` is what one USD buys of `other`, in raw units. The maker must have enough of both tokens. Two transactions of
    `market`.
    """
    token0, token1 = sorted([token.address, other.address], key=str.lower)
    token_first = _is_first(token, other)
    factory.createPool(token0, token1, fee, sender=market)
    address = _pool_address(factory.address, token0, token1, fee)

    depth = round(depth_usd * unit)  # raw units of `other`
    liquidity = (depth << 96) // sqrt_price if token_first else (depth * sqrt_price) >> 96
    tick = floor(2 * log(sqrt_price / 2**96) / log(1.0001))
    ratio = Fraction(sqrt_price**2, 2**192)
    trade = floor((unit / ratio if token_first else unit) * WARMING_TRADE_USD)
    maker.open(address, sqrt_price, _positions(tick, TICK_SPACING[fee], liquidity, ranges), trade, sender=market)
    return Pool(Contract(chain, address, artifact("UniswapV3Pool").abi, "UniswapV3Pool"), token0, token1, fee)


def _is_first(token: Contract, other: Contract) -> bool:
    # Uniswap orders the tokens of a pool by their addresses.
    return token.address.lower() < other.address.lower()


def _positions(
    tick: int, spacing: int, liquidity: int, ranges: tuple[tuple[float, int], ...]
) -> list[tuple[int, int, int]]:
    # (lower tick, upper tick, liquidity), ticks on the grid of the pool's spacing
    positions = []
    for part, reach in ranges:
        lower = max(tick - reach, MIN_TICK) if reach < MAX_TICK else MIN_TICK
        upper = min(tick + reach, MAX_TICK) if reach < MAX_TICK else MAX_TICK
        positions.append((-(-lower // spacing) * spacing, upper // spacing * spacing, int(liquidity * part)))
    return positions


def _pool_address(factory: str, token0: str, token1: str, fee: int) -> str:
    # CREATE2: keccak(0xff, factory, salt, hash of the pool's creation code)
    salt = keccak(encode(["address", "address", "uint24"], [token0, token1, fee]))
    return to_checksum_address(keccak(b"\xff" + bytes.fromhex(factory[2:]) + salt + _init_code_hash())[12:])


@cache
def _init_code_hash() -> bytes:
    return keccak(bytes.fromhex(artifact("UniswapV3Pool").bytecode[2:]))
