"""What the keeper reads is what the contracts say."""

from dataclasses import replace
from pathlib import Path

import pytest

from keepers.chain import Index, read, read_entries
from keepers.chain.fund import Announced
from keepers.errors import KeeperError
from keepers.plan.model import USD
from tests.conftest import MONDAY, market_of
from tests.keepers.conftest import connected, deposit, prices
from world.feeds import HEARTBEAT
from world.market import World


def test_read__nothing_decided__seed_and_roles(world: World, index: Index) -> None:
    found = read(index)
    assert found.active.epoch == 0
    assert found.pending is None
    assert found.nav["value"] == 100 * USD
    assert [holding.asset.symbol for holding in found.holdings] == ["USDC"]
    roles = world.roles
    assert (found.roles.owner, found.roles.guardian) == (roles.owner, roles.guardian)
    assert (found.roles.proposer, found.roles.executor) == (roles.proposer, roles.executor)


def test_read__terms__fees_room_of_the_hour_and_what_is_announced(world: World, index: Index) -> None:
    policy, vault, roles = world.index.policy, world.index.vault, world.roles
    before = read(index)
    assert (before.management_bps, before.platform_bps, before.announced) == (75, 10, None)
    assert before.entry_room == vault.maxDeposit(roles.anyone) > 0
    policy.set_fees(100, 20, sender=roles.owner)
    now = read(index)
    assert now.announced == Announced(100, 20, now.timestamp + 7 * 86_400)
    assert (now.management_bps, now.platform_bps) == (75, 10)


@pytest.mark.parametrize("how", ["pause_entries", "wind_down"])
def test_read__entries_closed__no_room_and_no_risk_may_be_added(world: World, index: Index, how: str) -> None:
    getattr(world.index.policy, how)(sender=world.roles.owner)
    found = read(index)
    assert (found.entries_paused, found.wound_down, found.entry_room) == (True, how == "wind_down", 0)


def test_read__invested__holdings_targets_and_distance_agree_with_the_vault(world: World, invested: Index) -> None:
    found = read(invested)
    assert found.active.epoch == 1
    assert found.active.bull
    assert len(found.holdings) == 11
    assert sum(holding.value for holding in found.holdings) == found.nav["value"]
    assert sum(holding.target_ppm for holding in found.holdings) == 1_000_000
    for holding in found.holdings:
        assert holding.balance == world.index.vault.book(holding.asset.asset_id)[0]
    assert found.distance < found.nav["value"] // 100


def test_read__older_block__as_it_was(tmp_path: Path) -> None:
    # On a node of its own: one that was reverted often may have forgotten blocks that it mined again.
    world = World.create(tmp_path, market_of(3), MONDAY)
    try:
        index = connected(tmp_path)
        before = read(index)
        deposit(world, 1_000)
        assert read(index).nav["value"] > before.nav["value"]
        assert read(index, before.block) == before
    finally:
        world.close()


def test_read__block_that_does_not_exist__named(index: Index) -> None:
    with pytest.raises(KeeperError, match="block 99999999 does not exist"):
        read(index, 99_999_999)


def test_read__stale_feed__names_asset_age_and_heartbeat(world: World, invested: Index) -> None:
    now = world.chain.now() + HEARTBEAT + 1
    world.advance_to(now, {name: price for name, price in prices(world).items() if name != "LINK"})
    found = read(invested)
    reasons = [reason for holding in found.holdings if (reason := holding.unfirm_because(found.timestamp))]
    link = next(holding.asset for holding in found.holdings if holding.asset.symbol == "LINK")
    (reason,) = reasons
    assert reason.startswith(f"feed {link.feed} of LINK answered ")
    assert reason.endswith(f" s ago, its heartbeat is {HEARTBEAT} s")


def test_read_entries__every_asset_of_the_book__registry_terms(world: World, index: Index) -> None:
    world.index.registry.set_status(5, 2, sender=world.roles.guardian)
    entries = read_entries(index)
    assert [entry.asset_id for entry in entries] == [asset.asset_id for asset in index.book.assets]
    assert {entry.asset_id: entry.status for entry in entries}[5] == "sell-only"
    assert entries[0].stable
    assert all(entry.listed_at > 0 for entry in entries)


def test_read__target_outside_the_book__named(invested: Index) -> None:
    shorter = invested.book.model_copy(update={"assets": invested.book.assets[:-1]})
    missing = invested.book.assets[-1].asset_id
    with pytest.raises(KeeperError, match=f"asset {missing} is on chain but not in the asset book"):
        read(replace(invested, book=shorter))
