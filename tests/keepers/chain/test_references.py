"""What the keeper says a refresh would move is what the registry then moves."""

import pytest

from keepers.chain import Index
from keepers.chain.references import Reference, count_movable, read_due, read_movable, read_references
from tests.contracts.listings import IMPAIRED, VAULT_SHARES, Source, listing
from tests.keepers.conftest import prices
from world.feeds import HEARTBEAT
from world.market import World

DAY, WEEK = 86_400, 7 * 86_400
USD = 10**18


def ids(world: World, *names: str) -> tuple[int, ...]:
    return tuple(world.asset(name).asset_id for name in names)


def advance(world: World, seconds: int, **changed: float) -> None:
    world.advance_to(world.chain.now() + seconds, prices(world) | changed)


def test_read_movable__prices_where_they_were__nothing(world: World, index: Index) -> None:
    found = read_movable(index)
    assert found.ids == ()
    assert read_references(index, found) == ()
    assert (found.listed, found.sequence) == (world.index.registry.asset_count(), world.index.registry.sequence())


def test_read_movable__two_prices_changed__both_until_refreshed_and_again_a_day_later(
    world: World, index: Index
) -> None:
    advance(world, DAY, BTC=50_000, SOL=90)
    found = read_movable(index)
    assert found.ids == ids(world, "BTC", "SOL")
    everything = range(1, found.listed + 1)
    assert count_movable(index, everything, "latest") == 2
    bitcoin, solana = read_references(index, found)
    kept = world.index.registry.asset(found.ids[0])
    assert bitcoin == Reference(found.ids[0], "BTC", kept.reference, 0, 50_000 * USD, kept.refreshed_at)
    assert (solana.symbol, solana.price) == ("SOL", 90 * USD)

    world.index.registry.refresh(list(everything), sender=world.roles.anyone)
    assert read_movable(index).ids == ()
    assert read_movable(index, found.block) == found  # at its block it is as it was
    advance(world, DAY - 60, BTC=51_000, SOL=90)
    assert read_movable(index).ids == ()
    advance(world, 120, BTC=51_000, SOL=90)
    assert read_movable(index).ids == ids(world, "BTC", "SOL")[:1]


def test_read_movable__stable_impaired_stale_out_of_band__left_out(world: World, index: Index) -> None:
    changed = {name: price * 1.1 for name, price in prices(world).items() if not world.asset(name).market.stable}
    world.index.registry.set_status(world.asset("ETH").asset_id, IMPAIRED, sender=world.roles.guardian)
    del changed["LINK"]
    changed["SOL"] = 10_000.0
    world.advance_to(world.chain.now() + HEARTBEAT + 1, changed | {"DAI": 0.99})
    movable = set(read_movable(index).ids)
    assert movable == {world.asset(name).asset_id for name in changed} - set(ids(world, "ETH", "SOL"))


@pytest.mark.parametrize("factor", [1.21, 0.79])
def test_read_due__a_fifth_from_its_reference__alone_of_all_that_would_move(
    world: World, index: Index, factor: float
) -> None:
    advance(world, 9 * DAY, BTC=42_000 * factor, SOL=90, ETH=2_300 * 1.19)
    assert len(read_movable(index).ids) == 3
    movable, (bitcoin,) = read_due(index)
    assert movable.ids == ids(world, "BTC") and bitcoin.strayed and not bitcoin.late(movable.timestamp)


def test_read_references__vault_shares_the_book_does_not_know__rate_and_when_it_was_taken(
    world: World, index: Index
) -> None:
    dai, registry = world.asset("DAI"), world.index.registry
    vault = world.chain.deploy("ShareVault", "Savings Dai", "sDAI", 18, world.roles.market, dai.token, 105 * 10**16)
    source = Source(vault, dai.feed.proxy, dai.feed.aggregator)
    terms = listing(source, kind=VAULT_SHARES, stable=True, heartbeat=HEARTBEAT)
    registry.list_asset(terms, sender=world.roles.owner)
    advance(world, DAY)
    found = read_movable(index)
    assert found.ids == (registry.asset_count(),)
    (shares,) = read_references(index, found)
    kept = registry.asset(found.ids[0])
    assert (shares.symbol, shares.rate, shares.moved_at) == ("", kept.rate, kept.rate_taken_at)
    assert kept.rate > 1.04 * USD
    registry.refresh(list(found.ids), sender=world.roles.anyone)
    advance(world, DAY)
    movable, (again,) = read_due(index)  # a rate is taken by date, however little it moved
    assert again.moved_at > shares.moved_at == kept.refreshed_at
    assert not again.strayed and not again.late(movable.timestamp)
    assert not again.late(again.moved_at + WEEK - 1) and again.late(again.moved_at + WEEK)
