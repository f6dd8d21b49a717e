"""The commands that talk to a chain, as a person types them."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from keepers.chain import Index, read
from keepers.cli import main
from keepers.execute import Sender
from keepers.execute.actions import propose
from keepers.models import Decision
from tests.keepers.conftest import decide_and_activate, deposit, prices
from world.feeds import HEARTBEAT
from world.market import World
from world.node import free_port

ONLINE = ("propose", "activate", "plan", "rebalance", "settle", "auctions", "safe-state", "refresh", "log", "status")


def document(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("command", ONLINE)
def test_help__each_command__has_an_example_and_json(command: str) -> None:
    result = CliRunner(mix_stderr=False).invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert f"Example: python -m keepers {command}" in result.output
    assert "--json" in result.output


@pytest.mark.parametrize("command", ONLINE)
def test_each_command__no_node__exit_1_with_url_and_remedy(keepers: Callable[..., Result], command: str) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    result = keepers(command, "--url", url)
    assert result.exit_code == 1
    assert f"error: chain: {url} does not answer" in result.stderr
    assert "start it ('make up' for the local world) or pass --url" in result.stderr


def test_status__no_deployment__exit_1_with_the_remedy(tmp_path: Path) -> None:
    result = CliRunner(mix_stderr=False).invoke(main, ["status", "--folder", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "deployment.json does not exist; start the local world with 'make up'" in result.stderr


def test_status__two_endpoints__refused(keepers: Callable[..., Result]) -> None:
    result = keepers("status", "--url", "http://127.0.0.1:1", "--network", "ethereum:local:foundry")
    assert result.exit_code == 1
    assert "--url and --network name two endpoints" in result.stderr


def test_status__unknown_option__exit_2(keepers: Callable[..., Result]) -> None:
    assert keepers("status", "--colour").exit_code == 2


def test_status__invested__tables_and_json_agree(invested: Index, keepers: Callable[..., Result]) -> None:
    found = document(keepers("status", "--json"))
    reading = read(invested)
    assert found["nav"]["value"] == reading.nav["value"]
    assert found["active"]["epoch"] == 1
    assert sum(row["target_ppm"] for row in found["holdings"]) == 1_000_000
    shown = keepers("status").stdout
    assert "active: epoch 1, bull, gauge 60.00, 11 targets" in shown
    assert "executor  " + reading.roles.executor in shown


def test_status__terms__fees_announced_pause_and_wind_down(
    world: World, index: Index, keepers: Callable[..., Result]
) -> None:
    policy, roles = world.index.policy, world.roles
    assert "fees 75 bps a year, 10 bps on entry and exit" in keepers("status").stdout
    assert document(keepers("status", "--json"))["announced_fees"] is None
    policy.set_fees(100, 20, sender=roles.owner)
    assert "fees announced: 100 bps a year, 20 bps on entry and exit, from" in keepers("status").stdout
    world.advance_to(world.chain.now() + 7 * 86_400, {})
    assert "due: fees: what was announced may be applied by anyone" in keepers("status").stdout
    policy.pause_entries(sender=roles.guardian)
    assert "entries are paused until" in keepers("status").stdout
    policy.wind_down(sender=roles.owner)
    found = document(keepers("status", "--json"))
    assert (found["wound_down"], found["management_bps"], found["entry_room"]) == (True, 0, 0)
    assert "wound down: no entries, no fees, no levy" in keepers("status").stdout


def test_status__stale_feed__asset_age_and_heartbeat(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    rest = {name: price for name, price in prices(world).items() if name != "LINK"}
    world.advance_to(world.chain.now() + HEARTBEAT + 1, rest)
    assert re.search(rf"of LINK answered 9\d+ s ago, its heartbeat is {HEARTBEAT} s", keepers("status").stdout)
    assert "no firm price" in keepers("plan").stdout or "nothing to trade" in keepers("plan").stdout


def test_rebalance__without_a_signer__shows_and_sends_nothing(
    world: World,
    index: Index,
    decision: Callable[..., Decision],
    proposing: Sender,
    keepers: Callable[..., Result],
) -> None:
    deposit(world, 10_000)
    decide_and_activate(world, index, proposing, decision(True))
    block = world.chain.rpc("eth_blockNumber")
    shown = keepers("rebalance").stdout
    assert "epoch 1: 10 legs in 1 session(s) from session 1; turnover" in shown
    assert "dry run, nothing sent: session 1" in shown
    assert "pass --account ALIAS" in shown
    found = document(keepers("rebalance", "--json"))
    assert found["transaction"]["sent"] is False
    assert found["transaction"]["gas"] > 1_000_000
    assert len(document(keepers("plan", "--json"))["sessions"][0]) == 10
    assert world.chain.rpc("eth_blockNumber") == block

    done = document(keepers("rebalance", "--dev-account", "4", "--json"))
    assert [item["event"]["event"] for item in done["sessions"]] == ["SessionClosed"]
    assert "nothing to trade" in keepers("rebalance", "--dev-account", "4").stdout


def test_rebalance__wrong_key__exit_1_with_the_remedy(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, keepers: Callable[..., Result]
) -> None:
    deposit(world, 10_000)
    decide_and_activate(world, index, proposing, decision(True))
    result = keepers("rebalance", "--dev-account", "9")
    assert result.exit_code == 1
    assert "'trader: only executor'. Sign with the executor's key" in result.stderr


def test_activate__dry_run_then_sent(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, keepers: Callable[..., Result]
) -> None:
    activates_at = propose(index, proposing, decision(True)).event.fields["activates_at"]
    assert (
        "it would revert: activate epoch 1: the contract refuses: 'strategy: too early'" in keepers("activate").stdout
    )
    world.advance_to(activates_at, prices(world))
    assert "and take " in keepers("activate").stdout
    assert document(keepers("activate", "--dev-account", "9", "--json"))["event"]["event"] == "Activated"
    assert read(index).active.epoch == 1


def test_propose__a_look__dry_run_then_once_then_replayed(
    world: World, index: Index, keepers: Callable[..., Result], tmp_path: Path
) -> None:
    store = ["--store", str(tmp_path / "store")]
    shown = keepers("propose", *store).stdout
    assert "2024-01-01: " in shown
    assert "dry run, nothing sent: propose epoch 1" in shown
    first = document(keepers("propose", *store, "--dev-account", "3", "--json"))
    assert first["transaction"]["event"]["event"] == "Proposed"
    assert first["transaction"]["event"]["data_hash"] == first["decision"]["data_hash"]
    again = keepers("propose", *store, "--dev-account", "3")
    assert again.exit_code == 1
    assert "the look of 2024-01-01 is epoch 1 already; activate it, or pass a later day" in again.stderr

    assert keepers("replay", "1", *store).exit_code == 0
    assert "due: activate" not in keepers("status").stdout
    world.advance_to(first["transaction"]["event"]["activates_at"], prices(world))
    assert "due: activate: epoch 1 may be activated now" in keepers("status").stdout
    document(keepers("activate", "--dev-account", "9", "--json"))

    world.advance_to(world.chain.now() + 7 * 86_400, prices(world))
    assert "due: propose: the last decision is 7 days, " in keepers("status").stdout
    second = document(keepers("propose", *store, "--dev-account", "3", "--json"))
    assert second["transaction"]["event"]["epoch"] == 2
    assert second["decision"]["as_of"] == "2024-01-08"
    assert keepers("replay", "2", *store).exit_code == 0


def test_propose__store_without_the_last_snapshot__exit_1(
    index: Index, decision: Callable[..., Decision], proposing: Sender, keepers: Callable[..., Result], tmp_path: Path
) -> None:
    propose(index, proposing, decision(True))
    result = keepers("propose", "--store", str(tmp_path / "store"))
    assert result.exit_code == 1
    assert "snapshot 0x0101" in result.stderr


def test_log__csv_json_and_filter__the_same_events(
    invested: Index, keepers: Callable[..., Result], tmp_path: Path
) -> None:
    everything = document(keepers("log", "--json"))
    legs = document(keepers("log", "--event", "LegTraded", "--json"))
    assert legs == [row for row in everything if row["event"] == "LegTraded"]
    assert "events written to" in keepers("log", "--csv", str(tmp_path / "log.csv")).stdout
    with (tmp_path / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["event"] for row in rows] == [row["event"] for row in everything]
    leg = next(row for row in rows if row["event"] == "LegTraded")
    assert int(leg["amount_in"]) == legs[0]["amount_in"]
    shown = keepers("log").stdout
    assert "SessionClosed" in shown
    traded = r"LegTraded .* asset BTC, buy, amount_in [\d,.]+ USDC, amount_out [\d.]+ BTC, price \$42,000\.00"
    assert re.search(traded, shown)
    assert str(leg["amount_in"]) not in shown


def test_log__unknown_event__exit_1_with_the_known_ones(invested: Index, keepers: Callable[..., Result]) -> None:
    result = keepers("log", "--event", "Boom")
    assert result.exit_code == 1
    assert "there is no event Boom; choose from Activated, " in result.stderr


def test_log__check__chain_and_log_agree(invested: Index, keepers: Callable[..., Result]) -> None:
    assert "chain and log agree" in keepers("log", "--check").stdout
    found = document(keepers("log", "--check", "--json"))
    assert found["clean"] is True
    assert found["audit"]["nav"] == found["audit"]["rebuilt_nav"]


def test_log__deployment_block_too_late__names_the_missing(
    invested: Index, keepers: Callable[..., Result], folder: Path
) -> None:
    path = folder / "deployment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"block": read(invested).block}))
    result = keepers("log")
    assert result.exit_code == 1
    assert "events are missing: vault 1 to " in result.stderr
