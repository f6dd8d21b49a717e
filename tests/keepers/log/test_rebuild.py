"""The books come back from events alone, to the last raw unit, whatever happened."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from keepers.chain import Index, gaps, read, read_events, rebuild, stored_counts
from keepers.chain.audit import audit
from keepers.errors import KeeperError
from keepers.execute import Sender
from keepers.execute.actions import rebalance
from keepers.models import Decision
from tests.keepers.conftest import decide_and_activate, deposit, prices
from world.feeds import HEARTBEAT
from world.market import World

SHARE = 10**18


def test_rebuild__entries_sessions_exits_claims_fees__every_balance_and_the_supply(
    world: World, invested: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> None:
    vault, holder = world.index.vault, world.roles.holder
    world.advance_to(world.chain.now() + 8 * 86_400, prices(world))
    vault.redeem_in_kind(20_000 * SHARE, holder, holder, [world.asset("LINK").asset_id], sender=holder)
    vault.claim(world.asset("LINK").asset_id, holder, sender=holder)
    vault.redeem_in_kind(10_000 * SHARE, holder, holder, [world.asset("ADA").asset_id], sender=holder)
    deposit(world, 5_000)
    vault.sell(100 * SHARE, 0, holder, world.chain.now() + 60, sender=holder)
    decide_and_activate(world, invested, proposing, decision(False, 2))
    rebalance(invested, trading)
    vault.accrue(sender=world.roles.anyone)

    records = read_events(invested)
    books, reading = rebuild(records), read(invested)
    names = {record.event for record in records}
    assert {
        "Entered",
        "Exited",
        "ExitedInKind",
        "ClaimBooked",
        "ClaimPaid",
        "FeesAccrued",
        "HeldSet",
    } <= names
    for asset in invested.book.assets:
        chain = world.index.vault.book(asset.asset_id)
        assert (books.balances.get(asset.asset_id, 0), books.pots.get(asset.asset_id, 0)) == tuple(chain)
    assert books.supply == books.minted == reading.supply
    assert set(books.held) == set(world.index.vault.held())
    assert gaps(records, stored_counts(invested)) == []


def test_rebuild__shortfall__booked_by_its_event(world: World, invested: Index) -> None:
    asset = world.asset("ADA")
    lost = asset.token.balanceOf(world.index.vault) // 3
    world.chain.rpc("anvil_impersonateAccount", world.index.vault.address)
    world.chain.rpc("anvil_setBalance", world.index.vault.address, hex(10**18))
    asset.token.transfer(world.roles.anyone, lost, sender=world.index.vault.address)
    assert audit(invested).clean  # the books do not know yet, neither does the log
    world.index.vault.sync(asset.asset_id, sender=world.roles.anyone)
    found = audit(invested)
    assert found.clean
    assert rebuild(read_events(invested)).balances[asset.asset_id] == asset.token.balanceOf(world.index.vault)


def test_audit__terms_change_and_an_asset_is_retired__log_is_whole_and_agrees(world: World, invested: Index) -> None:
    policy, vault, roles = world.index.policy, world.index.vault, world.roles
    asset = world.asset("LINK").asset_id
    policy.set_fees(100, 20, sender=roles.owner)
    policy.withdraw_announcement(0, sender=roles.owner)
    policy.set_fees(0, 0, sender=roles.owner)
    policy.pause_entries(sender=roles.guardian)
    policy.distribute(sender=roles.anyone)
    world.index.registry.set_status(asset, 3, sender=roles.owner)
    policy.retire(asset, sender=roles.owner)
    vault.redeem_in_kind(vault.balanceOf(roles.holder) // 3, roles.holder, roles.holder, sender=roles.holder)
    assert audit(invested).clean
    records = read_events(invested)
    assert asset not in rebuild(records).held
    assert rebuild(records).pots[asset] == vault.book(asset)[1] > 0
    told = [record.event for record in records if record.contract == "policy" and record.sequence is not None]
    assert told == [
        *("FeesSet", "FlowLimitSet", "SplitSet"),
        "FlowLimitSet",  # lifted for a rich fund
        *("FeesAnnounced", "AnnouncementWithdrawn", "FeesSet", "EntriesPaused", "Distributed", "AssetRetired"),
    ]


def test_gaps__event_left_out__named(invested: Index) -> None:
    records = read_events(invested)
    counts = stored_counts(invested)
    third = next(record for record in records if record.contract == "trader" and record.sequence == 3)
    last = max((record for record in records if record.contract == "vault"), key=lambda item: item.sequence or 0)
    found = gaps([record for record in records if record not in (third, last)], counts)
    assert [(gap.contract, gap.first, gap.last) for gap in found] == [
        ("vault", last.sequence, last.sequence),
        ("trader", 3, 3),
    ]


def test_rebuild__log_without_its_start__refused(invested: Index) -> None:
    records = read_events(invested)
    start = next(place for place, record in enumerate(records) if record.event == "LegTraded")
    with pytest.raises(KeeperError, match="takes more of asset 1 than the events before it brought"):
        rebuild(records[start:])


def test_audit__doctored_log__every_difference_named(invested: Index) -> None:
    records = read_events(invested)
    place = next(place for place, record in enumerate(records) if record.event == "LegTraded")
    fields = records[place].fields
    records[place] = replace(records[place], fields={**fields, "amount_out": fields["amount_out"] * 2})
    found = audit(invested, records)
    assert not found.clean
    assert set(found.differences) == {fields["asset"]}
    assert found.rebuilt_nav > found.nav


def test_audit__stale_feed__carried_and_named(world: World, invested: Index) -> None:
    rest = {name: price for name, price in prices(world).items() if name != "LINK"}
    world.advance_to(world.chain.now() + HEARTBEAT + 1, rest)
    found = audit(invested)
    assert found.clean
    assert found.unpriced == ("LINK",)


def test_audit__older_block__of_that_block(world: World, invested: Index) -> None:
    before = audit(invested)
    deposit(world, 1_000)
    assert audit(invested).nav > before.nav
    assert audit(invested, block=before.block) == before
