"""Entries and exits at NAV are open at least half of the time, counted in blocks, however an executor opens and closes.

He is first and last in every block he likes: a block in which a session is open for a moment counts as shut.
"""

import pytest

from tests.conftest import reverts
from tests.hostile.arena import Arena
from tests.hostile.attacks.sessions import closing, opening
from tests.hostile.campaign import BULL
from tests.hostile.thief import Thief

BLOCK = 12  # seconds
LIFE = 3_600 // BLOCK  # blocks


def blocks_until_open(thief: Thief) -> int:
    """Blocks that pass until the next session may be opened, the one in which it may included."""
    arena = thief.arena
    trader, epoch = arena.trader, arena.desk.epoch
    for blocks in range(1, 3 * LIFE):
        arena.chain.sleep(BLOCK)
        try:
            trader.open.call(epoch, trader.sessions() + 1, 2**40, sender=thief.burglar.address)
        except Exception as refused:
            assert "session gap" in str(refused), refused
        else:
            return blocks
    raise AssertionError("the next session never opens")


@pytest.mark.parametrize("held", [0, 1, 2, 10, LIFE - 1])
def test_sessions_back_to_back__first_and_last_in_the_block__shut_half_of_the_blocks(
    arena: Arena, thief: Thief, held: int
) -> None:
    """`held`: blocks between the one in which it opens and the one in which it closes."""
    arena.decide(bull=True, **BULL)
    start = arena.chain.now() + BLOCK
    if held:
        with arena.chain.one_block(start):
            thief.send([opening(thief)])
        arena.chain.mine(start + (held - 1) * BLOCK)
        with arena.chain.one_block(start + held * BLOCK):
            thief.send([closing(thief)])
    else:
        trader = arena.trader
        opened = opening(thief)
        assert thief.run([opened, (trader, trader.close.encode(trader.sessions() + 1))])
    assert 2 * (held + 1) <= held + blocks_until_open(thief)


def test_session__never_closed__shuts_half_of_the_blocks(arena: Arena, thief: Thief) -> None:
    arena.decide(bull=True, **BULL)
    assert thief.run([opening(thief)])
    vault, holder = arena.vault, arena.holder
    with reverts("vault: session open"):
        vault.redeem(10**18, holder, holder, sender=holder)
    arena.chain.sleep((LIFE - 1) * BLOCK)
    shut = LIFE
    while not vault.maxRedeem(holder):
        arena.chain.sleep(BLOCK)
        shut += 1
    assert shut <= LIFE + 1
    assert 2 * shut <= shut + blocks_until_open(thief)
