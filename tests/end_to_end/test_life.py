"""Market, decision, trades, log and exits, end to end: what the summary claims, and what the check reads again."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from demo.check import CheckFailed, check
from demo.run import WORLD
from demo.settings import DemoError
from demo.summary import read_summary
from keepers.backtest import History
from keepers.backtest.agreement import agreement
from keepers.parameters import load_parameters
from keepers.snapshot import Market, SnapshotStore
from keepers.sources import open_source
from scripts.demo_check import cli as demo_check
from tests.end_to_end.conftest import ShortLife

# What a short life with a dozen names cannot have; everything else must hold.
TOO_SMALL = {"weeks", "names"}


def test_life__weeks__switch_down_and_up_in_one_transaction_each(short_life: ShortLife) -> None:
    summary = short_life.summary
    assert [week.regime for week in summary.weeks] == ["bull"] + ["bear"] * 16 + ["bull"] * 2
    assert [(switch.to, switch.transactions) for switch in summary.switches] == [("bear", 1), ("bull", 1)]
    assert summary.switches[0].held_before == 12
    assert all(switch.refused_gas == 16_777_217 for switch in summary.switches)


def test_life__nav_of_every_week__is_that_of_events_and_feeds(short_life: ShortLife) -> None:
    for week in short_life.summary.weeks:
        assert abs(week.nav_e18 - week.rebuilt_e18) * 10**9 <= week.nav_e18, week.day


def test_life__accounting__closes_but_for_rounding(short_life: ShortLife) -> None:
    account = short_life.summary.accounting
    assert abs(account.difference_bps) <= 0.001
    assert account.deposits_e18 == 2_000_100 * 10**18
    assert account.proceeds_e18 > 0 and account.in_kind_e18 > 0 and account.costs_e18 > 0


def test_life__people__leave_at_once_in_bear_and_through_the_queue_in_bull(short_life: ShortLife) -> None:
    exits = short_life.summary.exits
    assert [(leaver.regime, leaver.kind) for leaver in exits] == [
        ("bear", "usdc"),
        ("bull", "usdc"),
        ("bull", "in kind"),
        ("bull", "request"),
    ]
    assert len(exits[0].transactions) == 1
    # What the cash target of a bull fund lets out at once is a small part of what holder 1 wants.
    assert exits[1].value_e18 * 4 < exits[3].value_e18


def test_life__batch__netted_first_and_settled_with_its_sales(short_life: ShortLife) -> None:
    (batch,) = short_life.summary.batches
    assert batch.netted_e6 == batch.assets_e6 == 50_000 * 10**6
    assert batch.assets_paid_e6 > batch.netted_e6
    assert batch.legs > 0 and batch.settled_at - batch.locked_at >= 3_600
    assert "Holder 4 requests to buy for 50,000 USDC in batch 1" in short_life.shown
    assert "The keeper settles batch 1 " in short_life.shown
    account = short_life.summary.accounting
    # Netted USDC never enters the fund.
    assert account.deposits_e18 == 2_000_100 * 10**18


def test_life__replay__reproduces_all_and_no_tampered_one(short_life: ShortLife) -> None:
    replay = short_life.summary.replay
    assert len(replay) == 19
    assert all(item.reproduced and item.tampered == "HashMismatch" for item in replay)


def test_life__decisions__are_those_of_a_backtest_byte_for_byte(short_life: ShortLife) -> None:
    market = Market.load(open_source("synthetic"))
    found = agreement(History(market, load_parameters(short_life.parameters)), SnapshotStore(short_life.store))
    assert len(found) == 19
    assert all(one.agrees for one in found)


def test_life__report__has_log_pictures_and_a_table(short_life: ShortLife) -> None:
    folder = short_life.folder
    rows = list(csv.DictReader((folder / "log.csv").read_text().splitlines()))
    events = {"Proposed", "Activated", "LegTraded", "SessionClosed", "ExitedInKind", "Requested", "Locked", "Settled"}
    assert events <= {row["event"] for row in rows}
    contracts = {
        "vault",
        "trader",
        "strategy",
        "registry",
        "policy",
        "queue",
        "auctions",
    }  # the keeper reports that it is near
    assert contracts == {row["contract"] for row in rows}
    for name in ("chart.png", "treemap.png"):
        assert (folder / name).read_bytes().startswith(b"\x89PNG")
    assert read_summary(folder / "summary.json") == short_life.summary
    assert "synthetic" in short_life.shown
    assert all(week.day in short_life.shown for week in short_life.summary.weeks)


def test_check__short_life__lacks_only_length_and_width(short_life: ShortLife) -> None:
    with pytest.raises(CheckFailed) as failed:
        check(short_life.folder)
    names = {part.split(":")[0].split(", ")[-1] for part in str(failed.value).removeprefix("demo-check: ").split("; ")}
    assert names <= TOO_SMALL | {"names in and out"}
    assert "weeks: 19, must be at least 30" in str(failed.value)


@pytest.fixture
def copied(short_life: ShortLife, tmp_path: Path) -> Path:
    """A report to spoil."""
    return Path(shutil.copytree(short_life.folder, tmp_path / "report"))


def test_check__nav_of_a_week_changed__is_named(copied: Path) -> None:
    path = copied / "summary.json"
    document = json.loads(path.read_text())
    document["weeks"][3]["nav_e18"] = str(int(document["weeks"][3]["nav_e18"]) * 1_000_001 // 1_000_000)
    path.write_text(json.dumps(document))
    with pytest.raises(CheckFailed, match=r"NAV of every week, from events and feeds: 1\.00e-06 apart"):
        check(copied)


def test_check__accounting_changed__is_named(copied: Path) -> None:
    path = copied / "summary.json"
    document = json.loads(path.read_text())
    document["accounting"]["costs_e18"] = "0"
    path.write_text(json.dumps(document))
    with pytest.raises(CheckFailed, match="accounting of the summary is that of the chain: False"):
        check(copied)


def test_check__batch_changed__is_named(copied: Path) -> None:
    path = copied / "summary.json"
    document = json.loads(path.read_text())
    document["batches"][0]["netted_e6"] = "0"
    path.write_text(json.dumps(document))
    with pytest.raises(CheckFailed, match="batch 1, netted and paid as the summary says"):
        check(copied)


def test_check__exit_of_somebody_else__is_refused(copied: Path) -> None:
    path = copied / "summary.json"
    document = json.loads(path.read_text())
    document["exits"][0]["account"] = document["exits"][2]["account"]
    path.write_text(json.dumps(document))
    with pytest.raises(DemoError, match="paid nothing to"):
        check(copied)


def test_check__line_of_the_log_lost__is_named(copied: Path) -> None:
    path = copied / "log.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]) + "\n")
    with pytest.raises(CheckFailed, match=r"log\.csv is the log of the chain: False"):
        check(copied)


def test_check__snapshot_changed__is_refused(copied: Path) -> None:
    snapshot = sorted((copied / WORLD / "store" / "snapshots").iterdir())[0]
    snapshot.chmod(0o644)
    body = bytearray(snapshot.read_bytes())
    body[len(body) // 2] ^= 1
    snapshot.write_bytes(bytes(body))
    result = CliRunner().invoke(demo_check, ["--folder", str(copied)])
    assert result.exit_code == 1
    assert "hash does not match" in result.output


def test_check__no_report__says_what_to_run(tmp_path: Path) -> None:
    result = CliRunner().invoke(demo_check, ["--folder", str(tmp_path)])
    assert result.exit_code == 1
    assert "summary.json does not exist; run 'make demo' first" in result.output


def test_check__chain_removed__says_what_to_run(copied: Path) -> None:
    (copied / WORLD / "chain.json.gz").unlink()
    result = CliRunner().invoke(demo_check, ["--folder", str(copied)])
    assert result.exit_code == 1
    assert "chain.json.gz does not exist; run 'make demo' first" in result.output
