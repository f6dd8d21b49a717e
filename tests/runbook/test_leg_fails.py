"""Rehearsal of docs/RUNBOOK.md, "A leg fails"."""

from pathlib import Path
from typing import Any

import pytest

from keepers.chain import Index, read_events
from tests.keepers.execute.test_send import Faulty
from tests.odd_tokens import turn_odd
from tests.runbook.page import Page
from world.market import World

EXECUTOR = 4
SELL_ONLY = 2


def test_leg_fails__steps_in_order__the_others_trade_and_the_asset_is_named(
    world: World, folder: Path, bear: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page("A leg fails", world, folder)
    link = world.asset("LINK")
    healthy = {asset.asset_id for asset in world.assets if not asset.market.stable} - {link.asset_id}
    waiting = [link.token]

    def turn(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        while waiting:
            turn_odd(world.chain, waiting.pop(), "paused")
        return connection.forward(method, *params)

    with monkeypatch.context() as patch:
        patch.setattr("keepers.chain.index.Connection", lambda url: Faulty(url, turn))
        said = page.keepers("executor", "rebalance --apart", dev_account=EXECUTOR)
    assert said.exit_code == 0, said.output
    assert "LINK did not trade: its leg fails: 'token: paused'. " in said.stdout
    records = read_events(bear)
    traded = {record.fields["asset"] for record in records if record.event == "LegTraded" and not record.fields["buy"]}
    assert healthy <= traded and link.asset_id not in traded

    logged = page.keepers("anyone", "log --event LegFailed")
    assert logged.exit_code == 0 and "asset LINK, reason 'token: paused'" in logged.stdout
    page.do("guardian", "registry.set_status", link.asset_id, SELL_ONLY)
    shown = page.keepers("anyone", "rebalance")
    assert shown.exit_code == 0 and "not traded" in shown.stdout
    assert "LINK" in shown.stdout and "its leg fails: 'token: paused'. " in shown.stdout
    opened = page.keepers("executor", "auctions open LINK", dev_account=EXECUTOR)
    assert opened.exit_code == 0 and world.index.auctions.auction(link.asset_id).live
    page.finish()
