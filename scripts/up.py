"""Leave a local chain with a living index and its page running, for a browser, the console and the keepers.

ape run up                                              the first weeks of the demo's synthetic market
ape run up --market folder --from 2021-11-01            real history, a folder with daily and weekly files
ape run up --without-index                              a market that waits for `ape run deploy`
ape run up --no-page                                    without the page, which has to be built first
ape run down                                            end it
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from demo.settings import Settings
from demo.table import Terminal
from demo.worlds import market_alone, young
from keepers.commands.market_options import DAY
from keepers.errors import KeeperError
from scripts._left import POCKET_MONEY, demonstration
from website import standing as page_standing
from website.documents import Setting
from world import standing
from world.artifacts import ArtifactError
from world.node import NodeError

__all__ = ["cli"]


@click.command(epilog="Example: ape run up --weeks 4")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".local"), help="Where assets.json goes.")
@click.option("--market", type=click.Path(path_type=Path), help="Folder of market history; synthetic without it.")
@click.option("--from", "start", type=DAY, help="First day of the index.")
@click.option("--weeks", type=int, default=2, show_default=True, help="How many the index has lived.")
@click.option("--profile", default="product", show_default=True, help="product or reference.")
@click.option("--seed", type=int, help="Seed of the synthetic market.")
@click.option("--without-index", is_flag=True, help="Leave the market alone, for `ape run deploy` to put an index on.")
@click.option("--no-page", is_flag=True, help="Start the chain and the index alone.")
@click.option("--built", type=click.Path(path_type=Path), default=page_standing.BUILT, help="Folder of the built page.")
@click.option("--port", type=int, help="Of the page; 8100, or a free one if that is taken.")
@click.option("--json", "as_json", is_flag=True, help="Print where it is as JSON, no progress.")
def cli(
    folder: Path,
    market: Path | None,
    start: datetime | None,
    weeks: int,
    profile: str,
    seed: int | None,
    without_index: bool,
    no_page: bool,
    built: Path,
    port: int | None,
    as_json: bool,
) -> None:
    """Start a chain with the index on it, let it live a little, and leave it and its page running."""
    if (pid := standing.running(folder)) is not None:
        raise click.ClickException(f"a chain runs already for {folder} (process {pid}); 'make down' ends it")
    with_page = not (no_page or without_index)
    try:
        if with_page:
            page_standing.require_built(built)
        settings = Settings(folder, market, start.date() if start else None, seed=seed, profile=profile)
        if without_index:
            world, chain = None, market_alone(settings, folder / standing.NODE_LOG)
        else:
            world = young(settings, weeks, folder / standing.NODE_LOG, Terminal(Console(), quiet=as_json))
            chain = world.chain
    except (ArtifactError, KeeperError, NodeError) as error:
        raise click.ClickException(str(error)) from None
    pid = standing.leave(folder, chain)
    if world is not None:
        for holder in (world.roles.holder, world.roles.other_holder):
            world.fund(holder, POCKET_MONEY)
    page = None
    if with_page:
        try:
            setting = Setting(demonstration=demonstration(invented=market is None))
            page = page_standing.leave(folder, setting, built, port)
        except KeeperError as error:
            raise click.ClickException(f"{error} (the chain runs at {chain.url}; 'make down' ends it)") from None
    if as_json:
        assets = None if world is None else len(world.assets)
        left = {"url": chain.url, "process": pid, "folder": str(folder), "now": chain.now(), "assets": assets}
        click.echo(json.dumps({**left, "page": page}, indent=2))
    elif world is None:
        click.echo(f"up: a market without an index at {chain.url}, process {pid}; put one on it with")
        click.echo(f"    ape run deploy --config {folder}/deployment.toml --url {chain.url} --dev-account 0")
    else:
        day = datetime.fromtimestamp(chain.now(), UTC).date()
        click.echo(f"up: {len(world.assets)} assets, it is {day}, at {chain.url}, process {pid}")
        click.echo(
            f"up: {folder}/deployment.json and {folder}/assets.json say where everything is; 'make down' ends it"
        )
        if page is not None:
            click.echo(f"up: the page is at {page}")


if __name__ == "__main__":
    cli()
