"""Targets to NAV: against `bt` to the last digits, and against paths worked out by hand."""

import bt
import numpy as np
import pandas as pd
import pytest

from keepers.backtest.costs import Costs
from keepers.backtest.engine import Run, simulate
from keepers.backtest.marks import Marks

FREE = Costs(trade_bps=0.0)


def marks(prices: np.ndarray, volume: float = 0.0) -> Marks:
    return Marks(738_000, prices, np.full(prices.shape, volume))


def random_market(days: int = 200, assets: int = 12) -> np.ndarray:
    random = np.random.default_rng(3)
    return 10 * np.cumprod(1 + random.uniform(-0.08, 0.08, (days, assets)), axis=0)


def random_targets(looks: int, assets: int = 12) -> np.ndarray:
    """Shares of NAV, some of it cash, some looks all of it."""
    random = np.random.default_rng(4)
    weights = random.dirichlet(np.ones(assets), looks) * random.uniform(0.2, 1.0, (looks, 1))
    weights[random.uniform(size=weights.shape) < 0.3] = 0
    weights[::5] = 0
    return weights


def by_bt(prices: np.ndarray, positions: np.ndarray, weights: np.ndarray) -> np.ndarray:
    dates = pd.date_range("2021-01-01", periods=len(prices))
    names = [f"a{column}" for column in range(prices.shape[1])]
    frame = pd.DataFrame(prices, dates, names)
    targets = pd.DataFrame(weights, dates[positions], names)
    strategy = bt.Strategy("targets", [bt.algos.WeighTarget(targets), bt.algos.Rebalance()])
    test = bt.Backtest(strategy, frame, initial_capital=1e6, integer_positions=False, progress_bar=False)
    bt.run(test, progress_bar=False)
    found: np.ndarray = test.strategy.prices.reindex(dates).to_numpy()
    return found


def test_simulate__without_costs__agrees_with_bt() -> None:
    prices, positions = random_market(), np.arange(3, 190, 7)
    weights = random_targets(len(positions))
    run = simulate(marks(prices), positions, weights, FREE, end=199)
    theirs = by_bt(prices, positions, weights)[3:200]
    assert np.abs(run.nav / run.nav[0] / (theirs / theirs[0]) - 1).max() < 1e-12


def one_asset(prices: list[float], targets: list[float], costs: Costs = FREE, band: float = 0.0) -> Run:
    """Traded at every close but the last."""
    column = np.array(prices)[:, None]
    positions = np.arange(len(targets))
    return simulate(marks(column), positions, np.array(targets)[:, None], costs, len(prices) - 1, band)


def test_simulate__half_invested__half_of_the_rise() -> None:
    run = one_asset([100, 110, 110], [0.5, 0.5])
    assert run.nav.tolist() == pytest.approx([1, 1.05, 1.05])
    assert run.turnover.tolist() == pytest.approx([0.5, (0.55 - 0.525) / 1.05])


def test_simulate__costs__of_notional_each_way() -> None:
    run = one_asset([100, 100, 100], [1.0, 0.0], Costs(trade_bps=100.0))
    # x is bought with x + 1 % of x; then x is sold for x - 1 % of x
    assert run.nav[0] == pytest.approx(1 / 1.01, rel=1e-9)
    assert run.nav[-1] == pytest.approx(0.99 / 1.01, rel=1e-9)
    assert run.cost.tolist() == pytest.approx([0.01 / 1.01, 0.01], rel=1e-9)


def test_simulate__band__leaves_small_drifts_but_no_exit() -> None:
    prices = [100.0, 109.0, 109.0, 109.0]
    kept = one_asset(prices, [0.5, 0.5, 0.0], band=0.10)
    assert kept.turnover[1] == 0
    assert kept.invested[1] == pytest.approx(0.545 / 1.045)
    assert kept.turnover[2] == pytest.approx(0.545 / 1.045)
    assert one_asset(prices, [0.5, 0.5, 0.0], band=0.01).turnover[1] > 0


def test_simulate__band__buys_only_with_the_cash_there_is() -> None:
    # the first drifts to 54.5 of 104.5 and is left alone; the second may take what is left, less the cash of 1 %
    prices = np.array([[100.0, 100.0], [109.0, 100.0], [109.0, 100.0]])
    targets = np.array([[0.5, 0.0], [0.5, 0.49]])
    run = simulate(marks(prices), np.array([0, 1]), targets, FREE, 2, band=0.10, cash=0.01)
    assert run.invested[1] == pytest.approx(0.99)


def test_simulate__fee_and_yield__a_year() -> None:
    prices = np.full((367, 1), 100.0)
    costs = Costs(trade_bps=0.0, management=0.02, stable_yield=0.05)
    run = simulate(marks(prices), np.array([0]), np.zeros((1, 1)), costs, 366)
    assert run.nav[366] == pytest.approx((1.05 * 0.98) ** (366 / 365.25))


def test_simulate__impact__grows_with_the_root_of_the_trade_and_ends_at_five_percent() -> None:
    column = np.full((2, 1), 100.0)

    def cost(fund: float) -> float:
        costs = Costs(trade_bps=10.0, impact_bps=100.0, fund_usd=fund)
        return float(simulate(marks(column, 1e6), np.array([0]), np.ones((1, 1)), costs, 1).cost[0])

    assert cost(0.0) == pytest.approx(0.001 / 1.001, rel=1e-6)
    assert cost(1e6) == pytest.approx(0.011 / 1.011, rel=1e-6)
    assert cost(4e6) == pytest.approx(0.021 / 1.021, rel=1e-6)
    assert cost(1e12) == pytest.approx(0.05 / 1.05, rel=1e-6)


def test_simulate__without_a_price__stays_cash() -> None:
    prices = np.array([[0.0, 100.0], [50.0, 110.0]])
    run = simulate(marks(prices), np.array([0]), np.array([[0.5, 0.5]]), FREE, 1)
    assert run.nav.tolist() == pytest.approx([1, 1.05])
