"""The command line. Commands are imported when they run, so that --help is quick."""

from __future__ import annotations

import importlib
import sys

import click

from keepers import __version__
from keepers.errors import KeeperError

__all__ = ["main"]

_COMMANDS = {
    "snapshot": "Build the snapshot of a day and keep it.",
    "signal": "The regime gauge of a day and what it says.",
    "weights": "The target weights of a day.",
    "propose": "Propose the decision of a day to the strategy contract.",
    "activate": "Put the pending decision in force, once its delay has passed.",
    "plan": "The trades that lead from what is held to the active targets.",
    "rebalance": "Trade toward the active targets.",
    "settle": "Do what the request queue is due for: lock a batch, settle it.",
    "auctions": "Dutch auctions: what is live, what may be opened; open, bid.",
    "safe-state": "USDC alone, when nobody has decided for four weeks.",
    "refresh": "Move the registry's references toward today's prices.",
    "backtest": "What the rules would have done over a market's history.",
    "replay": "Recompute a decision from its snapshot and compare it with the chain.",
    "log": "Everything the contracts logged.",
    "status": "What the index is now, and what is due.",
}


class _Commands(click.Group):
    """Knows all names; imports keepers.commands.NAME, whose `command` it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"keepers.commands.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeeperError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Commands, epilog="Example: python -m keepers signal --as-of 2022-09-26")
@click.version_option(__version__, prog_name="keepers")
def main() -> None:
    """The keeper of the Global 100 index: data, decision, trades.

    Without a signer everything is a dry run that prints what it would send. Each command has --json and --help.
    """
