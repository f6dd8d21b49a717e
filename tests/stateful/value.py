"""What the books are worth: for who enters, for who leaves, and what either leaves behind for those who stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.contracts.listings import Quote
from tests.stateful.amounts import BPS, ceil_div
from tests.stateful.stage import CASH

__all__ = ["MAX_LEVY_BPS", "Value", "told", "worth"]

DEPLOY_VOLATILE_BPS, DEPLOY_STABLE_BPS, MAX_LEVY_BPS = 30, 2, 200
MATERIALITY_BPS = 50


EXCESS_UNIT = 10**8


def worth(amount: int, quote: Quote) -> int:
    """USD 18 decimals at the price that counts, rounded down."""
    return amount * quote.price // 10**quote.decimals


def told(amount: int, quote: Quote) -> int:
    """At the rate that the vault of a share reports; at the price, for other assets."""
    return amount * (quote.price + ceil_div(quote.price * quote.excess, EXCESS_UNIT)) // 10**quote.decimals


@dataclass(frozen=True)
class Value:
    """USD 18 decimals; `entry` and `exit` raw USDC. `whole` is at told prices, retired assets not counted."""

    cash_price: int
    whole: int
    retired: int
    firm: int
    levy_bps: int
    is_firm: bool

    @classmethod
    def of(cls, holdings: Mapping[int, int], retired: Mapping[int, int], quotes: Mapping[int, Quote]) -> Value:
        """Raw units by id, cash among what is held; retired assets that are not written off."""
        values = {i: told(amount, quotes[i]) for i, amount in holdings.items()}
        whole = sum(values.values())
        # what is not certain: no firm price, or more than the price that counts
        firm = sum(worth(amount, quotes[i]) for i, amount in holdings.items() if quotes[i].firm or i == CASH)
        usdc = quotes[CASH].deviation_bps
        cost = 0
        for i, value in values.items():
            if i == CASH:
                cost += value * DEPLOY_STABLE_BPS
            elif quotes[i].stable:
                cost += value * (quotes[i].deviation_bps + usdc + DEPLOY_STABLE_BPS)
            else:
                cost += value * (quotes[i].deviation_bps + DEPLOY_VOLATILE_BPS)
        levy = min(ceil_div(cost, whole), MAX_LEVY_BPS) if whole else DEPLOY_STABLE_BPS
        firm_enough = quotes[CASH].firm and (whole - firm) * BPS <= whole * MATERIALITY_BPS
        out = sum(told(amount, quotes[i]) for i, amount in retired.items())
        return cls(quotes[CASH].price, whole, out, firm, levy, firm_enough)

    @property
    def entry(self) -> int:
        """Unpriced and retired assets at their last good price, rounded up."""
        return ceil_div((self.whole + self.retired) * 10**6, self.cash_price)

    @property
    def exit(self) -> int:
        """Unpriced assets at nothing, rounded down."""
        return self.firm * 10**6 // self.cash_price
