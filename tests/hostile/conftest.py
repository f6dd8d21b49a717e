"""An arena of their own node, undone after each test: `arena`, and `thief` who holds the executor's key there."""

import pytest

from tests.conftest import own_node
from tests.hostile.arena import Arena
from tests.hostile.referee import Referee
from tests.hostile.thief import Thief
from world.chain import Chain

chain = own_node("A node of their own: weeks pass here, and tokens turn odd.")


@pytest.fixture(scope="session")
def _arena(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Arena:
    return Arena.open(tmp_path_factory.mktemp("arena"), chain)


@pytest.fixture
def arena(_arena: Arena) -> Arena:
    """2,000,000 USDC of an honest holder, no decision yet."""
    _arena.forget()
    return _arena


@pytest.fixture
def thief(arena: Arena) -> Thief:
    return Thief.hired(arena, Referee(arena))
