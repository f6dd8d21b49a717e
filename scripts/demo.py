"""The whole life of the index on a local chain, one command: weeks of decisions, trades, people, and a report.

ape run demo                                                                the synthetic market, 36 weeks
ape run demo --market ../market --from 2021-11-01 --to 2022-03-01           real history
python -m scripts.demo --weeks 8 --json
ape run demo --on .local                                                    a market and index that stand already
"""

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from demo.run import SUMMARY, run
from demo.settings import Settings
from demo.table import Terminal
from keepers.commands.market_options import DAY
from keepers.errors import KeeperError
from world.artifacts import ArtifactError
from world.node import NodeError

__all__ = ["cli"]


@click.command(epilog="Example: ape run demo --weeks 12 --folder report")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("report"), show_default=True)
@click.option("--market", type=click.Path(path_type=Path), help="Folder of market history; synthetic without it.")
@click.option("--from", "start", type=DAY, help="First day; its Monday or the next one is the first look.")
@click.option("--to", "end", type=DAY, help="Last day.")
@click.option("--weeks", type=int, help="How many looks; 36 without --to.")
@click.option("--seed", type=int, help="Of the synthetic market.")
@click.option("--profile", default="product", show_default=True, help="product or reference.")
@click.option("--on", type=click.Path(file_okay=False, path_type=Path), help="Folder of a market and index to run on.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON instead of the table.")
def cli(
    folder: Path,
    market: Path | None,
    start: datetime | None,
    end: datetime | None,
    weeks: int | None,
    seed: int | None,
    profile: str,
    on: Path | None,
    as_json: bool,
) -> None:
    """Live through the weeks and write log.csv, chart.png, treemap.png and summary.json into a folder."""
    try:
        first, last = (day.date() if day else None for day in (start, end))
        settings = Settings(folder, market, first, last, weeks, seed, profile, on=on)
        # Rows are wider than what a pipe reports as its width.
        console = Console(width=None if Console().is_terminal else 120)
        summary = run(settings, Terminal(console, quiet=as_json))
    except (KeeperError, ArtifactError, NodeError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(summary.model_dump_json(indent=1))
    else:
        click.echo(
            f"report: {folder / SUMMARY}, log.csv, chart.png, treemap.png; 'make demo-check' holds it to its word"
        )


if __name__ == "__main__":
    cli()
