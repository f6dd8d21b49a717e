"""`keepers auctions` and `keepers auctions open`, as a person types them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from keepers.chain import Index
from keepers.chain.auctions import read_house
from keepers.cli import main
from tests.keepers.commands.conftest import document, refusal
from tests.keepers.conftest import DAY, deposit, later
from world.market import World
from world.node import free_port

BTC = 4
HOUR = 3_600
FORTNIGHT = 14 * DAY
MONTH = 28 * DAY
SUBCOMMANDS = ("open", "bid", "report-distance")


def block(world: World) -> int:
    return int(world.chain.rpc("eth_blockNumber"), 16)


# --- help and options ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_help__each__has_an_example_and_json(command: str) -> None:
    result = CliRunner(mix_stderr=False).invoke(main, ["auctions", command, "--help"])
    assert result.exit_code == 0
    assert f"Example: python -m keepers auctions {command}" in result.output
    assert "--json" in result.output


@pytest.mark.parametrize("arguments", [("open",), ("bid", "BTC", "1"), ("report-distance",)])
def test_each__no_node__exit_1_with_url_and_remedy(auctions: Callable[..., Result], arguments: tuple[str, ...]) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert f"error: chain: {url} does not answer" in refusal(auctions(*arguments, "--url", url))


def test_options__before_the_commands_name__hold_for_it(folder: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    run = CliRunner(mix_stderr=False)
    result = run.invoke(main, ["auctions", "--folder", str(folder), "--url", url, "open"])
    assert f"error: chain: {url} does not answer" in refusal(result)
    none = run.invoke(main, ["auctions", "--folder", str(folder / "none"), "report-distance"])
    assert f"{folder / 'none' / 'deployment.json'} does not exist" in refusal(none)


# --- list ------------------------------------------------------------------------------------------------------------


def test_list__no_decision__says_so(auctions: Callable[..., Result]) -> None:
    shown = auctions().stdout
    assert "no decision is active: there is nothing to auction, and no clock runs" in shown
    found = document(auctions("--json"))
    assert (found["epoch"], found["auctions"], found["openable"]) == (0, [], [])
    assert found["clocks"]["anyone_at"] is None


def test_list__fund_to_sell__what_may_be_opened_by_whom_and_the_clocks(
    bear: Index, auctions: Callable[..., Result]
) -> None:
    shown = auctions().stdout
    assert re.search(
        r"epoch 2: the decision is 0:\d\d:\d\d old; distance to target 98,\d+\.\d\d USD, 9\d\.\d\d %", shown
    )
    assert "of NAV, far; not reported far" in shown
    assert re.search(r"the executor may open auctions; anyone from 2024-01-\d\d \d\d:\d\d UTC \(in 1[34] days, ", shown)
    assert re.search(r"anyone may force the safe state from 2024-02-\d\d \d\d:\d\d UTC \(in 2[78] days, ", shown)
    assert "sessions and bids together may still cost the fund" in shown
    assert "due: auctions report-distance: the fund is far from its target, and the clock does not run" in shown
    assert "no auction is live" in shown
    assert "may be opened by the executor" in shown
    assert re.search(r"4 +BTC +sell +0\.\d+ +\$9,", shown)
    assert re.search(r"2 +USDT +buy +[\d,.]+ +\$", shown)


def test_list__json__integers_at_one_block(world: World, bear: Index, auctions: Callable[..., Result]) -> None:
    world.index.auctions.open([BTC], sender=world.roles.executor)
    later(world, 600)
    found, house = document(auctions("--json")), read_house(bear)
    assert set(found) == {
        "block", "timestamp", "epoch", "clocks", "loss_left", "loss_left_leaving", "auctions", "openable",
    }  # fmt: skip
    assert found["block"] == house.reading.block
    assert found["clocks"] == {
        "silent": False,
        "decision_age": house.clocks.timestamp - house.clocks.activated_at,
        "safe_state_active": False,
        "nav": house.clocks.nav,
        "distance": house.clocks.distance,
        "far": True,
        "far_since": None,
        "near_at": house.clocks.near_at,
        "acted_at": house.clocks.acted_at,
        "report_due": True,
        "anyone_at": house.clocks.activated_at + FORTNIGHT,
        "safe_state_at": house.clocks.activated_at + MONTH,
        "safe_state_workable": False,
    }
    assert found["loss_left"] == world.index.trader.remaining_budget(False)
    assert found["loss_left_leaving"] == world.index.trader.remaining_budget(True)
    (live,) = found["auctions"]
    contract = world.index.auctions.auction(BTC)
    assert live == {
        "asset_id": BTC,
        "symbol": "BTC",
        "side": "sell",
        "remaining": contract.remaining,
        "value": house.auctions[0].value,
        "oracle_price": 42_000 * 10**18,
        "factor": house.auctions[0].factor,
        "bps": live["bps"],
        "end_factor": house.auctions[0].end_factor,
        "end_bps": live["end_bps"],
        "opened_at": contract.opened_at,
        "closes_at": contract.closes_at,
    }
    # Ten minutes on, half of the way from +2 % to the limit of -1 % is gone.
    assert live["bps"] == pytest.approx(50.0, abs=0.5) and live["end_bps"] == pytest.approx(-95.3, abs=0.5)
    assert {row["by"] for row in found["openable"]} == {"executor"}
    assert BTC not in {row["asset_id"] for row in found["openable"]}
    usdt = next(row for row in found["openable"] if row["symbol"] == "USDT")
    assert usdt["side"] == "buy" and usdt["amount"] == world.index.auctions.lot(2)[1]


def test_list__live__price_now_and_at_its_end(world: World, bear: Index, auctions: Callable[..., Result]) -> None:
    world.index.auctions.open([BTC, 2], sender=world.roles.executor)
    later(world, 600)
    shown = auctions().stdout
    assert re.search(r"4 +BTC +sell +0\.\d+ +\$9,[\d.]+ +\+\d\d\.\d +-95\.\d +0:\d\d:\d\d", shown)
    assert re.search(r"2 +USDT +buy +[\d,.]+ +\$[\d,.]+ +-\d\d\.\d +\+95\.\d +0:\d\d:\d\d", shown)


def test_list__silent__anyone_and_the_same_budget(world: World, bear: Index, auctions: Callable[..., Result]) -> None:
    later(world, MONTH)
    shown = auctions().stdout
    assert "the keeper is silent: anyone may open auctions" in shown
    assert "anyone may force the safe state: 'safe-state'" in shown
    assert "sessions and bids together may still cost the fund 1.20 % of NAV this week, 2.20 %" in shown
    assert "may be opened by anyone" in shown
    assert {row["by"] for row in document(auctions("--json"))["openable"]} == {"anyone"}


# --- open ------------------------------------------------------------------------------------------------------------


def test_open__executor__dry_run_then_sent(world: World, bear: Index, auctions: Callable[..., Result]) -> None:
    before = block(world)
    shown = auctions("open", "btc", "13").stdout
    assert "may be opened by the executor" in shown and "SHIB" in shown and "LINK" not in shown
    assert "dry run, nothing sent: open 2 auctions (4, 13) after event 0 of the auction house" in shown
    assert re.search(r"and take [\d,]+ gas", shown)
    dry = document(auctions("open", "BTC", "--json"))
    assert [row["asset_id"] for row in dry["openable"]] == [BTC]
    assert dry["transaction"]["sent"] is False and dry["transaction"]["gas"] > 100_000
    assert block(world) == before

    sent = auctions("open", "BTC", "SHIB", "--dev-account", "4").stdout
    assert "open 2 auctions (4, 13) after event 0 of the auction house: done in block" in sent
    assert re.search(r"4 +BTC +sell +0\.\d+ +2024-01-\d\d \d\d:\d\d UTC", sent)
    assert world.index.auctions.auction(BTC).live and world.index.auctions.auction(13).live
    rest = document(auctions("open", "--dev-account", "4", "--json"))
    assert rest["transaction"]["sent"] is True
    assert {row["event"] for row in rest["opened"]} == {"AuctionOpened"}
    assert BTC not in {row["asset"] for row in rest["opened"]} and len(rest["opened"]) == 10


def test_open__anyone_too_early__refused_with_the_moment(
    world: World, bear: Index, auctions: Callable[..., Result], executor: str
) -> None:
    before = block(world)
    said = refusal(auctions("open", "BTC", "--dev-account", "9"))
    assert f"while the keeper is not silent only the executor {executor} opens them" in said
    assert re.search(
        r"anyone may from 2024-01-\d\d \d\d:\d\d UTC, in 1[34] days, \d+:\d\d:\d\d, if nothing is done", said
    )
    assert block(world) == before


def test_open__anyone_after_a_fortnight__opens_all(
    world: World, bear: Index, auctions: Callable[..., Result], anyone: str
) -> None:
    later(world, FORTNIGHT)
    workable = sorted(world.index.auctions.workable())
    assert "may be opened by anyone" in auctions("open").stdout
    done = document(auctions("open", "--dev-account", "9", "--json"))
    assert sorted(row["asset"] for row in done["opened"]) == workable
    assert {row["by"] for row in done["opened"]} == {anyone}
    assert "12 are live already; bid for them, or wait for their end" in refusal(auctions("open", "--dev-account", "9"))
    later(world, HOUR)
    assert "done in block" in auctions("open", "--dev-account", "9").stdout


def test_open__nothing_to_open__refused_with_the_remedy(invested: Index, auctions: Callable[..., Result]) -> None:
    for arguments in ((), ("--dev-account", "4"), ("--json",)):
        said = refusal(auctions("open", *arguments))
        assert (
            "auctions: nothing to open: every asset is at its target, has no firm price, or may not be bought" in said
        )


def test_open__no_decision__refused(auctions: Callable[..., Result]) -> None:
    assert "no decision is active, so nothing is away from its target; propose one" in refusal(auctions("open"))


def test_open__named_that_cannot_be__each_with_its_reason_and_none_opened(
    world: World, bear: Index, auctions: Callable[..., Result]
) -> None:
    world.index.auctions.open([BTC], sender=world.roles.executor)
    before = block(world)
    said = refusal(auctions("open", "BTC", "USDC", "LINK", "--dev-account", "4"))
    assert (
        "BTC (it has a live auction: bid for it, or wait for its end), USDC (it is what the others are sold for)"
        in said
    )
    assert "LINK (" not in said
    assert block(world) == before


@pytest.mark.parametrize("name", ["NOPE", "99", "0", "-", ""])
def test_open__unknown_asset__refused_with_the_remedy(bear: Index, auctions: Callable[..., Result], name: str) -> None:
    assert f"asset: {name!r} is no symbol or id of the asset book; 'status' shows" in refusal(auctions("open", name))


def test_open__symbol_of_two_assets__asks_for_the_id(
    bear: Index, auctions: Callable[..., Result], folder: Path
) -> None:
    path = folder / "assets.json"
    book = json.loads(path.read_text())
    book["assets"][12]["symbol"] = "BTC"
    path.write_text(json.dumps(book))
    assert "asset: BTC stands for ids 4, 13; pass the id of the one you mean" in refusal(auctions("open", "BTC"))
    assert document(auctions("open", "13", "--json"))["openable"][0]["asset_id"] == 13


def test_list__cash_to_deploy__purchases(world: World, invested: Index, auctions: Callable[..., Result]) -> None:
    deposit(world, 50_000)
    later(world, DAY)
    rows = document(auctions("--json"))["openable"]
    assert len(rows) == 10 and {row["side"] for row in rows} == {"buy"}
