"""The fund's books rebuilt from its events alone, so that anyone can hold the log against the chain.

balances follow every event that moves them; what an asset is worth is the caller's question: `value` takes prices.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from keepers.chain.events import Record
from keepers.chain.words import held_ids
from keepers.errors import KeeperError
from keepers.models import CASH_ID

__all__ = ["Books", "rebuild"]

MOST_CLAIMS = 2**120 - 1
"""Raw units a claims pot can hold (contracts/lib/vault/books.vy): what goes beyond is forfeited."""


@dataclass(slots=True)
class Books:
    """balances and pots: raw units by asset id; supply: shares, 18 decimals; held: ids that NAV counts, cash aside."""

    balances: dict[int, int] = field(default_factory=dict)
    pots: dict[int, int] = field(default_factory=dict)
    held: tuple[int, ...] = ()
    supply: int = 0
    minted: int = 0
    """The same supply, counted from ERC-20 transfers from and to the zero address."""

    def value(self, prices: Mapping[int, int], decimals: Mapping[int, int]) -> int:
        """USD 18 decimals of cash and everything held, each asset rounded down, at prices of USD 18 decimals."""
        return sum(
            self.balances.get(asset, 0) * prices[asset] // 10 ** decimals[asset] for asset in (CASH_ID, *self.held)
        )


def rebuild(records: Iterable[Record]) -> Books:
    """Apply events in the order of the chain, from the first one.

    Raises KeeperError when an event takes more than the books have: then the log is not whole.
    """
    books = Books()
    for record in records:
        _apply(books, record)
        low = [asset for asset, balance in books.balances.items() if balance < 0]
        if low:
            raise KeeperError(
                f"log: {record.event} {record.contract} {record.sequence} takes more of asset {low[0]} than the events "
                "before it brought; read the log from the deployment block"
            )
    return books


def _apply(books: Books, record: Record) -> None:
    fields = record.fields
    match record.event:
        case "Entered":
            _move(books, CASH_ID, fields["assets"])
            books.supply += fields["shares"] + fields["fee_shares"]
        case "Exited":
            _move(books, CASH_ID, -fields["assets"])
            books.supply -= fields["shares"] - fields["fee_shares"]
        case "ExitedInKind":
            for asset, amount in zip(fields["assets"], fields["amounts"], strict=True):
                _move(books, asset, -amount)
            books.supply -= fields["shares"]
        case "FeesAccrued":
            books.supply += fields["shares"]
        case "LegTraded":
            sold, bought = (CASH_ID, fields["asset"]) if fields["buy"] else (fields["asset"], CASH_ID)
            _move(books, sold, -fields["amount_in"])
            _move(books, bought, fields["amount_out"])
        case "HeldSet":
            books.held = held_ids(fields["count"], fields["words"])
        case "ShortfallBooked":
            books.balances[fields["asset"]] = fields["balance"]
            books.pots[fields["asset"]] = fields["pot"]
        case "ClaimBooked":
            books.pots[fields["asset"]] = min(books.pots.get(fields["asset"], 0) + fields["amount"], MOST_CLAIMS)
        case "ClaimPaid":
            books.pots[fields["asset"]] -= fields["amount"]
        case "Transfer":
            books.minted += fields["value"] * (_is_zero(fields["sender"]) - _is_zero(fields["receiver"]))


def _move(books: Books, asset: int, amount: int) -> None:
    books.balances[asset] = books.balances.get(asset, 0) + amount


def _is_zero(address: str) -> bool:
    return int(address, 16) == 0
