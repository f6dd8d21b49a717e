"""The tokens of the local world: names, symbols and decimals as in life, minted by the market."""

from dataclasses import dataclass
from decimal import Decimal

from deployment.listing import LiquidityClass
from keepers.sources.names import named
from world.chain import Chain
from world.contract import Contract

__all__ = [
    "STABLES",
    "LiquidityClass",
    "MarketAsset",
    "deploy_shares",
    "deploy_token",
    "deploy_usdc",
    "ranked_asset",
    "scaled",
]

NAME_BYTES, SYMBOL_BYTES = 64, 32  # bounds of Token.vy

# A fund of a few million USD sells everything with an impact well inside the slippage limits.
TOP_DEPTH_USD = 400e6
DEPTH_EXPONENT = 1.062  # rank 100: 3 million
STABLE_DEPTH_USD = 20e9  # within a percent of the peg; see world.pools
DEEP_RANKS, MEDIUM_RANKS = 2, 40

# Nobody; USDC's proxy refuses its admin, so the admin must not be an account anyone uses.
PROXY_ADMIN = "0x000000000000000000000000000000000000Ad31"


@dataclass(frozen=True)
class MarketAsset:
    """One asset as the market knows it before it has a token.

    `price` in USD; `depth_usd` is the virtual reserve of its pool on each side, in USD at that price: selling q USD
    costs about q / depth_usd.

    With `through`, the provider id of an asset before it, its price is that asset's times a factor, and `price` is the
    factor: a wrapped coin has a feed that answers it (WBTC / BTC); `shares` of an ERC-4626 vault over that asset have
    the vault's rate.
    """

    provider_id: str
    symbol: str
    name: str
    price: float
    depth_usd: float
    liquidity_class: LiquidityClass
    decimals: int = 18
    stable: bool = False
    through: str | None = None
    shares: bool = False

    def __post_init__(self) -> None:
        if not self.price > 0:
            raise ValueError(f"world: {self.provider_id} has price {self.price}; a token needs one above 0 to start")
        if not 0 <= self.decimals <= 27:
            raise ValueError(f"world: {self.provider_id} has {self.decimals} decimals; 0 to 27 are possible")
        if self.shares and self.through is None:
            raise ValueError(f"world: {self.provider_id} are shares; say of which asset (through)")


# Cash first: USDC becomes asset 1 of the registry.
STABLES = (
    MarketAsset("USDC", "USDC", "USD Coin", 1.0, STABLE_DEPTH_USD, "deep", 6, stable=True),
    MarketAsset("USDT", "USDT", "Tether USD", 1.0, STABLE_DEPTH_USD, "deep", 6, stable=True),
    MarketAsset("DAI", "DAI", "Dai Stablecoin", 1.0, STABLE_DEPTH_USD, "deep", 18, stable=True),
)


def ranked_asset(provider_id: str, symbol: str, name: str, price: float, rank: int) -> MarketAsset:
    """A volatile asset with the decimals it has in life, and depth and liquidity class by its `rank` (1: largest)."""
    if rank <= DEEP_RANKS:
        liquidity_class: LiquidityClass = "deep"
    else:
        liquidity_class = "medium" if rank <= MEDIUM_RANKS else "thin"
    depth = TOP_DEPTH_USD / rank**DEPTH_EXPONENT
    return MarketAsset(provider_id, symbol, name, price, depth, liquidity_class, named(provider_id).decimals)


def deploy_token(chain: Chain, asset: MarketAsset, market: str) -> Contract:
    """A plain ERC-20 called as the asset is; `market` mints it."""
    name, symbol = _named(asset)
    return chain.deploy("Token", name, symbol, asset.decimals, market, sender=market)


def deploy_shares(chain: Chain, asset: MarketAsset, market: str, underlying: Contract, decimals: int) -> Contract:
    """Shares of an ERC-4626 vault over a token of `decimals`; `market` mints them and sets what one is worth."""
    name, symbol = _named(asset)
    rate = scaled(asset.price, decimals)
    return chain.deploy("ShareVault", name, symbol, asset.decimals, market, underlying, rate, sender=market)


def deploy_usdc(chain: Chain, market: str) -> Contract:
    """USDC behind its proxy; `market` mints, pauses and blocks."""
    implementation = chain.deploy("Usdc", sender=market)
    proxy = chain.deploy("UsdcProxy", implementation, PROXY_ADMIN, sender=market)
    usdc = chain.contract("Usdc", proxy.address)
    usdc.initialize(market, sender=market)
    return usdc


def scaled(number: float | Decimal, decimals: int) -> int:
    """A number as an integer of so many decimals, rounded to nearest."""
    return round(Decimal(str(number)).scaleb(decimals))


def _named(asset: MarketAsset) -> tuple[str, str]:
    return _cut(asset.name, NAME_BYTES), _cut(asset.symbol, SYMBOL_BYTES)


def _cut(text: str, size: int) -> str:
    # By bytes, never through the middle of a character.
    return text.encode()[:size].decode(errors="ignore")
