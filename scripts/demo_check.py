"""Hold the last demo to its word: every assertion on report/summary.json and on the chain the demo left.

ape run demo_check
python -m scripts.demo_check --folder report
"""

import json
from dataclasses import asdict
from pathlib import Path

import click

from demo.check import check
from keepers.errors import KeeperError
from world.node import NodeError

__all__ = ["cli"]


@click.command(epilog="Example: ape run demo_check --folder report")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("report"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the assertions as JSON.")
def cli(folder: Path, as_json: bool) -> None:
    """Every assertion with what was found; ends with 1 when one does not hold, and names it."""
    try:
        found = check(folder)
    except (KeeperError, NodeError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps([asdict(assertion) for assertion in found], indent=1))
        return
    for assertion in found:
        click.echo(f"ok  {assertion.name}: {assertion.value} ({assertion.limit})")
    click.echo(f"demo-check: all {len(found)} assertions hold")


if __name__ == "__main__":
    cli()
