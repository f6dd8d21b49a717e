"""The counter where requests are made: a fund, its queue, and the days in between.

batch = counter.ask_deposit(holder, 1_000)      whole USDC, newly minted
counter.ask_redeem(holder, 10**18)              shares the holder has
counter.lock()                                  at the next cut-off
counter.settle()                                an hour later; the receipt
counter.claim(holder)                           everything, to himself: (shares, raw USDC)
"""

from dataclasses import dataclass
from typing import Any

from tests.contracts.vault.fund import PLENTY, Fund
from world.contract import Contract

__all__ = ["BPS", "DAY", "DOLLAR", "EXECUTOR_ONLY", "HOUR", "SHARE", "Counter"]

BPS = 10_000
DOLLAR = 10**6  # raw USDC
SHARE = 10**18
HOUR = 3_600
DAY = 86_400
EXECUTOR_ONLY = 7_200  # seconds after the lock before anyone settles


@dataclass(frozen=True)
class Counter:
    """The queue of `fund`. Amounts are raw units unless said otherwise."""

    fund: Fund

    @property
    def queue(self) -> Contract:
        return self.fund.world.index.queue

    @property
    def vault(self) -> Contract:
        return self.fund.vault

    @property
    def usdc(self) -> Contract:
        return self.fund.usdc

    @property
    def open_batch(self) -> int:
        return int(self.queue.open_requests()[0])

    def locked(self) -> tuple[int, int]:
        """Raw USDC and shares that a settlement of now would take of the locked batch."""
        assets, shares = self.queue.locked_requests(self.vault.totalAssets())
        return int(assets), int(shares)

    # --- requests ----------------------------------------------------------------------------------------------------

    def give(self, account: str, assets: int) -> None:
        """Mint raw USDC to `account`, which approves the queue without limit, for USDC and for shares."""
        self.usdc.mint(account, assets, sender=self.fund.roles.market)
        self.usdc.approve(self.queue, PLENTY, sender=account)
        self.vault.approve(self.queue, PLENTY, sender=account)

    def ask_deposit(self, account: str, dollars: float) -> int:
        """Request a deposit of newly minted USDC, whole dollars; the batch."""
        assets = round(dollars * DOLLAR)
        self.give(account, assets)
        batch = self.open_batch
        self.queue.requestDeposit(assets, account, account, sender=account)
        return batch

    def ask_redeem(self, account: str, shares: int) -> int:
        """Request a redemption of shares the account has; the batch."""
        self.vault.approve(self.queue, PLENTY, sender=account)
        batch = self.open_batch
        self.queue.requestRedeem(shares, account, account, sender=account)
        return batch

    def trust(self, account: str, operator: str) -> None:
        """`account`, any address, names an operator in the queue."""
        chain = self.fund.chain
        chain.rpc("anvil_impersonateAccount", account)
        chain.rpc("anvil_setBalance", account, hex(10**18))
        self.queue.setOperator(operator, True, sender=account)

    # --- days --------------------------------------------------------------------------------------------------------

    def lock(self) -> int:
        """Wait for the cut-off and lock; the batch."""
        batch = self.open_batch
        wait = self.queue.batch(batch - 1).locked_at + DAY - self.fund.chain.now()
        if wait > 0:
            self.fund.sleep(wait)
        self.queue.lock(sender=self.fund.roles.anyone)
        return batch

    def settle(self, wait: int = HOUR) -> dict[str, Any]:
        """Settle `wait` seconds later, as the executor; the receipt."""
        if wait:
            self.fund.sleep(wait)
        return dict(self.queue.settle(sender=self.fund.roles.executor))

    def day(self) -> dict[str, Any]:
        """Lock and settle; the receipt of the settlement."""
        self.lock()
        return self.settle()

    def settled(self, receipt: dict[str, Any]) -> Any:
        """The Settled event."""
        (event,) = self.queue.events(receipt, "Settled")
        return event

    def exhaust(self, leave: float = 0) -> None:
        """Turn the vault's cash into BTC but for `leave` whole USDC, so that redemptions are short of it."""
        self.fund.buy({"BTC": (self.fund.balance(1) - round(leave * DOLLAR)) // DOLLAR})

    # --- claims ------------------------------------------------------------------------------------------------------

    def claim(self, account: str) -> tuple[int, int]:
        """Collect everything settled; shares and raw USDC received."""
        queue, shares, assets = self.queue, 0, 0
        if claimable := queue.maxDeposit(account):
            shares = queue.maxMint(account)
            queue.deposit(claimable, account, sender=account)
        if claimable := queue.maxRedeem(account):
            assets = queue.maxWithdraw(account)
            queue.redeem(claimable, account, account, sender=account)
        return shares, assets

    def collect(self, account: str, batch: int) -> tuple[int, int]:
        """Collect what comes back under `batch`; raw USDC and shares."""
        queue = self.queue
        if assets := queue.claimableCancelDepositRequest(batch, account):
            queue.claimCancelDepositRequest(batch, account, account, sender=account)
        if shares := queue.claimableCancelRedeemRequest(batch, account):
            queue.claimCancelRedeemRequest(batch, account, account, sender=account)
        return assets, shares

    def has(self, account: str) -> tuple[int, int]:
        """Raw USDC and shares of an account."""
        return self.usdc.balanceOf(account), self.vault.balanceOf(account)
