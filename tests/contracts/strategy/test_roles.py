"""Who may call what of the strategy: the rows of scripts/_roles.py, complete by the ABI."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.contracts.access import accounts_of, require_let_in, require_refused, require_whole, restricted
from world.market import World

STRANGER = "0x" + "11" * 20
ROWS = ACCESS["IndexStrategy"]
ARGUMENTS: dict[str, list[Any]] = {
    "propose": [1, True, 60_000_000, [1 | 1_000_000 << 16], b"\1" * 32, "", 1],
    "activate": [1],
    "veto": [1],
    "stop_proposer": [],
    "set_proposer": [STRANGER],
    "set_delays": [600, 21_600, 172_800],
    "set_limits": [50_000, 200_000, 3],
    "set_silence": [1_209_600, 2_419_200],
    "force_safe_state": [],
    "set_guardian": [STRANGER],
    "transfer_ownership": [STRANGER],
    "accept_ownership": [],
}


def test_roles__table__names_every_function_that_changes_state(world: World) -> None:
    require_whole(world.index.strategy, ROWS)
    assert ARGUMENTS.keys() == ROWS.keys()


@pytest.mark.parametrize("function", restricted(ROWS))
def test_roles__everybody_else__reverts(world: World, function: str) -> None:
    require_refused(world.index.strategy, ROWS, function, ARGUMENTS[function], accounts_of(world))


@pytest.mark.parametrize("function", ROWS)
def test_roles__whoever_may__is_let_in(world: World, function: str) -> None:
    require_let_in(world.index.strategy, ROWS, function, ARGUMENTS[function], accounts_of(world))
