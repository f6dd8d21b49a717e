"""The made-up year: prices that move as said, feeds that keep Chainlink's rule."""

import numpy as np
import pytest

from tests.contracts.arbitrage.market import DAY, Market

BPS = 10_000


@pytest.fixture(params=[1, 15])
def late(year: Market, late_years: dict[int, Market], request: pytest.FixtureRequest) -> Market:
    return {1: year, **late_years}[request.param]


def test_feeds__each_answer__is_the_price_of_so_many_minutes_ago(late: Market) -> None:
    changed = np.argwhere(np.diff(late.answers, axis=0))
    assert len(changed) > 10_000
    minutes, assets = changed[:, 0] + 1, changed[:, 1]
    assert np.array_equal(late.answers[minutes, assets], late.prices[minutes - late.delay, assets])


def test_feeds__price_outside_the_deviation__is_answered_after_the_delay(late: Market) -> None:
    off = np.abs(late.prices / late.answers - 1) * BPS
    outside = off > np.array(late.deviations_bps) * (1 + 1e-9)
    for column, answers in zip(outside.T, late.answers.T, strict=True):
        for minute in np.flatnonzero(column)[:5_000:50]:
            if minute + late.delay < len(answers):
                assert len(set(answers[minute : minute + late.delay + 1])) > 1, minute


def test_feeds__quiet_market__answers_daily(year: Market) -> None:
    for prices, answers in zip(year.prices.T, year.answers.T, strict=True):
        same = np.diff(np.flatnonzero(np.diff(answers)), prepend=0)
        # an answer may repeat the one before, by chance
        assert same.max() <= DAY + 1 or np.ptp(prices[: DAY * 2]) == 0
    still = Market(("USDC",), (25,), 0, np.arange(10**8, 10**8 + 365 * DAY)[:, None], year.answers).late(1)
    assert set(np.diff(np.flatnonzero(np.diff(still.answers[:, 0])))) == {DAY}


def test_prices__of_the_volatile__move_together_and_jump(year: Market) -> None:
    moves = np.diff(np.log(year.prices[:, [year.ids.index("BTC"), year.ids.index("ETH")]]), axis=0)
    assert 0.5 < np.corrcoef(moves.T)[0, 1] < 0.8
    far = np.abs(moves[:, 0])
    print(f"\nBTC: {(far > 0.01).sum()} minutes above 1 %, {(far > 0.02).sum()} above 2 %, most {far.max():.1%}")
    assert (far > 0.02).sum() > 3


def test_prices__over_the_year__stay_in_the_registrys_band(year: Market) -> None:
    parts = year.prices / year.prices[0]
    assert parts.max() < 5
    assert parts.min() > 0.2
    assert parts[:, :3].min() > 0.9
    assert parts[:, :3].max() < 1.1
