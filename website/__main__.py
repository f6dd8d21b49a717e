"""`python -m website`: serve the page for a deployment until it is told to stop.

python -m website --folder .local
python -m website --folder live --name Ethereum --rpc https://rpc.example --explorer https://explorer.example/tx/
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import click

from keepers.errors import KeeperError
from website.documents import Setting
from website.server import PageServer
from website.site import Site
from website.standing import BUILT, require_built

__all__ = ["cli"]

USUAL_PORT = 8100


@click.command("website", epilog="Example: python -m website --folder .local")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".local"), help="Of deployment.json.")
@click.option("--store", type=click.Path(path_type=Path), help="The keeper's; folder/store without it.")
@click.option("--built", type=click.Path(path_type=Path), default=BUILT, help="Folder of the built page.")
@click.option("--port", type=click.IntRange(0, 65_535), help=f"{USUAL_PORT}, or a free one if that is taken.")
@click.option("--name", default="local", show_default=True, help="What the page calls the chain.")
@click.option("--rpc", multiple=True, help="Address of a node for the page; the deployment's own without it.")
@click.option("--demonstration", help="The sentence over every screen while the money is not real.")
@click.option("--explorer", help="What a transaction's hash is put behind.")
@click.option("--indexer", help="Address of an indexer of this fund.")
@click.option("--pid-file", type=click.Path(path_type=Path), help="Where to write process id and address.")
def cli(
    folder: Path,
    store: Path | None,
    built: Path,
    port: int | None,
    name: str,
    rpc: tuple[str, ...],
    demonstration: str | None,
    explorer: str | None,
    indexer: str | None,
    pid_file: Path | None,
) -> None:
    """Serve the page on a loopback address until SIGTERM or Ctrl-C."""
    setting = Setting(name, rpc, demonstration, explorer, indexer)
    try:
        require_built(built)
        server = _listening(Site(folder, built, setting, store), port)
    except (KeeperError, ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None
    # `shutdown` waits for the loop to end, so it may not be called from the thread that runs the loop.
    signal.signal(signal.SIGTERM, lambda number, frame: threading.Thread(target=server.shutdown).start())
    if pid_file is not None:
        new = pid_file.with_name(f".{pid_file.name}.new")
        new.write_text(f"{os.getpid()}\n{server.url}\n")
        new.replace(pid_file)
    click.echo(f"page: {server.url}")
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


def _listening(site: Site, port: int | None) -> PageServer:
    if port is not None:
        return PageServer(site, port)
    try:
        return PageServer(site, USUAL_PORT)
    except OSError:
        return PageServer(site)


if __name__ == "__main__":
    cli()
