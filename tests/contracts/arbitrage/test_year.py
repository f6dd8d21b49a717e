"""A year of lagging feeds against a trader who sees true prices first.

`pytest -s tests/contracts/arbitrage` prints the table of docs/LEVY.md. Amounts there are bps of what the holders have.

Feeds a minute late, no fees but the levy, the flow limit as deployed. The trader comes at the best minutes of the year,
whatever they gain; what holders lose in a flow the trader wins, to the cent, or the ledger objects. Within the
deviation no flow costs them anything. Beyond it some do, and a trader who came for those alone would win: what a
bull fund's holders lose to the trader is in the last assertion.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import pytest

from tests.contracts.arbitrage.ledger import DUST, Flow, Totals
from tests.contracts.arbitrage.market import Floats
from tests.contracts.arbitrage.moments import best, lock_trips, round_trips
from tests.contracts.arbitrage.stage import Stage
from tests.contracts.arbitrage.trader import Trader
from tests.contracts.vault.properties import undone

MOST_A_YEAR = 25  # bps of what holders have, to a trader who comes for jumps alone: a third of the management fee

Trips = Sequence[Sequence[int]]
Plan = Callable[[Floats, Floats, int], Trips]


def at_once(to_enter: Floats, to_leave: Floats, count: int) -> Trips:
    return [(minute,) for minute in best(to_enter, count)]


# By path: how the trader chooses minutes, and how often the trader comes. Sales beyond the fund's cash leave in kind.
PATHS: dict[str, tuple[Plan, int]] = {
    "in_and_out": (round_trips, 80),
    "in_and_in_kind": (at_once, 60),
    "through_queue": (lock_trips, 20),
    "settled_and_in_kind": (lock_trips, 20),
}


def attempts(trader: Trader, path: str, trips: Trips) -> list[list[Flow]]:
    """Each trip on the chain, from the same fund on its weights; its flows."""
    by_trip = []
    for minutes in trips:
        first = len(trader.ledger.flows)
        with undone(trader.stage.fund.chain):
            getattr(trader, path)(*minutes)
        by_trip.append(trader.ledger.flows[first:])
    return by_trip


def print_row(stage: Stage, path: str, by_trip: list[list[Flow]]) -> None:
    flows = [flow for trip in by_trip for flow in trip]
    trips, ways = losses(by_trip), losses([[flow] for flow in flows])
    print(
        f"\n{stage.name:4} {path:20} {len(by_trip):3} trips {Totals.of(flows)}   against holders: "
        f"{len(trips):2} trips, {sum(trips):5.1f}, worst {max(trips, default=0.0):4.1f}; "
        f"{len(ways):2} flows, {sum(ways):5.1f}"
    )


def losses(by_trip: list[list[Flow]]) -> list[float]:
    """What each trip that pays for the trader costs the holders, bps of what they have."""
    nets = [float(sum((flow.net / flow.before for flow in trip), Fraction(0)) * 10_000) for trip in by_trip]
    return [-net for net in nets if net < 0]


def assert_no_loss_in_calm_minutes(stage: Stage, flows: Sequence[Flow]) -> None:
    for flow in flows:
        assert flow.net > -DUST or not stage.market.is_calm(flow.minute), (flow.minute, float(flow.net))


@pytest.mark.parametrize("path", PATHS)
def test_year__trader_comes_at_its_best_minutes__levies_bring_more_than_the_lag_costs(
    stage: Stage, trader: Trader, path: str
) -> None:
    plan, count = PATHS[path]
    lag = stage.lag_that_stays if plan is lock_trips else stage.lag
    by_trip = attempts(trader, path, plan(lag, -lag, count))
    print_row(stage, path, by_trip)
    totals = Totals.of(trader.ledger.flows)
    assert len(by_trip) == count
    assert totals.lag > 0, "without a levy the trader would win"
    assert totals.lag <= totals.levy
    assert_no_loss_in_calm_minutes(stage, trader.ledger.flows)
    if path == "in_and_in_kind":
        assert all(abs(out.lag) < DUST for _, out in by_trip), "an exit in kind has no price, and pays its levy in full"
    assert sum(losses(by_trip)) < (MOST_A_YEAR if stage.name == "bull" else 1)


@pytest.mark.parametrize("path", ["in_and_out", "in_and_in_kind"])
def test_year__best_minutes_within_the_deviation__no_flow_costs_the_holders_anything(
    stage: Stage, trader: Trader, path: str
) -> None:
    """Nobody gains by coming only when it pays: as long as the feeds keep to their deviation, it never does."""
    calm, lag = stage.market.calm, stage.lag
    to_enter, to_leave = np.where(calm, lag, -np.inf), np.where(calm, -lag, -np.inf)
    plan, _ = PATHS[path]
    by_trip = attempts(trader, path, plan(to_enter, to_leave, 20))
    print_row(stage, f"{path}, calm", by_trip)
    assert Totals.of(trader.ledger.flows).lag > 0
    assert_no_loss_in_calm_minutes(stage, trader.ledger.flows)
    assert sum(stage.market.is_calm(flow.minute) for flow in trader.ledger.flows) >= len(by_trip)
