"""`python -m tests.hostile`: what stolen keys cost, and how a flight to safety ends in spite of them, as JSON."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import click

from tests.hostile.arena import Arena
from tests.hostile.campaign import Campaign
from tests.hostile.flights import volatile_ppm
from tests.hostile.keys import KEYS, KeyCampaign
from tests.hostile.stated import stated_bps

# One by one and together.
SETS = (*((key,) for key in KEYS), ("executor", "proposer"), ("executor", "guardian"), KEYS)
MOST_VOLATILE_PPM = 50_000


@click.command(epilog="Example: python -m tests.hostile --steps 100 --seed 2")
@click.option("--steps", default=500, show_default=True, help="Attacks of the executor's thief at the feeds' prices.")
@click.option("--weeks", default=6, show_default=True, help="Weeks of chain time they are spread over.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same campaign.")
def main(steps: int, weeks: int, seed: int) -> None:
    """Keys stolen one by one and together against the whole index, as JSON; exit code 1 if a promise is broken."""
    with tempfile.TemporaryDirectory() as folder:
        arena = Arena.open(Path(folder))
        try:
            budget, stated = (
                int(arena.trader.budget().week_bps + arena.trader.budget().derisking_bps),
                stated_bps(arena),
            )
            lost = {"+".join(keys): _apart(arena, lambda keys=keys: _lost(arena, keys, seed)) for keys in SETS}
            volatile = {key: _apart(arena, lambda key=key: volatile_ppm(arena, key, Random(seed))) for key in KEYS}
            campaign = Campaign(arena, steps, weeks, Random(seed))
            campaign.run()
        finally:
            arena.world.close()
    report: dict[str, Any] = {
        "budget_bps": budget,
        "stated_bps": stated,
        "lost_bps": lost,
        "volatile_after_24h_ppm": volatile,
        "campaign": campaign.report(),
    }
    print(json.dumps(report, indent=2))
    broken = [f"{keys} lost {bps}" for keys, bps in lost.items() if bps > stated]
    broken += [f"{key}: {ppm} ppm volatile" for key, ppm in volatile.items() if ppm > MOST_VOLATILE_PPM]
    if report["campaign"]["lost_bps"] > budget:
        broken.append("the campaign at the feeds' prices exceeds the budget")
    sys.exit("; ".join(broken) or 0)


def _lost(arena: Arena, keys: tuple[str, ...], seed: int) -> float:
    campaign = KeyCampaign(arena, frozenset(keys), Random(seed))
    campaign.run()
    return round(campaign.lost_bps, 2)


def _apart(arena: Arena, act: Callable[[], Any]) -> Any:
    """From the arena as it was opened, undone afterwards."""
    snapshot = arena.chain.snapshot()
    try:
        return act()
    finally:
        arena.chain.revert(snapshot)
        arena.forget()


if __name__ == "__main__":
    main()
