"""What the levy does not cover: a jump seen before the feeds have followed. The flow limit bounds what it costs."""

from fractions import Fraction

import pytest

from tests.contracts.arbitrage.ledger import Flow
from tests.contracts.arbitrage.moments import HOUR, best
from tests.contracts.arbitrage.stage import DOLLARS, Stage
from tests.contracts.arbitrage.trader import Trader
from tests.contracts.vault.properties import undone

BPS = 10_000


def bps(flow: Flow) -> float:
    """Of what the holders have, lost."""
    return float(-flow.net / flow.before * BPS)


@pytest.fixture
def jump(stage: Stage) -> int:
    """The minute of the year in which entries are the most too cheap."""
    return best(stage.lag, 1)[0]


def test_jump__entry_in_its_minute__costs_what_the_lag_exceeds_the_levy_on_what_the_hour_lets_in(
    stage: Stage, trader: Trader, jump: int
) -> None:
    assert not stage.market.is_calm(jump)
    stage.at(jump)
    stage.rebalance()
    room = Fraction(stage.fund.vault.maxDeposit(trader.account)) * stage.price(1)
    excess = float(stage.lag[jump]) - stage.fund.vault.nav().levy_bps / BPS
    trader.enter(jump)
    (flow,) = trader.ledger.flows
    print(f"\n{stage.name}: {float(room / DOLLARS):.1%} of the fund let in, lag beyond the levy {excess * BPS:.0f} bps")
    print(f"{stage.name}: costs the holders {bps(flow):.2f} bps")
    assert excess > 0
    assert bps(flow) == pytest.approx(excess * float(room / (flow.before + room)) * BPS, rel=0.05)


def test_jump__no_flow_limit__costs_many_times_more(stage: Stage, trader: Trader, jump: int) -> None:
    with undone(stage.fund.chain):
        trader.enter(jump)
    stage.fund.world.lift_flow_limit()
    trader.enter(jump)
    limited, free = trader.ledger.flows
    print(f"\n{stage.name}: {bps(limited):.2f} bps with the limit, {bps(free):.2f} without")
    assert 0 < 4 * bps(limited) < bps(free)


def test_jump__batch_settled_in_its_minute__costs_what_the_lag_exceeds_the_levy_on_a_fifth(
    stage: Stage, trader: Trader, jump: int
) -> None:
    """Nobody in a batch chooses the minute. If the executor does, a fifth of the fund bounds what it costs."""
    trader.request_in(jump - HOUR)
    (flow,) = trader.ledger.flows
    print(f"\n{stage.name}: a batch of a fifth of the fund costs the holders {bps(flow):.1f} bps")
    assert stage.queue.batch(1).sides[0].filled * 5 <= stage.fund.vault.totalAssets()
    assert 0 < -flow.net < flow.lag
    assert -flow.net < flow.before * Fraction(stage.lag[jump])


def test_jump__batch_settled_a_minute_later__costs_nothing(stage: Stage, trader: Trader, jump: int) -> None:
    trader.request_in(jump + 2 - HOUR)
    (flow,) = trader.ledger.flows
    assert flow.net > 0
