"""End the chain that `up` left running.

ape run down
"""

import json
from pathlib import Path

import click

from world import standing

__all__ = ["cli"]


@click.command(epilog="Example: ape run down")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".local"), help="The folder given to `up`.")
@click.option("--json", "as_json", is_flag=True, help="Print {ended: process id} as JSON.")
def cli(folder: Path, as_json: bool) -> None:
    """End the chain by its process id."""
    try:
        pid = standing.end(folder)
    except standing.NotRunning as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps({"ended": pid}) if as_json else f"down: ended process {pid}")


if __name__ == "__main__":
    cli()
