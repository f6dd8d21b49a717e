"""One decision, live and backtested: the same bytes; and nothing later than a look enters it."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from keepers.backtest import Costs, History
from keepers.backtest.agreement import agreement
from keepers.decide import advance, decide, walk
from keepers.decide.decision import decisions
from keepers.errors import UnknownSnapshot
from keepers.models import Decision, State
from keepers.parameters import load_parameters
from keepers.snapshot import Market, SnapshotStore, build, first_state, whole_market_book
from keepers.sources.synthetic import demo_window

DAYS = 20


def as_bytes(found: list[Decision | None]) -> list[bytes]:
    return [repr(asdict(decision)).encode() if decision else b"" for decision in found]


def weeks(first: date, last: date) -> list[date]:
    return [first + timedelta(days=day) for day in range(0, (last - first).days + 1, 7)]


@pytest.mark.parametrize("profile", ["product", "reference"])
def test_backtest__weeks_of_the_demo__are_the_live_decisions(history: History, profile: str) -> None:
    """Live: from snapshot bytes, each with its own 400 days, state and hash."""
    parameters = load_parameters()
    first, last = demo_window()
    state = history.state(first, parameters.rules_of(profile))
    live: list[Decision | None] = []
    for look in weeks(first, last):
        snapshot = build(history.market, look, profile, parameters, history.book, state)
        decision = decide(snapshot)
        state = advance(state, decision, parameters.rules_of(profile))
        live.append(replace(decision, data_hash=b""))
    period = history.period(first, last)
    tested = history.outcome(period, parameters.rules_of(profile), Costs()).decisions()
    assert len(tested) == 36
    assert as_bytes(tested) == as_bytes(live)
    regimes = [decision.regime for decision in tested if decision]
    assert set(regimes) == {"bull", "bear"}


def test_agreement__with_a_keepers_store__byte_for_byte(history: History, tmp_path: Path) -> None:
    parameters, book = load_parameters(), whole_market_book(history.market)
    store = SnapshotStore(tmp_path)
    looks = weeks(date(2022, 8, 15), date(2022, 10, 3))
    state = first_state(history.market, looks[0], "product", parameters)
    for epoch, look in enumerate(looks, start=1):
        snapshot = build(history.market, look, "product", parameters, book, state)
        decision = decide(snapshot)
        store.put(snapshot)
        store.record(epoch, decision)
        state = advance(state, decision, parameters.rules_of("product"))
    found = agreement(history, store)
    assert [one.epoch for one in found] == list(range(1, 9))
    assert all(one.agrees for one in found)

    path = tmp_path / "decisions" / "5.json"
    path.write_bytes(path.read_bytes().replace(b'"ppm":', b'"ppm":1', 1))
    assert [one.epoch for one in agreement(history, store) if not one.agrees] == [5]


def test_agreement__empty_store__says_so(history: History, tmp_path: Path) -> None:
    with pytest.raises(UnknownSnapshot, match="has no epoch"):
        agreement(history, SnapshotStore(tmp_path))


def shaken(market: Market, after: int, random: np.random.Generator) -> Market:
    """Another market that is the same up to a day: every later close, cap, volume, price and word is different."""
    closes, rows = market.closes.copy(), market.row_days > after
    closes[after + 1 :] *= random.uniform(0.2, 5.0, closes[after + 1 :].shape)
    closes[after + 1 :][random.uniform(size=closes[after + 1 :].shape) < 0.2] = np.nan
    changed = {name: getattr(market, name).copy() for name in ("caps", "volumes", "row_prices")}
    for values in changed.values():
        values[rows] = (values[rows] * random.uniform(0.2, 5.0, values[rows].shape)).astype(values.dtype)
    eligible = market.eligible
    if eligible is not None:
        eligible = eligible.copy()
        eligible[rows] = random.uniform(size=eligible[rows].shape) < 0.5
    return replace(market, closes=closes, eligible=eligible, **changed)


def look_ahead(history: History, profile: str, first: date, seed: int) -> None:
    parameters, random = load_parameters(), np.random.default_rng(seed)
    rules, period = parameters.rules_of(profile), history.period(first)
    state = history.state(first, rules)
    known = as_bytes(history.outcome(period, rules, Costs()).decisions())
    for at in sorted(random.choice(len(period.looks) - 2, DAYS, replace=False).tolist()):
        # the look knows the close of the day before; any day of the week until the next look may be the last one known
        t = history.marks.position(period.looks[at]) - 1 + int(random.integers(7))
        other = History(shaken(history.market, t, random), parameters, history.book)
        seen = other.survey(period, rules)
        found = as_bytes(list(decisions(seen, walk(seen, other.book, state, rules), state, rules)))
        assert found[: at + 1] == known[: at + 1], period.looks[at]
        assert found[at + 1 :] != known[at + 1 :]


@pytest.mark.parametrize("profile", ["product", "reference"])
def test_look_ahead__everything_after_a_day_is_different__no_earlier_decision_is(
    history: History, profile: str
) -> None:
    look_ahead(history, profile, date(2022, 3, 7), seed=11)


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["product", "reference"])
def test_look_ahead__real_history__no_earlier_decision_is_different(real: History, profile: str) -> None:
    look_ahead(real, profile, date(2021, 2, 1), seed=12)


def test_state__before_the_first_look__knows_nothing_later(history: History) -> None:
    rules, day = load_parameters().rules_of("product"), date(2022, 8, 15)
    t = history.marks.position(day) - 1
    other = History(shaken(history.market, t, np.random.default_rng(5)), load_parameters())
    assert other.state(day, rules) == history.state(day, rules) != State()
