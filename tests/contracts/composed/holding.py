"""What the fund holds and what it is worth by feeds and rate, reckoned apart from the registry.

holding.pass_time(7 * DAY, sDAI=1.051)          every feed answers, factors as given; anybody refreshes
holding.worth()                                 NAV in USD, exactly, from books, feeds and the rate
"""

from dataclasses import dataclass
from fractions import Fraction

from tests.contracts.trader.desk import Desk
from world.contract import Contract
from world.tokens import MarketAsset

__all__ = ["DAY", "PRICES", "SDAI", "WBTC", "YEAR", "Holding"]

DAY, YEAR = 86_400, 365 * 86_400

WBTC = MarketAsset("WBTC", "WBTC", "Wrapped BTC", 0.999, 100e6, "deep", 8, through="BTC")
SDAI = MarketAsset("sDAI", "sDAI", "Savings Dai", 1.05, 400e6, "deep", 18, stable=True, through="DAI", shares=True)

# Of what has a feed in USD, beside the stable ones at 1.00.
PRICES = {"BTC": 42_000.0, "ETH": 2_300.0, "LINK": 15.0, "PEPE": 0.000_001_3}


@dataclass
class Holding:
    """A desk whose fund is invested. Prices in USD of one whole token."""

    desk: Desk

    @property
    def vault(self) -> Contract:
        return self.desk.vault

    def pass_time(self, seconds: int, *, refresh: bool = True, **prices: float) -> None:
        """Prices as they were but for those given: USD, and factors of WBTC and sDAI."""
        world = self.desk.world
        world.advance_to(self.desk.chain.now() + seconds, PRICES | prices)
        if refresh:
            self.refresh()

    def refresh(self) -> None:
        """Anybody asks the registry to follow."""
        ids = [asset.asset_id for asset in self.desk.world.assets]
        self.desk.registry.refresh(ids, sender=self.desk.world.roles.anyone)

    def price(self, name: str) -> Fraction:
        """By the feed, or by both, or by rate and feed, as they answer now."""
        asset = self.desk.asset(name)
        price = asset.feed.price(asset.feed.latest())
        return price if asset.factor is None else price * asset.factor.price(asset.factor.latest())

    def whole(self, name: str) -> Fraction:
        """Whole tokens in the books."""
        return Fraction(self.desk.balance(name), self.desk.unit(name))

    def worth_of(self, name: str) -> Fraction:
        """USD of what the books have of an asset."""
        return self.whole(name) * self.price(name)

    def worth(self) -> Fraction:
        """USD of everything in the books."""
        cash = Fraction(self.vault.book(1)[0], 10**6)
        return sum((self.worth_of(name) for name in self.desk.held()), cash)

    def nav(self) -> Fraction:
        """USD as the vault says, what is uncertain included."""
        return Fraction(self.vault.nav().value, 10**18)

    def firm_nav(self) -> Fraction:
        """USD as the vault says, without what is uncertain."""
        return Fraction(self.vault.nav().firm_value, 10**18)

    def share_price(self) -> int:
        """Raw USDC of a million shares, before any levy."""
        return int(self.vault.convertToAssets(10**24))

    def give(self, account: str, dollars: int) -> None:
        """Newly minted USDC, approved to the vault."""
        self.desk.world.fund(account, dollars)
        self.desk.usdc.approve(self.vault, 2**256 - 1, sender=account)
