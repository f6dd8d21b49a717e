"""The short form of `make prove`: a few lives of the whole index beside its model."""

from collections.abc import Iterator

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.actions import ACTIONS
from tests.stateful.counters import Counters
from tests.stateful.machine import life_settings, machine_on
from tests.stateful.stage import Stage

LIVES, STEPS = 3, 120


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.build()
    yield stage
    stage.close()


def test_index__any_life__is_the_model_after_every_step(stage: Stage) -> None:
    counters = Counters()
    settings = life_settings(LIVES, STEPS, shrink=False)
    run_state_machine_as_test(seed(1)(machine_on(stage, counters)), settings=settings)
    assert counters.steps >= LIVES * STEPS
    assert sum(counters.did[name] > 0 for name in ACTIONS) > len(ACTIONS) // 2
