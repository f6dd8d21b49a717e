"""activate: put the pending decision in force. Anyone may."""

import click

from keepers.chain import calldata, read
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run
from keepers.commands.market_options import json_option
from keepers.commands.output import emit_json
from keepers.execute import actions

__all__ = ["command"]


@click.command("activate", epilog="Example: python -m keepers activate --dev-account 9")
@chain_options
@key_options
@json_option
def command(chain: Chain, keys: Keys, as_json: bool) -> None:
    """Activate the pending decision, once its delay has passed and before it expires."""
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        reading = read(index)
        epoch = actions.workable(reading).epoch
        document = dry_run(index, f"activate epoch {epoch}", calldata.activate(index, epoch), reading.roles.proposer)
        emit_json(document) if as_json else print_dry_run(document)
        return
    with keys.sender(index, signer, chain.folder) as sender:
        done = actions.activate(index, sender)
    emit_json(done_document(done)) if as_json else print_done(done)
