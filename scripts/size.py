"""Runtime size of every contract against its limit, as JSON; exits 1 when one is above it.

The law is 24,576 bytes (EIP-170). The project stays below it, so that a fix always fits, and the vault stays 700 bytes
below, which an entry in kind will need.

    ape run size
    python -m scripts.size
"""

import json
import sys

import click

from world.artifacts import ArtifactError, artifact, deployable_names

__all__ = ["LIMIT", "cli", "limit_of", "sizes"]

LIMIT = 24_000  # bytes
LOWER_LIMITS = {"IndexVault": 23_876}  # bytes: 24,576 less 700


def limit_of(contract: str) -> int:
    """Bytes that a contract may have."""
    return LOWER_LIMITS.get(contract, LIMIT)


def sizes() -> dict[str, int]:
    """Bytes of code on chain by contract, immutables included."""
    return {name: artifact(name).runtime_size for name in deployable_names()}


@click.command(epilog="Example: ape run size")
def cli() -> None:
    """Print the runtime size of every contract as JSON: {contracts: {name: {bytes, limit, remaining}}}."""
    try:
        found = sizes()
    except ArtifactError as error:
        raise click.ClickException(str(error)) from None
    contracts = {
        name: {"bytes": size, "limit": limit_of(name), "remaining": limit_of(name) - size}
        for name, size in found.items()
    }
    click.echo(json.dumps({"contracts": contracts}, indent=2))
    over = [
        f"{name} has {size:,} bytes, {size - limit_of(name)} above its limit of {limit_of(name):,}"
        for name, size in found.items()
        if size > limit_of(name)
    ]
    if over:
        click.echo(f"size: {'; '.join(over)}. Move logic out or shorten it.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    cli()
