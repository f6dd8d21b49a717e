"""Open the finished demo in a browser: its chain in a node, its page beside it, both left running.

ape run page                                            the demo in report/
ape run page --report other-report --folder .local
ape run down                                            end both
"""

import json
import shutil
from pathlib import Path

import click

from demo.left import restarted
from demo.run import SUMMARY, WORLD
from demo.settings import DemoError
from demo.summary import read_summary
from deployment.record import ASSETS_FILE, DEPLOYMENT_FILE, read_deployment
from keepers.errors import KeeperError
from scripts._left import POCKET_MONEY, demonstration
from website import standing as page_standing
from website.documents import HISTORY_FILE, Setting
from world import standing
from world.book import REVIEWED_FILE
from world.chain import Chain
from world.index import CONFIG_FILE, Roles
from world.node import NodeError

__all__ = ["cli"]

COPIED = (ASSETS_FILE, REVIEWED_FILE, CONFIG_FILE, HISTORY_FILE)


@click.command(epilog="Example: ape run page --report report")
@click.option("--report", type=click.Path(file_okay=False, path_type=Path), default=Path("report"), show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".local"), help="Where the chain is left.")
@click.option("--built", type=click.Path(path_type=Path), default=page_standing.BUILT, help="Folder of the built page.")
@click.option("--port", type=int, help="Of the page; 8100, or a free one if that is taken.")
@click.option("--json", "as_json", is_flag=True, help="Print where it is as JSON.")
def cli(report: Path, folder: Path, built: Path, port: int | None, as_json: bool) -> None:
    """Go on with the chain that the demo left, in a copy: what you do there changes nothing in the report."""
    if (pid := standing.running(folder)) is not None:
        raise click.ClickException(f"a chain runs already for {folder} (process {pid}); 'make down' ends it")
    try:
        page_standing.require_built(built)
        chain = _left(report, folder)
        setting = Setting(demonstration=demonstration(read_summary(report / SUMMARY).synthetic))
        try:
            page = page_standing.leave(folder, setting, built, port, report / WORLD / "store")
        except BaseException:
            standing.end(folder)
            raise
    except (KeeperError, NodeError) as error:
        raise click.ClickException(str(error)) from None
    left = {"url": chain.url, "process": standing.running(folder), "folder": str(folder), "page": page}
    if as_json:
        click.echo(json.dumps(left, indent=2))
    else:
        click.echo(f"page: the chain of {report} goes on at {chain.url}; 'make down' ends it")
        click.echo(f"page: {page}")


def _left(report: Path, folder: Path) -> Chain:
    """The demo's chain on a node that stays, its files in `folder`, and USDC for the two holders."""
    read_summary(report / SUMMARY)
    world = report / WORLD
    folder.mkdir(parents=True, exist_ok=True)
    node = restarted(world, keep=True, log=folder / standing.NODE_LOG)
    chain = Chain(node.url, node)
    try:
        for name in COPIED:
            if (world / name).is_file():
                shutil.copy(world / name, folder / name)
        record = read_deployment(world)
        (folder / DEPLOYMENT_FILE).write_text(json.dumps({**record, "url": chain.url}, indent=1) + "\n")
        roles, usdc = Roles.of(chain), chain.contract("Usdc", record["usdc"])
        for holder in (roles.holder, roles.other_holder):
            usdc.mint(holder, POCKET_MONEY * 10**6, sender=roles.market)
    except OSError as error:
        chain.stop()
        raise DemoError(f"page: {error}; is {report} a whole report? 'make demo' makes one") from None
    except BaseException:
        chain.stop()
        raise
    standing.leave(folder, chain)
    return chain


if __name__ == "__main__":
    cli()
