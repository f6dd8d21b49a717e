"""Try, on a fork, whether a token's balances grow by a stranger's call, before the owner lists it.

ape run probe_token --url http://127.0.0.1:8545 --chain-id 1 --token 0x... --holder 0x...
"""

import json
from dataclasses import asdict

import click

from deployment.rehearsal import fork
from deployment.token_probe import probe

__all__ = ["cli"]


@click.command(epilog="Example: ape run probe_token --url URL --chain-id 1 --token 0x... --holder 0x...")
@click.option("--url", required=True, help="A node of the chain; it is forked, and nothing is sent to it.")
@click.option("--chain-id", type=int, required=True)
@click.option("--token", required=True, help="What shall be listed.")
@click.option("--holder", required=True, help="An account that has some of it.")
@click.option("--json", "as_json", is_flag=True, help="Print {tried, found} as JSON.")
def cli(url: str, chain_id: int, token: str, holder: str, as_json: bool) -> None:
    """Exit 1 when the token must not be listed. Nothing found is no proof: see docs/DEPLOYMENT.md."""
    with fork(url, chain_id) as chain:
        probed = probe(chain, token, holder)
    if as_json:
        click.echo(json.dumps(asdict(probed), indent=2))
    else:
        click.echo(f"{len(probed.tried)} tried, {len(probed.found)} found")
        for line in probed.found:
            click.echo(f"do not list {token}: {line}")
    if probed.found:
        raise SystemExit(1)


if __name__ == "__main__":
    cli()
