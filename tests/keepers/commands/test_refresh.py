"""`keepers refresh`, and who says that it is due, as a person types them."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from keepers.chain import Index
from tests.keepers.conftest import prices
from tests.keepers.execute.test_send import Faulty
from world.market import World

DAY = 86_400
DUE = "due: refresh: BTC, SHIB strayed 20 % or more from the reference"


def document(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def moved(world: World, index: Index) -> World:
    """A day on, two prices have strayed; their references are from the listing, nine days ago."""
    world.advance_to(world.chain.now() + DAY, prices(world) | {"BTC": 60_000.0, "SHIB": 0.000008, "ETH": 2_400.0})
    return world


def test_refresh__dry_run_then_sent_then_nothing_left(moved: World, keepers: Callable[..., Result]) -> None:
    block = moved.chain.rpc("eth_blockNumber")
    shown = keepers("refresh").stdout
    assert re.match(r"at 2024-01-02 00:\d\d UTC 2 of 13 assets are due\n", shown)
    # A reference keeps 21 bits, rounded down. The listing took a while, nine days before.
    age = r"(8 days, 23:5\d:\d\d|9 days, 0:0\d:\d\d) ago"
    assert re.search(rf"4 +BTC +\$41,999\.\d\d +\$60,000\.00 +- +{age}", shown)
    assert "dry run, nothing sent: refresh of 2 assets (4 to 13) after event " in shown
    assert "and take " in shown
    found = document(keepers("refresh", "--json"))
    assert [row["symbol"] for row in found["references"]] == ["BTC", "SHIB"]
    assert [row["sent"] for row in found["transactions"]] == [False]
    assert found["transactions"][0]["gas"] > 50_000
    assert moved.chain.rpc("eth_blockNumber") == block

    sent = keepers("refresh", "--dev-account", "9").stdout
    assert "refresh of 2 assets (4 to 13) after event " in sent and ": done in block " in sent
    assert re.search(r"4 +BTC +reference +\$41,999\.\d\d +\$59,999\.\d\d", sent)
    for arguments in ((), ("--dev-account", "9")):
        shown = keepers("refresh", *arguments).stdout
        assert shown.startswith("nothing is due at 2024-01-02 00:") and "of 13 assets each is within 20 %" in shown
    assert document(keepers("refresh", "--json")) == {"references": [], "transactions": []}
    assert document(keepers("refresh", "--dev-account", "9", "--json")) == {"transactions": []}
    told = keepers("log", "--event", "ReferenceMoved").stdout
    assert "asset BTC" in told


def test_refresh__most_one__a_transaction_each(moved: World, keepers: Callable[..., Result]) -> None:
    assert len(document(keepers("refresh", "--most", "1", "--json"))["transactions"]) == 2
    done = document(keepers("refresh", "--most", "1", "--dev-account", "9", "--json"))["transactions"]
    assert [[move["asset"] for move in item["moves"]] for item in done] == [[4], [13]]
    for item in done:
        assert item["sent"] and item["gas"] > 50_000
        (move,) = item["moves"]
        assert move["reference"] == moved.index.registry.asset(move["asset"]).reference != move["before"]


def test_refresh__others_were_first__said_plainly(
    moved: World, keepers: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_others(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        moved.index.registry.refresh([4, 13], sender=moved.roles.holder)
        return connection.forward(method, *params)

    monkeypatch.setattr("keepers.chain.index.Connection", lambda url: Faulty(url, first_others))
    shown = keepers("refresh", "--dev-account", "9").stdout
    assert ": done in block " in shown
    assert "it moved nothing: by the time it was mined others had moved all of it" in shown


def test_status_rebalance_settle__strayed_references__say_so_until_refreshed(
    world: World, invested: Index, keepers: Callable[..., Result]
) -> None:
    typed = (("status",), ("rebalance",), ("settle",), ("settle", "--dev-account", "4"))
    for arguments in typed:
        assert "refresh" not in keepers(*arguments).stdout
    world.advance_to(world.chain.now() + DAY, prices(world) | {"BTC": 60_000.0, "SHIB": 0.000008})
    for arguments in typed:
        assert DUE in keepers(*arguments).stdout, arguments
    assert DUE.removeprefix("due: ") in document(keepers("status", "--json"))["due"]
    assert keepers("refresh", "--dev-account", "9").exit_code == 0
    for arguments in (*typed, ("rebalance", "--dev-account", "4")):
        assert "refresh" not in keepers(*arguments).stdout
    # Old, but near: nothing is due.
    world.advance_to(world.chain.now() + 20 * DAY, prices(world) | {"BTC": 55_000.0, "SHIB": 0.000009})
    assert keepers("refresh").stdout.startswith("nothing is due at ")
    assert "refresh" not in keepers("status").stdout
