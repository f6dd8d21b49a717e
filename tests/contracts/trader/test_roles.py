"""The owner names the executor; ownership moves in two steps; the deployer holds nothing."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk

ZERO = "0x" + "00" * 20


def test_set_executor__by_the_owner__replaces_the_key(desk: Desk, owner: str, anyone: str, executor: str) -> None:
    receipt = desk.trader.set_executor(anyone, sender=owner)
    (event,) = desk.trader.events(receipt, "ExecutorSet")
    assert event.executor == anyone == desk.trader.executor()
    desk.target(BTC=300_000)
    with reverts("trader: only executor"):
        desk.run(desk.buy("BTC", 1_000), sender=executor)
    desk.run(desk.buy("BTC", 1_000), sender=anyone)


@pytest.mark.parametrize("role", ["deployer", "guardian", "proposer", "executor", "anyone"])
def test_set_executor__by_another_role__reverts(desk: Desk, role: str, request: pytest.FixtureRequest) -> None:
    key = request.getfixturevalue(role)
    with reverts("ownable: caller is not the owner"):
        desk.trader.set_executor(key, sender=key)


def test_set_executor__zero_address__stops_trading(desk: Desk, owner: str, executor: str) -> None:
    desk.trader.set_executor(ZERO, sender=owner)
    desk.target(BTC=300_000)
    with reverts("trader: only executor"):
        desk.run(desk.buy("BTC", 1_000), sender=executor)


def test_ownership__moves_when_the_new_owner_accepts(desk: Desk, owner: str, anyone: str) -> None:
    desk.trader.transfer_ownership(anyone, sender=owner)
    assert (desk.trader.owner(), desk.trader.pending_owner()) == (owner, anyone)
    desk.trader.accept_ownership(sender=anyone)
    assert desk.trader.owner() == anyone


def test_ownership__cannot_be_renounced(desk: Desk) -> None:
    assert not hasattr(desk.trader, "renounce_ownership")


def test_deploy__without_an_owner__reverts(desk: Desk) -> None:
    index = desk.world.index
    links = [desk.vault, desk.registry, desk.targets, desk.usdc, index.queue, index.auctions]
    with reverts("trader: no owner"):
        desk.chain.deploy("IndexTrader", ZERO, desk.world.roles.executor, *links, (80, 120, 100, 150))


def test_deploy__names_its_neighbours(desk: Desk) -> None:
    trader = desk.trader
    assert (trader.vault(), trader.registry(), trader.strategy()) == (
        desk.vault.address,
        desk.registry.address,
        desk.targets.address,
    )
