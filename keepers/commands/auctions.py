"""auctions: what is live, what could be opened and by whom, and the clocks of a silent keeper."""

from typing import Any

import click
from rich.markup import escape

from keepers.chain.auctions import UNIT, Auction, House, read_house
from keepers.chain.silence import Clocks
from keepers.commands import auctions_bid, auctions_open, auctions_report
from keepers.commands.amounts import ago, dollars, moment, percent, units, usd
from keepers.commands.chain_options import Chain, chain_options
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid, print_due, print_lines

__all__ = ["command"]

FACTORS_A_BPS = 10_000
FACTORS_A_PPM = 100


@click.group(
    "auctions",
    invoke_without_command=True,
    epilog="Example: python -m keepers auctions; auctions open LINK --dev-account 4; auctions bid LINK 100 --most 1500",
)
@chain_options
@json_option
@click.pass_context
def command(ctx: click.Context, chain: Chain, as_json: bool) -> None:
    """Dutch auctions of single assets: what is live, what may be opened and by whom, the clocks of a silent keeper.

    The executor may open auctions at any time, for assets whose pools are thin; anyone, when the keeper is silent.
    Without a command it shows all of that at one block.
    """
    if ctx.invoked_subcommand is not None:
        # Options before the command's name are as good as those behind it.
        ctx.default_map = {ctx.invoked_subcommand: ctx.params}
        return
    house = read_house(chain.index())
    if as_json:
        emit_json(_document(house))
    else:
        _print(house)


command.add_command(auctions_open.command)
command.add_command(auctions_bid.command)
command.add_command(auctions_report.command)


def _document(house: House) -> dict[str, Any]:
    clocks = house.clocks
    return {
        "block": house.reading.block,
        "timestamp": clocks.timestamp,
        "epoch": clocks.epoch,
        "clocks": {
            "silent": clocks.silent,
            "decision_age": clocks.decision_age,
            "safe_state_active": clocks.forced,
            "nav": clocks.nav,
            "distance": clocks.distance,
            "far": clocks.far,
            "far_since": clocks.far_since or None,
            "near_at": clocks.near_at or None,
            "acted_at": clocks.acted_at or None,
            "report_due": clocks.report_due,
            "anyone_at": clocks.anyone_at,
            "safe_state_at": clocks.safe_state_at,
            "safe_state_workable": clocks.safe_state_workable,
        },
        "loss_left": house.loss_left,
        "loss_left_leaving": house.loss_left_leaving,
        "auctions": [_auction(auction) for auction in house.auctions],
        "openable": [auctions_open.lot_record(lot, house.by) for lot in house.lots],
    }


def _auction(auction: Auction) -> dict[str, Any]:
    return {
        "asset_id": auction.asset.asset_id,
        "symbol": auction.asset.symbol,
        "side": "buy" if auction.buy else "sell",
        "remaining": auction.remaining,
        "value": auction.value,
        "oracle_price": auction.quote.price,
        "factor": auction.factor,
        "bps": _bps(auction.factor),
        "end_factor": auction.end_factor,
        "end_bps": _bps(auction.end_factor),
        "opened_at": auction.opened_at,
        "closes_at": auction.closes_at,
    }


def _bps(factor: int) -> float:
    """From the oracle's price, as people say it; the factor is exact."""
    return (factor - UNIT) / FACTORS_A_BPS


def _print(house: House) -> None:
    clocks = house.clocks
    console.print(f"block {house.reading.block}, {moment(clocks.timestamp)}")
    for line in clock_lines(clocks):
        console.print(line)
    left, leaving = (percent(loss // FACTORS_A_PPM) for loss in (house.loss_left, house.loss_left_leaving))
    console.print(
        f"sessions and bids together may still cost the fund {left} of NAV this week, {leaving} where they sell what "
        "is no target any more"
    )
    print_due(_due(clocks))
    if not house.auctions:
        console.print("no auction is live")
    else:
        table = grid("live", "id>", "asset", "side", "remaining>", "value>", "now bps>", "end bps>", "ends in>")
        for auction in house.auctions:
            table.add_row(
                str(auction.asset.asset_id),
                escape(auction.asset.symbol),
                "buy" if auction.buy else "sell",
                units(auction.remaining, auction.quote.decimals),
                dollars(auction.value),
                f"{_bps(auction.factor):+.1f}",
                f"{_bps(auction.end_factor):+.1f}",
                ago(auction.closes_at - clocks.timestamp),
            )
        print_lines(table)
    if not house.lots:
        console.print("nothing could be opened")
        return
    auctions_open.print_lots(f"may be opened by {'anyone' if house.by == 'anyone' else 'the executor'}", house.lots)


def clock_lines(clocks: Clocks) -> list[str]:
    """In words: how old the decision is, how far the fund, and what each lets happen when."""
    if not clocks.epoch:
        return ["no decision is active: there is nothing to auction, and no clock runs"]
    share = percent(clocks.distance * 1_000_000 // clocks.nav if clocks.nav else 0)
    reported = f"reported far since {moment(clocks.far_since)}" if clocks.far_since else "not reported far"
    what = "the safe state" if clocks.forced else "the decision"
    lines = [
        f"epoch {clocks.epoch}: {what} is {ago(clocks.decision_age)} old; distance to target "
        f"{usd(clocks.distance)} USD, {share} of NAV, {'far' if clocks.far else 'near'}; {reported}"
    ]
    assert clocks.anyone_at is not None
    if clocks.silent:
        lines.append("the keeper is silent: anyone may open auctions")
    else:
        lines.append(f"the executor may open auctions; anyone {_from_then(clocks.anyone_at, clocks.timestamp)}")
    if clocks.safe_state_workable:
        lines.append("anyone may force the safe state: 'safe-state'")
    elif clocks.safe_state_at is not None:
        lines.append(f"anyone may force the safe state {_from_then(clocks.safe_state_at, clocks.timestamp)}")
    return lines


def _from_then(at: int, now: int) -> str:
    return f"from {moment(at)} (in {ago(at - now)}), if nothing is done until then"


def _due(clocks: Clocks) -> list[str]:
    if not clocks.report_due:
        return []
    if clocks.far:
        return ["auctions report-distance: the fund is far from its target, and the clock does not run"]
    if clocks.far_since:
        return ["auctions report-distance: the fund is near its target, and the clock still runs"]
    return ["auctions report-distance: the fund is near its target, and was last seen so a week ago or more"]
