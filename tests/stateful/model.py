"""What the index should be, in plain Python: books that follow from the logs alone, and every amount reckoned again.

    model = Model.of(stage.look(), stage)
    model.meet(quotes, now)             prices and time of the next transaction
    model.apply(events)                 its events in order; Wrong names the first whose figures are not right

Each event must be what this arithmetic makes of the state before it: exact integers, rounded against the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.contracts.listings import Quote
from tests.stateful.amounts import BPS, VIRTUAL, Pot, burned_for, ceil_div, fee_of, gross_for, pending_fee, with_fee
from tests.stateful.stage import CASH, Look, Stage
from tests.stateful.value import Value

__all__ = ["CLAIM_SHARES", "Model", "Wrong", "check"]

CLAIM_SHARES = 10**18  # an exit in kind of fewer leaves no claims: what it is not paid stays in the fund

NOBODY = "0x" + "00" * 20


class Wrong(AssertionError):
    """An event, a book or an answer is not what the model says."""


def check(what: str, found: Any, expected: Any) -> None:
    """Raises Wrong unless they are equal."""
    if found != expected:
        raise Wrong(f"{what}: {found}, the model says {expected}")


@dataclass
class Model:
    """Raw units by asset id; shares by account, in lower case."""

    queue: str
    policy: str
    now: int
    quotes: dict[int, Quote]
    balances: dict[int, int]
    pots: dict[int, Pot]
    shares: dict[str, int]
    supply: int
    held: list[int]
    retired: list[int]
    accrued_at: int
    exit_levy: int
    management: int
    platform: int
    paused_until: int
    wound_down: bool
    written_off: set[int] = field(default_factory=set)
    batch_levy: int | None = None  # of the settlement in this transaction
    traded: bool = False  # legs in this transaction that no SessionClosed followed yet
    counts: dict[str, int] = field(default_factory=dict)  # events of each contract

    @classmethod
    def of(cls, look: Look, stage: Stage) -> Model:
        """A copy of what the chain says, before anything happened that leaves a claim."""
        fund = look.fund
        shares = {account.lower(): amount for account, amount in look.shares.items()}
        return cls(
            stage.world.index.queue.address.lower(),
            stage.world.index.policy.address.lower(),
            look.now,
            look.quotes,
            dict(look.balances),
            {i: Pot() for i in look.balances},
            shares,
            look.supply,
            list(look.held),
            list(look.retired),
            fund.accrued_at,
            fund.exit_levy_bps,
            fund.management_bps,
            fund.platform_bps,
            fund.paused_until,
            fund.wound_down,
        )

    def meet(self, quotes: dict[int, Quote], now: int) -> None:
        self.quotes, self.now, self.traded, self.batch_levy = quotes, now, False, None

    # --- value -------------------------------------------------------------------------------------------------------

    @property
    def value(self) -> Value:
        """Of cash and of what NAV counts, at the prices of now."""
        holdings = {i: self.balances[i] for i in [CASH, *self.held]}
        retired = {i: self.balances[i] for i in self.retired if i not in self.written_off}
        return Value.of(holdings, retired, self.quotes)

    @property
    def levy(self) -> int:
        return 0 if self.wound_down else self.value.levy_bps

    def part(self, shares: int, supply: int, balance: int) -> int:
        """What an exit in kind of `shares` takes of a balance."""
        return balance * shares * (BPS - self.exit_levy) // ((supply + VIRTUAL) * BPS)

    def accrued_supply(self) -> int:
        return self.supply + pending_fee(self.supply, self.management, self.now - self.accrued_at)

    # --- events ------------------------------------------------------------------------------------------------------

    def apply(self, events: Sequence[tuple[str, Any]]) -> None:
        """Of one transaction, (contract, event) in order; FundPolicy's last, for fees accrue before it changes them."""
        for contract, event in sorted(events, key=lambda each: each[0] == "policy"):
            name = type(event).__name__
            if hasattr(event, "sequence"):
                self.counts.setdefault(contract, event.sequence - 1)
                self.counts[contract] += 1
                check(f"sequence of {contract}.{name}", event.sequence, self.counts[contract])
            follow = getattr(self, f"_on_{contract}_{name}", None)
            if follow is not None:
                follow(event)
        if self.traded:
            self._close()

    def _on_vault_Transfer(self, event: Any) -> None:  # noqa: N802
        sender, receiver, amount = (event[0].lower(), event[1].lower(), event[2])
        if sender == NOBODY:
            self.supply += amount
        else:
            self.shares[sender] = self.shares.get(sender, 0) - amount
        if receiver == NOBODY:
            self.supply -= amount
        else:
            self.shares[receiver] = self.shares.get(receiver, 0) + amount

    def _on_vault_FeesAccrued(self, event: Any) -> None:  # noqa: N802
        before = self.supply - event.shares
        check("management fee", event.shares, pending_fee(before, self.management, self.now - self.accrued_at))
        check("supply after the fee", event.supply, self.supply)
        self.accrued_at = self.now

    def _on_vault_Entered(self, event: Any) -> None:  # noqa: N802
        supply = self.supply - event.shares - event.fee_shares
        check("supply of an entry", event.supply, supply)
        total = self.value.entry
        check("NAV of an entry", event.total_assets, total)
        self._levy("entry", event.levy_bps, event.receiver)
        gross = gross_for(event.assets, total, supply, event.levy_bps)
        by_assets = gross - fee_of(gross, self.platform)
        if event.shares != by_assets:
            # the other way round: so many shares, at the least USDC that is worth them
            gross = with_fee(event.shares, self.platform)
            rest = (supply + VIRTUAL) * (BPS - event.levy_bps)
            check("USDC of an entry", event.assets, ceil_div(gross * BPS * (total + 1), rest))
        check("platform fee of an entry", event.fee_shares, gross - event.shares)
        self.accrued_at, self.exit_levy = self.now, event.levy_bps
        self.balances[CASH] += event.assets

    def _on_vault_Exited(self, event: Any) -> None:  # noqa: N802
        burned = event.shares - event.fee_shares
        supply = self.supply + burned
        check("supply of an exit", event.supply, supply)
        total = self.value.exit
        check("NAV of an exit", event.total_assets, total)
        self._levy("exit", event.levy_bps, event.owner)
        check("platform fee of an exit", event.fee_shares, fee_of(event.shares, self.platform))
        by_shares = burned * (BPS - event.levy_bps) * (total + 1) // ((supply + VIRTUAL) * BPS)
        if event.assets != by_shares:
            needed = burned_for(event.assets, total, supply, event.levy_bps)
            check("shares of an exit", event.shares, with_fee(needed, self.platform))
        self.accrued_at, self.exit_levy = self.now, event.levy_bps
        self.balances[CASH] -= event.assets

    def _on_vault_ExitedInKind(self, event: Any) -> None:  # noqa: N802
        supply = self.supply + event.shares
        check("supply of an exit in kind", event.supply, supply)
        check("levy of an exit in kind", event.levy_bps, self.exit_levy)
        paid = [CASH, *self.held, *(i for i in self.retired if i not in self.held)]
        check("assets of an exit in kind", list(event.assets), paid)
        parts = [self.part(event.shares, supply, self.balances[i]) for i in paid]
        if event.shares >= CLAIM_SHARES:
            check("amounts of an exit in kind", list(event.amounts), parts)
        elif any(amount > part for amount, part in zip(event.amounts, parts, strict=True)):
            raise Wrong(f"a small exit in kind took more than its part: {event}")
        for asset, amount in zip(paid, event.amounts, strict=True):
            self.balances[asset] -= amount
        self.accrued_at = self.now

    def _levy(self, what: str, found: int, account: str) -> None:
        """Both sides of a settlement pay the levy that its first one met."""
        levy = self.levy
        if account.lower() == self.queue:
            levy = self.batch_levy = levy if self.batch_levy is None else self.batch_levy
        check(f"levy of an {what}", found, levy)

    def _on_vault_ClaimBooked(self, event: Any) -> None:  # noqa: N802
        self.pots[event.asset].add(event.account.lower(), event.amount)

    def _on_vault_ClaimPaid(self, event: Any) -> None:  # noqa: N802
        check("claim", event.amount, self.pots[event.asset].take(event.account.lower()))

    def _on_vault_ShortfallBooked(self, event: Any) -> None:  # noqa: N802
        asset, pot = event.asset, self.pots[event.asset]
        check("balance before a shortfall", event.balance_before, self.balances[asset])
        check("pot before a shortfall", event.pot_before, pot.amount)
        # each bears it in proportion, rounded down: cross products, for the amount there was is not in the event
        tracked, kept = event.balance_before + event.pot_before, event.balance + event.pot
        if not kept <= tracked or abs(event.balance * event.pot_before - event.pot * event.balance_before) > tracked:
            raise Wrong(f"a shortfall is not borne in proportion: {event}")
        self.balances[asset], pot.amount = event.balance, event.pot

    def _on_vault_HeldSet(self, event: Any) -> None:  # noqa: N802
        places = (word >> 16 * place & 0xFFFF for word in event.words for place in range(16))
        self.held = [asset for asset in places if asset]

    def _on_policy_AssetRetired(self, event: Any) -> None:  # noqa: N802
        # a place whose balance is gone is free again
        self.retired = [event.asset, *(i for i in self.retired if i != event.asset and self.balances[i])]
        self.written_off.discard(event.asset)

    def _on_policy_AssetWrittenOff(self, event: Any) -> None:  # noqa: N802
        self.written_off.add(event.asset)

    def _on_policy_FeesSet(self, event: Any) -> None:  # noqa: N802
        self.management, self.platform, self.accrued_at = event.management_bps, event.platform_bps, self.now

    def _on_policy_EntriesPaused(self, event: Any) -> None:  # noqa: N802
        self.paused_until, self.accrued_at = event.until, self.now

    def _on_policy_WoundDown(self, event: Any) -> None:  # noqa: N802
        self.wound_down, self.exit_levy, self.management, self.platform = True, 0, 0, 0
        self.accrued_at = self.now

    def _on_trader_LegTraded(self, event: Any) -> None:  # noqa: N802
        given, got = (CASH, event.asset) if event.buy else (event.asset, CASH)
        self.balances[given] -= event.amount_in
        self.balances[got] += event.amount_out
        self.traded = True

    def _on_trader_SessionClosed(self, event: Any) -> None:  # noqa: N802
        self._close()

    def _close(self) -> None:
        # what is held now decides what exits in kind leave behind; the trader counts the prices that count
        self.traded = False
        if not self.wound_down:
            plain = {asset: replace(quote, excess=0) for asset, quote in self.quotes.items()}
            holdings = {i: self.balances[i] for i in [CASH, *self.held]}
            self.exit_levy = Value.of(holdings, {}, plain).levy_bps
