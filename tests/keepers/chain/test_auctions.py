"""The auction house and the clocks as the keeper reads them: the contract's prices, its rules, to the second."""

from collections.abc import Callable

import pytest

from keepers.chain import Index, gaps, read, read_events, stored_counts
from keepers.chain.auctions import UNIT, House, factor_after, read_auction, read_house
from keepers.chain.silence import Clocks, read_clocks
from keepers.execute import Sender
from keepers.execute.actions import activate, propose, rebalance
from keepers.models import Decision
from tests.conftest import reverts
from tests.contracts.auction.price_model import rounded_factor, rounded_usdc
from tests.keepers.conftest import DAY, deposit, later, prices, supply
from world.feeds import HEARTBEAT
from world.market import World

HOUR, FORTNIGHT, MONTH = 3_600, 14 * DAY, 28 * DAY


def until(world: World, moment: int) -> None:
    """A block at that moment, feeds are fresh."""
    world.advance_to(moment, prices(world))


def clocks_now(index: Index) -> Clocks:
    return read_clocks(index, read(index))


def lots_of(house: House) -> dict[str, bool]:
    """Symbol -> whether the fund would buy."""
    return {lot.asset.symbol: lot.buy for lot in house.lots}


@pytest.mark.parametrize("buy", [False, True])
@pytest.mark.parametrize("slippage_bps", [0, 100, 400, 500])
def test_factor_after__every_half_minute_of_the_hour__is_the_rules(slippage_bps: int, buy: bool) -> None:
    for elapsed in (*range(0, HOUR, 29), HOUR - 1):
        assert factor_after(elapsed, slippage_bps, buy) == rounded_factor(elapsed, slippage_bps, buy=buy)


def test_read_house__no_decision__nothing_and_no_clock(index: Index) -> None:
    house = read_house(index)
    assert (house.auctions, house.lots, house.by) == ((), (), "executor")
    assert (house.clocks.epoch, house.clocks.anyone_at, house.clocks.safe_state_at) == (0, None, None)
    assert not house.clocks.report_due and not house.clocks.safe_state_workable


def test_read_house__lots__are_what_opening_them_opens(world: World, bear: Index) -> None:
    house = read_house(bear)
    assert house.by == "executor" and not house.auctions
    assert not lots_of(house)["BTC"] and lots_of(house)["USDT"]
    ids = [lot.asset.asset_id for lot in house.lots]
    assert set(ids) >= set(world.index.vault.held())
    receipt = world.index.auctions.open(ids, sender=world.roles.executor)
    opened = world.index.auctions.events(receipt, "AuctionOpened")
    assert [(event.asset, event.buy, event.amount) for event in opened] == [
        (lot.asset.asset_id, lot.buy, lot.amount) for lot in house.lots
    ]
    after = read_house(bear)
    assert not after.lots
    assert [(auction.asset.asset_id, auction.remaining) for auction in after.auctions] == [
        (lot.asset.asset_id, lot.amount) for lot in house.lots
    ]
    assert after.sequence == house.sequence + len(ids)


@pytest.mark.parametrize(("symbol", "buy"), [("BTC", False), ("SHIB", False), ("USDT", True)])
def test_read_auction__price_at_any_moment__is_what_a_bid_pays(
    world: World, bear: Index, symbol: str, buy: bool
) -> None:
    asset = next(known for known in bear.book.assets if known.symbol == symbol)
    house, number = world.index.auctions, asset.asset_id
    house.open([number], sender=world.roles.executor)
    for seconds in (1, 299, 601, 1_800):
        later(world, seconds)
        block, auction = read_auction(bear, asset)
        assert auction.live and auction.buy == buy
        given, owed = house.preview_bid.call(number, auction.remaining, block=hex(block))
        cash_price = world.index.registry.quote(1) & (2**128 - 1)
        expected = rounded_usdc(
            auction.remaining, asset.decimals, auction.quote.price, cash_price, auction.factor, buy=buy
        )
        assert (given if buy else owed) == expected
    assert (auction.factor < auction.end_factor) == buy
    assert auction.end_factor == factor_after(HOUR - 1, auction.quote.slippage_bps, buy)
    later(world, HOUR)
    assert not read_auction(bear, asset)[1].live


def test_clocks__age_of_the_decision__to_the_second(world: World, bear: Index, anyone: str) -> None:
    clocks = clocks_now(bear)
    assert clocks.anyone_at == clocks.activated_at + FORTNIGHT
    assert clocks.safe_state_at == clocks.activated_at + MONTH
    until(world, clocks.anyone_at - 2)
    assert not clocks_now(bear).silent
    with reverts("auction: only executor"):
        world.index.auctions.open([4], sender=anyone)  # a second later: one to go
    until(world, clocks.anyone_at)
    assert clocks_now(bear).silent
    assert read_house(bear).by == "anyone"
    world.index.auctions.open([4], sender=anyone)

    until(world, clocks.safe_state_at - 2)
    assert not clocks_now(bear).safe_state_workable
    with reverts("strategy: not silent"):
        world.index.strategy.force_safe_state(sender=anyone)
    until(world, clocks.safe_state_at)
    assert clocks_now(bear).safe_state_workable
    world.index.strategy.force_safe_state(sender=anyone)
    forced = clocks_now(bear)
    assert forced.forced and forced.silent and forced.safe_state_at is None
    assert forced.anyone_at == forced.activated_at


def test_clocks__owner_chose_other_lengths__they_are_his(world: World, bear: Index) -> None:
    world.index.strategy.set_silence(7 * DAY, 21 * DAY, sender=world.roles.owner)
    clocks = clocks_now(bear)
    assert clocks.anyone_at == clocks.activated_at + 7 * DAY
    assert clocks.safe_state_at == clocks.activated_at + 21 * DAY


def test_clocks__distance__due_reported_and_void(world: World, bear: Index, trading: Sender, anyone: str) -> None:
    house = world.index.auctions
    clocks = clocks_now(bear)
    assert clocks.far and clocks.report_due and not clocks.far_since
    assert (clocks.distance, clocks.nav) == tuple(house.distance())
    house.report_distance(sender=anyone)
    reported = clocks_now(bear)
    assert reported.far_since == house.far_since() == reported.timestamp and not reported.report_due
    # The other clock began earlier, when the decision was activated.
    assert reported.anyone_at == clocks.anyone_at

    rebalance(bear, trading)
    near = clocks_now(bear)
    assert (near.far, near.far_since, near.report_due) == (False, 0, False)
    assert near.near_at == house.near_at() == near.timestamp and near.anyone_at == clocks.anyone_at
    later(world, 7 * DAY)
    assert clocks_now(bear).report_due
    house.report_distance(sender=anyone)
    again = clocks_now(bear)
    assert again.near_at == again.timestamp and not again.report_due


def test_clocks__far_under_weekly_decisions__anyone_by_the_distance_to_the_second(
    world: World, bear: Index, proposing: Sender, decision: Callable[..., Decision], anyone: str
) -> None:
    world.index.auctions.report_distance(sender=anyone)
    since = world.chain.now()
    for seed in (3, 4):
        later(world, 6 * DAY)
        done = propose(bear, proposing, decision(False, seed))
        until(world, done.event.fields["activates_at"])
        activate(bear, proposing)
    clocks = clocks_now(bear)
    assert clocks.anyone_at == since + FORTNIGHT < clocks.activated_at + FORTNIGHT
    until(world, clocks.anyone_at - 1)
    assert not clocks_now(bear).silent
    until(world, clocks.anyone_at)
    assert clocks_now(bear).silent


def test_house__why_not__says_of_each_what_holds_it(world: World, bear: Index) -> None:
    assets = {asset.symbol: asset for asset in bear.book.assets}
    house = read_house(bear)
    assert house.why_not(assets["BTC"]) == ""
    assert house.why_not(assets["USDC"]) == "it is what the others are sold for"
    world.index.auctions.open([assets["BTC"].asset_id], sender=world.roles.executor)
    world.index.registry.set_status(assets["USDT"].asset_id, 2, sender=world.roles.guardian)
    rest = {name: price for name, price in prices(world).items() if name != "LINK"}
    world.advance_to(world.chain.now() + 600, rest)
    house = read_house(bear)
    assert house.why_not(assets["BTC"]) == "it has a live auction: bid for it, or wait for its end"
    assert house.why_not(assets["USDT"]) == "it is to be bought, and the registry allows only sales of it"
    world.advance_to(world.chain.now() + HEARTBEAT, rest)
    assert " s ago, its heartbeat is " in read_house(bear).why_not(assets["LINK"])


def test_house__why_not__paused_near_and_neither_held_nor_a_target(world: World, invested: Index) -> None:
    assets = {asset.symbol: asset for asset in invested.book.assets}
    house = read_house(invested)
    assert house.why_not(assets["ETH"]) == "it is at its target, or nearer than a trade is worth"
    assert house.why_not(assets["DAI"]) == "it is neither held nor a target"
    deposit(world, 50_000)
    assert lots_of(read_house(invested))["ETH"]
    world.index.policy.pause_entries(sender=world.roles.guardian)
    assert read_house(invested).why_not(assets["ETH"]) == "it is to be bought, and entries are paused"


def test_log__auctions__numbered_events_and_their_gaps(world: World, bear: Index, anyone: str) -> None:
    house = world.index.auctions
    house.report_distance(sender=anyone)
    house.open([4], sender=world.roles.executor)
    supply(world, anyone)
    world.usdc.approve(house, 2**256 - 1, sender=anyone)
    house.bid(4, 10**6, 2**256 - 1, anyone, 2**40, b"", sender=anyone)
    records, counts = read_events(bear), stored_counts(bear)
    ours = [record for record in records if record.contract == "auctions"]
    assert [record.event for record in ours] == ["DistanceReported", "AuctionOpened", "AuctionFilled"]
    assert ours[-1].fields["factor"] > UNIT
    assert gaps(records, counts) == []
    (gap,) = gaps([record for record in records if record is not ours[1]], counts)
    assert (gap.contract, gap.first, gap.last) == ("auctions", 2, 2)
