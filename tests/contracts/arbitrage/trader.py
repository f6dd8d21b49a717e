"""A trader who sees true prices before the feeds answer them, has all the USDC it takes, and knows four ways through.

trader.in_and_out(enter, leave)             USDC in, USDC out; in kind what the cash or the limit does not cover
trader.in_and_in_kind(minute)               USDC in, in kind out, in one minute
trader.through_queue(lock, unlock)          a request each way, settled an hour after the lock
trader.settled_and_in_kind(lock, unlock)    a request in; half of it out in kind at once, half by request

Each goes from a fund on its weights and is undone by the caller. At the vault the trader moves what it takes in that
hour; in the queue the trader asks for as much as all holders have, and a batch takes a fifth of it.
"""

from dataclasses import dataclass, field

from tests.contracts.arbitrage.ledger import Ledger
from tests.contracts.arbitrage.moments import HOUR
from tests.contracts.arbitrage.stage import DOLLARS, Stage
from tests.contracts.vault.fund import PLENTY

__all__ = ["PURSE", "Trader"]

PURSE = 10**15  # raw USDC: a billion dollars, a hundred funds


@dataclass
class Trader:
    stage: Stage
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        fund = self.stage.fund
        self.account = fund.roles.anyone
        self.vault = fund.vault
        self.queue = self.stage.queue
        self.ledger = Ledger(self.stage, self.account)
        fund.give(self.account, PURSE)
        fund.usdc.approve(self.queue, PLENTY, sender=self.account)
        self.vault.approve(self.queue, PLENTY, sender=self.account)

    def in_and_out(self, enter: int, leave: int) -> None:
        self.enter(enter)
        self.stage.at(leave)
        self._sell()
        if self.vault.balanceOf(self.account):
            self.leave_in_kind(self.vault.balanceOf(self.account))

    def in_and_in_kind(self, minute: int) -> None:
        self.enter(minute)
        self.leave_in_kind(self.vault.balanceOf(self.account))

    def through_queue(self, lock: int, unlock: int) -> None:
        self.request_in(lock)
        self.request_out(unlock, self.vault.balanceOf(self.account))

    def settled_and_in_kind(self, lock: int, unlock: int) -> None:
        self.request_in(lock)
        self.leave_in_kind(self.vault.balanceOf(self.account) // 2)
        self.request_out(unlock, self.vault.balanceOf(self.account))

    # --- the steps ---------------------------------------------------------------------------------------------------

    def enter(self, minute: int) -> None:
        self.stage.at(minute)
        self.stage.rebalance()
        amount = min(PURSE, self.vault.maxDeposit(self.account))
        self.ledger.watch(lambda: self.vault.deposit(amount, self.account, sender=self.account))

    def _sell(self) -> None:
        if shares := self.vault.maxRedeem(self.account):
            self.ledger.watch(lambda: self.vault.redeem(shares, self.account, self.account, sender=self.account))

    def leave_in_kind(self, shares: int) -> None:
        me = self.account
        self.ledger.watch(lambda: self.vault.redeem_in_kind(shares, me, me, sender=me))

    def request_in(self, lock: int) -> None:
        self.stage.at(lock)
        self.queue.requestDeposit(DOLLARS * 10**6, self.account, self.account, sender=self.account)
        self._lock_and_settle(lock)
        assets = self.queue.maxDeposit(self.account)
        self.queue.deposit(assets, self.account, sender=self.account)

    def request_out(self, lock: int, shares: int) -> None:
        self.stage.at(lock)
        self.queue.requestRedeem(shares, self.account, self.account, sender=self.account)
        self._lock_and_settle(lock)
        self.queue.redeem(self.queue.maxRedeem(self.account), self.account, self.account, sender=self.account)

    def _lock_and_settle(self, lock: int) -> None:
        # Anyone may lock. The executor settles as early as allowed, and has raised the cash that takes.
        self.queue.lock(sender=self.account)
        self.stage.at(lock + HOUR)
        self.stage.rebalance()
        self.ledger.watch(lambda: self.queue.settle(sender=self.stage.fund.roles.executor))
