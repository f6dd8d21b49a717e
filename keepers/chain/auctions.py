"""The auction house at one block: what is live and at which price, what could be opened, and by whom.

What is open, what could be and what a bid costs now the contract says. The curve is written here a second time only to
tell the prices of the rest of the hour; tests hold it to the contract's, to the last digit.
"""

from dataclasses import dataclass
from typing import Literal

from keepers.book import BookAsset
from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.reading import answered, read
from keepers.chain.silence import Clocks, read_clocks
from keepers.chain.words import Quote, quote
from keepers.models import CASH_ID
from keepers.parameters import load_parameters

__all__ = ["UNIT", "Auction", "House", "Lot", "factor_after", "read_auction", "read_house"]

UNIT = 10**8
"""Of a factor: 1e-8 of the oracle price."""
UNITS_A_BPS = 10_000


@dataclass(frozen=True, slots=True)
class Auction:
    """The last auction of an asset. Amounts in raw units of it, moments in unix seconds."""

    asset: BookAsset
    quote: Quote
    timestamp: int
    """Of the block it was read at."""
    epoch: int
    """The decision it was opened for; 0: there was none."""
    buy: bool
    """The fund buys: the bidder owes the asset and gets USDC. Else the bidder owes USDC and gets the asset."""
    remaining: int
    opened_at: int
    closes_at: int
    live: bool

    def factor_at(self, moment: int) -> int:
        """1e-8 of the oracle price at a moment of its life."""
        return factor_after(moment - self.opened_at, self.quote.slippage_bps, self.buy)

    @property
    def factor(self) -> int:
        """1e-8 of the oracle price now."""
        return self.factor_at(self.timestamp)

    @property
    def end_factor(self) -> int:
        """In its last second."""
        return self.factor_at(self.closes_at - 1)

    @property
    def value(self) -> int:
        """USD 18 decimals of what remains, at the oracle's price."""
        return self.remaining * self.quote.price // int(10**self.quote.decimals)


@dataclass(frozen=True, slots=True)
class Lot:
    """What an auction opened now would sell or buy. amount: raw units; value: USD 18 decimals at the oracle's price."""

    asset: BookAsset
    buy: bool
    amount: int
    value: int


@dataclass(frozen=True, slots=True)
class House:
    """All auctions of the fund at one block."""

    reading: Reading
    clocks: Clocks
    sequence: int
    """Events the house had numbered: every opening, fill and report adds one."""
    auctions: tuple[Auction, ...]
    """The live ones, ids ascending."""
    lots: tuple[Lot, ...]
    """What could be opened, ids ascending."""
    loss_left: int
    """1e-8 of NAV that bids may still cost the fund this week."""
    loss_left_leaving: int
    """The same for sales of what is no target any more."""

    @property
    def by(self) -> Literal["anyone", "executor"]:
        """Who may open them."""
        return "anyone" if self.clocks.silent else "executor"

    def why_not(self, asset: BookAsset) -> str:
        """Why no auction of an asset can be opened now, in words; empty when one can."""
        number = asset.asset_id
        if any(lot.asset.asset_id == number for lot in self.lots):
            return ""
        if number == CASH_ID:
            return "it is what the others are sold for"
        if any(auction.asset.asset_id == number for auction in self.auctions):
            return "it has a live auction: bid for it, or wait for its end"
        holding = next((item for item in self.reading.holdings if item.asset.asset_id == number), None)
        if holding is None:
            return "it is neither held nor a target"
        unpriced = holding.unfirm_because(self.reading.timestamp) or self.reading.cash.unfirm_because(
            self.reading.timestamp
        )
        if unpriced:
            return unpriced
        if holding.value * 1_000_000 < holding.target_ppm * (self.clocks.nav - self.reading.cash_need):
            if not holding.quote.buyable:
                return "it is to be bought, and the registry allows only sales of it"
            if self.reading.entries_paused and not holding.quote.stable:
                return "it is to be bought, and entries are paused"
        return "it is at its target, or nearer than a trade is worth"


def factor_after(elapsed: int, slippage_bps: int, buy: bool) -> int:
    """1e-8 of the oracle price `elapsed` seconds after the opening: rounded up in a sale, down in a purchase."""
    contract = load_parameters().contract
    halving = contract["auction_halving"].default
    way = (contract["auction_premium_bps"].default + slippage_bps) * UNITS_A_BPS
    divisor = 2 * halving << elapsed // halving
    left = -(-way * (2 * halving - elapsed % halving) // divisor)
    end = slippage_bps * UNITS_A_BPS
    return UNIT + end - left if buy else UNIT - end + left


def read_house(index: Index, block: int | None = None) -> House:
    """Everything at one block, the latest by default. Raises ChainUnreachable or KeeperError."""
    reading = read(index, block)
    clocks = read_clocks(index, reading)
    house, trader = index.auctions, index.trader
    budget = "remaining_budget"
    sequence, loss_left, leaving = answered(
        index,
        [house.function("sequence"), trader.function(budget), trader.function(budget)],
        [house.call("sequence"), trader.call(budget, False), trader.call(budget, True)],
        reading.block,
    )
    holdings = [holding for holding in reading.holdings if holding.asset.asset_id != CASH_ID]
    ids = [holding.asset.asset_id for holding in holdings]
    answers = answered(
        index,
        [house.function("auction")] * len(ids) + [house.function("lot")] * len(ids),
        [house.call(name, number) for name in ("auction", "lot") for number in ids],
        reading.block,
    )
    auctions = tuple(
        Auction(holding.asset, holding.quote, reading.timestamp, **fields)
        for holding, fields in zip(holdings, answers[: len(ids)], strict=True)
        if fields["live"]
    )
    lots = tuple(
        Lot(holding.asset, buy, amount, amount * holding.quote.price // int(10**holding.quote.decimals))
        for holding, (buy, amount) in zip(holdings, answers[len(ids) :], strict=True)
        if amount
    )
    return House(reading, clocks, sequence, auctions, lots, loss_left, leaving)


def read_auction(index: Index, asset: BookAsset, block: int | None = None) -> tuple[int, Auction]:
    """A block, the latest by default, and the last auction of one asset at it. Raises as `read_house`."""
    header = index.connection.request("eth_getBlockByNumber", "latest" if block is None else hex(block), False)
    number = int(header["number"], 16)
    fields, word = answered(
        index,
        [index.auctions.function("auction"), index.registry.function("quote")],
        [index.auctions.call("auction", asset.asset_id), index.registry.call("quote", asset.asset_id)],
        number,
    )
    return number, Auction(asset, quote(word), int(header["timestamp"], 16), **fields)
