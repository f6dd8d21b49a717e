"""Uniswap V3 pools of asset against USDC: mainnet's bytecode, with liquidity as pools have it.

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

__all__ = ["Pool", "deploy_factory", "open_pool", "sqrt_price_x96"]

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

    Three transactions of `market`: create, inventory for the maker, open.
    """
    fee = STABLE_FEE if asset.stable else FEES[asset.liquidity_class]
    token0, token1 = sorted([token.address, usdc.address], key=str.lower)
    asset_first = token0 == token.address
    factory.createPool(token0, token1, fee, sender=market)
    address = _pool_address(factory.address, token0, token1, fee)

    usdc_depth = round(asset.depth_usd * 10**6)
    liquidity = (usdc_depth << 96) // sqrt_price if asset_first else (usdc_depth * sqrt_price) >> 96
    ratio = Fraction(sqrt_price**2, 2**192)
    unit = 10**6 / ratio if asset_first else 10**6 * ratio  # raw units of the asset for one USDC
    maker_inventory = floor(unit * round(asset.depth_usd)) * 1_000_000
    token.mint(maker, maker_inventory, sender=market)

    tick = floor(2 * log(sqrt_price / 2**96) / log(1.0001))
    trade = floor((unit if asset_first else 10**6) * WARMING_TRADE_USD)
    # What grows leaves any narrow range.
    ranges = STABLE_RANGES if asset.stable and not asset.shares else VOLATILE_RANGES
    positions = _positions(tick, TICK_SPACING[fee], liquidity, ranges)
    maker.open(address, sqrt_price, positions, trade, sender=market)
    return Pool(Contract(chain, address, artifact("UniswapV3Pool").abi, "UniswapV3Pool"), token0, token1, fee)


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
