"""auctions report-distance: start the clock of a fund that is far from its target, or make it void."""

import click

from keepers.chain.auctions import House, read_house
from keepers.commands.amounts import moment, percent
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json
from keepers.execute import auctions

__all__ = ["command"]


@click.command(
    "report-distance",
    short_help="Start the clock of the distance, or make it void.",
    epilog="Example: python -m keepers auctions report-distance --dev-account 9",
)
@chain_options
@key_options
@json_option
def command(chain: Chain, keys: Keys, as_json: bool) -> None:
    """Start the clock of the distance when the fund is more than 5 % of NAV from its target; void it when it is not.

    Anyone's key will do. When the clock has run for two weeks, and the fund is still far, anyone may open auctions,
    whatever the keeper decides meanwhile. When a report would change nothing, nothing is sent.
    """
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        house = read_house(index)
        step = auctions.reporting(index, house.clocks, house.sequence)
        # Any account would do; the executor's is on every keeper's host.
        executor = house.reading.roles.executor
        document = None if step is None else dry_run(index, step.purpose, step.call, executor)
        if as_json:
            emit_json({"far": house.clocks.far, "far_since": house.clocks.far_since or None, "transaction": document})
            return
        _print_clock(house)
        if document is not None:
            print_dry_run(document)
        return

    with keys.sender(index, signer, chain.folder) as sender:
        done = auctions.report(index, sender)
    house = read_house(index)
    if as_json:
        sent = None if done is None else done_document(done)
        emit_json({"far": house.clocks.far, "far_since": house.clocks.far_since or None, "transaction": sent})
        return
    if done is not None:
        print_done(done)
    _print_clock(house)


def _print_clock(house: House) -> None:
    clocks = house.clocks
    share = percent(clocks.distance * 1_000_000 // clocks.nav if clocks.nav else 0)
    where = f"at {moment(clocks.timestamp)} the fund is {share} of NAV from its target"
    if clocks.report_due:
        console.print(f"{where}; a report would {'start the clock' if clocks.far else 'say that it is near'}")
    elif clocks.far:
        when = "now" if clocks.silent else f"from {moment(clocks.silent_at)}"
        since = f"; the clock runs since {moment(clocks.far_since)}" if clocks.far_since else ""
        console.print(f"{where}{since}: anyone may open auctions {when}")
    else:
        console.print(f"{where}, which is not far; no clock runs")
