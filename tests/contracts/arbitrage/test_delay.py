"""How late feeds may be: what the trader's best trips of a year cost when answers come later than within a minute.

By the market alone, without the chain: each hour, 1 % of the fund at the best minute, when that pays after both levies.
"""

import numpy as np
import pytest

from tests.contracts.arbitrage.market import Floats, Market
from tests.contracts.arbitrage.stage import Stage

SHARE = 0.01  # of the fund, each hour
HOUR = 60


def cost(lag: Floats, levy: float) -> tuple[int, float]:
    """Hours in which entering and leaving in kind pays, and bps of the fund that they cost in a year."""
    gains = lag.reshape(-1, HOUR).max(axis=1) - 2 * levy
    paying = gains[gains > 0]
    return len(paying), float(paying.sum()) * SHARE * 10_000


def test_delay__feeds_later_and_later__cost_more(stage: Stage, late_years: dict[int, Market]) -> None:
    levy = stage.fund.vault.nav().levy_bps / 10_000
    costs = []
    for delay, market in {1: stage.market, **late_years}.items():
        lag = stage.lag_in(market)
        hours, bps = cost(lag, levy)
        costs.append(bps)
        print(f"\n{stage.name}: feeds {delay:2} min late: lag at most {lag.max():.2%}, {hours:3} hours, {bps:6.1f} bps")
    assert costs == sorted(costs)
    # a minute late, the management fee is many times that
    assert costs[0] < 4
    # an hour late, no levy helps a fund of volatile assets
    assert stage.name == "bear" or costs[-1] > 10 * costs[0]


def test_lag__as_the_chain_measures_it__is_that_of_the_market(stage: Stage) -> None:
    """Scores choose the minutes, so they must be what the vault's NAV is off by."""
    for minute in np.linspace(1_000, 500_000, 8).astype(int).tolist():
        stage.at(minute)
        stage.rebalance()
        nav = stage.fund.vault.nav()
        in_usdc = float(stage.worth(stage.balances()) / stage.price(1)) / (nav.value * 10**6 / nav.cash_price)
        assert np.log(in_usdc) == pytest.approx(float(stage.lag[minute]), abs=2e-5)
