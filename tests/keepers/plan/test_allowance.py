"""What a plan may lose: every session of every plan held to the contract's rules by a model of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given

from keepers.plan import Budget, PlannedLeg, Situation, make_plan, plan_settlement, sessions
from tests.keepers.plan.markets import USD, after, position, situation, situations

UNIT = 10**8


@dataclass
class Session:
    """What the trader sees of one, USD 18 decimals."""

    nav: int
    distance: int
    departing: int
    """Value at its open of what is no target."""
    lost: int = 0
    tolerated: int = 0
    turnover: int = 0
    exited: int = 0
    risk: bool = False


def run(start: Situation, planned: Iterable[Iterable[PlannedLeg]]) -> list[Session]:
    """Every session as it opens on what the one before left."""
    everything = {item.asset_id: item for item in (start.cash, *start.positions)}
    values = {number: item.value for number, item in everything.items()}
    wanted = {number: start.target_value(item) for number, item in everything.items()}
    unwanted = {number for number, item in everything.items() if number != 1 and not item.target_ppm}
    found = []
    for legs in planned:
        distance = sum(abs(values[number] - wanted[number]) for number in values) // 2
        session = Session(sum(values.values()), distance, sum(values[number] for number in unwanted))
        for leg in legs:
            loss, item = max(leg.cost, 0), everything[leg.asset_id]
            session.lost += loss
            session.turnover += leg.value
            if not leg.buy and leg.asset_id in unwanted:
                session.exited += leg.value
                session.tolerated += loss if loss * 10_000 <= leg.value * (item.deviation_bps + 30) else 0
            session.risk = session.risk or (leg.buy and not item.stable)
            change = leg.value if leg.buy else -leg.value
            values[leg.asset_id] += change - (leg.cost if leg.buy else 0)
            values[1] -= change + (0 if leg.buy else leg.cost)
        found.append(session)
    return found


def held_to(start: Situation, planned: tuple[tuple[PlannedLeg, ...], ...]) -> None:
    """As lib/trader/loss_budget.vy and turnover_budget.vy count, in this order."""
    budget, spent, turnover = start.budget, 0, start.budget.turnover
    for session in run(start, planned):
        assert session.turnover - session.exited <= turnover
        turnover -= min(turnover, session.turnover)
        notional = session.distance + start.nav // 10_000
        assert (session.lost - session.tolerated) * 10_000 <= notional * budget.session_bps
        basis = min(session.nav, budget.basis or session.nav)
        lost = -(-session.lost * UNIT // basis) if session.lost else 0
        both = max(budget.week_derisking - spent, 0)
        reserve = min(budget.week_derisking - budget.week, both)
        allowed = both - reserve
        if not session.risk and session.turnover <= 2 * session.exited and session.departing:
            allowed += reserve * min(session.exited, session.departing) // session.departing
        assert session.lost == session.tolerated or lost <= allowed
        spent += lost


@given(situations())
def test_make_plan__any_budget__every_session_is_within(start: Situation) -> None:
    held_to(start, make_plan(start).sessions)


@given(situations())
def test_plan_settlement__any_budget__every_session_is_within(start: Situation) -> None:
    held_to(start, plan_settlement(start).sessions)


def test_make_plan__week_is_spent__only_what_loses_nothing() -> None:
    gains = position(2, value=10_000, premium_bps=100)
    held = [gains, *(position(asset, value=10_000) for asset in (3, 4))]
    plan = make_plan(situation(held, cash_ppm=1_000_000, budget=Budget(week=0, week_derisking=0)))
    assert [leg.asset_id for leg in plan.legs] == [2]
    assert [item.reason for item in plan.skipped] == ["the loss budget of the week has 0.00 USD left"] * 2


def test_make_plan__general_part_is_spent__the_way_out_goes_on() -> None:
    leaving = [position(asset, value=100_000, depth=10**9) for asset in range(2, 8)]
    stable = position(9, target_ppm=500_000, stable=True, depth=10**9)
    spent = Budget(week=0, week_derisking=1_000_000)
    plan = make_plan(situation([*leaving, stable], cash_ppm=500_000, budget=spent))
    assert [leg.buy for leg in plan.legs] == [False] * 6 + [True]
    assert plan.skipped == ()


def test_make_plan__general_part_is_spent__nothing_volatile_is_bought() -> None:
    leaving = [position(asset, value=100_000, depth=10**9) for asset in range(2, 8)]
    wanted = position(9, target_ppm=500_000)
    spent = Budget(week=0, week_derisking=1_000_000)
    plan = make_plan(situation([*leaving, wanted], cash_ppm=500_000, budget=spent))
    assert [leg.buy for leg in plan.legs] == [False] * 6
    assert [(item.asset_id, item.reason) for item in plan.skipped] == [
        (9, "the loss budget of the week has 0.00 USD left")
    ]


def test_make_plan__one_leg_loses_more_than_is_left__as_much_of_it_as_does_not() -> None:
    held = position(2, value=1_000_000, depth=20_000_000)
    start = situation([held], cash_ppm=1_000_000, budget=Budget(week=200_000, week_derisking=200_000))  # 20 bps
    plan = make_plan(start)
    (leg,) = plan.legs
    most = start.nav * 20 // 10_000
    assert most * 80 // 100 < leg.cost <= most * 95 // 100
    assert not leg.exit
    assert leg.note == (
        f"reduced to {leg.amount_in * 100 // held.balance} % of {held.balance - 1} raw units: "
        "the loss budget of the week has 1,900.00 USD left"
    )


@pytest.mark.parametrize("seed", range(6))
def test_make_plan__not_enough_for_all__leaves_what_costs_least_to_leave(seed: int) -> None:
    cheap = [position(asset, value=300_000, depth=10**9) for asset in (2, 3)]
    dear = [position(asset, value=20_000, depth=10**9, premium_bps=-100) for asset in range(4, 14)]
    little = Budget(week=340_000, week_derisking=340_000)  # 2,720 USD; all of them would lose 4,700
    start = situation([*cheap, *dear], cash_ppm=1_000_000, budget=little, decision_hash=bytes([seed]) * 32)
    plan = make_plan(start)
    whole = [leg.asset_id for leg in plan.legs if leg.exit]
    assert {2, 3} < set(whole)
    assert len(plan.legs) == len(whole) + 1
    assert plan.turnover > 620_000 * USD


def test_make_plan__sale_that_is_reduced__no_purchase_counts_on_what_it_does_not_bring() -> None:
    held = [position(2, value=1_000_000, depth=20_000_000)]
    bought = [position(asset, target_ppm=495_000) for asset in (3, 4)]
    start = situation([*held, *bought], budget=Budget(week=200_000, week_derisking=200_000))
    plan = make_plan(start)
    assert plan.legs[0].note.startswith("reduced to")
    assert after(start, plan).cash.balance >= 0


def test_make_plan__basis_is_smaller_than_nav__losses_count_against_it() -> None:
    held = [position(2, value=1_000_000, depth=20_000_000)]
    small = Budget(week=200_000, week_derisking=200_000, basis=100_000 * USD)
    (leg,) = make_plan(situation(held, cash_ppm=1_000_000, budget=small)).legs
    assert leg.cost <= 100_000 * USD * 20 // 10_000


def test_make_plan__nearly_on_target__says_what_a_session_so_near_may_lose() -> None:
    held = position(2, value=100_000, premium_bps=-120, depth=10**9)  # 150 bps below the oracle with its fee
    plan = make_plan(situation([held], cash_ppm=1_000_000, budget=Budget(session_bps=80)))
    (leg,) = plan.legs
    assert leg.note.endswith("raw units: a session so near its target may lose 760.08 USD")
    assert leg.cost <= 100_010 * USD * 76 // 10_000


@pytest.mark.parametrize("reductions", [0, 1])
@given(start=situations())
def test_make_plan__made_smaller_no_more__ends_within(reductions: int, start: Situation) -> None:
    """What does not fit after the last reduction may lose nothing at all, so that planning always ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "REDUCTIONS", reductions)
        held_to(start, make_plan(start).sessions)
        held_to(start, plan_settlement(start).sessions)


def test_make_plan__made_smaller_no_more__only_what_fits_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "REDUCTIONS", 0)
    held = [position(asset, value=100_000, depth=10**9) for asset in range(2, 12)]
    start = situation(held, cash_ppm=1_000_000, budget=Budget(week=100_000, week_derisking=100_000))  # a third
    plan = make_plan(start)
    assert 0 < len(plan.legs) < 4
    assert all(leg.exit for leg in plan.legs)
    held_to(start, plan.sessions)


def test_make_plan__reserve__handed_out_over_all_that_leaves_not_leg_by_leg() -> None:
    """The dear ones lose more than their own part of it, the cheap ones less: together they pass, in one session."""
    cheap = [position(asset, value=300_000, depth=10**9) for asset in (2, 3)]
    dear = [position(asset, value=20_000, depth=10**9, premium_bps=-100) for asset in range(4, 14)]
    reserve = Budget(week=0, week_derisking=700_000)  # 70 bps of each; the dear ones lose 130
    start = situation([*cheap, *dear], cash_ppm=1_000_000, budget=reserve)
    plan = make_plan(start)
    assert [len(session) for session in plan.sessions] == [12]
    assert all(leg.exit for leg in plan.legs)
    held_to(start, plan.sessions)


def test_make_plan__reserve__dear_exits_do_not_draw_what_is_kept_for_others() -> None:
    """Only the dear asset has a pool: it may draw a tenth of the reserve, as it is a tenth of what leaves."""
    dear = position(2, value=100_000, depth=10**9, premium_bps=-100)
    others = [position(asset, value=300_000, routes=()) for asset in (3, 4, 5)]
    start = situation([dear, *others], cash_ppm=1_000_000, budget=Budget(week=0, week_derisking=700_000))
    assert make_plan(start).legs == ()
    enough = replace(start, budget=Budget(week=0, week_derisking=1_500_000))
    assert [leg.exit for leg in make_plan(enough).legs] == [True]


def test_make_plan__everything_is_spent__exits_within_their_tolerance_go_in_one_session() -> None:
    leaving = [position(asset, value=100_000, depth=10**9, deviation_bps=50) for asset in range(2, 12)]
    stable = position(12, target_ppm=500_000, stable=True, depth=10**9)
    start = situation([*leaving, stable], cash_ppm=500_000, budget=Budget(week=0, week_derisking=0))
    plan = make_plan(start)
    assert [len(session) for session in plan.sessions] == [10]
    assert all(leg.exit for leg in plan.legs)
    assert [item.asset_id for item in plan.skipped] == [12]
    held_to(start, plan.sessions)


def test_make_plan__everything_is_spent__an_exit_too_large_is_reduced_to_its_tolerance() -> None:
    held = position(2, value=1_000_000, depth=40_000_000, deviation_bps=50)
    start = situation([held], cash_ppm=1_000_000, budget=Budget(week=0, week_derisking=0))
    (leg,) = make_plan(start).legs
    assert 69 <= leg.slippage_bps <= 70
    assert leg.note.startswith("reduced to ")
    assert not leg.exit
    held_to(start, make_plan(start).sessions)


def test_make_plan__turnover_is_used_up__only_exits() -> None:
    leaving = position(2, value=100_000, depth=10**9)
    above, below = position(3, value=100_000, target_ppm=200_000), position(4, target_ppm=500_000)
    start = situation([leaving, above, below], 100_000, 300_000, budget=Budget(turnover=0))
    plan = make_plan(start)
    assert [(leg.asset_id, leg.exit) for leg in plan.legs] == [(2, True)]
    assert {item.reason for item in plan.skipped} == {"the turnover of this decision has 0.00 USD left"}


def test_make_plan__turnover_is_short__purchases_stop_below_it() -> None:
    wanted = [position(asset, target_ppm=300_000) for asset in (2, 3, 4)]
    start = situation(wanted, 100_000, 100_000, budget=Budget(turnover=50_000 * USD))
    plan = make_plan(start)
    assert 47_000 * USD < plan.turnover <= 47_500 * USD
    assert sum(leg.note.endswith("of this decision has 17,530.00 USD left") for leg in plan.legs) == 1
    held_to(start, plan.sessions)


def test_make_plan__exact_turnover__nothing_is_cut() -> None:
    """A switch moves about twice its distance, which is what a new decision allows."""
    leaving = position(2, value=100_000, target_ppm=0, depth=10**9)
    wanted = position(3, target_ppm=990_000, depth=10**9)
    start = situation([leaving, wanted], budget=Budget(turnover=2 * 100_000 * USD))
    assert [leg.note for leg in make_plan(start).legs] == ["", ""]
