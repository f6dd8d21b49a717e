"""`keepers signal`: the regime gauge of a day."""

from __future__ import annotations

import click

from keepers.commands.market_options import Look, json_option, market_options
from keepers.commands.output import emit_json
from keepers.commands.present import decision_record, print_signal
from keepers.decide import decide

__all__ = ["command"]


@click.command("signal", epilog="Example: python -m keepers signal --as-of 2022-09-26 --profile reference --json")
@market_options
@json_option
def command(look: Look, as_json: bool) -> None:
    """The regime gauge of a day and what it says.

    The regime before it comes from weekly looks since the start of the data, beginning in bear.
    """
    snapshot = look.snapshot(look.market())
    record = decision_record(snapshot, decide(snapshot))
    if as_json:
        emit_json(record)
    else:
        print_signal(record)
