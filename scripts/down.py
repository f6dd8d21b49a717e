"""End the chain that `up` left running.

ape run down
"""

from pathlib import Path

import click

from world import standing

__all__ = ["cli"]


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".local"), help="The folder given to `up`.")
def cli(folder: Path) -> None:
    """End the chain by its process id."""
    try:
        click.echo(f"down: ended process {standing.end(folder)}")
    except standing.NotRunning as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    cli()
