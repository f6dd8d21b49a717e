"""The schema of report.json: what a backtest found, with its units and what it was made of.

Shares are fractions (0.1 is 10 %), returns after all costs of the run. `null`: cannot be said of this part.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "SENTENCE",
    "TRAINING_SENTENCE",
    "Assumptions",
    "CostRow",
    "Fall",
    "Part",
    "Placebo",
    "Record",
    "Statistics",
    "Tracking",
    "WalkForward",
    "WalkForwardYear",
    "WeekdayRow",
]

SENTENCE = "The gauge limits falls; it is not shown to add return."
TRAINING_SENTENCE = "The rules were chosen with these years in view: their figures are never what to expect."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fall(_Strict):
    """A time below a former peak."""

    start: date = Field(description="first day below the peak")
    end: date | None = Field(description="day the peak was reached again; null: not yet")
    days: int = Field(description="length until then, or until the part ends")
    depth: float = Field(description="lowest point over the peak, minus 1")


class Statistics(_Strict):
    """One path through one part. Ratios are against a rate of zero and, like volatility, of daily returns x 365."""

    total_return: float
    cagr: float = Field(description="compound growth a year of 365.25 days")
    volatility: float = Field(description="standard deviation of daily returns, a year")
    sharpe: float | None
    sortino: float | None
    calmar: float | None = Field(description="cagr over the worst fall")
    max_drawdown: float = Field(description="worst fall from a peak inside the part, at daily closes, negative")
    falls: tuple[Fall, ...] = Field(description="the five deepest")
    years: dict[int, float] = Field(description="return of each calendar year, or of what of it is in the part")
    turnover_per_year: float = Field(description="traded notional over NAV: 1 is one full switch")
    cost_per_year: float = Field(description="of NAV, for trading")
    expense_ratio: float = Field(description="a year: trading, management fee, platform fees spread over the part")
    switches_per_year: float = Field(description="changes of regime")
    time_in_market: float = Field(description="mean share of NAV in volatile assets")
    effective_names: float | None = Field(description="mean 1 / sum of squared weights of what is volatile")
    coverage: float | None = Field(description="mean share of the members' cap that can be held")


class Placebo(_Strict):
    """The gauge against timing that knows nothing: the same stretches of bull and bear in another order, shifted."""

    draws: int
    seed: int
    p: float = Field(description="share of draws that earn at least as much a year")
    p_fall: float = Field(description="share of draws whose worst fall is no deeper")
    p_shifted: float = Field(description="as p, over every shift by days of the very pattern, in its own order")
    cagr: float = Field(description="of the gauge, worked out as the draws are")
    median_cagr: float
    best_tenth_cagr: float = Field(description="a tenth of the draws earn more")


class Tracking(_Strict):
    """The index without the gauge against the same hundred uncapped and free of all costs."""

    difference: float = Field(description="cagr minus that of the uncapped index")
    error: float = Field(description="standard deviation of the daily difference, a year")


class Part(_Strict):
    """One part of the history; training and test are never mixed."""

    first: date
    last: date
    weeks: int
    gauge: Statistics
    hold: Statistics = Field(description="the same index without the gauge")
    index: Statistics = Field(description="the hundred by pure cap weight, held, no costs, no fees")
    top_10: Statistics = Field(description="the ten largest, held, same costs")
    bitcoin: Statistics = Field(description="bought once")
    stable: Statistics = Field(description="stable assets only")
    tracking: Tracking
    placebo: Placebo | None


class WeekdayRow(_Strict):
    """The test part with looks on another weekday: how much of the result is the luck of the day."""

    weekday: str
    cagr: float
    max_drawdown: float
    hold_cagr: float
    switches_per_year: float


class CostRow(_Strict):
    """The test part at another cost of traded notional."""

    trade_bps: float
    cagr: float
    max_drawdown: float
    hold_cagr: float


class WalkForwardYear(_Strict):
    """A year lived with the thresholds that did best, by cagr over worst fall, in all the years before it."""

    year: int
    bull_at: float = Field(description="points, as is bear_at")
    bear_at: float
    chosen: float = Field(description="return with them")
    fixed: float = Field(description="return with the thresholds of the rules")


class WalkForward(_Strict):
    """What choosing thresholds as one goes would have given: a check that they need no choosing."""

    years: tuple[WalkForwardYear, ...]
    chosen_cagr: float
    fixed_cagr: float


class Assumptions(_Strict):
    """What the figures rest on, beside the rules."""

    trade_bps: float = Field(description="of traded notional")
    impact_bps: float = Field(description="more, for a trade as large as a day's volume; by the square root")
    fund_usd: float = Field(description="size of the fund for the impact")
    management_fee: float = Field(description="a year")
    platform_fee: float = Field(description="entry and exit each; in the expense ratio, not in the NAV")
    stable_yield: float = Field(description="a year")
    lag_days: int = Field(description="from the close a look knows to the close it trades at")
    book: str
    prices: str


class Record(_Strict):
    """The whole report."""

    format: str = "global-100 backtest 1"
    sentence: str = SENTENCE
    training_sentence: str = TRAINING_SENTENCE
    source: str
    profile: str
    methodology: int
    rules: dict[str, int | bool | str | list[int]]
    assumptions: Assumptions
    undecided: int = Field(description="looks at which the market had too few assets; all was left as it was")
    test: Part
    training: Part | None
    weekdays: tuple[WeekdayRow, ...] = Field(description="of the test part")
    costs: tuple[CostRow, ...] = Field(description="of the test part")
    walk_forward: WalkForward | None
    flips: tuple[tuple[date, str], ...] = Field(description="every change of regime")
    seconds: dict[str, float] = Field(description="how long the steps took")
