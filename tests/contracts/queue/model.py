"""What a settlement should do, in exact fractions and with a list of users, which the contract does not have.

    model = Model.of(counter)                       the vault as it is now
    model.deposits[account] = assets                what the locked batch holds, by account
    model.redemptions[account] = shares
    result = model.settle()                         totals of the batch
    result[0].of(amount)                            (filled, paid, back) of one of them

Netting and shortage are written here a second time; the vault's own arithmetic is tests/contracts/vault/model.py.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from tests.contracts.queue.counter import BPS, DOLLAR, Counter
from tests.contracts.vault.fund import CASH, VIRTUAL_SHARES
from tests.contracts.vault.model import Model as VaultModel

__all__ = ["Model", "Side"]


@dataclass(frozen=True)
class Side:
    """Totals of one side: what came, what of it was settled, what is paid for it."""

    received: int
    filled: int
    paid: int

    def of(self, amount: int) -> tuple[int, int, int]:
        """What one request of `amount` gets: its settled part, the payment, and what goes back."""
        back = amount * (self.received - self.filled) // self.received
        return amount - back, amount * self.paid // self.received, back


@dataclass
class Model:
    """A vault and the batch to settle. Entries may be closed."""

    vault: VaultModel
    queue: str
    entries_open: bool = True
    deposits: dict[str, int] = field(default_factory=dict)
    redemptions: dict[str, int] = field(default_factory=dict)
    fee: int = 0
    rate: Fraction | None = None

    @classmethod
    def of(cls, counter: Counter) -> "Model":
        queue = counter.queue.address
        return cls(VaultModel.of(counter.fund, [queue]), queue)

    def settle(self) -> tuple[Side, Side]:
        """Deposits and redemptions of the batch, settled with whatever cash there is."""
        vault = self.vault
        vault.accrue()
        self._rate()
        assets, shares = sum(self.deposits.values()), sum(self.redemptions.values())
        used, given, taken = self._net(assets, shares) if self.entries_open else (0, 0, 0)
        self.fee = given - taken
        vault.shares[self.queue] = shares

        rest, paid = assets - used, taken
        if rest and self.entries_open:
            paid += vault.deposit(self.queue, rest)
            used_assets = assets
        else:
            used_assets = used
        deposits = Side(assets, used_assets, paid)

        rest, paid = shares - given, used
        worth = floor(rest * self._rate())
        part = self._payable(rest) if worth > 10 else 0
        filled = given + part
        if part:
            paid += vault.redeem(self.queue, part)
        elif used and worth <= 10:
            filled = shares
        return deposits, Side(shares, filled, paid)

    def _net(self, assets: int, shares: int) -> tuple[int, int, int]:
        # USDC that changes sides, shares given for it, shares taken for it.
        rate = self._rate()
        sold = shares - self._fee(shares)
        worth = floor(sold * rate)
        given = shares
        if worth > assets:
            worth = assets
            sold = floor(assets / rate)
            given = ceil(Fraction(sold * BPS, BPS - self.vault.platform))
        if worth == 0 or sold == 0:
            return 0, 0, 0
        return worth, given, sold - self._fee(sold)

    def _rate(self) -> Fraction:
        # Raw USDC of NAV for one share; taken before the settlement moves either.
        if self.rate is None:
            vault = self.vault
            total = floor(Fraction(sum(vault.value(i) for i in vault.holdings) * DOLLAR, vault.quotes[CASH].price))
            self.rate = Fraction(total + 1, vault.supply + VIRTUAL_SHARES)
        return self.rate

    def _fee(self, shares: int) -> int:
        return ceil(Fraction(shares * self.vault.platform, BPS))

    def _payable(self, shares: int) -> int:
        # The largest part of shares that cash pays; none where that is less than one raw USDC.
        burned = ceil(self.vault.holdings[CASH] / self.vault._exit_rate())
        part = min(shares, ceil(Fraction(burned * BPS, BPS - self.vault.platform)))
        return part if floor((part - self._fee(part)) * self.vault._exit_rate()) else 0
