"""End the chain and the page that `up` or `page` left running.

ape run down
"""

import json
from pathlib import Path

import click

from website import standing as page_standing
from world import standing

__all__ = ["cli"]


@click.command(epilog="Example: ape run down")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".local"), help="The folder given to `up`.")
@click.option("--json", "as_json", is_flag=True, help="Print {ended: process id, page: process id or null} as JSON.")
def cli(folder: Path, as_json: bool) -> None:
    """End the chain and its page by their process ids."""
    page = page_standing.end(folder)
    try:
        pid = standing.end(folder)
    except standing.NotRunning as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps({"ended": pid, "page": page}))
    else:
        click.echo(f"down: ended process {pid}" + ("" if page is None else f" and the page's, {page}"))


if __name__ == "__main__":
    cli()
