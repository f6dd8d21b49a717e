"""What each leg of the log lost against the oracle: from its amounts and prices, for no event says it.

The price of USDC is one for all legs of a transaction, and in the event that sums them up: SessionClosed of a session,
AuctionFilled of a bid.
"""

from collections.abc import Sequence
from dataclasses import replace

from keepers.book import AssetBook
from keepers.chain.events import Record

__all__ = ["with_slippage", "worths"]

BPS = 10_000
SUMS = ("SessionClosed", "AuctionFilled")


def with_slippage(records: Sequence[Record], book: AssetBook) -> list[Record]:
    """The same records; each LegTraded whose sum is among them has `slippage_bps` at its end, positive for a loss."""
    cash_prices = {record.transaction: record.fields["cash_price"] for record in records if record.event in SUMS}
    known = {asset.asset_id for asset in book.assets}
    return [
        replace(
            record, fields=record.fields | {"slippage_bps": _slippage(record, cash_prices[record.transaction], book)}
        )
        if record.event == "LegTraded" and record.transaction in cash_prices and record.fields["asset"] in known
        else record
        for record in records
    ]


def worths(leg: Record, cash_price: int, book: AssetBook) -> tuple[int, int]:
    """USD 18 decimals given and got by a LegTraded, each rounded down as the trader rounds."""
    fields = leg.fields
    asset = (fields["price"], book.by_id(fields["asset"]).decimals)
    cash = (cash_price, book.cash.decimals)
    given, got = (cash, asset) if fields["buy"] else (asset, cash)
    # USD 18 = raw units x USD 18 per token / raw units per token
    worth_in: int = fields["amount_in"] * given[0] // 10 ** given[1]
    worth_out: int = fields["amount_out"] * got[0] // 10 ** got[1]
    return worth_in, worth_out


def _slippage(leg: Record, cash_price: int, book: AssetBook) -> int:
    """Bps, rounded toward zero."""
    paid, received = worths(leg, cash_price, book)
    if not paid:
        return 0
    lost = (paid - received) * BPS
    return lost // paid if lost >= 0 else -(-lost // paid)
