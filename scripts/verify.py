"""Compare a chain with the build, the configuration and the asset book; ends with 1 and names every difference.

ape run verify --config deployment.toml --network ethereum:mainnet:node
ape run verify --config .local/deployment.toml --url http://127.0.0.1:8545 --json
"""

import json
from dataclasses import asdict
from pathlib import Path

import click

from deployment.config import load_config
from deployment.contracts import PARTS, TIMELOCK
from deployment.errors import DeploymentError
from deployment.record import read_deployment
from deployment.verify import differences
from keepers.chain.connection import Connection, shown_url
from keepers.errors import ConfigError, KeeperError
from keepers.execute import ape_url
from world.artifacts import ArtifactError

__all__ = ["cli"]


@click.command(epilog="Example: ape run verify --config .local/deployment.toml")
@click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The configuration file."
)
@click.option("--network", help="Network choice of ape: ECOSYSTEM:NETWORK:PROVIDER.")
@click.option("--url", help="JSON-RPC endpoint instead of --network; that of deployment.json by default.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of deployment.json; that of the configuration by default.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def cli(config: Path, network: str | None, url: str | None, folder: Path | None, as_json: bool) -> None:
    """Code, links, roles, parameters and assets of a deployment against what they should be."""
    try:
        if network and url:
            raise ConfigError("options: --network and --url name two endpoints; pass one of them")
        given = load_config(config)
        record = read_deployment(folder or given.folder)
        keys = (TIMELOCK, *(part.key for part in PARTS))
        missing = [key for key in (*keys, "block", "url") if key not in record]
        if missing:
            raise DeploymentError(f"deployment: deployment.json has no {', '.join(missing)}; deploy with `deploy`")
        connection = Connection(ape_url(network) if network else url or record["url"])
        connection.require_chain(given.config.chain_id)
        at = {key: record[key] for key in keys}
        found = differences(connection, given, at, record["block"])
    except (KeeperError, ArtifactError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        document = {"chain_id": given.config.chain_id, "addresses": at, "differences": [asdict(each) for each in found]}
        click.echo(json.dumps(document, indent=1, default=str))
    else:
        for difference in found:
            click.echo(f"differs: {difference}")
        counted = f"{len(at)} contracts and {len(given.book.assets)} assets"
        shown = connection.shown if url is None else shown_url(url)
        click.echo(f"verify: {counted} on {shown}: {len(found) or 'no'} difference{'' if len(found) == 1 else 's'}")
    if found:
        raise click.exceptions.Exit(1)


if __name__ == "__main__":
    cli()
