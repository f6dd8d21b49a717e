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

# What honest keepers cost; then one by one and together.
SETS = ((), *((key,) for key in KEYS), ("executor", "proposer"), ("executor", "guardian"), KEYS)
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
            report = _report(arena, steps, weeks, seed)
        finally:
            arena.world.close()
    print(json.dumps(report, indent=2))
    sys.exit("; ".join(_broken(report)) or 0)


def _report(arena: Arena, steps: int, weeks: int, seed: int) -> dict[str, Any]:
    """All campaigns, each from the arena as it was opened."""
    budget = arena.trader.budget()
    report: dict[str, Any] = {
        "budget_bps": int(budget.week_bps + budget.derisking_bps),
        "stated_bps": stated_bps(arena),
        "lost_bps": {
            "+".join(keys) or "none": _apart(arena, lambda keys=keys: _lost(arena, keys, seed)) for keys in SETS
        },
        "volatile_after_24h_ppm": {
            key: _apart(arena, lambda key=key: volatile_ppm(arena, key, Random(seed))) for key in KEYS
        },
    }
    campaign = Campaign(arena, steps, weeks, Random(seed))
    campaign.run()
    return report | {"campaign": campaign.report()}


def _broken(report: dict[str, Any]) -> list[str]:
    """Promises that did not hold, in words; and whether the attacks were worth the name."""
    stated, lost = report["stated_bps"], report["lost_bps"]
    broken = [f"{keys} lost {bps} bps, above the stated {stated}" for keys, bps in lost.items() if bps > stated]
    if 2 * max(lost.values()) < stated:
        broken.append(f"no attack reached half of the stated {stated} bps, so the bound was not tried")
    for key, ppm in report["volatile_after_24h_ppm"].items():
        if ppm > MOST_VOLATILE_PPM:
            broken.append(f"{key}: {ppm} ppm volatile after a day, above {MOST_VOLATILE_PPM}")
    at_feeds, budget = report["campaign"]["lost_bps"], report["budget_bps"]
    if at_feeds > budget:
        broken.append(f"the campaign at the feeds' prices lost {at_feeds} bps, above the budget of {budget}")
    return broken


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
