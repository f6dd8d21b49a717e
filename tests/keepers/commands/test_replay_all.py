"""`keepers replay --all` over a chain: every decision again, and each session's cost beside a backtest's."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from keepers.chain import Index
from keepers.chain.words import pack_targets
from keepers.cli import main
from keepers.decide import decide
from keepers.execute import Sender
from keepers.execute.actions import propose, rebalance
from keepers.models import Decision
from keepers.snapshot import SnapshotStore
from tests.keepers.conftest import decide_and_activate, deposit, prices
from world.market import World

USD = 10**18


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def lived(world: World, index: Index, keepers: Callable[..., Result], store: Path) -> Index:
    """One look proposed with its snapshot kept, activated and traded."""
    deposit(world, 100_000)
    sent = document(keepers("propose", "--store", str(store), "--dev-account", "3", "--json"))
    world.advance_to(sent["transaction"]["event"]["activates_at"], prices(world))
    document(keepers("activate", "--dev-account", "9", "--json"))
    document(keepers("rebalance", "--dev-account", "4", "--json"))
    return index


def document(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_all__everything_agrees__exit_0_tables_and_json(
    lived: Index, keepers: Callable[..., Result], store: Path
) -> None:
    result = keepers("replay", "--all", "--store", str(store))
    assert result.exit_code == 0, result.output
    assert "1 of 1 decisions reproduced from their snapshots, bit for bit" in result.stdout
    assert "sessions, simulated at 40 bps, USD" in result.stdout

    found = document(keepers("replay", "--all", "--store", str(store), "--json"))
    assert (found["compared_with"], found["decisions"]["agree"]) == ("chain", 1)
    (epoch,) = found["decisions"]["epochs"]
    assert (epoch["epoch"], epoch["outcome"], epoch["fate"], epoch["differences"]) == (1, "agrees", "activated", [])
    (session,) = found["costs"]["sessions"]
    # a bear market's session: to a backtest stable assets are cash
    assert session["turnover_e18"] > session["volatile_turnover_e18"] == 0
    assert (session["simulated_cost_usd"], session["cost_bps"], session["realised_over_simulated"]) == (0, None, None)


def test_all__costs__realised_from_the_log_beside_what_a_backtest_charges(
    invested: Index, keepers: Callable[..., Result], store: Path
) -> None:
    found = json.loads(keepers("replay", "--all", "--store", str(store), "--json").stdout)
    (session,) = found["costs"]["sessions"]
    (closed,) = document(keepers("log", "--event", "SessionClosed", "--json"))
    assert (session["turnover_e18"], session["cost_e18"]) == (closed["turnover"], closed["cost"])
    assert session["sums_agree"]
    stable = {asset.asset_id for asset in invested.book.assets if asset.stable}
    bought = [leg for leg in document(keepers("log", "--event", "LegTraded", "--json")) if leg["asset"] not in stable]
    paid = sum(leg["amount_in"] * closed["cash_price"] // 10**6 for leg in bought)
    assert session["volatile_turnover_e18"] == paid > 0
    assert session["simulated_cost_usd"] == pytest.approx(paid * 0.004 / USD)
    assert session["realised_over_simulated"] == pytest.approx(closed["cost"] / (paid * 0.004))
    assert session["cost_bps"] == pytest.approx(closed["cost"] * 10_000 / paid)
    assert found["costs"]["totals"] == {name: session[name] for name in found["costs"]["totals"]}
    shown = keepers("replay", "--all", "--store", str(store)).stdout
    assert f"a backtest at {session['cost_bps']:.1f} bps would have charged what was paid" in shown


def test_all__impact__from_the_volumes_of_the_snapshot(
    world: World,
    index: Index,
    decision: Callable[..., Decision],
    keepers: Callable[..., Result],
    store: Path,
    proposing: Sender,
    trading: Sender,
) -> None:
    arguments = ("snapshot", "--as-of", "2023-12-25", "--store", str(store), "--json")
    kept = document(CliRunner(mix_stderr=False).invoke(main, arguments))
    deposit(world, 100_000)
    committed = replace(decision(True), data_hash=bytes.fromhex(kept["data_hash"][2:]))
    decide_and_activate(world, index, proposing, committed)
    rebalance(index, trading)
    arguments = ("replay", "--all", "--store", str(store), "--json", "--cost-bps", "10")
    plain, more = (json.loads(keepers(*arguments, "--impact-bps", bps).stdout) for bps in ("0", "1000"))
    assert plain["costs"]["sessions"][-1]["simulated_bps"] == pytest.approx(10)
    assert 10 < more["costs"]["sessions"][-1]["simulated_bps"] < 500


def test_all__weights_that_the_data_do_not_lead_to__exit_1_and_named(
    world: World, lived: Index, keepers: Callable[..., Result], store: Path
) -> None:
    """The keeper would refuse to propose this; a stolen key does not ask it."""
    (data_hash,) = SnapshotStore(store).hashes()
    right = decide(SnapshotStore(store).get(data_hash))
    first, second, *rest = right.targets
    moved = (replace(first, ppm=first.ppm - 1), replace(second, ppm=second.ppm + 1), *rest)
    facts = (right.data_hash, "", right.methodology)
    world.index.strategy.propose(2, False, right.gauge, pack_targets(moved), *facts, sender=world.roles.proposer)
    result = keepers("replay", "--all", "--store", str(store))
    assert result.exit_code == 1
    assert "1 of 2 decisions reproduced" in result.stdout
    assert "not what their data lead to: epoch 2" in result.stdout
    assert (
        f"asset {first.asset_id} {first.ppm - 1} ppm committed, {first.ppm} ppm recomputed and 1 more" in result.stdout
    )
    found = json.loads(keepers("replay", "--all", "--store", str(store), "--json").stdout)
    assert [row["outcome"] for row in found["decisions"]["epochs"]] == ["agrees", "differs"]
    assert [row["fate"] for row in found["decisions"]["epochs"]] == ["activated", "not activated"]
    assert len(found["decisions"]["epochs"][1]["differences"]) == 2


def test_all__without_a_snapshot__says_which_and_exits_1(
    lived: Index, keepers: Callable[..., Result], store: Path, proposing: Sender
) -> None:
    same = decide(SnapshotStore(store).get(SnapshotStore(store).hashes()[0]))
    propose(lived, proposing, replace(same, data_hash=bytes([7]) * 32))
    result = keepers("replay", "--all", "--store", str(store))
    assert result.exit_code == 1
    assert "no snapshot to replay from: epoch 2" in result.stdout
    assert "snapshot 0x0707" in result.stdout


def test_all__no_snapshot_at_all_and_impact__costs_without_a_simulation(
    invested: Index, keepers: Callable[..., Result], tmp_path: Path
) -> None:
    result = keepers("replay", "--all", "--store", str(tmp_path / "none"), "--impact-bps", "100", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["decisions"]["no_snapshot"] == 1
    assert found["costs"]["sessions"][0]["cost_e18"] > 0
    assert found["costs"]["sessions"][0]["simulated_cost_usd"] is None
    assert found["costs"]["totals"]["realised_over_simulated"] is None


def test_all__offline__the_records_of_the_store(lived: Index, keepers: Callable[..., Result], store: Path) -> None:
    found = document(keepers("replay", "--all", "--offline", "--store", str(store), "--json"))
    assert (found["compared_with"], found["decisions"]["agree"]) == ("record", 1)
    assert "costs" not in found


def test_all__nothing_proposed__says_so(index: Index, keepers: Callable[..., Result]) -> None:
    result = keepers("replay", "--all")
    assert result.exit_code == 1
    assert "the strategy's log has no decision yet; propose one first" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((), "no epoch; pass an epoch or --all"), (("3", "--all"), "an epoch and --all; pass an epoch or --all")],
)
def test_replay__neither_or_both__exit_1(arguments: tuple[str, ...], words: str) -> None:
    result = CliRunner(mix_stderr=False).invoke(main, ["replay", *arguments])
    assert result.exit_code == 1
    assert words in result.stderr
