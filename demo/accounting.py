"""Where every dollar went: the fund's ledger from first principles, out of its events and the feeds' answers.

A balance changes only by an event, a price only by a tick of the tape. So the worth of what the fund holds changes in
five ways and no other, each valued at the prices of its moment:

    deposits   USDC that came in (the seed too)
    proceeds   USDC that sellers took out
    in kind    tokens that leavers took out
    market     balance x change of price, over every tick
    costs      worth of what a leg gave minus worth of what it got: pool fee, price impact, and the pool's own distance
               from the feed. Negative where a pool paid more than the feed's price

    worth now = deposits - proceeds - in kind + market - costs

Levies are no cost: they stay in the fund and make the others' shares worth more. Fees are none either: they are shares
that FundPolicy holds and pays to manager and platform, holders like any other. Gas is paid by the keepers, outside the
fund.

That equation holds by construction. What is checked is the other side: what the shares of all holders are worth by the
NAV the contracts compute on chain must be the same number.

Sums are exact integers: USD with 45 decimals, so that a price of 18 decimals times a raw unit of any token (27 at most)
is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from demo.prices import Tape, Tick
from demo.settings import DemoError
from keepers.chain import Record
from keepers.models import CASH_ID

__all__ = ["Ledger", "Totals", "ledger_at"]

TOKEN_DECIMALS = 27
EXACT = 10**TOKEN_DECIMALS
"""What turns a total into USD of 18 decimals."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums since the beginning, USD 45 decimals."""

    deposits: int = 0
    proceeds: int = 0
    in_kind: int = 0
    market: int = 0
    costs: int = 0
    turnover: int = 0
    """Worth of what legs gave, each leg once."""

    def usd(self) -> Totals:
        """The same in USD of 18 decimals, rounded down."""
        return Totals(*(getattr(self, name) // EXACT for name in self.__slots__))


@dataclass(slots=True)
class Ledger:
    """balances: raw units; prices: USD 18 decimals of one whole token; both by asset id."""

    decimals: Mapping[int, int]
    balances: dict[int, int] = field(default_factory=dict)
    prices: dict[int, int] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)

    def worth(self, asset: int, amount: int) -> int:
        """USD 45 decimals of an amount in raw units, exact."""
        return amount * self.prices[asset] * int(10 ** (TOKEN_DECIMALS - self.decimals[asset]))

    def whole(self) -> int:
        """USD 45 decimals of everything in the books."""
        return sum(self.worth(asset, balance) for asset, balance in self.balances.items())

    def tick(self, tick: Tick) -> None:
        """A price moves."""
        balance = self.balances.get(tick.asset_id, 0)
        before = self.worth(tick.asset_id, balance) if balance else 0
        self.prices[tick.asset_id] = tick.price
        self._add(market=self.worth(tick.asset_id, balance) - before)

    def record(self, record: Record) -> None:
        """An event of the index moves balances, or leaves them alone."""
        fields = record.fields
        match record.event:
            case "Seeded" | "Entered":
                self._move(CASH_ID, fields["assets"])
                self._add(deposits=self.worth(CASH_ID, fields["assets"]))
            case "Exited":
                self._move(CASH_ID, -fields["assets"])
                self._add(proceeds=self.worth(CASH_ID, fields["assets"]))
            case "ExitedInKind":
                for asset, amount in zip(fields["assets"], fields["amounts"], strict=True):
                    self._move(asset, -amount)
                    self._add(in_kind=self.worth(asset, amount))
            case "LegTraded":
                asset = fields["asset"]
                given, got = (CASH_ID, asset) if fields["buy"] else (asset, CASH_ID)
                self._move(given, -fields["amount_in"])
                self._move(got, fields["amount_out"])
                paid = self.worth(given, fields["amount_in"])
                self._add(costs=paid - self.worth(got, fields["amount_out"]), turnover=paid)
            case "ShortfallBooked":
                raise DemoError(
                    f"accounting: block {record.block} books a shortfall of asset {fields['asset']}; no token of the "
                    "demo's world takes from the vault, so the world or the vault is broken"
                )

    def _move(self, asset: int, amount: int) -> None:
        self.balances[asset] = self.balances.get(asset, 0) + amount

    def _add(self, **amounts: int) -> None:
        self.totals = replace(self.totals, **{name: getattr(self.totals, name) + amounts[name] for name in amounts})


def ledger_at(records: Sequence[Record], tape: Tape, blocks: Iterable[int]) -> Iterator[Ledger]:
    """The ledger at the end of each of the blocks, which ascend. It is one object that goes on: use it at once."""
    ledger = Ledger(tape.decimals)
    moments: list[Tick | Record] = sorted([*tape.ticks, *records], key=lambda moment: (moment.block, moment.log_index))
    place = 0
    for block in blocks:
        while place < len(moments) and moments[place].block <= block:
            moment = moments[place]
            if isinstance(moment, Tick):
                ledger.tick(moment)
            else:
                ledger.record(moment)
            place += 1
        yield ledger
