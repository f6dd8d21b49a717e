"""What trading and holding cost in a backtest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keepers.decide.inputs import Floats

__all__ = ["YEAR_DAYS", "Costs"]

YEAR_DAYS = 365.25
_BPS = 1e-4
_WORST_BPS = 500.0
"""No trade is thought to cost more: the contract's hard cap on slippage."""


@dataclass(frozen=True, slots=True)
class Costs:
    """All rates of one run."""

    trade_bps: float = 40.0
    """Of traded notional, each way: fees, spread and slippage together."""
    impact_bps: float = 0.0
    """More, at a trade as large as a day's volume; it grows with the square root of the trade. 0: none."""
    fund_usd: float = 0.0
    """Size of the fund for the impact. It stays: inflows and outflows are not modelled."""
    management: float = 0.0
    """Of NAV a year, streamed in shares."""
    platform: float = 0.0
    """Of what comes in and goes out. A holder pays it, not the fund: it is in the expense ratio, not in the NAV."""
    stable_yield: float = 0.0
    """A year, on what is in stable assets."""

    def rates(self, traded: Floats, volumes: Floats) -> Floats:
        """(N,) cost per unit of notional of trades (N,), shares of NAV, in markets with a daily volume in USD."""
        if not (self.impact_bps and self.fund_usd):
            return np.full(len(traded), self.trade_bps * _BPS)
        with np.errstate(divide="ignore", invalid="ignore"):
            days = np.where(traded > 0, traded * self.fund_usd / volumes, 0.0)
        rates: Floats = np.minimum(self.trade_bps + self.impact_bps * np.sqrt(days), _WORST_BPS) * _BPS
        return rates

    def fee_left(self, days: Floats) -> Floats:
        """What the management fee leaves of a share after some days."""
        left: Floats = (1 - self.management) ** (days / YEAR_DAYS)
        return left

    def yield_of(self, days: Floats) -> Floats:
        """Growth of stable assets over some days."""
        growth: Floats = (1 + self.stable_yield) ** (days / YEAR_DAYS)
        return growth
