"""Shares and USDC, fees and claims: the fund's arithmetic in exact integers, written a second time."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["BPS", "VIRTUAL", "Pot", "burned_for", "ceil_div", "fee_of", "gross_for", "pending_fee", "with_fee"]

BPS = 10_000
VIRTUAL = 10**12  # shares that nobody owns
YEAR = 365 * 86_400  # seconds
SHARES_A_UNIT = 2**15  # claim shares of a raw unit above which a pot begins a new round


def ceil_div(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


def gross_for(assets: int, total: int, supply: int, levy_bps: int) -> int:
    """Shares that an entry is worth before the platform fee, rounded down."""
    return assets * (BPS - levy_bps) * (supply + VIRTUAL) // ((total + 1) * BPS)


def burned_for(assets: int, total: int, supply: int, levy_bps: int) -> int:
    """Shares to burn for raw USDC, rounded up."""
    return ceil_div(assets * BPS * (supply + VIRTUAL), (total + 1) * (BPS - levy_bps))


def fee_of(shares: int, platform_bps: int) -> int:
    """The platform fee inside an amount of shares, rounded up."""
    return ceil_div(shares * platform_bps, BPS)


def with_fee(shares: int, platform_bps: int) -> int:
    """The least amount of which the platform fee leaves so many."""
    return ceil_div(shares * BPS, BPS - platform_bps)


def pending_fee(supply: int, management_bps: int, seconds: int) -> int:
    """Shares of the management fee, by dilution, rounded down; never more than half of the fund."""
    part = min(management_bps * seconds, BPS * YEAR // 2)
    return supply * part // (BPS * YEAR - part)


@dataclass
class Pot:
    """Claims on one asset: parts of an amount. Raw units; `parts` by account."""

    amount: int = 0
    parts: dict[str, int] = field(default_factory=dict)

    def add(self, account: str, amount: int) -> None:
        """A pot that a shortfall has all but emptied begins anew, for those who come later."""
        total = self.total
        if total > self.amount * SHARES_A_UNIT:
            self.parts, total = {}, 0
        new = amount * total // self.amount if total else amount
        self.parts[account] = self.parts.get(account, 0) + new
        self.amount += amount

    def worth(self, account: str) -> int:
        """Raw units an account may collect, rounded down."""
        part = self.parts.get(account, 0)
        return part * self.amount // self.total if part else 0

    def take(self, account: str) -> int:
        amount = self.worth(account)
        self.parts.pop(account, None)
        self.amount -= amount
        return amount

    @property
    def total(self) -> int:
        return sum(self.parts.values())
