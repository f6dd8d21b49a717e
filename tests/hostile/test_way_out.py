"""What a thief burned is not missing on the way out: a part of the budget is for leaving what is no target."""

from random import Random

import pytest

from tests.hostile.arena import BPS, Arena
from tests.hostile.attacks.churn import BurnTheWayOut
from tests.hostile.attacks.venues import OwnPool
from tests.hostile.campaign import BEAR, BULL
from tests.hostile.thief import Thief

UNITS_A_BPS = 10_000
WEEK_BPS, DERISKING_BPS = 6, 100


@pytest.fixture
def burned(arena: Arena, thief: Thief) -> Thief:
    """A bull market, and a thief who lost a small budget in its purchases and then sold the rest of it away."""
    arena.trader.set_budget((80, WEEK_BPS, DERISKING_BPS), sender=arena.world.roles.owner)
    arena.decide(bull=True, **BULL)
    for attack in (OwnPool(), BurnTheWayOut()):
        thief.attack = attack.name
        for _ in range(8):
            attack.strike(thief, Random(1))
    thief.arrive()
    return thief


def test_thief__in_a_bull__burns_the_general_part_only(burned: Thief) -> None:
    arena = burned.arena
    assert arena.trader.remaining_budget(False) < UNITS_A_BPS
    assert arena.trader.remaining_budget(True) >= DERISKING_BPS * UNITS_A_BPS
    lost, taken = burned.referee.worst()
    assert WEEK_BPS - 1 < lost <= WEEK_BPS
    assert taken <= WEEK_BPS


def test_bear__after_a_thief_burned_the_budget__everything_volatile_is_sold(burned: Thief) -> None:
    """By an honest executor, through the true pools, in two sessions of one transaction each."""
    arena, honest = burned.arena, burned.arena.world.roles.executor
    arena.trader.set_executor(honest, sender=arena.world.roles.owner)
    arena.decide(bull=False, **BEAR)
    desk, before = arena.desk, arena.read()
    sales = [desk.sell(name) for name in arena.volatile() if before.values[name]]
    purchase = desk.buy("USDT", raw=arena.raw("USDC", before.target("USDT") * 99 // 100))
    desk.run(*sales, purchase)
    after = arena.read()
    assert sum(after.values[name] for name in arena.volatile()) < before.nav // BPS
    assert arena.trader.remaining_budget(False) == 0
