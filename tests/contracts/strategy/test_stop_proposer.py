"""stop_proposer: the guardian, at once; what it leads to, and what it gives the guardian no say in."""

import pytest

from tests.conftest import reverts
from tests.contracts.strategy.conftest import BEAR, BULL, DAY, Desk
from tests.target_words import CASH, pack
from world.contract import Contract

ZERO = "0x" + "00" * 20
PATIENCE = 3 * DAY


@pytest.mark.parametrize("role", ["guardian", "owner"])
def test_stop__proposer__proposes_no_more(
    bull: Desk, strategy: Contract, role: str, request: pytest.FixtureRequest
) -> None:
    assert strategy.stopped_at() == 0
    receipt = strategy.stop_proposer(sender=request.getfixturevalue(role))
    (event,) = strategy.events(receipt, "ProposerSet")
    assert (event.proposer, event.sequence) == (ZERO, strategy.sequence())
    assert (strategy.proposer(), strategy.stopped_at()) == (ZERO, bull.chain.now())
    with reverts("strategy: only proposer"):
        bull.propose(BULL)


@pytest.mark.parametrize("role", ["anyone", "proposer", "executor"])
def test_stop__not_the_guardian__reverts(strategy: Contract, role: str, request: pytest.FixtureRequest) -> None:
    with reverts("roles: only guardian"):
        strategy.stop_proposer(sender=request.getfixturevalue(role))


def test_stop__again__reverts_and_moves_no_clock(bull: Desk, strategy: Contract, guardian: str, owner: str) -> None:
    strategy.stop_proposer(sender=guardian)
    stopped_at = strategy.stopped_at()
    bull.chain.sleep(DAY)
    with reverts("strategy: no proposer"):
        strategy.stop_proposer(sender=guardian)
    strategy.set_proposer(ZERO, sender=owner)
    assert strategy.stopped_at() == stopped_at


def test_stop__three_days_later__anyone_forces_the_safe_state(
    bull: Desk, strategy: Contract, guardian: str, anyone: str
) -> None:
    strategy.stop_proposer(sender=guardian)
    due = strategy.stopped_at() + PATIENCE
    assert strategy.safe_state_at() == due
    with reverts("strategy: not silent"), bull.chain.one_block(due - 1):
        strategy.force_safe_state(sender=anyone)
    with bull.chain.one_block(due):
        strategy.force_safe_state(sender=anyone)
    assert strategy.active_words()[-1] == pack({CASH: 1_000_000})


def test_stop__fund_on_target__is_due_all_the_same(
    bull: Desk, strategy: Contract, house: Contract, guardian: str, anyone: str
) -> None:
    strategy.stop_proposer(sender=guardian)
    bull.chain.sleep(PATIENCE)
    house.set_near(bull.chain.now(), sender=anyone)
    strategy.force_safe_state(sender=anyone)


def test_stop__by_the_owner__counts_the_same(bull: Desk, strategy: Contract, owner: str, anyone: str) -> None:
    strategy.set_proposer(ZERO, sender=owner)
    bull.chain.sleep(PATIENCE)
    strategy.force_safe_state(sender=anyone)


def test_stop__owner_names_another__clock_is_void(
    bull: Desk, strategy: Contract, guardian: str, owner: str, anyone: str
) -> None:
    strategy.stop_proposer(sender=guardian)
    bull.chain.sleep(PATIENCE - 100)
    strategy.set_proposer(anyone, sender=owner)
    assert strategy.stopped_at() == 0
    bull.chain.sleep(PATIENCE)
    with reverts("strategy: not silent"):
        strategy.force_safe_state(sender=anyone)
    bull.propose(BULL, sender=anyone)


def test_stop__silence_is_shorter__decides(bull: Desk, strategy: Contract, guardian: str) -> None:
    bull.chain.mine(strategy.safe_state_at() - DAY)
    due = strategy.safe_state_at()
    strategy.stop_proposer(sender=guardian)
    assert strategy.safe_state_at() == due


def test_stop__flight_that_waits__is_activated_all_the_same(
    bull: Desk, strategy: Contract, guardian: str, anyone: str
) -> None:
    bull.propose(BEAR, bull=False)
    strategy.stop_proposer(sender=guardian)
    bull.chain.mine(strategy.pending().activates_at)
    strategy.activate(2, sender=anyone)


def test_stop__before_the_first_decision__leaves_nothing_to_force(
    desk: Desk, strategy: Contract, guardian: str, anyone: str
) -> None:
    strategy.stop_proposer(sender=guardian)
    desk.chain.sleep(PATIENCE)
    assert not strategy.safe_state_workable()
    with reverts("strategy: not silent"):
        strategy.force_safe_state(sender=anyone)


def test_stop__guardian__names_no_proposer(strategy: Contract, guardian: str, anyone: str) -> None:
    with reverts("roles: only owner"):
        strategy.set_proposer(anyone, sender=guardian)
