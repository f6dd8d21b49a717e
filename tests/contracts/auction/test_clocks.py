"""When anyone may open auctions: the keeper's last work, the distance to target, and a keeper that was stopped."""

import random
from dataclasses import dataclass, field

import pytest

from tests.conftest import reverts
from tests.contracts.auction.conftest import TARGET
from tests.contracts.auction.sale_room import DAY, HOUR, SaleRoom

FORTNIGHT = 14 * DAY
ZERO = "0x" + "00" * 20
NEAR_SLOT = 3  # of the house: when the fund was last reported near


def until(room: SaleRoom, moment: int) -> None:
    """Feeds are fresh at that moment, and the next block may be it."""
    room.wait(moment - room.chain.now())


def report(room: SaleRoom) -> int:
    """By somebody; since when the fund is far."""
    room.house.report_distance(sender=room.world.roles.other_holder)
    return int(room.house.far_since())


# --- the keeper's last work ------------------------------------------------------------------------------------------


def test_age__a_second_before_a_fortnight__only_the_executor(leaving: SaleRoom, anyone: str) -> None:
    assert leaving.house.silent_at() == leaving.strategy.changed_at() + FORTNIGHT
    until(leaving, leaving.house.silent_at() - 2)
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
    assert [event.by for event in events] == [anyone] * 4
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


def test_age__of_decisions_to_hold__goes_on_while_the_fund_is_far(leaving: SaleRoom, anyone: str) -> None:
    """A thief of the proposer's key who decides every day keeps nobody from selling."""
    due = leaving.house.silent_at()
    for _ in range(3):
        until(leaving, leaving.chain.now() + 4 * DAY)
        leaving.decide(bull=False, DAI=100_000)
    assert leaving.house.silent_at() == due
    until(leaving, due)
    leaving.open("BTC", sender=anyone)
    leaving.decide(bull=False, DAI=100_000)
    leaving.bid("BTC", 0.1)


def test_age__holds_of_a_fund_on_target__begin_it_again(room: SaleRoom) -> None:
    """No session is needed: a report that the fund is near is enough."""
    for _ in range(3):
        room.wait(7 * DAY)
        room.decide(**TARGET)
        assert report(room) == 0
        assert room.house.near_at() == room.chain.now()
    assert room.house.silent_at() == room.strategy.active().activated_at + FORTNIGHT


def test_age__near_without_a_decision__does_not_begin_it_again(room: SaleRoom) -> None:
    decided = room.strategy.active().activated_at
    for _ in range(3):
        room.wait(4 * DAY)
        assert report(room) == 0
    assert room.house.silent_at() == decided + FORTNIGHT


def test_age__proposals_alone_and_sessions_of_dust__do_not_stop_it(leaving: SaleRoom) -> None:
    until(leaving, leaving.strategy.active().activated_at + FORTNIGHT - HOUR)
    leaving.propose(bull=False, DAI=100_000)
    leaving.trade(BTC=-1_000)
    leaving.wait(HOUR)
    assert leaving.house.silent()


def test_age__a_session_that_ends_near__is_noted_by_the_trader(selling: SaleRoom) -> None:
    selling.trade(BTC=-20_000)
    assert selling.house.near_at() == selling.trader.near_at() == selling.chain.now()


def test_age__owner_chose_another__counts(leaving: SaleRoom, owner: str) -> None:
    leaving.strategy.set_silence(7 * DAY, 28 * DAY, sender=owner)
    until(leaving, leaving.strategy.active().activated_at + 7 * DAY - 2)
    assert not leaving.house.silent()
    leaving.wait(2)
    assert leaving.house.silent()


# --- the distance to target ------------------------------------------------------------------------------------------


def keep_deciding(room: SaleRoom, days: int) -> None:
    """A keeper who moves the targets far every week, and trades dust every day."""
    for day in range(days):
        if day % 7 == 6:
            room.decide(bull=False, DAI=100_000 if day % 2 else 151_000)
        room.wait(DAY)
        room.trade(BTC=-150)


def test_distance__far_for_a_fortnight__anyone_whatever_the_keeper_pretends(leaving: SaleRoom, anyone: str) -> None:
    leaving.strategy.set_limits(200_000, 200_000, 3, sender=leaving.world.roles.owner)
    since = report(leaving)
    assert since == leaving.chain.now()
    keep_deciding(leaving, 12)
    assert not leaving.house.silent()
    assert report(leaving) == since
    until(leaving, since + FORTNIGHT)
    assert leaving.chain.now() - leaving.strategy.changed_at() < FORTNIGHT
    assert leaving.house.silent()
    leaving.open("BTC", sender=anyone)


def test_distance__nobody_reported__no_clock_runs(leaving: SaleRoom) -> None:
    leaving.strategy.set_limits(200_000, 200_000, 3, sender=leaving.world.roles.owner)
    keep_deciding(leaving, 15)
    assert not leaving.house.silent()


def test_distance__near_in_between__voids_the_clock(leaving: SaleRoom) -> None:
    report(leaving)
    leaving.wait(10 * DAY)
    leaving.decide(**TARGET)
    assert report(leaving) == 0
    leaving.decide(bull=False, DAI=100_000)
    again = report(leaving)
    assert again == leaving.chain.now()
    leaving.wait(FORTNIGHT - 2 * HOUR)
    assert not leaving.house.silent()


def test_distance__a_session_that_ends_near__voids_the_clock(leaving: SaleRoom) -> None:
    """The report of the minute between an activation and its trade: nobody has to report that it is over."""
    assert report(leaving) != 0
    leaving.trade(BTC=-290_000, ETH=-290_000, LINK=-48_000)
    assert leaving.house.far_since() == 0


def test_distance__near_when_it_is_opened__is_no_silence_although_the_clock_ran(leaving: SaleRoom, anyone: str) -> None:
    since = report(leaving)
    leaving.wait(13 * DAY - 7 * HOUR)
    leaving.decide(**TARGET)
    until(leaving, since + FORTNIGHT)
    assert leaving.house.far_since() == since
    assert not leaving.house.silent()
    with reverts("auction: only executor"):
        leaving.open("BTC", sender=anyone)


def test_distance__decision_of_less_than_two_days__is_no_silence(leaving: SaleRoom, anyone: str) -> None:
    """Whatever the clock says: the keeper has two days to trade toward targets that moved far."""
    leaving.strategy.set_limits(200_000, 200_000, 3, sender=leaving.world.roles.owner)
    since = report(leaving)
    leaving.wait(13 * DAY)
    leaving.decide(bull=False, DAI=300_000)
    changed_at = leaving.strategy.changed_at()
    until(leaving, since + FORTNIGHT)
    assert leaving.house.far_since() == since
    assert not leaving.house.silent()
    assert leaving.house.silent_at() == changed_at + 2 * DAY
    until(leaving, changed_at + 2 * DAY)
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
    for sequence in (2, 3):  # every report that it is near moves the time of it
        receipt = leaving.house.report_distance(sender=anyone)
        (event,) = leaving.house.events(receipt, "DistanceReported")
        assert (event.far_since, event.sequence) == (0, sequence)


def test_report__far_in_the_second_of_a_near_close__is_void(leaving: SaleRoom, executor: str) -> None:
    """Within one block nobody can tell which came last, so the clock does not run; the next report starts it."""
    near_at = leaving.chain.now() + 60
    slot = leaving.house.address, hex(NEAR_SLOT)
    leaving.chain.rpc("anvil_setStorageAt", *slot, "0x" + near_at.to_bytes(32, "big").hex())
    assert leaving.house.near_at() == near_at
    with leaving.chain.one_block(near_at):
        leaving.house.report_distance(sender=executor)
    assert (leaving.house.far_since(), leaving.house.sequence()) == (0, 0)
    leaving.wait(60)
    assert report(leaving) == leaving.chain.now()


def test_report__a_large_asset_without_a_price__reverts_and_a_small_one_does_not(leaving: SaleRoom) -> None:
    leaving.prices.pop("PEPE")
    leaving.wait(2 * DAY)
    assert report(leaving) != 0
    leaving.prices.pop("LINK")
    leaving.wait(2 * DAY)
    with reverts("auction: no price"):
        report(leaving)


# --- a keeper that was stopped ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("stopped", ["executor", "proposer"])
def test_stopped__by_the_guardian__anyone_at_once(leaving: SaleRoom, guardian: str, anyone: str, stopped: str) -> None:
    with reverts("auction: only executor"):
        leaving.open("BTC", sender=anyone)
    if stopped == "executor":
        leaving.trader.stop_executor(sender=guardian)
    else:
        leaving.strategy.stop_proposer(sender=guardian)
    assert leaving.house.silent()
    leaving.open("BTC", sender=anyone)
    leaving.bid("BTC", 0.5)


@pytest.mark.parametrize("stopped", ["executor", "proposer"])
def test_stopped__owner_names_another__is_over(leaving: SaleRoom, owner: str, anyone: str, stopped: str) -> None:
    place = leaving.trader.set_executor if stopped == "executor" else leaving.strategy.set_proposer
    place(ZERO, sender=owner)
    assert leaving.house.silent()
    place(leaving.world.roles.manager, sender=owner)
    assert not leaving.house.silent()
    with reverts("auction: only executor"):
        leaving.open("BTC", sender=anyone)


def test_forced_safe_state__is_silence_at_once(room: SaleRoom, anyone: str) -> None:
    until(room, room.strategy.safe_state_at())
    room.strategy.force_safe_state(sender=anyone)
    assert room.house.silent()
    room.open("BTC", "DAI", sender=anyone)
    assert room.auction("DAI").remaining == room.balance("DAI") - 1


def test_keeper__back_after_the_safe_state__ends_the_silence(room: SaleRoom, anyone: str) -> None:
    until(room, room.strategy.safe_state_at())
    room.strategy.force_safe_state(sender=anyone)
    room.wait(7 * DAY)
    room.decide(**TARGET | {"BTC": 200_000})
    assert not room.house.silent()
    with reverts("auction: only executor"):
        room.open("BTC", sender=anyone)


# --- what stops no clock ---------------------------------------------------------------------------------------------


def test_pauses__of_the_guardian__do_not_stop_the_clocks(leaving: SaleRoom, guardian: str, anyone: str) -> None:
    since = report(leaving)
    leaving.world.index.policy.pause_entries(sender=guardian)
    leaving.wait(7 * DAY)
    leaving.world.index.policy.pause_entries(sender=guardian)
    assert report(leaving) == since
    until(leaving, since + FORTNIGHT + HOUR)
    leaving.world.index.policy.pause_entries(sender=guardian)
    assert leaving.house.silent()
    leaving.open("BTC", sender=anyone)
    leaving.bid("BTC", 0.5)


# --- a model ---------------------------------------------------------------------------------------------------------


@dataclass
class Clocks:
    """The rule in plain Python: every sight of the fund and every decision, in order; silence from the whole list."""

    sights: list[tuple[int, bool]] = field(default_factory=list)  # when, near; reports of far, and every near
    changed_at: int = 0
    decided_at: int = 0

    @property
    def near_at(self) -> int:
        return max((at for at, near in self.sights if near), default=0)

    @property
    def far_since(self) -> int:
        return min((at for at, near in self.sights if not near and at > self.near_at), default=0)

    def silent(self, now: int, far: bool) -> bool:
        acted_at = max(self.changed_at, min(self.decided_at, self.near_at))
        if now >= acted_at + FORTNIGHT:
            return True
        far_long = self.far_since != 0 and now >= self.far_since + FORTNIGHT
        return far_long and far and now >= self.changed_at + 2 * DAY


@pytest.mark.parametrize("seed", range(3))
def test_clocks__any_weeks__are_the_models(room: SaleRoom, owner: str, seed: int) -> None:
    """Reports at any time, also between an activation and its trade; sessions near or far; holds and changes."""
    lots = random.Random(seed)
    room.strategy.set_limits(200_000, 600_000, 6, sender=owner)
    room.world.lift_flow_limit()
    model = Clocks(changed_at=room.strategy.changed_at(), decided_at=room.strategy.active().activated_at)
    model.sights.append((room.house.near_at(), True))
    targets = [{"DAI": 100_000}, {"DAI": 300_000}]
    room.decide(bull=False, **targets[0])
    model.changed_at = model.decided_at = room.chain.now()
    for _ in range(14):
        distance, nav = room.house.distance()
        far = distance * 20 > nav
        move = lots.choice(["report", "report", "hold", "change", "trade", "wait", "wait"])
        if move == "report":
            report(room)
            model.sights.append((room.chain.now(), not far))
        elif move in ("hold", "change"):
            if move == "change":
                targets.reverse()
            room.decide(bull=False, **targets[0])
            model.decided_at = room.chain.now()
            if move == "change":
                model.changed_at = room.chain.now()
        elif move == "trade" and far:
            names = [name for name in ("BTC", "ETH", "LINK") if room.value(name) > 10_000]
            room.trade(**{name: -0.6 * room.value(name) for name in names} or {"DAI": room.value("DAI") * -0.1})
            distance, nav = room.house.distance()
            if distance * 20 <= nav:
                model.sights.append((room.chain.now(), True))
        else:
            room.wait(lots.randint(1, 6) * DAY)
        distance, nav = room.house.distance()
        assert (room.house.near_at(), room.house.far_since()) == (model.near_at, model.far_since)
        assert room.house.silent() == model.silent(room.chain.now(), distance * 20 > nav), move


def test_thief__far_reported_in_every_gap__gains_no_second_budget(leaving: SaleRoom, anyone: str) -> None:
    """What cost 295.7 bps in 2.1 hours: a report between activation and trade, three healthy weeks, then the key."""
    room, owner = leaving, leaving.world.roles.owner
    assert report(room) != 0
    room.trade(BTC=-290_000, ETH=-290_000, LINK=-48_000)
    for _ in range(3):
        room.wait(7 * DAY)
        room.decide(bull=False, DAI=100_000)
        assert report(room) == 0
    room.strategy.set_limits(200_000, 600_000, 6, sender=owner)
    room.decide(bull=False, DAI=300_000)
    assert room.chain.now() == room.strategy.active().activated_at
    assert not room.house.silent()
    with reverts("auction: only executor"):
        room.open("DAI", sender=anyone)
