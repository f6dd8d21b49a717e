import pytest

from tests.conftest import reverts
from tests.contracts.strategy.conftest import BEAR, BULL, Desk
from world.chain import Chain
from world.contract import Contract


@pytest.mark.parametrize("role", ["anyone", "proposer", "executor"])
def test_veto__not_the_guardian__reverts(
    desk: Desk, strategy: Contract, role: str, request: pytest.FixtureRequest
) -> None:
    desk.propose(BULL)
    with reverts("roles: only guardian"):
        strategy.veto(1, sender=request.getfixturevalue(role))


@pytest.mark.parametrize("role", ["guardian", "owner"])
def test_veto__risk_up__stops_it_for_good(
    desk: Desk, chain: Chain, strategy: Contract, anyone: str, role: str, request: pytest.FixtureRequest
) -> None:
    desk.propose(BULL)
    activates_at = strategy.pending().activates_at
    by = request.getfixturevalue(role)

    receipt = strategy.veto(1, sender=by)

    event = strategy.events(receipt, "Vetoed")[0]
    assert (event.epoch, event.by, event.sequence) == (1, by, strategy.sequence())
    assert strategy.pending().epoch == 0
    assert strategy.pending_words() == (0, [])
    chain.mine(activates_at)
    assert not strategy.workable()
    with reverts("strategy: vetoed"):
        strategy.activate(1, sender=anyone)


def test_veto__risk_down__reverts(bull: Desk, strategy: Contract, guardian: str) -> None:
    bull.propose(BEAR, bull=False)
    with reverts("strategy: not risk-up"):
        strategy.veto(2, sender=guardian)
    bull.activate()
    assert not strategy.active().bull


@pytest.mark.parametrize("epoch", [0, 1, 3])
def test_veto__another_epoch__reverts(bull: Desk, strategy: Contract, guardian: str, epoch: int) -> None:
    bull.propose(BEAR, bull=False)
    with reverts("strategy: wrong epoch"):
        strategy.veto(epoch, sender=guardian)


def test_veto__twice__reverts(desk: Desk, strategy: Contract, guardian: str) -> None:
    desk.propose(BULL)
    strategy.veto(1, sender=guardian)
    with reverts("strategy: vetoed"):
        strategy.veto(1, sender=guardian)


def test_veto__epoch_is_used_up_and_the_next_one_may_follow(
    desk: Desk, strategy: Contract, guardian: str, proposer: str
) -> None:
    desk.propose(BULL)
    strategy.veto(1, sender=guardian)
    with reverts("strategy: wrong epoch"):
        desk.propose(BULL, epoch=1)

    receipt = desk.propose(BULL, epoch=2)

    assert strategy.events(receipt, "Replaced") == []  # nothing was waiting
    desk.activate()
    assert strategy.active().epoch == 2
