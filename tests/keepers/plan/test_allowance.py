"""What a plan may lose: every session of every plan held to the contract's rules by a model of its own."""

from collections.abc import Iterable

import pytest
from hypothesis import given

from keepers.plan import Budget, PlannedLeg, Situation, make_plan, plan_settlement, sessions
from tests.keepers.plan.markets import USD, after, position, situation, situations

UNIT = 10**8


def losses(start: Situation, planned: Iterable[Iterable[PlannedLeg]]) -> list[tuple[int, int, bool, int]]:
    """Of each session: USD lost, USD out of place at its open and dust, whether it lowers risk, its NAV at the open."""
    everything = {item.asset_id: item for item in (start.cash, *start.positions)}
    values = {number: item.value for number, item in everything.items()}
    wanted = {number: start.target_value(item) for number, item in everything.items()}
    found = []
    for legs in planned:
        nav = sum(values.values())
        distance = sum(abs(values[number] - wanted[number]) for number in values) // 2
        lost = turnover = unwanted = 0
        risk = False
        for leg in legs:
            lost += max(leg.cost, 0)
            turnover += leg.value
            unwanted += leg.value if not leg.buy and everything[leg.asset_id].target_ppm == 0 else 0
            risk = risk or (leg.buy and not everything[leg.asset_id].stable)
            change = leg.value if leg.buy else -leg.value
            values[leg.asset_id] += change - (leg.cost if leg.buy else 0)
            values[1] -= change + (0 if leg.buy else leg.cost)
        found.append((lost, distance + start.nav // 10_000, not risk and turnover <= 2 * unwanted, nav))
    return found


def held_to(start: Situation, planned: tuple[tuple[PlannedLeg, ...], ...]) -> None:
    """As lib/trader/loss_budget.vy counts, in this order."""
    budget, spent = start.budget, 0
    for lost, notional, derisking, nav in losses(start, planned):
        assert lost * 10_000 <= notional * budget.session_bps
        basis = min(nav, budget.basis or nav)
        if lost:
            assert lost < basis
            spent += -(-lost * UNIT // basis)
            assert spent <= (budget.week_derisking if derisking else budget.week)


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
    start = situation([held], cash_ppm=1_000_000, budget=Budget(week=0, week_derisking=200_000))  # 20 bps of NAV
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
    little = Budget(week=0, week_derisking=340_000)  # 2,720 USD; all of them would lose 4,700
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
    start = situation(held, cash_ppm=1_000_000, budget=Budget(week=0, week_derisking=100_000))  # a third of them
    plan = make_plan(start)
    assert 0 < len(plan.legs) < 4
    assert all(leg.exit for leg in plan.legs)
    held_to(start, plan.sessions)
