"""Who may run a session, and when."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk


def test_rebalance__by_the_executor__runs(desk: Desk, executor: str) -> None:
    desk.target(BTC=300_000)
    desk.run(desk.buy("BTC", 100_000), sender=executor)
    assert desk.trader.sessions() == 1


@pytest.mark.parametrize("role", ["deployer", "owner", "guardian", "proposer", "holder", "anyone"])
def test_rebalance__by_another_role__reverts(desk: Desk, role: str, request: pytest.FixtureRequest) -> None:
    desk.target(BTC=300_000)
    with reverts("trader: only executor"):
        desk.run(desk.buy("BTC", 100_000), sender=request.getfixturevalue(role))


def test_rebalance__in_its_last_second__runs(desk: Desk) -> None:
    desk.target(BTC=300_000)
    deadline = desk.chain.now() + 60
    desk.chain.rpc("evm_setNextBlockTimestamp", deadline)
    desk.run(desk.buy("BTC", 100_000), deadline=deadline)


def test_rebalance__a_second_late__reverts(desk: Desk) -> None:
    desk.target(BTC=300_000)
    deadline = desk.chain.now() + 60
    desk.chain.rpc("evm_setNextBlockTimestamp", deadline + 1)
    with reverts("trader: deadline passed"):
        desk.run(desk.buy("BTC", 100_000), deadline=deadline)


@pytest.mark.parametrize("session", [0, 1, 3])
def test_rebalance__session_replayed_or_skipped__reverts(desk: Desk, session: int) -> None:
    desk.target(BTC=300_000)
    desk.run(desk.buy("BTC", 100_000))
    with reverts("trader: wrong session"):
        desk.run(desk.buy("BTC", 100_000), session=session)


@pytest.mark.parametrize("epoch", [0, 1, 3])
def test_rebalance__not_the_active_epoch__reverts(desk: Desk, epoch: int) -> None:
    desk.target(BTC=300_000)
    desk.target(BTC=400_000)
    with reverts("trader: epoch"):
        desk.run(desk.buy("BTC", 100_000), epoch=epoch)


def test_rebalance__before_the_first_decision__reverts(desk: Desk) -> None:
    with reverts("trader: epoch"):
        desk.run(desk.buy("BTC", 100_000), epoch=0)


def test_rebalance__without_legs__reverts(desk: Desk) -> None:
    desk.target(BTC=300_000)
    with reverts("trader: no legs"):
        desk.run()
