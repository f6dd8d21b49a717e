"""What the class of an asset changes in a plan: its place, its tolerance, and whether its leg may fail alone."""

from dataclasses import replace

import pytest

from keepers.plan import Limits, make_plan, max_cost, plan_settlement
from tests.keepers.plan.markets import SUPPLY, USD, after, position, situation

BPS = 10_000
CLASSES = ("deep", "medium", "thin")


def test_make_plan__three_classes__deep_ones_first_on_each_side() -> None:
    held = [position(asset, value=1_000, liquidity_class=CLASSES[asset % 3]) for asset in range(2, 20)]
    bought = [position(asset, target_ppm=90_000, liquidity_class=CLASSES[asset % 3]) for asset in range(30, 41)]
    plan = make_plan(situation([*held, *bought]))
    for buy in (False, True):
        places = [CLASSES.index(CLASSES[leg.asset_id % 3]) for leg in plan.legs if leg.buy == buy]
        assert places == sorted(places) and set(places) == {0, 1, 2}
    sold = [leg.asset_id for leg in plan.legs if not leg.buy and leg.asset_id % 3 == 0]
    assert sold != sorted(sold)  # inside a class nobody knows the order beforehand


@pytest.mark.parametrize(("liquidity_class", "bps"), [("deep", 10), ("medium", 25), ("thin", 50)])
def test_make_plan__class__says_how_much_less_a_leg_may_return(liquidity_class: str, bps: int) -> None:
    held = position(2, value=1_000, liquidity_class=liquidity_class)
    (leg,) = make_plan(situation([held], cash_ppm=1_000_000)).legs
    assert leg.min_out == leg.expected_out * (BPS - bps) // BPS
    (other,) = make_plan(situation([held], cash_ppm=1_000_000), Limits(tolerance_bps=(7, 7, 7))).legs
    assert other.min_out == other.expected_out * (BPS - 7) // BPS


def test_make_plan__optional_asset__its_leg_gets_gas_of_its_own_by_its_route() -> None:
    ways = {2: ("v3",), 3: ("v3+v3",), 4: ("v2+v2",)}
    held = [position(asset, value=1_000, ways=way, optional=True) for asset, way in ways.items()]
    plan = make_plan(situation([*held, position(5, value=1_000)], cash_ppm=1_000_000))
    limits = {leg.asset_id: leg.gas_limit for leg in plan.legs}
    assert limits[5] == 0
    assert limits[2] == Limits().least_gas_limit < limits[3]
    for leg in plan.legs:
        assert not leg.gas_limit or leg.gas_limit >= 2 * leg.gas
        assert leg.gas_limit < 500_000  # what a token that burns gas costs


def test_make_plan__refused_asset__left_out_with_its_reason_and_nobody_counts_on_its_cash() -> None:
    held = [position(2, value=100_000), position(3, value=100_000)]
    start = situation([*held, position(4, target_ppm=980_000)], cash_ppm=20_000)
    refused = replace(start, refused={2: "its leg failed"})
    plan = make_plan(refused)
    assert [(leg.asset_id, leg.buy) for leg in plan.legs] == [(3, False), (4, True)]
    assert [(item.asset_id, item.reason) for item in plan.skipped if item.asset_id == 2] == [(2, "its leg failed")]
    assert after(refused, plan).cash.value >= refused.target_value(refused.cash)


def test_plan_settlement__refused_asset__the_others_raise_the_cash() -> None:
    held = [position(asset, value=99_000, target_ppm=99_000) for asset in range(2, 12)]
    start = situation(held, 10_000, 10_000, supply=SUPPLY, locked_shares=SUPPLY // 100, refused={2: "paused"})
    plan = plan_settlement(start)
    assert 2 not in {leg.asset_id for leg in plan.legs}
    assert after(start, plan).cash.value >= start.cash_need
    assert "paused" in {item.reason for item in plan.skipped}


def test_make_plan__hour_of_flow__purchases_leave_a_quarter_of_it_and_at_most_a_quarter_of_a_percent() -> None:
    bought = [position(asset, target_ppm=99_000, depth=10**9) for asset in range(2, 12)]
    start = situation(bought, cash_usd=1_000_000)
    for flow, margin in ((6_000, 1_500), (10**9, 2_500)):
        kept = after(start, make_plan(replace(start, hour_flow=flow * 10**6))).cash.balance
        assert 10_000 + margin <= kept / 10**6 < 10_050 + margin


def test_plan_settlement__hour_of_flow__raises_more_than_the_need() -> None:
    held = [position(asset, value=99_000, target_ppm=99_000, depth=10**9) for asset in range(2, 12)]
    start = situation(held, 10_000, 10_000, supply=SUPPLY, locked_shares=SUPPLY // 80)
    more = replace(start, hour_flow=10**12)
    assert start.cash_need < after(more, plan_settlement(more)).cash.value - start.nav * 2_400 // 10**6


def test_max_cost__of_legs__losses_and_ten_bps_of_what_they_move() -> None:
    held = [position(2, value=100_000), position(3, value=100_000, premium_bps=300)]
    plan = make_plan(situation(held, cash_ppm=1_000_000))
    loss = {leg.asset_id: leg.cost for leg in plan.legs}
    assert loss[3] < 0 < loss[2]  # gains are never credited
    assert abs(max_cost(plan.legs) - loss[2] - 200 * USD) < USD


def test_make_plan__three_small_sales_fail__purchases_leave_the_cash_target_all_the_same() -> None:
    odd = [position(asset, value=5_000, optional=True, liquidity_class="thin") for asset in range(2, 12)]
    start = situation(
        [*odd, position(20, value=930_000, depth=10**9), position(21, target_ppm=500_000, depth=10**9)], 20_000, 500_000
    )
    plan = make_plan(start)
    assert len(plan.sessions) == 1 and len(plan.legs) == 12
    lost = sum(sorted((leg.expected_out for leg in plan.legs if leg.gas_limit), reverse=True)[:3])
    assert after(start, plan).cash.balance - lost >= start.target_value(start.cash) // 10**12
    apart = make_plan(start, Limits(apart=True))
    assert [[leg.buy for leg in legs] for legs in apart.sessions] == [[False] * 11, [True]]
