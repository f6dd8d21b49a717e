"""What may move the price of a share in one transaction, and tokens against books.

Books before and after are valued at the told prices of the transaction, with what is retired and not written off. Those
who stay lose by what the transaction's own events say and by nothing else: the management fee, legs that received less
than they gave, a shortfall, a write-off. They gain by the levy of those who come and go, by legs, and by what an exit
leaves of assets without a price.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from eth_utils import keccak

from tests.stateful.amounts import BPS, VIRTUAL
from tests.stateful.model import CLAIM_SHARES, Model, Wrong
from tests.stateful.stage import CASH, Stage
from tests.stateful.value import MAX_LEVY_BPS, told, worth

__all__ = ["Loss", "ShareWatch"]

TRANSFER = "0x" + keccak(text="Transfer(address,address,uint256)").hex()
CENT = 10**16  # USD 18 decimals
TOLERANCE = 5 * CENT  # roundings, and dust that is kept in the books and counted nowhere


@dataclass(frozen=True)
class Loss:
    """What legs received less than they gave: USD 18 decimals, and the fund's value then."""

    at: int
    usd: int
    nav: int


@dataclass
class ShareWatch:
    """`losses` of every transaction that traded."""

    stage: Stage
    losses: list[Loss] = field(default_factory=list)

    @contextmanager
    def transaction(self, model: Model, events: Sequence[tuple[str, Any]], receipt: dict[str, Any]) -> Iterator[None]:
        """The block applies the events to the model."""
        tracked, value, supply = self._tracked(model), self._value(model), model.supply
        yield
        self._flows(model, tracked, events, receipt)
        own = [event for contract, event in events if contract in ("vault", "trader", "policy")]
        lost, gained, short = self._legs(model, own), self._gains(model, own), self._shortfalls(model, own)
        if lost:
            self.losses.append(Loss(model.now, lost, value))
        fee = sum(e.shares for e in own if type(e).__name__ == "FeesAccrued")
        per_old, per_new = supply + fee + VIRTUAL, model.supply + VIRTUAL
        after = self._value(model)
        floor = (value - lost - short - self._written_off(model, own)) * per_new // per_old
        if after < floor - TOLERANCE:
            raise Wrong(f"a share lost {floor - after} (USD 18 decimals of the whole) for no reason in {own}")
        ceiling = (value + gained) * per_new // per_old + self._left_behind(model, own)
        if model.value.whole == model.value.firm and not model.value.retired and after > ceiling + TOLERANCE:
            raise Wrong(f"a share gained {after - ceiling} (USD 18 decimals of the whole) for no reason in {own}")

    def _value(self, model: Model) -> int:
        counted = ((i, amount) for i, amount in model.balances.items() if i not in model.written_off)
        return sum(told(amount, model.quotes[asset]) for asset, amount in counted)

    def _tracked(self, model: Model) -> dict[int, int]:
        return {asset: amount + model.pots[asset].amount for asset, amount in model.balances.items()}

    # --- reasons -----------------------------------------------------------------------------------------------------

    def _legs(self, model: Model, events: Sequence[Any]) -> int:
        return sum(max(0, self._short(model, e)) for e in events if type(e).__name__ == "LegTraded")

    def _gains(self, model: Model, events: Sequence[Any]) -> int:
        return sum(max(0, -self._short(model, e)) for e in events if type(e).__name__ == "LegTraded")

    def _short(self, model: Model, leg: Any) -> int:
        given, got = (CASH, leg.asset) if leg.buy else (leg.asset, CASH)
        return told(leg.amount_in, model.quotes[given]) - worth(leg.amount_out, model.quotes[got])

    def _shortfalls(self, model: Model, events: Sequence[Any]) -> int:
        booked = [e for e in events if type(e).__name__ == "ShortfallBooked"]
        return sum(told(e.balance_before - e.balance, model.quotes[e.asset]) for e in booked)

    def _written_off(self, model: Model, events: Sequence[Any]) -> int:
        written = [e for e in events if type(e).__name__ == "AssetWrittenOff"]
        return sum(told(model.balances[e.asset], model.quotes[e.asset]) for e in written)

    def _left_behind(self, model: Model, events: Sequence[Any]) -> int:
        """The most that entries and exits can leave, USD 18 decimals: levy, and dust that is no claim."""
        dust = 0
        usdc = sum(e.assets for e in events if type(e).__name__ in ("Entered", "Exited"))
        flows = worth(usdc, model.quotes[CASH])
        for event in events:
            if type(event).__name__ == "ExitedInKind":
                pairs = zip(event.assets, event.amounts, strict=True)
                flows += sum(worth(amount, model.quotes[asset]) for asset, amount in pairs)
                if event.shares < CLAIM_SHARES:
                    dust += self._value(model) * event.shares // event.supply
        return flows * 2 * MAX_LEVY_BPS // BPS + dust

    # --- tokens ------------------------------------------------------------------------------------------------------

    def _flows(
        self, model: Model, tracked: dict[int, int], events: Sequence[tuple[str, Any]], receipt: dict[str, Any]
    ) -> None:
        """What plain tokens moved to and from the vault is what its books moved."""
        moved = dict.fromkeys(tracked, 0)
        tokens = {row.token.address.lower(): row.asset_id for row in self.stage.world.assets}
        vault = self.stage.world.index.vault.address.lower()[2:].rjust(64, "0")
        for log in receipt["logs"]:
            asset = tokens.get(log["address"].lower())
            if asset is not None and log["topics"][0] == TRANSFER:
                amount = int(log["data"], 16)
                moved[asset] += amount * ((log["topics"][2][2:] == vault) - (log["topics"][1][2:] == vault))
        booked = self._tracked(model)
        for name, event in events:
            if (name, type(event).__name__) == ("vault", "ShortfallBooked"):
                booked[event.asset] += event.balance_before + event.pot_before - event.balance - event.pot
        for asset, amount in moved.items():
            if asset not in self.stage.odd and booked[asset] - tracked[asset] != amount:
                raise Wrong(f"asset {asset}: the token moved {amount}, the books {booked[asset] - tracked[asset]}")
