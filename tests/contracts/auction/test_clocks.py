"""When anyone may open auctions: the age of the decision, and the distance to target; what stops neither clock."""

import pytest

from tests.conftest import reverts
from tests.contracts.auction.conftest import TARGET
from tests.contracts.auction.sale_room import DAY, HOUR, SaleRoom

FORTNIGHT = 14 * DAY


def until(room: SaleRoom, moment: int) -> None:
    """Feeds are fresh at that moment, and the next block may be it."""
    room.wait(moment - room.chain.now())


def report(room: SaleRoom) -> int:
    """By somebody; since when the fund is far."""
    room.house.report_distance(sender=room.world.roles.other_holder)
    return int(room.house.far_since())


# --- the age of the decision -----------------------------------------------------------------------------------------


def test_age__a_second_before_a_fortnight__only_the_executor(leaving: SaleRoom, anyone: str) -> None:
    until(leaving, leaving.strategy.active().activated_at + FORTNIGHT - 2)
    assert not leaving.house.silent()
    assert leaving.house.workable() == []
    with reverts("auction: only executor"):
        leaving.open("BTC", sender=anyone)


def test_age__of_a_fortnight__anyone(leaving: SaleRoom, anyone: str) -> None:
    until(leaving, leaving.strategy.active().activated_at + FORTNIGHT)
    assert leaving.house.silent()
    away = [leaving.id(name) for name in ("BTC", "ETH", "LINK", "PEPE")]
    assert sorted(leaving.house.workable()) == sorted(away)
    receipt = leaving.house.open(leaving.house.workable(), sender=anyone)
    events = leaving.house.events(receipt, "AuctionOpened")
    assert [(event.fallback, event.by) for event in events] == [(True, anyone)] * 4
    assert leaving.house.workable() == []
    leaving.wait(HOUR)
    assert sorted(leaving.house.workable()) == sorted(away)


def test_age__what_is_workable__includes_purchases_of_what_is_not_held(room: SaleRoom) -> None:
    room.decide(bull=False, DAI=400_000, USDT=200_000)
    room.wait(FORTNIGHT)
    assert room.id("USDT") in room.house.workable()
    room.open("USDT", "BTC", sender=room.bidder)
    room.bid("BTC")
    room.bid("USDT", 1_000)
    assert room.balance("USDT") == 1_000 * 10**6


def test_age__of_a_decision_to_hold__begins_again(leaving: SaleRoom, anyone: str) -> None:
    until(leaving, leaving.strategy.active().activated_at + FORTNIGHT - HOUR)
    leaving.decide(bull=False, DAI=100_000)
    leaving.wait(HOUR)
    assert not leaving.house.silent()


def test_age__proposals_alone_and_sessions__do_not_stop_it(leaving: SaleRoom) -> None:
    until(leaving, leaving.strategy.active().activated_at + FORTNIGHT - HOUR)
    leaving.propose(bull=False, DAI=100_000)
    leaving.trade(BTC=-1_000)
    leaving.wait(HOUR)
    assert leaving.house.silent()


def test_age__owner_chose_another__is_his(leaving: SaleRoom, owner: str) -> None:
    leaving.strategy.set_silence(7 * DAY, 28 * DAY, sender=owner)
    until(leaving, leaving.strategy.active().activated_at + 7 * DAY - 2)
    assert not leaving.house.silent()
    leaving.wait(2)
    assert leaving.house.silent()


# --- the distance to target ------------------------------------------------------------------------------------------


def keep_deciding(room: SaleRoom, days: int) -> None:
    """A keeper who decides every week to hold and trades dust every day."""
    for day in range(days):
        if day % 7 == 6:
            room.decide(bull=False, DAI=100_000)
        room.wait(DAY)
        room.trade(BTC=-150)


def test_distance__far_for_a_fortnight__anyone_whatever_the_keeper_pretends(leaving: SaleRoom, anyone: str) -> None:
    since = report(leaving)
    assert since == leaving.chain.now()
    keep_deciding(leaving, 13)
    assert not leaving.house.silent()
    assert report(leaving) == since
    until(leaving, since + FORTNIGHT)
    assert leaving.chain.now() - leaving.strategy.active().activated_at < FORTNIGHT
    assert leaving.house.silent()
    leaving.open("BTC", sender=anyone)
    assert leaving.auction("BTC").fallback


def test_distance__nobody_reported__no_clock_runs(leaving: SaleRoom) -> None:
    keep_deciding(leaving, 15)
    assert not leaving.house.silent()


def test_distance__near_in_between__voids_the_clock(leaving: SaleRoom, anyone: str) -> None:
    report(leaving)
    leaving.wait(10 * DAY)
    leaving.decide(**TARGET)
    assert report(leaving) == 0
    leaving.decide(bull=False, DAI=100_000)
    again = report(leaving)
    assert again == leaving.chain.now()
    leaving.wait(FORTNIGHT - 2 * HOUR)
    leaving.decide(bull=False, DAI=100_000)
    assert not leaving.house.silent()


def test_distance__near_when_it_is_opened__is_no_silence_although_the_clock_ran(leaving: SaleRoom, anyone: str) -> None:
    since = report(leaving)
    keep_deciding(leaving, 13)
    leaving.decide(**TARGET)
    until(leaving, since + FORTNIGHT)
    assert leaving.house.far_since() == since
    assert not leaving.house.silent()
    with reverts("auction: only executor"):
        leaving.open("BTC", sender=anyone)


@pytest.mark.parametrize(("points", "far"), [(4.9, False), (5.2, True)])
def test_distance__the_bound__is_5_percent_of_nav(room: SaleRoom, points: float, far: bool) -> None:
    distance, nav = room.house.distance()
    assert distance * 200 < nav
    half = round((points / 100 - distance / nav) * 1_000_000 / 2)
    room.decide(**TARGET | {"BTC": TARGET["BTC"] - half, "DAI": TARGET["DAI"] - half, "USDT": half})
    distance, nav = room.house.distance()
    assert abs(distance / nav - points / 100) < 0.001
    assert (report(room) != 0) == far


def test_report__is_logged_when_it_changes_something(leaving: SaleRoom, anyone: str) -> None:
    distance, nav = leaving.house.distance()
    receipt = leaving.house.report_distance(sender=anyone)
    (event,) = leaving.house.events(receipt, "DistanceReported")
    assert (event.distance, event.nav, event.far_since, event.by) == (distance, nav, leaving.chain.now(), anyone)
    assert event.sequence == leaving.house.sequence() == 1
    receipt = leaving.house.report_distance(sender=anyone)
    assert leaving.house.events(receipt, "DistanceReported") == []
    leaving.wait(7 * DAY)
    leaving.decide(**TARGET)
    receipt = leaving.house.report_distance(sender=anyone)
    (event,) = leaving.house.events(receipt, "DistanceReported")
    assert (event.far_since, event.sequence) == (0, 2)


def test_report__a_large_asset_without_a_price__reverts_and_a_small_one_does_not(leaving: SaleRoom) -> None:
    leaving.prices.pop("PEPE")
    leaving.wait(2 * DAY)
    assert report(leaving) != 0
    leaving.prices.pop("LINK")
    leaving.wait(2 * DAY)
    with reverts("auction: no price"):
        report(leaving)


# --- what stops neither ----------------------------------------------------------------------------------------------


def test_pauses__of_the_guardian__do_not_stop_the_clocks(leaving: SaleRoom, guardian: str, anyone: str) -> None:
    since = report(leaving)
    leaving.world.index.policy.pause_entries(sender=guardian)
    leaving.wait(7 * DAY)
    leaving.world.index.policy.pause_entries(sender=guardian)
    assert report(leaving) == since
    until(leaving, since + FORTNIGHT)
    leaving.world.index.policy.pause_entries(sender=guardian)
    assert leaving.house.silent()
    leaving.open("BTC", sender=anyone)
    leaving.bid("BTC", 0.5)


def test_executor__named_nobody__leaves_the_fallback(leaving: SaleRoom, owner: str, anyone: str) -> None:
    leaving.trader.set_executor("0x" + "00" * 20, sender=owner)
    leaving.wait(FORTNIGHT)
    leaving.open("BTC", sender=anyone)
    leaving.bid("BTC", 0.5)


def test_forced_safe_state__is_silence_at_once(room: SaleRoom, anyone: str) -> None:
    room.wait(28 * DAY)
    room.strategy.force_safe_state(sender=anyone)
    assert room.house.silent()
    room.open("BTC", "DAI", sender=anyone)
    assert room.auction("DAI").left == room.balance("DAI") - 1


def test_keeper__back_after_the_safe_state__ends_the_fallback(room: SaleRoom, anyone: str) -> None:
    room.wait(28 * DAY)
    room.strategy.force_safe_state(sender=anyone)
    room.wait(7 * DAY)
    room.decide(**TARGET)
    assert not room.house.silent()
    with reverts("auction: only executor"):
        room.open("BTC", sender=anyone)
