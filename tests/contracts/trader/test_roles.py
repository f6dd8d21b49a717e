"""Who may call what of the trader, by the rows of scripts/_roles.py; the owner names the executor; the deployer holds
nothing."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.conftest import reverts
from tests.contracts.access import accounts_of, require_let_in, require_refused, require_whole, restricted
from tests.contracts.trader.desk import Desk

ZERO = "0x" + "00" * 20
ROWS = ACCESS["IndexTrader"]


def arguments(desk: Desk) -> dict[str, list[Any]]:
    leg = (2, False, 1, 0, 1, 0, 0)
    return {
        "rebalance": list(desk.arguments()),
        "fill": [leg],
        "attempt": [leg, (0, 0, 0, 0, 0, 0, 0, 0, False)],
        "mark": [],
        "stop_executor": [],
        "set_guardian": [ZERO],
        "uniswapV3SwapCallback": [1, -1, b""],
        "set_executor": [ZERO],
        "set_budget": [(80, 120, 100)],
        "transfer_ownership": [ZERO],
        "accept_ownership": [],
    }


@pytest.fixture
def decided(desk: Desk) -> Desk:
    desk.target(BTC=300_000)
    return desk


def test_roles__table__names_every_function_that_changes_state(desk: Desk) -> None:
    require_whole(desk.trader, ROWS)
    assert arguments(desk).keys() == ROWS.keys()


@pytest.mark.parametrize("function", restricted(ROWS))
def test_roles__everybody_else__reverts(decided: Desk, function: str) -> None:
    asked = arguments(decided)[function]
    require_refused(decided.trader, ROWS, function, asked, accounts_of(decided.world))


@pytest.mark.parametrize("function", ROWS)
def test_roles__whoever_may__is_let_in(decided: Desk, function: str) -> None:
    asked = arguments(decided)[function]
    require_let_in(decided.trader, ROWS, function, asked, accounts_of(decided.world))


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
    with reverts("roles: only owner"):
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
    with reverts("roles: no owner"):
        desk.chain.deploy("IndexTrader", ZERO, ZERO, desk.world.roles.executor, *links, (80, 120, 100))


def test_deploy__names_its_neighbours(desk: Desk) -> None:
    trader = desk.trader
    assert (trader.vault(), trader.registry(), trader.strategy()) == (
        desk.vault.address,
        desk.registry.address,
        desk.targets.address,
    )
