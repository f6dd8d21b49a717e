"""What the planner takes a leg to cost, by the pools of its route, beside what the chain asks for."""

from collections.abc import Sequence

from keepers.plan import Limits
from tests.gas.hundred import CASH, WHOLE_PPM, Hundred
from tests.gas.test_gas import session_gas
from world.pairs import Pair
from world.pools import Pool
from world.weth import WethMarket, hop

PLACES = range(20)
LIMITS = Limits()
TOO_MUCH = 1.25  # an estimate so far above the need would split sessions for nothing

Venue = Pool | Pair


def test_limits__more_than_one_v3_pool__what_a_leg_asks_for(hundred: Hundred) -> None:
    weth = WethMarket.open(hundred.world, price=2_300.0)
    assets = [hundred.assets[place] for place in PLACES]
    pools: list[Venue] = [weth.pool(asset) for asset in assets]
    pairs: list[Venue] = [weth.pair(asset) for asset in assets]
    direct: list[Venue] = [weth.asset_pair(asset) for asset in assets]
    cash_pair = weth.cash_pair()
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    plain = hundred.sell_everything()
    _, base = session_gas(hundred, plain)

    def asks_for(own: Sequence[Venue], second: Venue | None) -> float:
        """Gas limit of a leg through these, beyond that of one through one Uniswap V3 pool."""
        last = hop(second, weth.token) if second is not None else 0
        legs = list(plain)
        for place, pool in zip(PLACES, own, strict=True):
            legs[place] = (*plain[place][:4], hop(pool, hundred.assets[place].token), last, 0)
        _, limit = session_gas(hundred, legs)
        return (limit - base) / len(PLACES)

    second_pool = LIMITS.second_pool_gas + LIMITS.passing_gas
    measured = [
        (asks_for(direct, None), LIMITS.pair_gas),
        (asks_for(pools, weth.cash_pool), second_pool),
        (asks_for(pools, cash_pair), LIMITS.second_pair_gas),
        (asks_for(pairs, weth.cash_pool), LIMITS.pair_gas + second_pool),
        (asks_for(pairs, cash_pair), LIMITS.pair_gas + LIMITS.second_pair_gas),
    ]
    weth.token.transfer(hundred.index.trader, 1, sender=hundred.roles.market)
    measured.append((asks_for(pools, weth.cash_pool), LIMITS.second_pool_gas))
    for asked, planned in measured:
        assert asked <= planned <= asked * TOO_MUCH
