"""Routes of one pool and two: the best of several, and a shared second pool that is counted once.

`after` runs the legs of a plan one by one against the pools as they are by then and holds each to its promise.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keepers.plan import Limits, Market, PlannedLeg, Pool, Position, Route, Situation, make_plan
from tests.keepers.plan.markets import POOLS, USD, WAYS, after, position, situation

FREE = {"gas_price": 0}
SELL_ALL = 1_000_000  # ppm of cash


def only_leg(*held: Position, **changes: object) -> PlannedLeg:
    (leg,) = make_plan(situation(list(held), cash_ppm=SELL_ALL, **changes)).legs
    return leg


def venues(leg: PlannedLeg) -> str:
    return "+".join(hop.venue for hop in leg.hops)


def alone(asset: Position) -> int:
    """What a sale of all of it brings while nobody else trades."""
    start = situation([asset], cash_ppm=SELL_ALL, **FREE)
    return make_plan(start).legs[0].expected_out


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("buy", [False, True])
def test_make_plan__one_way__its_pools_in_the_order_of_the_swaps(way: str, buy: bool) -> None:
    asset = position(2, value=0 if buy else 10_000, target_ppm=990_000 if buy else 0, ways=(way,))
    start = situation([asset], cash_usd=10_000 if buy else 0, cash_ppm=10_000 if buy else SELL_ALL)
    plan = make_plan(start)
    (leg,) = plan.legs
    (route,) = asset.routes
    assert [hop.pool for hop in leg.hops] == list(reversed(route.pools) if buy else route.pools)
    assert leg.via == ("WETH" if "+" in way else "")
    assert leg.impact_bps <= leg.slippage_bps <= 190
    assert after(start, plan).nav > start.nav * 98 // 100


def test_make_plan__several_ways__the_one_that_pays_most() -> None:
    # 30 bps in one pool, 60 in two; the pool of its own is so thin that a sale moves it by more than that
    thin = position(2, value=100_000, depth=5_000_000, ways=("v3",)).routes
    deep = position(2, value=100_000, depth=10**9, weth_depth=10**9, ways=("v3+v3", "v2+v2"))
    leg = only_leg(replace(deep, routes=(*thin, *deep.routes)), **FREE)
    assert len(leg.hops) == 2
    assert leg.slippage_bps < 70
    small = position(2, value=1_000, depth=10**9, weth_depth=10**9, ways=("v3+v3",))
    assert venues(only_leg(replace(small, routes=(*small.routes, *thin)), **FREE)) == "v3"


def test_make_plan__gas_is_dear__fewer_pools() -> None:
    thin = position(2, value=100_000, depth=28_000_000).routes
    deep = position(2, value=100_000, depth=10**9, weth_depth=10**9, ways=("v3+v3",))
    both = replace(deep, routes=(*deep.routes, *thin))
    assert venues(only_leg(both, **FREE)) == "v3+v3"
    # the second pool takes 56,000 gas more: 56 USD at 500 gwei, and saves less
    assert venues(only_leg(both, gas_price=500 * 10**9)) == "v3"


def test_make_plan__no_way_takes_all_of_it__the_one_that_takes_most() -> None:
    thin = position(2, value=1_000_000, depth=1_000_000).routes
    deeper = position(2, value=1_000_000, depth=20_000_000, ways=("v2+v3",), weth_depth=20_000_000)
    leg = only_leg(replace(deeper, routes=(*thin, *deeper.routes)), **FREE)
    assert venues(leg) == "v2+v3"
    assert leg.note.startswith("reduced to ")
    assert leg.slippage_bps <= 190


def test_make_plan__several_ways_all_far_away__named_with_the_nearest() -> None:
    far = position(2, value=1_000, premium_bps=-500, ways=("v3", "v2", "v3+v3"))
    plan = make_plan(situation([far], cash_ppm=SELL_ALL))
    assert plan.skipped[0].reason.startswith("the best of 3 routes is 529 bps from the oracle, limit 200 bps; wait")


def test_make_plan__second_pool_not_read_that_far__counts_as_no_depth() -> None:
    asset = position(2, value=200_000, ways=("v3+v3",), weth_depth=20_000_000, depth=10**9)
    start = situation([asset], cash_ppm=SELL_ALL, **FREE)
    second = asset.routes[0].pools[1]
    known = start.pools[second]
    assert isinstance(known, Pool)
    assert make_plan(start).legs[0].note == ""

    def read_so_far(bitmap: dict[int, int]) -> Situation:
        return replace(start, pools={**start.pools, second: replace(known, tick_spacing=1, bitmap=bitmap)})

    assert make_plan(read_so_far({})).legs == ()
    (leg,) = make_plan(read_so_far({known.tick >> 8: 0})).legs
    assert leg.note.startswith("reduced to ")


def test_make_plan__second_pool_takes_all_but_a_little__no_leg_that_leaves_the_rest_behind() -> None:
    """The trader reverts a session in which the second pool leaves some of what the first one sent."""
    asset = position(2, ways=("v3+v3",), depth=10**11, weth_depth=10**9)
    (route,) = asset.routes
    known = POOLS[route.pools[1]]
    assert isinstance(known, Pool)
    narrow = replace(known, tick_spacing=1, bitmap={known.tick >> 8: 0})
    pools = {route.pools[0]: POOLS[route.pools[0]], narrow.address: narrow}
    market = Market(pools)
    least, most = 0, 10**30
    while most - least > 1:
        middle = (least + most) // 2
        complete = market.quote(route, asset.token, False, middle).complete
        least, most = (middle, most) if complete else (least, middle)
    sold = replace(asset, balance=least * 1_001 // 1_000)
    start = replace(situation([sold], cash_ppm=SELL_ALL, **FREE), pools=pools)
    (leg,) = make_plan(start).legs
    assert leg.note.startswith("reduced to 99 %")
    assert leg.amount_in <= least
    assert leg.slippage_bps < 180  # what is left behind would have cost no more than the limit allows
    after(start, make_plan(start))


def test_make_plan__forty_share_a_second_pool__each_promise_is_kept_and_less_than_alone() -> None:
    held = [position(asset, value=10_000, ways=("v3+v3",), weth_depth=100_000_000) for asset in range(2, 42)]
    start = situation(held, cash_ppm=SELL_ALL, **FREE)
    plan = make_plan(start)
    assert len(plan.legs) == 40
    assert after(start, plan).cash.balance == sum(leg.expected_out for leg in plan.legs)
    promised_alone = {asset.asset_id: alone(asset) for asset in held}
    worse = [promised_alone[leg.asset_id] - leg.expected_out for leg in plan.legs]
    assert worse[0] == 0
    assert worse == sorted(worse)
    # 400,000 USD through 100 million: the last ones get some 80 bps less than they would alone
    assert 60 <= worse[-1] * 10_000 // promised_alone[plan.legs[-1].asset_id] <= 90


def test_make_plan__shared_second_pool_runs_out__later_legs_are_reduced_or_skipped_not_broken() -> None:
    held = [position(asset, value=50_000, ways=("v3+v2",), weth_depth=20_000_000) for asset in range(2, 22)]
    start = situation(held, cash_ppm=SELL_ALL, **FREE)
    plan = make_plan(start)
    after(start, plan)
    assert all(leg.slippage_bps <= 190 for leg in plan.legs)
    assert any(leg.note for leg in plan.legs) or plan.skipped
    assert 0 < len(plan.legs) < 20


def test_make_plan__sells_move_the_pool_that_buys_take__buys_are_sized_after_them() -> None:
    sold = position(2, value=300_000, ways=("v3+v3",), depth=10**9)
    bought = position(3, target_ppm=500_000, ways=("v3+v3",), depth=10**9)
    start = situation([sold, bought], cash_usd=300_000, cash_ppm=500_000, **FREE)
    plan = make_plan(start)
    assert [leg.buy for leg in plan.legs] == [False, True]
    after(start, plan)
    alone_buying = make_plan(situation([bought], cash_usd=600_000, cash_ppm=500_000, **FREE)).legs[0]
    per_dollar = [leg.expected_out * USD // leg.amount_in for leg in (plan.legs[1], alone_buying)]
    assert per_dollar[0] > per_dollar[1]  # the sale left WETH cheap


def test_make_plan__one_asset_drops_out__the_others_keep_their_order() -> None:
    held = [position(asset, value=1_000) for asset in range(2, 30)]
    whole = [leg.asset_id for leg in make_plan(situation(held, cash_ppm=SELL_ALL)).legs]
    fewer = [leg.asset_id for leg in make_plan(situation(held[1:], cash_ppm=SELL_ALL)).legs]
    assert fewer == [asset for asset in whole if asset != 2]
    assert whole != sorted(whole)


@pytest.mark.parametrize(
    ("way", "at_trader", "gas"),
    [
        ("v3", False, 115_000),
        ("v2", False, 146_000),
        ("v3+v3", False, 171_000),
        ("v3+v3", True, 153_000),
        ("v3+v2", False, 141_000),
        ("v2+v3", False, 202_000),
        ("v2+v2", False, 172_000),
    ],
)
def test_make_plan__gas__by_the_pools_of_the_route(way: str, at_trader: bool, gas: int) -> None:
    asset = position(2, value=10_000, ways=(way,))
    routes = tuple(replace(route, via_at_trader=at_trader) for route in asset.routes)
    assert only_leg(replace(asset, routes=routes)).gas == gas


@given(st.sampled_from(WAYS), st.booleans(), st.integers(1, 10**13), st.integers(1, 10**13))
@settings(max_examples=200, deadline=None)
def test_quote__in_two_parts__never_more_than_at_once(way: str, buy: bool, first: int, second: int) -> None:
    """A market that was moved pays a later leg no more, whatever rounds."""
    asset = position(2, ways=(way,), depth=1_000_000, weth_depth=1_000_000, decimals=6)
    (route,) = asset.routes
    token = "0x" + "88" * 20 if buy else asset.token
    market = Market(POOLS)
    once = market.quote(route, token, buy, first + second)
    part = market.quote(route, token, buy, first)
    market.move(part)
    rest = market.quote(route, token, buy, second)
    if once.complete:
        unit = once.amount_out // (first + second) + 2  # what one raw unit of rounding between the pools is worth
        assert part.amount_out + rest.amount_out <= once.amount_out + unit
        assert part.amount_out <= once.amount_out + unit
        assert once.amount_out <= once.spot_out + unit


def test_quote__route_of_an_asset__quotes_move_nothing() -> None:
    asset = position(2, ways=("v3+v2",))
    market, (route,) = Market(POOLS), asset.routes
    assert isinstance(route, Route)
    first = market.quote(route, asset.token, False, 10**21)
    assert market.quote(route, asset.token, False, 10**21) == first
    market.move(first)
    assert market.quote(route, asset.token, False, 10**21).amount_out < first.amount_out


def test_limits__gas__a_session_of_forty_through_weth_is_one_transaction() -> None:
    held = [position(asset, value=1_000, ways=("v3+v3",) if asset % 5 in (0, 2) else ("v3",)) for asset in range(100)]
    plan = make_plan(situation(held[2:], cash_ppm=SELL_ALL, **FREE))
    assert len(plan.sessions) == 1
    assert plan.gas <= Limits().gas_cap
