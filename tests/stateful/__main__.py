"""`python -m tests.stateful`: so many steps over so many processes; what each action did, as JSON.

Exit code 1 when a life went wrong (its steps on standard error, shortened), or when an action was done too seldom.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from math import ceil
from pathlib import Path
from typing import Any

import click
from hypothesis import seed as with_seed
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.actions import ACTIONS
from tests.stateful.counters import Counters
from tests.stateful.machine import LIFE, end, life_settings, machine_on
from tests.stateful.play import Play
from tests.stateful.stage import Stage

LEAST, OF = 100, 20_000  # an action is done so often in so many steps, all else in proportion
STEP = re.compile(r"step\(chance=(\d+), name='(\w+)'\)")


@click.command(epilog="Example: python -m tests.stateful --steps 2000 --seed 7")
@click.option("--steps", default=OF, show_default=True, help="Steps in all, in lives of 200.")
@click.option("--processes", default=1, show_default=True, help="Each with a node of its own.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same lives.")
@click.option("--shrink/--no-shrink", default=True, show_default=True, help="Make a failing life shorter.")
@click.option("--replay", type=click.Path(exists=True, path_type=Path), help="Steps as a failure printed them.")
def main(steps: int, processes: int, seed: int, shrink: bool, replay: Path | None) -> None:
    """The index against its model, over random lives."""
    if replay is not None:
        again(replay.read_text())
        return
    counts = live(steps, seed, shrink) if processes == 1 else live_apart(steps, seed, shrink, processes)
    if counts is None:
        sys.exit(1)
    least = ceil(LEAST * steps / OF)
    rare = sorted(name for name, count in counts.items() if count["done"] < least)
    print(json.dumps({"steps": steps, "seed": seed, "least": least, "rare": rare, "actions": counts}, indent=1))
    if rare and processes > 1:
        sys.exit(f"done less than {least} times: {', '.join(rare)}")


def live(steps: int, seed: int, shrink: bool) -> dict[str, Any]:
    """In this process."""
    stage, counters = Stage.build(), Counters()
    try:
        machine = with_seed(seed)(machine_on(stage, counters))
        run_state_machine_as_test(machine, settings=life_settings(ceil(steps / LIFE), shrink=shrink))
    finally:
        stage.close()
    return counters.report([*ACTIONS, end.__name__])


def live_apart(steps: int, seed: int, shrink: bool, processes: int) -> dict[str, Any] | None:
    """In processes of their own, with seeds that follow each other; None if one of them failed."""
    command = [sys.executable, "-m", "tests.stateful", "--steps", str(steps // processes)]
    command += ["--shrink" if shrink else "--no-shrink", "--seed"]
    started = [
        subprocess.Popen([*command, str(seed + place)], stdout=subprocess.PIPE, text=True) for place in range(processes)
    ]
    answers = [process.communicate()[0] for process in started]
    if any(process.returncode for process in started):
        return None
    return merged([json.loads(answer)["actions"] for answer in answers])


def merged(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums by action, the rarest first."""
    total: dict[str, Any] = {}
    for report in reports:
        for name, counts in report.items():
            sums = total.setdefault(name, {"done": 0, "idle": 0, "refused": Counter()})
            sums["done"] += counts["done"]
            sums["idle"] += counts["idle"]
            sums["refused"].update(counts["refused"])
    return dict(sorted(total.items(), key=lambda item: item[1]["done"]))


def again(text: str) -> None:
    """One life, step by step."""
    stage, counters = Stage.build(), Counters()
    try:
        play = Play(stage, counters)
        for chance, name in STEP.findall(text):
            print(name, chance, file=sys.stderr)
            play.step(name, ACTIONS[name][0], int(chance))
    finally:
        stage.close()


if __name__ == "__main__":
    main()
