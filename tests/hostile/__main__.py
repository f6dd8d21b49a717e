"""`python -m tests.hostile`: the campaign of a hostile executor; its report as JSON on standard output."""

import json
import tempfile
from pathlib import Path
from random import Random

import click

from tests.hostile.arena import Arena
from tests.hostile.campaign import Campaign


@click.command(epilog="Example: python -m tests.hostile --steps 100 --seed 2")
@click.option("--steps", default=500, show_default=True, help="Attacks in all.")
@click.option("--weeks", default=6, show_default=True, help="Weeks of chain time they are spread over.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same campaign.")
def main(steps: int, weeks: int, seed: int) -> None:
    """A thief with the executor's key against the whole index: what holders lost, by the referee's count, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        arena = Arena.open(Path(folder))
        try:
            campaign = Campaign(arena, steps, weeks, Random(seed))
            campaign.run()
            print(json.dumps(campaign.report(), indent=2))
        finally:
            arena.world.close()


if __name__ == "__main__":
    main()
