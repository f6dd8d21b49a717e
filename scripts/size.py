"""Runtime size of every contract against the limit, as JSON; exits 1 when one is above it.

The law is 24,576 bytes (EIP-170); the project stays a thousand below, so that a fix always fits.

    ape run size
    python -m scripts.size
"""

import json
import sys

import click

from world.artifacts import ArtifactError, artifact, deployable_names

__all__ = ["LIMIT", "cli", "sizes"]

LIMIT = 23_576  # bytes


def sizes() -> dict[str, int]:
    """Bytes of code on chain by contract, immutables included."""
    return {name: artifact(name).runtime_size for name in deployable_names()}


@click.command(epilog="Example: ape run size")
def cli() -> None:
    """Print the runtime size of every contract as JSON: {limit, contracts: {name: {bytes, left}}}."""
    try:
        found = sizes()
    except ArtifactError as error:
        raise click.ClickException(str(error)) from None
    contracts = {name: {"bytes": size, "left": LIMIT - size} for name, size in found.items()}
    click.echo(json.dumps({"limit": LIMIT, "contracts": contracts}, indent=2))
    over = [f"{name} by {size - LIMIT}" for name, size in found.items() if size > LIMIT]
    if over:
        click.echo(
            f"size: over the limit of {LIMIT:,} bytes: {', '.join(over)}. Move logic out or shorten it.", err=True
        )
        sys.exit(1)


if __name__ == "__main__":
    cli()
