"""Sessions of a real log: alone, and the sales of a settlement; what each traded and paid."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from keepers.chain import Index, Record, read_events
from keepers.execute import Sender
from keepers.execute.settlement import settle
from keepers.models import Decision
from keepers.replay import Session, sessions
from tests.contracts.auction.sale_room import SaleRoom
from tests.keepers.conftest import ask, decide_and_activate, prices
from world.market import World

HOUR = 3_600


def whole(index: Index) -> list[Session]:
    return sessions(read_events(index), index.book)


def lost(session: Session) -> int:
    """What NAV says the session cost; prices stand still."""
    assert session.nav_before is not None and session.nav_after is not None
    return session.nav_before - session.nav_after


def test_sessions__alone__all_legs_and_what_nav_lost(world: World, invested: Index) -> None:
    (found,) = whole(invested)
    legs = [record for record in read_events(invested) if record.event == "LegTraded"]
    assert (found.number, found.epoch, found.kind, found.legs) == (1, 1, "session", len(legs))
    assert found.sums_agree
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
        given, got = fill.asset_amount * price / 10**asset.decimals, fill.cash_amount / 10**6
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
