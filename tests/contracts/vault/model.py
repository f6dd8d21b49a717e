"""What the vault should do, in exact fractions: an independent second writing of its arithmetic.

    model = Model.of(fund, [holder, other_holder])      a copy of the vault's state as it is now
    shares = model.deposit(holder, assets)              the same calls, by whole rules instead of packed words
    model.matches(fund)                                 raises AssertionError with what differs

Money in raw units (USDC 6 decimals, shares 18), values in USD as fractions. Rounding is stated where it happens.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from tests.contracts.listings import Quote, read_quote
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, YEAR, Fund

__all__ = ["Model"]


@dataclass
class Model:
    """State of a vault. `now` in unix seconds, rates in bps, `exit_levy` the bps an exit in kind pays."""

    now: int
    quotes: dict[int, Quote]
    holdings: dict[int, int]  # by asset id, cash included
    shares: dict[str, int]
    supply: int
    accrued_at: int
    exit_levy: int
    management: int
    platform: int
    fee_receiver: str

    @classmethod
    def of(cls, fund: Fund, accounts: list[str]) -> "Model":
        state, ids = fund.vault.fund(), [CASH, *fund.vault.held()]
        receiver = fund.vault.policy()
        return cls(
            fund.chain.now(),
            cls._quotes(fund),
            {asset_id: fund.balance(asset_id) for asset_id in ids},
            {account: fund.vault.balanceOf(account) for account in {*accounts, receiver}},
            fund.vault.totalSupply(),
            state.accrued_at,
            state.exit_levy_bps,
            state.management_bps,
            state.platform_bps,
            receiver,
        )

    @staticmethod
    def _quotes(fund: Fund) -> dict[int, Quote]:
        ids = [CASH, *fund.vault.held()]
        return {i: read_quote(word) for i, word in zip(ids, fund.registry.quotes(ids), strict=True)}

    def look(self, fund: Fund) -> None:
        """Take time and prices from the chain, nothing else."""
        self.now, self.quotes = fund.chain.now(), self._quotes(fund)

    # --- value -------------------------------------------------------------------------------------------------------

    def value(self, asset_id: int) -> int:
        """USD with 18 decimals, rounded down for each asset."""
        quote = self.quotes[asset_id]
        return floor(Fraction(self.holdings[asset_id] * quote.price, 10**quote.decimals))

    def total(self, *, entry: bool) -> int:
        """NAV in raw USDC: for an entry last good prices, rounded up; for an exit firm prices only, rounded down."""
        counted = [i for i in self.holdings if i == CASH or entry or self.quotes[i].firm]
        usdc = Fraction(sum(self.value(i) for i in counted) * 10**6, self.quotes[CASH].price)
        return ceil(usdc) if entry else floor(usdc)

    def levy(self) -> int:
        """bps of NAV: what the feeds may lag, weighted, and 30 or 2 for what is volatile or stable; rounded up."""
        total = sum(self.value(i) for i in self.holdings)
        if total == 0:
            return 2
        others = [i for i in self.holdings if i != CASH]
        own = {i: self.quotes[i].deviation_bps for i in others}
        usdc = {i: self.quotes[CASH].deviation_bps if self.quotes[i].stable else 0 for i in others}
        lag = sum(self.value(i) * (own[i] + usdc[i]) for i in others)
        volatile = sum(self.value(i) for i in others if not self.quotes[i].stable)
        return min(200, ceil(Fraction(lag + 30 * volatile + 2 * (total - volatile), total)))

    # --- fees --------------------------------------------------------------------------------------------------------

    def pending(self) -> int:
        """Shares of the management fee since the last accrual, rounded down: x of the fund by dilution."""
        part = min(Fraction(self.management * (self.now - self.accrued_at), BPS * YEAR), Fraction(1, 2))
        return floor(self.supply * part / (1 - part))

    def accrue(self) -> None:
        self._mint(self.fee_receiver, self.pending())
        self.accrued_at = self.now

    # --- entries and exits -------------------------------------------------------------------------------------------

    def deposit(self, account: str, assets: int) -> int:
        """Shares, rounded down; the platform fee inside what the entry is worth, rounded up."""
        self.accrue()
        gross = floor(assets * self._entry_rate())
        fee = ceil(Fraction(gross * self.platform, BPS))
        self._enter(account, assets, gross - fee, fee)
        return gross - fee

    def mint(self, account: str, shares: int) -> int:
        """USDC, rounded up, of the least entry that gives so many shares."""
        self.accrue()
        gross = ceil(Fraction(shares * BPS, BPS - self.platform))
        assets = ceil(gross / self._entry_rate())
        self._enter(account, assets, shares, gross - shares)
        return assets

    def redeem(self, account: str, shares: int) -> int:
        """USDC, rounded down, for what the platform fee leaves of the shares."""
        self.accrue()
        burned = shares - ceil(Fraction(shares * self.platform, BPS))
        assets = floor(burned * self._exit_rate())
        self._exit(account, assets, burned, shares - burned)
        return assets

    def withdraw(self, account: str, assets: int) -> int:
        """Shares, rounded up, of the least exit that pays so much."""
        self.accrue()
        burned = ceil(assets / self._exit_rate())
        shares = ceil(Fraction(burned * BPS, BPS - self.platform))
        # _exit takes the fee from the shares anew: the two agree because `shares` is the least such number.
        assert shares - ceil(Fraction(shares * self.platform, BPS)) == burned
        self._exit(account, assets, burned, shares - burned)
        return shares

    def redeem_in_kind(self, account: str, shares: int) -> list[int]:
        """Raw units of each asset, cash first, rounded down."""
        self.accrue()
        part = Fraction(shares * (BPS - self.exit_levy), (self.supply + VIRTUAL_SHARES) * BPS)
        self._mint(account, -shares)
        amounts = {asset_id: floor(balance * part) for asset_id, balance in self.holdings.items()}
        for asset_id, amount in amounts.items():
            self.holdings[asset_id] -= amount
        return list(amounts.values())

    def _entry_rate(self) -> Fraction:
        # Shares for one raw USDC.
        rest = Fraction(BPS - self.levy(), BPS)
        return rest * (self.supply + VIRTUAL_SHARES) / (self.total(entry=True) + 1)

    def _exit_rate(self) -> Fraction:
        # Raw USDC for one share.
        rest = Fraction(BPS - self.levy(), BPS)
        return rest * (self.total(entry=False) + 1) / (self.supply + VIRTUAL_SHARES)

    def _enter(self, account: str, assets: int, shares: int, fee: int) -> None:
        self.exit_levy = self.levy()
        self.holdings[CASH] += assets
        self._mint(account, shares)
        self._mint(self.fee_receiver, fee)

    def _exit(self, account: str, assets: int, burned: int, fee: int) -> None:
        self.exit_levy = self.levy()
        self.holdings[CASH] -= assets
        self._mint(account, -burned)
        self.shares[account] -= fee
        self.shares[self.fee_receiver] += fee

    def _mint(self, account: str, shares: int) -> None:
        self.shares[account] += shares
        self.supply += shares

    # --- against the chain -------------------------------------------------------------------------------------------

    def matches(self, fund: Fund) -> None:
        vault, state = fund.vault, fund.vault.fund()
        assert {i: fund.balance(i) for i in self.holdings} == self.holdings
        assert {account: vault.balanceOf(account) for account in self.shares} == self.shares
        assert vault.totalSupply() == self.supply
        assert (state.accrued_at, state.exit_levy_bps) == (self.accrued_at, self.exit_levy)
        assert vault.nav().levy_bps == self.levy()
