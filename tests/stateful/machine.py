"""The machine: hypothesis draws the life, one action after the other, and makes a failing one shorter."""

from __future__ import annotations

from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.stateful.actions import ACTIONS
from tests.stateful.actions.endings import end
from tests.stateful.counters import Counters
from tests.stateful.play import Play
from tests.stateful.stage import Stage

__all__ = ["LIFE", "Machine", "end", "life_settings", "machine_on"]

LIFE = 200  # steps of one life
CHANCES = 2**20


# Hypothesis begins with a life of nothing but the first.
NAMES = sorted((name for name, (_, weight) in ACTIONS.items() for _ in range(weight)), key=lambda name: name != "drift")


class Machine(RuleBasedStateMachine):
    """One life on `stage`, which every life of a process shares."""

    stage: ClassVar[Stage]
    counters: ClassVar[Counters]

    def __init__(self) -> None:
        super().__init__()
        self.play = Play(self.stage, self.counters)

    # one rule for all: with a rule each, hypothesis leaves most of them out of a life
    @rule(name=st.sampled_from(NAMES), chance=st.integers(0, CHANCES))
    def step(self, name: str, chance: int) -> None:
        """An action, which draws its amounts from a seed of its own: to leave out another step changes none of them."""
        self.play.step(name, ACTIONS[name][0], chance)

    def teardown(self) -> None:
        """The end of a life that went well."""
        if not self.play.failed:
            self.play.step("end", end, 0)


def machine_on(stage: Stage, counters: Counters) -> type[Machine]:
    """The machine of this process."""
    members: dict[str, Any] = {"stage": stage, "counters": counters}
    return type("Life", (Machine,), members)


def life_settings(lives: int, steps: int = LIFE, *, shrink: bool = True) -> settings:
    """So many lives of so many steps."""
    return settings(
        max_examples=lives,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
