"""What every plan keeps, whatever the situation; and the rules one by one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from keepers.errors import KeeperError
from keepers.plan import Budget, Limits, Situation, make_plan
from tests.keepers.plan.markets import USD, after, cash, position, situation, situations

FREE = Limits(sell_gas=0, buy_gas=0, first_buy_gas=0)


@given(situations())
@settings(max_examples=150, deadline=None)
def test_make_plan__any_situation__never_past_target_nor_out_of_cash(start: Situation) -> None:
    plan = make_plan(start)
    end = after(start, plan)
    assert end.cash.value >= min(start.cash.value, start.target_value(start.cash)) * 9_999 // 10_000
    for before, now in zip(start.positions, end.positions, strict=True):
        target = start.target_value(before)
        if now.balance > before.balance:
            assert before.value < target
            assert now.value <= target
        if now.balance < before.balance:
            assert before.value > target
            assert now.value >= target * 999_999 // 1_000_000


@given(situations())
@settings(max_examples=100, deadline=None)
def test_make_plan__any_situation__sells_first_within_the_limits_and_each_asset_once(start: Situation) -> None:
    plan = make_plan(start)
    sides = [leg.buy for leg in plan.legs]
    assert sides == sorted(sides)
    assert len({leg.asset_id for leg in plan.legs}) == len(plan.legs)
    terms = {item.asset_id: item for item in start.positions}
    for leg in plan.legs:
        assert terms[leg.asset_id].firm or (terms[leg.asset_id].sellable and not leg.buy)
        assert terms[leg.asset_id].buyable or not leg.buy
        assert leg.slippage_bps <= terms[leg.asset_id].slippage_bps
        assert 0 < leg.min_out <= leg.expected_out
    assert not {leg.asset_id for leg in plan.legs} & {item.asset_id for item in plan.skipped}
    assert plan == make_plan(start)


def test_make_plan__exit__leaves_one_worthless_raw_unit() -> None:
    plan = make_plan(situation([position(2, value=1_000)], cash_ppm=1_000_000))
    (leg,) = plan.legs
    assert leg.exit
    assert leg.leaves_one
    assert leg.amount_in == position(2, value=1_000).balance - 1


def test_make_plan__exit_of_a_token_without_decimals__leaves_nothing() -> None:
    whole = position(2, value=1_000, decimals=0, price=10 * USD)
    (leg,) = make_plan(situation([whole], cash_ppm=1_000_000)).legs
    assert leg.exit
    assert not leg.leaves_one
    assert leg.amount_in == whole.balance


def test_make_plan__dust__is_left_alone() -> None:
    dust = replace(position(2), balance=10**15)  # 0.002 USD
    plan = make_plan(situation([dust], cash_usd=1_000, cash_ppm=1_000_000))
    assert plan.sessions == ()
    assert plan.skipped == ()


def test_make_plan__inside_the_band__skipped_with_its_drift() -> None:
    held = [position(2, value=105_000, target_ppm=490_000), position(3, value=93_000, target_ppm=500_000)]
    plan = make_plan(situation(held, cash_usd=2_000))
    assert plan.legs == ()
    assert [item.reason for item in plan.skipped] == [
        "drift +7.1 % of its target is inside the band of 10 %",
        "drift -7.0 % of its target is inside the band of 10 %",
    ]


def test_make_plan__idle_cash__lifts_the_band_for_buys() -> None:
    held = [position(2, value=95_000, target_ppm=495_000), position(3, value=95_000, target_ppm=495_000)]
    plan = make_plan(situation(held, cash_usd=10_000))
    assert [leg.buy for leg in plan.legs] == [True, True]


def test_make_plan__cash_short__lifts_the_band_for_sells() -> None:
    held = [position(2, value=100_000, target_ppm=485_000), position(3, value=100_000, target_ppm=485_000)]
    plan = make_plan(situation(held, cash_usd=0, cash_ppm=30_000))
    assert [leg.buy for leg in plan.legs] == [False, False]


def test_make_plan__saves_less_than_its_gas__skipped_with_both_sums() -> None:
    held = [position(2, value=5, target_ppm=8), position(3, value=990_000, target_ppm=989_992)]
    plan = make_plan(situation(held, cash_usd=10_100))
    assert plan.legs == ()
    assert plan.skipped[0].reason == "saves 0.15 USD, costs 0.49 USD (gas 0.48)"


def test_make_plan__no_cash_above_its_target__skipped_with_the_reason() -> None:
    plan = make_plan(
        situation([position(2, value=990, target_ppm=980_000), position(3, target_ppm=10_000)], cash_usd=9)
    )
    assert plan.legs == ()
    assert plan.skipped[-1].reason == "no cash above the cash target is left for it"


def test_make_plan__thin_pool__reduced_to_the_slippage_limit() -> None:
    thin = position(2, value=100_000, depth=500_000)
    (leg,) = make_plan(situation([thin], cash_ppm=1_000_000)).legs
    assert not leg.exit
    assert leg.slippage_bps <= 190
    assert leg.note.startswith("reduced to ")
    assert leg.note.endswith("slippage limit 200 bps")


def test_make_plan__pool_far_from_the_oracle__skipped_with_the_distance() -> None:
    far = position(2, value=1_000, premium_bps=-500)
    plan = make_plan(situation([far], cash_ppm=1_000_000))
    assert plan.legs == ()
    assert plan.skipped[0].reason.startswith("the pool is 529 bps from the oracle, limit 200 bps; wait")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"firm": False, "unfirm_because": "feed 0xF answered 9 s ago"}, "no firm price: feed 0xF answered 9 s ago"),
        ({"buyable": False}, "the registry allows no buys of it"),
        ({"routes": ()}, "no pool of A2 in the asset book that can be used; add one"),
    ],
)
def test_make_plan__cannot_be_bought__skipped_with_the_reason(changes: dict[str, object], words: str) -> None:
    plan = make_plan(situation([position(2, target_ppm=990_000, **changes)], cash_usd=1_000))
    assert plan.legs == ()
    assert plan.skipped[0].reason.startswith(words)


def test_make_plan__entries_paused__sells_and_stables_only() -> None:
    held = [
        position(2, value=1_000, target_ppm=0),
        position(3, value=0, target_ppm=500_000),
        position(4, value=0, target_ppm=490_000, stable=True),
    ]
    plan = make_plan(situation(held, cash_usd=1_000, entries_paused=True))
    assert [(leg.asset_id, leg.buy) for leg in plan.legs] == [(2, False), (4, True)]
    assert plan.skipped[0].reason.startswith("entries are paused")


def test_make_plan__cash_without_a_price__refused() -> None:
    start = replace(situation([position(2, value=1)]), cash=cash(0, 10_000, firm=False))
    with pytest.raises(KeeperError, match=r"USDC has no firm price .*Wait for its feed"):
        make_plan(start)


def test_make_plan__buys__keep_the_cash_target_after_costs() -> None:
    targets = [position(asset, target_ppm=99_000, depth=30_000_000) for asset in range(2, 12)]
    start = situation(targets, cash_usd=1_000_000)
    end = after(start, make_plan(start))
    assert end.cash.value >= start.target_value(start.cash)
    assert end.cash.value <= start.target_value(start.cash) * 13 // 10


def test_make_plan__other_decision__other_order() -> None:
    held = [position(asset, value=1_000) for asset in range(2, 40)]
    start = situation(held, cash_ppm=1_000_000)
    orders = [
        [leg.asset_id for leg in make_plan(replace(start, decision_hash=bytes([seed]) * 32)).legs] for seed in (1, 2)
    ]
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(2, 40))
    assert orders[0] != orders[1] != sorted(orders[1])


def test_make_plan__more_than_one_transaction_holds__sessions_in_order() -> None:
    held = [position(asset, value=1_000) for asset in range(2, 128)]
    bought = [position(200, target_ppm=500_000), position(201, target_ppm=490_000)]
    plan = make_plan(situation([*held, *bought], cash_ppm=10_000))
    limits = Limits()
    assert [len(legs) for legs in plan.sessions] == [126, 2]
    assert not any(leg.buy for leg in plan.sessions[0])
    assert all(leg.buy for leg in plan.sessions[1])
    for legs in plan.sessions:
        assert sum(leg.gas for leg in legs) + limits.session_gas <= limits.gas_cap
    assert plan.warnings == ("128 legs take 2 sessions; plan again after each",)


def test_make_plan__loses_more_than_a_session_may__sessions_that_each_lose_less() -> None:
    # 60 bps each way; a session may lose 80 bps of its distance to target, which the sells alone leave unchanged
    held = [position(asset, value=100_000, ways=("v2+v2",), depth=10**9, weth_depth=10**9) for asset in range(2, 6)]
    bought = [position(asset, target_ppm=495_000, ways=("v2+v2",), depth=10**9, weth_depth=10**9) for asset in (7, 8)]
    start = situation([*held, *bought], budget=Budget(session_bps=80))
    plan = make_plan(start)
    assert [[leg.buy for leg in legs] for legs in plan.sessions] == [[False] * 4, [True] * 2]
    for legs in plan.sessions:
        assert sum(leg.cost for leg in legs) < 396_000 * USD * 76 // 10_000
    assert len(make_plan(replace(start, budget=Budget(session_bps=200))).sessions) == 1
    assert after(start, plan).cash.value >= start.target_value(start.cash)


def test_make_plan__dear_legs__what_each_session_may_lose_shrinks_with_the_distance_left() -> None:
    dear = [position(asset, value=100_000, depth=10**9, premium_bps=-100) for asset in range(2, 14)]
    plan = make_plan(situation(dear, cash_ppm=1_000_000, budget=Budget(session_bps=80)))
    # 131 bps each of 80 less 5 %: seven twelfths of what is left, rounded down; of the last as much as may be
    assert [len(legs) for legs in plan.sessions] == [6, 3, 1, 1, 1]


def test_make_plan__no_price_of_gas__says_so() -> None:
    plan = make_plan(situation([position(2, value=1_000)], cash_ppm=1_000_000, native_price=0))
    assert plan.gas_cost == 0
    assert "gas counts as free" in plan.warnings[0]


def test_make_plan__costs__are_those_of_its_legs() -> None:
    plan = make_plan(situation([position(2, value=10_000), position(3, target_ppm=990_000)]))
    assert plan.turnover == sum(leg.value for leg in plan.legs)
    assert plan.cost == sum(leg.cost for leg in plan.legs) > 0
    assert plan.gas == 400_000 + 115_000 + 180_000
    assert plan.gas_cost == plan.gas * 2 * 10**9 * 2_000


def test_make_plan__price_is_fresh_and_the_asset_impaired__sold_and_not_bought() -> None:
    held = position(2, value=100_000, firm=False, sellable=True)
    wanted = position(3, target_ppm=500_000, firm=False, sellable=True)
    plan = make_plan(situation([held, wanted], cash_ppm=500_000))
    assert [(leg.asset_id, leg.buy) for leg in plan.legs] == [(2, False)]
    assert plan.skipped[0].reason.startswith("no firm price")


@pytest.mark.parametrize(("extra", "legs"), [(500, 0), (700, 1)])
def test_make_plan__target__left_alone_until_more_than_dust_and_the_margin_away(extra: int, legs: int) -> None:
    """Dust is 0.5 % of the target, and the margin 0.1 %: the trader refuses a leg that begins in the dust."""
    held = [position(2, value=100_000 + extra, target_ppm=500_000), position(3, value=99_300, target_ppm=496_500)]
    start = situation(held, 200_000 - 99_300 - 100_000 - extra, 3_500)
    plan = make_plan(start, replace(FREE, band_ppm=0))
    assert len([leg for leg in plan.legs if leg.asset_id == 2]) == legs
