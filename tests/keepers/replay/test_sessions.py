"""Sessions of a real log: one transaction, steps, the sales of a settlement; what each traded and paid."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from keepers.chain import Index, Record, read, read_events
from keepers.execute import Sender
from keepers.execute.settlement import settle
from keepers.models import Decision
from keepers.replay import Session, sessions
from tests.contracts.auction.sale_room import SaleRoom
from tests.keepers.conftest import ask, decide_and_activate, prices
from world.market import World

HOUR = 3_600


def sale(world: World, index: Index, name: str, part: int) -> tuple[int, bool, int, int, int, int]:
    """A leg that sells one part in so many of what is held."""
    asset = index.book.by_id(world.asset(name).asset_id)
    amount = world.index.vault.book(asset.asset_id)[0] // part
    hop = int(asset.pools[0].address, 16) | ((asset.pools[0].token0 == asset.token) << 160)
    return (asset.asset_id, False, amount, 0, hop, 0)


def steps(world: World, index: Index, *legs: tuple[int, bool, int, int, int, int], close: bool = True) -> int:
    """A session with a step for each leg; its number."""
    trader, executor = world.index.trader, world.roles.executor
    number, deadline = trader.sessions() + 1, world.chain.now() + HOUR
    trader.open(read(index).active.epoch, number, deadline, sender=executor)
    for step, leg in enumerate(legs, start=1):
        trader.step(number, step, deadline, [leg], sender=executor)
    if close:
        trader.close(number, sender=executor)
    return number


def whole(index: Index) -> list[Session]:
    return sessions(read_events(index), index.book)


def lost(session: Session) -> int:
    """What NAV says the session cost; prices stand still."""
    assert session.nav_before is not None and session.nav_after is not None
    return session.nav_before - session.nav_after


def test_sessions__one_transaction__all_legs_and_what_nav_lost(world: World, invested: Index) -> None:
    (found,) = whole(invested)
    legs = [record for record in read_events(invested) if record.event == "LegTraded"]
    assert (found.number, found.epoch, found.kind, found.legs) == (1, 1, "one transaction", len(legs))
    assert found.closed and found.sums_agree
    assert set(found.traded) == {leg.fields["asset"] for leg in legs}
    assert found.cost > 0
    assert abs(lost(found) - (found.cost - found.gained)) < 10 * len(legs)  # USD 1e-18, each worth is rounded down


def test_sessions__settlement__is_told_from_the_others(world: World, invested: Index, trading: Sender) -> None:
    ask(world, shares=20_000)
    settle(invested, trading)
    world.advance_to(world.chain.now() + HOUR, prices(world))
    (done,) = settle(invested, trading)
    closed = next(record.fields for record in done.records if record.event == "SessionClosed")
    _, found = whole(invested)
    assert (found.number, found.kind) == (2, "settlement")
    assert (found.turnover, found.cost) == (closed["turnover"], closed["cost"])
    assert found.sums_agree


def test_sessions__steps__are_one_session_with_the_sums_of_all(
    world: World, invested: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    decide_and_activate(world, invested, proposing, decision(False, 2))
    number = steps(world, invested, sale(world, invested, "BTC", 2), sale(world, invested, "LINK", 3))
    found = whole(invested)[-1]
    assert (found.number, found.epoch, found.kind) == (number, 2, "steps")
    assert (found.transactions, found.legs) == (2, 2)
    assert found.closed and found.sums_agree
    assert set(found.traded) == {world.asset("BTC").asset_id, world.asset("LINK").asset_id}
    assert abs(lost(found) - (found.cost - found.gained)) < 100


def test_sessions__opened_and_not_closed__what_its_steps_traded(
    world: World, invested: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    decide_and_activate(world, invested, proposing, decision(False, 2))
    number = steps(world, invested, sale(world, invested, "BTC", 2), close=False)
    found = whole(invested)[-1]
    assert (found.number, found.kind, found.closed, found.nav_after) == (number, "steps", False, None)
    assert found.turnover == sum(found.traded.values()) > 0
    assert found.sums_agree


def test_sessions__opened_without_a_trade__is_none(world: World, invested: Index) -> None:
    steps(world, invested)
    assert len(whole(invested)) == 1


def test_sessions__bid_in_an_auction__is_a_row_of_its_own(
    world: World, invested: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    decide_and_activate(world, invested, proposing, decision(False, 2))
    room = SaleRoom(world, world.roles.anyone, prices(world))
    room.supply(room.bidder)
    room.approve(room.bidder)
    room.open("BTC", "LINK")
    room.wait(600)
    fills = [room.filled(room.bid(name)) for name in ("BTC", "LINK")]
    _, *found = whole(invested)
    assert [(row.number, row.epoch, row.kind, row.legs) for row in found] == [(0, 2, "auction", 1)] * 2
    for row, fill in zip(found, fills, strict=True):
        asset = invested.book.by_id(fill.asset)
        price = prices(world)[asset.provider_id]
        given, got = fill.given * price / 10**asset.decimals, fill.owed / 10**6
        assert row.turnover == row.traded[fill.asset] == pytest.approx(given * 10**18, rel=1e-6)
        assert (row.cost - row.gained) / 10**18 == pytest.approx(given - got, abs=1e-3)


@pytest.mark.parametrize("name", ["turnover", "cost"])
def test_sessions__sum_off_by_the_last_unit__does_not_agree(invested: Index, name: str) -> None:
    def doctored(record: Record) -> Record:
        if record.event != "SessionClosed":
            return record
        return replace(record, fields={**record.fields, name: record.fields[name] + 1})

    (found,) = sessions([doctored(record) for record in read_events(invested)], invested.book)
    assert not found.sums_agree
