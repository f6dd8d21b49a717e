"""The sells that raise the cash of a locked batch, and that a rebalance leaves that cash alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from keepers.errors import KeeperError
from keepers.plan import Limits, Situation, make_plan, plan_settlement
from keepers.plan.model import dust, set_aside
from tests.keepers.plan.markets import SUPPLY, USD, after, cash, position, situation, situations


def fund(cash_usd: int, tenths: int, **changes: object) -> Situation:
    """A million in ten assets at their targets and `cash_usd`, of which redeemers want so many tenths."""
    values = [400_000, 200_000, 100_000, 50_000, 50_000, 50_000, 50_000, 50_000, 30_000, 10_000]
    total = sum(values) + cash_usd
    held = [
        position(asset, value=value, target_ppm=value * 1_000_000 // total, depth=10**9)
        for asset, value in enumerate(values, 2)
    ]
    rest = 1_000_000 - sum(item.target_ppm for item in held)
    return situation(held, cash_usd, rest, supply=SUPPLY, locked_shares=SUPPLY * tenths // 10, **changes)


def apart(start: Situation) -> set[int]:
    """Assets that stand more than dust, and a dollar, above their targets: what the trader lets a sale begin with."""
    aims = [(item, start.target_value(item)) for item in start.positions]
    return {item.asset_id for item, aim in aims if item.value > aim + aim // 1_000 + max(USD, dust(start.nav, aim))}


@given(situations())
@settings(max_examples=150, deadline=None)
def test_plan_settlement__any_situation__sells_only_and_none_past_its_target(start: Situation) -> None:
    plan = plan_settlement(start)
    end = after(start, plan)
    assert not any(leg.buy for leg in plan.legs)
    for before, now in zip(start.positions, end.positions, strict=True):
        target = start.target_value(before)
        if now.balance < before.balance:
            assert before.value > target
            # half of what the trader lets pass
            assert now.value >= (target - dust(start.nav, target) // 2) * 999_999 // 1_000_000
    assert not {leg.asset_id for leg in plan.legs} & {item.asset_id for item in plan.skipped}
    assert len({item.asset_id for item in plan.skipped}) == len(plan.skipped)


@given(situations())
@settings(max_examples=150, deadline=None)
def test_plan_settlement__any_situation__raises_the_need_or_sells_all_that_may_be_sold(start: Situation) -> None:
    plan = plan_settlement(start)
    if after(start, plan).cash.value < start.cash_need:
        tried = {leg.asset_id for leg in plan.legs} | {item.asset_id for item in plan.skipped}
        assert apart(start) <= tried


@pytest.mark.parametrize(
    ("nav", "supply", "shares", "deposits", "need"),
    [
        (1_000 * USD, 10**18, 0, 0, 0),
        (1_000 * USD, 10**18, 10**17, 0, 100 * USD),
        (1_000 * USD, 10**18, 1, 0, USD // 1_000),  # rounded up to a millionth of NAV
        (1_000 * USD, 10**18, 10**17, 30 * USD, 70 * USD),
        (1_000 * USD, 10**18, 10**17, 200 * USD, 0),
        (1_000 * USD, 10**18, 2 * 10**18, 0, 1_000 * USD),
    ],
)
def test_set_aside__shares_less_deposits__of_nav(nav: int, supply: int, shares: int, deposits: int, need: int) -> None:
    assert set_aside(nav, supply, shares, deposits) == need


def test_plan_settlement__a_tenth_leaves__cash_covers_it_and_its_target() -> None:
    start = fund(10_000, 1)
    end = after(start, plan_settlement(start))
    assert end.cash.value >= start.cash_need
    assert end.cash.value >= start.target_value(start.cash) * 98 // 100
    for before, now in zip(start.positions, end.positions, strict=True):
        assert now.value <= before.value * 902 // 1_000


def test_plan_settlement__sells_that_do_not_pay__made_all_the_same_largest_first() -> None:
    # 0.8 per cent is no reason to lift the band, and at this price of gas no leg pays for itself.
    start = replace(fund(1_000, 0, gas_price=10**13), locked_shares=SUPPLY * 8 // 1_000)
    plan = plan_settlement(start)
    assert start.cash_need <= after(start, plan).cash.value <= start.cash_need * 102 // 100
    chosen = {leg.asset_id for leg in plan.legs}
    assert chosen == set(range(2, 2 + len(chosen))) and 1 < len(chosen) < 10
    assert len(plan.skipped) == len(apart(start)) - len(chosen)
    assert all("inside the band" in item.reason for item in plan.skipped)


def test_plan_settlement__need_below_the_dust_of_every_target__nothing_may_be_sold() -> None:
    """A leg begins more than dust from its target: without cash the batch waits for its day."""
    start = replace(fund(0, 0), locked_shares=SUPPLY // 5_000)
    assert start.cash_need == 198 * USD
    assert plan_settlement(start).legs == ()


def test_plan_settlement__deposits_pay_first__nothing_is_sold() -> None:
    start = fund(1_000, 1, locked_assets=200_000 * 10**6)
    assert start.cash_need == 0
    assert plan_settlement(start).legs == ()


def test_plan_settlement__everybody_leaves__sells_down_to_nothing() -> None:
    start = fund(10_000, 10)
    assert start.cash_need == start.nav
    end = after(start, plan_settlement(start))
    assert all(now.value < before.value // 1_000 for before, now in zip(start.positions, end.positions, strict=True))


def test_plan_settlement__gas_of_the_settlement__leaves_room_for_it() -> None:
    held = [position(asset, value=10_000, target_ppm=8_000) for asset in range(2, 122)]
    start = situation(held, 0, 40_000, supply=SUPPLY, locked_shares=SUPPLY // 4)
    limits = Limits()
    sessions = plan_settlement(start).sessions
    assert [len(legs) for legs in sessions] == [109, 11]
    for legs in sessions:
        assert sum(leg.gas for leg in legs) + limits.session_gas + limits.settlement_gas <= limits.gas_cap


def test_plan_settlement__cash_without_a_price__refused() -> None:
    with pytest.raises(KeeperError, match="USDC has no firm price"):
        plan_settlement(replace(fund(0, 1), cash=cash(0, 10_000, firm=False)))


def test_make_plan__cash_set_aside__is_not_spent() -> None:
    # 100,000 of 210,000 idle dollars are owed; without the batch all but the cash target would be spent
    held = position(2, value=790_000, target_ppm=990_000, depth=10**9)
    start = situation([held], cash_usd=210_000, supply=SUPPLY)
    locked = replace(start, locked_shares=SUPPLY // 10)
    assert after(start, make_plan(start)).cash.value < 20_000 * USD
    end = after(locked, make_plan(locked))
    assert 100_000 * USD <= locked.target_value(locked.cash) <= end.cash.value < 112_000 * USD
