"""`keepers settle`, and what `status` and `log` say of the queue, as a person types them."""

import json
from collections.abc import Callable
from typing import Any

from click.testing import Result

from keepers.chain import Index, read
from keepers.commands.amounts import moment
from tests.keepers.conftest import ask, prices
from world.market import World

HOUR, DAY = 3_600, 86_400
SHARE = 10**18


def document(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_settle__nothing_due__says_so_with_and_without_a_key(invested: Index, keepers: Callable[..., Result]) -> None:
    for arguments in ((), ("--dev-account", "4")):
        shown = keepers("settle", *arguments).stdout
        assert shown.startswith("nothing is due at 2024-01-")
        assert "batch 1 is open: nobody has asked for anything yet" in shown
    found = document(keepers("settle", "--json"))
    assert (found["due"], found["plan"], found["transaction"]) == (None, None, None)
    assert document(keepers("settle", "--dev-account", "4", "--json")) == {
        "plans": [],
        "transactions": [],
        "beside": [],
    }


def test_settle__dry_run_then_sent__lock_wait_settle(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    ask(world, dollars=2_000, shares=20_000)
    block = world.chain.rpc("eth_blockNumber")
    shown = keepers("settle").stdout
    assert "batch 1 is open: 2,000 USDC to come, 20,000.0000 shares to leave; may be locked now" in shown
    assert "dry run, nothing sent: lock batch 1" in shown
    assert world.chain.rpc("eth_blockNumber") == block
    sent = keepers("settle", "--dev-account", "9").stdout
    assert "lock batch 1: done in block" in sent
    assert "2,000 USDC to come, 20,000.0000 shares to leave" in sent

    shown = keepers("settle").stdout
    assert "nothing is due at" in shown
    assert "batch 1 is locked since 2024-01-01 " in shown
    assert "may be settled from 2024-01-01 " in shown

    world.advance_to(world.chain.now() + HOUR, prices(world))
    shown = keepers("settle").stdout
    locked = read(invested).queue.locked
    assert locked is not None
    assert f"may be settled by the executor now, by anyone from {moment(locked.open_to_all_at)}" in shown
    assert "epoch 1: 10 legs in 1 session(s) from session 2; turnover 1" in shown
    assert "dry run, nothing sent: settle batch 1" in shown and "and take " in shown
    found = document(keepers("settle", "--json"))
    assert found["due"] == "settle" and found["transaction"]["sent"] is False
    assert found["queue"]["locked"]["shares"] == 20_000 * SHARE
    assert all(not leg["buy"] for leg in found["plan"]["sessions"][0])

    sent = keepers("settle", "--dev-account", "4").stdout
    assert "settle batch 1: done in block" in sent
    assert "2,000 USDC netted; deposits of 2,000 USDC got" in sent
    assert "redemptions of 20,000.0000 shares got 19,7" in sent
    assert "10 legs, turnover" in sent
    assert "chain and log agree" in keepers("log", "--check").stdout


def test_settle__wrong_key__exit_1_with_the_remedy(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    ask(world, shares=20_000)
    document(keepers("settle", "--dev-account", "9", "--json"))
    world.advance_to(world.chain.now() + HOUR, prices(world))
    result = keepers("settle", "--dev-account", "9")
    assert result.exit_code == 1
    assert "'queue: only executor'. Only the executor may settle yet" in result.stderr


def test_status__queue__open_locked_cash_need_and_what_is_due(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    assert "queue: batch 1 is open: nobody has asked for anything yet" in keepers("status").stdout
    ask(world, shares=5_000)
    assert "due: settle: batch 1 of the request queue may be locked now" in keepers("status").stdout
    world.index.queue.lock(sender=world.roles.anyone)
    ask(world, dollars=70)
    world.advance_to(world.chain.now() + HOUR, prices(world))
    shown = keepers("status").stdout
    assert "0 USDC to come, 5,000.0000 shares to leave; cash need 4,9" in shown
    assert "queue: batch 2 is open: 70 USDC to come, 0.0000 shares to leave; may be locked from 2024-01-02 " in shown
    assert "due: settle: batch 1 of the request queue may be settled now" in shown
    found = document(keepers("status", "--json"))
    reading = read(invested)
    assert found["cash_need"] == reading.cash_need > 4_900 * 10**18
    assert found["queue"]["locked"]["cash_need"] == world.index.queue.cash_need()
    assert found["queue"]["assets"] == 70 * 10**6

    world.advance_to(world.chain.now() + DAY, prices(world))
    shown = keepers("status").stdout
    assert "may be settled by anyone, with whatever cash there is" in shown
    assert "may be locked when batch 1 is settled" in shown


def test_log__queue__told_in_shares_and_usdc(world: World, invested: Index, keepers: Callable[..., Result]) -> None:
    ask(world, dollars=70, shares=5_000)
    shown = keepers("log", "--event", "Requested", "--event", "Locked").stdout
    assert "batch 1, deposit, amount 70 USDC" in shown
    assert "batch 1, redemption, amount 5,000" in shown
    assert "Locked" not in shown
