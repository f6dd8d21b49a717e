"""The held list ends at 112 assets; a session that would make it longer reverts by name."""

from collections.abc import Iterator

import pytest

from tests.conftest import MONDAY, reverts
from tests.contracts.trader.desk import Desk
from tests.funded import CAPITAL
from world.market import World
from world.tokens import ranked_asset

MAX_HELD = 112
NAMES = [f"A{number:03}" for number in range(MAX_HELD + 20)]
WEIGHT = 4_000  # ppm of each; inside what a thin pool takes


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A world of its own with 132 assets, 111 of them held: as many as a decision can name beside cash."""
    market = [ranked_asset(name, name, name, 10.0, rank) for rank, name in enumerate(NAMES, 1)]
    world = World.create(tmp_path_factory.mktemp("crowded"), market, MONDAY)
    world.lift_flow_limit()
    holder = world.roles.holder
    world.fund(holder, CAPITAL)
    world.usdc.approve(world.index.vault, 2**256 - 1, sender=holder)
    world.index.vault.deposit(CAPITAL * 10**6, holder, sender=holder)
    desk = Desk.open(world)
    held = NAMES[: MAX_HELD - 1]
    desk.target(**dict.fromkeys(held, WEIGHT))
    for first in range(0, len(held), 40):
        desk.run(*(desk.buy(name, WEIGHT) for name in held[first : first + 40]))
    yield desk
    world.close()


def test_buy__the_asset_after_the_last_place__reverts(crowded: Desk) -> None:
    newcomers = NAMES[MAX_HELD - 1 :]
    # those that stay weigh twice as much, so that cash may be spent
    crowded.target(**dict.fromkeys(NAMES[:90], 2 * WEIGHT), **dict.fromkeys(newcomers, WEIGHT))
    with reverts("trader: too many assets"):
        crowded.run(*(crowded.buy(name, WEIGHT) for name in newcomers[:2]))
    with reverts("trader: too many assets"):  # more than a session can even look at
        crowded.run(*(crowded.buy(name, WEIGHT) for name in newcomers[:17]))
    crowded.run(crowded.buy(newcomers[0], WEIGHT))
    assert len(crowded.held()) == MAX_HELD


def test_sell__from_a_full_list__runs(crowded: Desk) -> None:
    crowded.target(**dict.fromkeys(NAMES[:100], WEIGHT))
    crowded.run(*(crowded.sell(name) for name in NAMES[100 : MAX_HELD - 1]))
    assert crowded.held()[:100] == NAMES[:100]
