"""`keepers status`: what is due beside the trades, and what a person should look at."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from keepers.chain import Index
from tests.keepers.conftest import deposit, later
from tests.odd_tokens import turn_odd
from world.market import World
from world.traded import pool_target

HOUR, DAY = 3_600, 86_400


def push(world: World, name: str, percent: int) -> None:
    """The pool alone trades at so many percent of its price; the feed answers as before."""
    asset, cash = world.asset(name), world.assets[0]
    answers = {each.provider_id: each.own.latest() for each in (asset, cash)}
    answers[name] = answers[name] * percent // 100
    assert asset.pool is not None
    world.maker.move([asset.pool.address], [pool_target(asset, cash, answers)], sender=world.roles.market)


@pytest.mark.parametrize("command", ["status", "rebalance", "settle"])
def test_dry_run__what_is_due_beside__named_with_values(
    world: World, invested: Index, keepers: Callable[..., Result], command: str
) -> None:
    turn_odd(world.chain, world.asset("LINK").token, "rebased down")
    deposit(world, 200_000)
    later(world, 8 * DAY)
    shown = keepers(command).stdout
    assert "due: sync: the vault is short of " in shown and " LINK of " in shown
    assert "more than 5 % above the " in shown and "trader.mark" in shown


def test_status__quiet_week__the_report_that_it_is_near_is_due(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    assert "reports the distance" not in keepers("status").stdout
    later(world, 8 * DAY)
    assert "due: rebalance: the fund is near its target, and the last act that says so is of 2024-01-01" in (
        keepers("status").stdout
    )


def test_status__pool_far_from_its_feed__both_prices_the_age_and_the_remedy(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    assert "alarm" not in keepers("status").stdout
    later(world, 2 * HOUR)
    push(world, "LINK", 70)
    world.chain.sleep(HOUR)
    shown = keepers("status").stdout
    link = world.asset("LINK").asset_id
    assert "alarm: LINK: its pools say $10.6" in shown and "its feed $15.20 and answered 1:00:" in shown
    assert "-30.2 %, a leg may lose 2 %. If the feed stands still" in shown
    assert f"the guardian impairs it: registry.set_status({link}, 3)" in shown
    assert len(json.loads(keepers("status", "--json").stdout)["alarms"]) == 1


def test_status__pool_within_what_a_leg_may_lose__no_alarm(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    push(world, "LINK", 99)
    assert "alarm" not in keepers("status").stdout


def test_status__executor_stopped_by_the_guardian__what_that_opens(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    world.index.trader.stop_executor(sender=world.roles.guardian)
    shown = keepers("status").stdout
    assert "alarm: the executor is stopped: nobody runs sessions, and anyone may open auctions now" in shown
    world.index.strategy.stop_proposer(sender=world.roles.guardian)
    shown = keepers("status").stdout
    assert "alarm: the proposer is stopped: nobody decides" in shown
    assert "Anyone may force the safe state from 2024-01-04" in shown
