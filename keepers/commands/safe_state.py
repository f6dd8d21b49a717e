"""safe-state: USDC alone, in place of a decision that nobody has renewed for four weeks. Anyone may."""

import click

from keepers.chain import read
from keepers.chain.silence import read_clocks
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json
from keepers.execute import auctions

__all__ = ["command"]


@click.command("safe-state", epilog="Example: python -m keepers safe-state --dev-account 9")
@chain_options
@key_options
@json_option
def command(chain: Chain, keys: Keys, as_json: bool) -> None:
    """Force the safe state: USDC 100 %, active at once, when the active decision is 28 days old.

    Anyone's key will do. It takes the place of a decision that waits, and can be forced once: the next decision is the
    proposer's again. Before its time it says when it will be possible. Without a signer it shows what it would send.
    """
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        reading = read(index)
        step = auctions.forcing(index, read_clocks(index, reading))
        # Any account would do; the executor's is on every keeper's host.
        document = dry_run(index, step.purpose, step.call, reading.roles.executor)
        emit_json(document) if as_json else print_dry_run(document)
        return
    with keys.sender(index, signer, chain.folder) as sender:
        done = auctions.force(index, sender)
    if as_json:
        emit_json(done_document(done))
        return
    print_done(done)
    console.print(f"  epoch {done.event.fields['epoch']} is active: USDC 100 %; 'auctions open' sells what is held")
