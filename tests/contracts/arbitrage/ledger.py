"""What holders lose and win when the trader comes or goes, at true prices and exactly.

net = levy - lag. The levy is what this flow left in the fund for the holders; without it they would have had so much
less. The lag is what they would have lost had there been no levy: they sold or bought at stale prices.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.contracts.arbitrage.stage import Stage
from tests.contracts.vault.fund import BPS, CASH

__all__ = ["DUST", "Flow", "Ledger", "Totals"]

DUST = Fraction(1, 100)  # USD: raw units rounded away, of assets that cost up to 100,000 USD for 10**8 of them


@dataclass(frozen=True)
class Flow:
    """One entry or exit of the trader's. USD, above 0 where the name says what happened."""

    minute: int
    before: Fraction  # what the holders had
    lag: Fraction  # the trader's gain from stale prices before levies, the holders' loss
    levy: Fraction

    @property
    def net(self) -> Fraction:
        """The holders' gain."""
        return self.levy - self.lag


@dataclass(frozen=True)
class Totals:
    """Sums of a year, in bps of what the holders have: 5 % of the fund at 1 % is 5 bps."""

    flows: int
    lag: Fraction
    levy: Fraction

    @classmethod
    def of(cls, flows: Sequence[Flow]) -> "Totals":
        lag = sum((flow.lag / flow.before for flow in flows), Fraction(0)) * BPS
        levy = sum((flow.levy / flow.before for flow in flows), Fraction(0)) * BPS
        return cls(len(flows), lag, levy)

    def __str__(self) -> str:
        lag, levy = float(self.lag), float(self.levy)
        return f"{self.flows:4} flows   lag {lag:9.2f}   levies {levy:9.2f}   holders {levy - lag:+9.2f} bps"


@dataclass(frozen=True)
class _State:
    fund: Fraction  # USD
    supply: int
    trader_shares: int
    trader_wallet: Fraction  # USD, the queue's USDC with it

    @property
    def holders(self) -> Fraction:
        return self.fund * (self.supply - self.trader_shares) / self.supply

    @property
    def trader(self) -> Fraction:
        return self.trader_wallet + self.fund * self.trader_shares / self.supply


class Ledger:
    """Watches the flows of `account`; it is the only one with requests in the queue, so what lies there is its own."""

    def __init__(self, stage: Stage, account: str) -> None:
        self.stage = stage
        self.account = account
        self.flows: list[Flow] = []

    def watch(self, transaction: Callable[[], Any]) -> Flow:
        """Send it, and enter what it did. What the holders lose the trader wins, and the reverse."""
        before = self._state()
        receipt = transaction()
        after = self._state()
        net = after.holders - before.holders
        assert abs(net + after.trader - before.trader) < DUST, "value came from nowhere"
        levy = self._levy(receipt, after)
        flow = Flow(self.stage.minute, before.holders, levy - net, levy)
        self.flows.append(flow)
        return flow

    def _state(self) -> _State:
        stage, vault = self.stage, self.stage.fund.vault
        ids = [CASH, *stage.weights]
        wallet = stage.fund.received(self.account, ids)
        wallet[CASH] += stage.fund.usdc.balanceOf(stage.queue)
        return _State(
            fund=stage.worth(stage.balances()),
            supply=vault.totalSupply(),
            trader_shares=vault.balanceOf(self.account) + vault.balanceOf(stage.queue),
            trader_wallet=stage.worth(wallet),
        )

    def _levy(self, receipt: dict[str, Any], after: _State) -> Fraction:
        # Had there been none: more shares for the same USDC, or more USDC and assets for the same shares.
        vault, stage = self.stage.fund.vault, self.stage
        holders = after.supply - after.trader_shares
        levy = Fraction(0)
        for entry in vault.events(receipt, "Entered"):
            more = Fraction(entry.shares * entry.levy_bps, BPS - entry.levy_bps)
            levy += after.fund * holders * (Fraction(1, after.supply) - 1 / (after.supply + more))
        for out in vault.events(receipt, "Exited"):
            more = Fraction(out.assets * out.levy_bps, BPS - out.levy_bps)
            levy += more * stage.price(CASH) * holders / after.supply
        for out in vault.events(receipt, "ExitedInKind"):
            paid = stage.worth(dict(zip(out.assets, out.amounts, strict=True)))
            levy += paid * out.levy_bps / (BPS - out.levy_bps) * holders / after.supply
        return levy
