"""Leave a local chain with a living index on it running, for the console, the keepers, and looking around.

ape run up                                              a synthetic market at the start of the demo's window
ape run up --market folder --start 2021-11-01           real history, a folder with daily and weekly files
ape run down                                            end it
"""

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from keepers.errors import KeeperError
from keepers.parameters import load_parameters
from keepers.snapshot.market import Market
from keepers.sources import open_source
from keepers.sources.synthetic import demo_window
from world import standing
from world.artifacts import ArtifactError
from world.chain import Chain
from world.market import LISTED_BEFORE, World
from world.node import NodeError
from world.population import population, unix_midnight

__all__ = ["cli"]

WEEKS = 36  # how far ahead the assets that may enter the index are listed
HOLDER_USDC = 1_000_000


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".local"), help="Where assets.json goes.")
@click.option("--market", type=click.Path(path_type=Path, exists=True), help="Folder of market history.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="The day it is on the chain.")
@click.option("--profile", default="product", show_default=True, help="Whose universe is listed.")
@click.option("--seed", type=int, help="Seed of the synthetic market.")
def cli(folder: Path, market: Path | None, start: datetime | None, profile: str, seed: int | None) -> None:
    """Start a chain with tokens, feeds, pools and the index, and leave it running."""
    try:
        _up(folder, market, start.date() if start else None, profile, seed)
    except (ArtifactError, KeeperError, NodeError) as error:
        raise click.ClickException(str(error)) from None


def _up(folder: Path, path: Path | None, start: date | None, profile: str, seed: int | None) -> None:
    if (pid := standing.running(folder)) is not None:
        raise click.ClickException(f"a chain runs already for {folder} (process {pid}); 'make down' ends it")
    source = open_source("files", path) if path else open_source("synthetic", seed=seed)
    history = Market.load(source)
    start = start or (demo_window()[0] if path is None else history.last - timedelta(weeks=WEEKS))
    end = min(start + timedelta(weeks=WEEKS), history.last)
    assets = population(history, load_parameters(), profile, start, end)

    folder.mkdir(parents=True, exist_ok=True)
    midnight = unix_midnight(start)
    chain = Chain.start(midnight - LISTED_BEFORE, keep=True, log=folder / standing.NODE_LOG)
    world = World.create(folder, assets, midnight, chain=chain)
    pid = standing.leave(folder, chain)
    for holder in (world.roles.holder, world.roles.other_holder):
        world.fund(holder, HOLDER_USDC)
    click.echo(f"up: {len(world.assets)} assets of {source.label} on {start}, at {chain.url}, process {pid}")
    click.echo(f"up: {folder}/deployment.json and {folder}/assets.json say where everything is; 'make down' ends it")


if __name__ == "__main__":
    cli()
