"""auctions bid: take a part of a live auction with tokens of one's own."""

from typing import Any

import click

from keepers.book import AssetBook
from keepers.chain.auctions import UNIT
from keepers.chain.index import Index
from keepers.commands.amounts import moment, units
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import outcome_document, print_dry_run, print_outcome, unsent
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json
from keepers.commands.typed import account_typed, asset_typed, units_typed
from keepers.errors import ConfigError
from keepers.execute.bid import Filled, Offer, Order, bid, quoted, require_funds, steps, tried

__all__ = ["command"]

FACTORS_A_BPS = 10_000
TOLERANCE_BPS = 50


@click.command(
    "bid",
    short_help="Take a part of a live auction with your own tokens.",
    epilog="Example: python -m keepers auctions bid LINK 100 --most 1500 --dev-account 9",
)
@click.argument("asset")
@click.argument("amount")
@click.option("--most", metavar="USDC", help="The fund sells: the most to pay in all.")
@click.option("--least", metavar="USDC", help="The fund buys: the least to get in all.")
@click.option(
    "--tolerance",
    type=click.IntRange(0, 500),
    metavar="BPS",
    help=f"Instead of a bound: how much worse than now the price may get.  [default: {TOLERANCE_BPS}]",
)
@click.option("--receiver", metavar="ADDRESS", help="Who gets what the fund gives; the bidder by default.")
@click.option(
    "--life",
    type=click.IntRange(30, 3_600),
    default=600,
    show_default=True,
    help="Seconds from the latest block for which the bid is good.",
)
@click.option(
    "--number",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which of several equal bids in one auction: each is sent once.",
)
@click.option("--bidder", metavar="ADDRESS", help="Without a signer: whose bid the dry run tries.")
@chain_options
@key_options
@json_option
def command(
    chain: Chain,
    keys: Keys,
    asset: str,
    amount: str,
    most: str | None,
    least: str | None,
    tolerance: int | None,
    receiver: str | None,
    life: int,
    number: int,
    bidder: str | None,
    as_json: bool,
) -> None:
    """Bid for AMOUNT whole tokens of ASSET (symbol or id), or for 'all' that is left of its auction.

    The fund sells: you pay USDC, at most --most. The fund buys: you pay the asset and get USDC, at least --least. What
    you pay is approved first, exactly as much as the bid may take. A bid takes at least 100 USD's worth or the rest.
    Typed again after an interruption it is not sent again; another one of the same size in the same auction is
    --number 2. Without a signer it shows the price and what it would send.
    """
    if len([bound for bound in (most, least, tolerance) if bound is not None]) > 1:
        raise ConfigError("options: --most, --least and --tolerance each bound the price; pass one of them")
    index = chain.index()
    wanted = asset_typed(index.book, asset)
    cash = index.book.cash
    order = Order(
        wanted,
        None if amount.lower() == "all" else units_typed(amount, wanted, "amount"),
        None if most is None else units_typed(most, cash, "--most"),
        None if least is None else units_typed(least, cash, "--least"),
        TOLERANCE_BPS if tolerance is None else tolerance,
        life,
        number,
    )
    gets = None if receiver is None else account_typed(receiver, "--receiver")
    signer = keys.signer(index)
    if signer is None:
        _show(index, order, gets, None if bidder is None else account_typed(bidder, "--bidder"), as_json)
        return
    if bidder is not None:
        raise ConfigError("options: --bidder is for a dry run; the bidder is the account that signs")
    with keys.sender(index, signer, chain.folder) as sender:
        filled = bid(index, sender, signer.address, order, gets)
    if as_json:
        emit_json(_done(filled))
    else:
        _print_filled(index.book, filled)


def _show(index: Index, order: Order, receiver: str | None, bidder: str | None, as_json: bool) -> None:
    offer = quoted(index, order)
    documents = []
    if bidder is not None:
        require_funds(index, offer, bidder)
        planned = steps(index, offer, bidder, receiver)
        results = tried(index, planned, bidder)
        documents = [
            unsent(purpose, call, bidder, None if results is None else results[place])
            for place, (purpose, call) in enumerate(planned)
        ]
    if as_json:
        emit_json({"offer": _offer(offer), "transactions": documents})
        return
    _print_offer(index.book, offer)
    for document in documents:
        print_dry_run(document)
    if not documents:
        console.print("dry run, nothing sent: pass --bidder ADDRESS to try it, --account ALIAS to send it")


def _offer(offer: Offer) -> dict[str, Any]:
    auction = offer.auction
    return {
        "asset_id": auction.asset.asset_id,
        "symbol": auction.asset.symbol,
        "side": "buy" if auction.buy else "sell",
        "amount": offer.taken,
        "usdc": offer.cash,
        "limit": offer.limit,
        "approve": offer.owed_most,
        "factor": auction.factor,
        "deadline": offer.deadline,
        "closes_at": auction.closes_at,
    }


def _done(filled: Filled) -> dict[str, Any]:
    return {
        "earlier": filled.earlier,
        "transactions": [outcome_document(outcome) for outcome in (*filled.before, filled.outcome)],
        "event": filled.event.flat(),
    }


def _print_offer(book: AssetBook, offer: Offer) -> None:
    auction, cash = offer.auction, book.cash
    amount = f"{units(offer.taken, auction.asset.decimals)} {auction.asset.symbol}"
    usdc, limit = (f"{units(raw, cash.decimals)} {cash.symbol}" for raw in (offer.cash, offer.limit))
    side, bound = ("buys", "at least") if auction.buy else ("sells", "at most")
    console.print(
        f"the fund {side} {amount} for {usdc} now, {_bps(auction.factor)} of the oracle's price; this bid: {bound} "
        f"{limit}, until {moment(offer.deadline)}"
    )
    console.print(f"the auction ends {moment(auction.closes_at)}, at {_bps(auction.end_factor)}")


def _print_filled(book: AssetBook, filled: Filled) -> None:
    for outcome in filled.before:
        print_outcome(outcome)
    print_outcome(filled.outcome)
    if filled.earlier:
        console.print("  sent by an earlier run: nothing new was sent; for another bid of this size raise --number")
    fields = filled.event.fields
    asset, cash = book.by_id(fields["asset"]), book.cash
    tokens = f"{units(fields['asset_amount'], asset.decimals)} {asset.symbol}"
    usdc = f"{units(fields['cash_amount'], cash.decimals)} {cash.symbol}"
    got, paid = (usdc, tokens) if fields["buy"] else (tokens, usdc)
    console.print(
        f"  got {got} for {paid}, {_bps(fields['factor'])} of the oracle's price; "
        f"{units(fields['remaining'], asset.decimals)} {asset.symbol} remain"
    )


def _bps(factor: int) -> str:
    return f"{(factor - UNIT) / FACTORS_A_BPS:+.1f} bps"
