"""Whole decisions on small markets: what a snapshot leads to, and what stops it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from keepers.decide import advance, decide
from keepers.decide.inputs import Inputs, Panel
from keepers.errors import DecisionError, TooFewAssets
from keepers.models import BookEntry, Decision, Flip, Override, State, Target
from tests.keepers.decide.markets import DAYS, MONDAY, Hashed, book_of, inputs, names_of, panel, rules

NAMES = names_of(8)


def rising(count: int = 8) -> Panel:
    """All rise by 1 % a day: gauge 100. The first name is the largest."""
    levels = np.linspace(80, 10, count) if count > 1 else np.array([80.0])
    return panel(np.cumprod(np.full((DAYS, count), 1.01), axis=0) * levels, names_of(count))


def falling() -> Panel:
    return panel(np.cumprod(np.full((DAYS, 8), 0.99), axis=0) * np.linspace(80, 10, 8), NAMES)


def decided(given: Inputs) -> Decision:
    return decide(Hashed(given))


def weights(decision: Decision) -> dict[int, int]:
    return {target.asset_id: target.ppm for target in decision.targets}


def test_decide__rising__bull_by_cap_with_one_percent_of_cash() -> None:
    decision = decided(inputs(rising()))
    found = weights(decision)
    assert (decision.regime, decision.gauge, decision.coverage_ppm) == ("bull", 100_000_000, 1_000_000)
    assert sum(found.values()) == 1_000_000
    assert found[1] == 10_000
    assert found[4] == 990_000 * 80 // 360  # BTC: 80 of 80 + 70 + ... + 10
    assert list(found) == sorted(found)
    assert decision.entered == tuple(NAMES)


def test_decide__falling__bear_split() -> None:
    state = State(regime="bull", targets_regime="bull", targets=(Target(1, 10_000), Target(4, 990_000)))
    decision = decided(inputs(falling(), state))
    assert decision.regime == "bear"
    assert weights(decision) == {1: 500_000, 2: 250_000, 3: 250_000}
    assert decision.members == tuple(NAMES)


def test_decide__bear__caps_and_missing_stables_go_to_cash() -> None:
    book = tuple(
        replace(entry, weight_cap_ppm=100_000) if entry.asset_id == 2 else replace(entry, status="impaired")
        for entry in book_of(NAMES)[1:3]
    )
    decision = decided(inputs(falling(), book=(book_of(NAMES)[0], *book, *book_of(NAMES)[3:])))
    assert weights(decision) == {1: 900_000, 2: 100_000}


def test_decide__same_inputs__equal_decisions() -> None:
    assert decided(inputs(rising())) == decided(inputs(rising()))


def test_decide__unlisted_assets__lower_the_coverage_and_are_left_out() -> None:
    decision = decided(inputs(rising(), book=book_of(NAMES)[:-1]))
    assert len(decision.members) == 8
    assert decision.coverage_ppm == 350 * 1_000_000 // 360
    assert 11 not in weights(decision)


def test_decide__nothing_listed__says_so() -> None:
    with pytest.raises(DecisionError, match="none of the 8 members on 2022-01-03 is listed"):
        decided(inputs(rising(), book=book_of(())))


def test_decide__too_few_assets__names_count_day_and_minimum() -> None:
    with pytest.raises(TooFewAssets, match=r"8 eligible assets on 2022-01-03 .* minimum is 20"):
        decided(inputs(rising(), minimum_eligible=20))


def test_decide__registry_cap__redistributed() -> None:
    book = tuple(
        replace(entry, weight_cap_ppm=100_000) if entry.provider_id == "BTC" else entry for entry in book_of(NAMES)
    )
    found = weights(decided(inputs(rising(), book=book)))
    assert found[4] == 100_000
    assert found[5] == pytest.approx(890_000 * 70 / 280, abs=1)
    assert found[1] == 10_000


def test_decide__new_listing__two_percent_and_the_rest_is_cash() -> None:
    monday = 1_641_168_000
    book = tuple(
        replace(entry, listed_at=monday - 86_400) if entry.asset_id == 4 else entry for entry in book_of(NAMES)
    )
    found = weights(decided(inputs(rising(), book=book)))
    assert found[4] == 20_000
    assert found[1] == 10_000 + 220_000 - 20_000


def test_decide__sell_only__does_not_rise_and_may_stay() -> None:
    state = State(regime="bull", targets_regime="bull", targets=(Target(1, 810_000), Target(4, 190_000)))
    book = tuple(replace(entry, status="sell-only") if entry.asset_id == 4 else entry for entry in book_of(NAMES))
    assert weights(decided(inputs(rising(), state, book)))[4] == 190_000
    assert 4 not in weights(decided(inputs(rising(), State(regime="bull"), book)))


def test_decide__impaired__falls_by_the_most_an_epoch_allows() -> None:
    held = (Target(1, 10_000), *(Target(4 + place, 123_750) for place in range(8)))
    book = tuple(replace(entry, status="impaired") if entry.asset_id == 11 else entry for entry in book_of(NAMES))
    state = State(regime="bull", targets_regime="bull", targets=held)
    decision = decided(inputs(rising(), state, book))
    assert weights(decision)[11] == 73_750
    assert not [alarm for alarm in decision.alarms if alarm.startswith("limits")]


def test_decide__same_regime__within_change_and_turnover() -> None:
    held = (Target(1, 10_000), *(Target(4 + place, 123_750) for place in range(8)))
    decision = decided(inputs(rising(), State(regime="bull", targets_regime="bull", targets=held)))
    changes = [weights(decision)[target.asset_id] - target.ppm for target in held]
    assert max(map(abs, changes)) <= 50_000
    assert sum(map(abs, changes)) <= 400_000


def test_decide__switch__is_exempt_from_change_and_turnover() -> None:
    held = (Target(1, 500_000), Target(2, 250_000), Target(3, 250_000))
    decision = decided(inputs(rising(), State(regime="bear", targets_regime="bear", targets=held)))
    assert 2 not in weights(decision)
    assert weights(decision)[1] == 10_000


def test_decide__reference__pure_cap_weights() -> None:
    given = replace(inputs(rising()), rules=rules("reference"))
    found = weights(decided(given))
    assert found[1] == 1
    assert found[4] == pytest.approx(999_999 * 80 / 360, abs=1)


def test_decide__floor__lifts_the_tail() -> None:
    levels = np.array([5_000.0, *[1.0] * 7])
    market = panel(np.cumprod(np.full((DAYS, 8), 1.01), axis=0) * levels, NAMES)
    found = weights(decided(inputs(market)))
    assert [found[key] for key in range(5, 12)] == [1_000] * 7


def override(field: str, value: int, asset: str = "C007", expiry: date = MONDAY) -> Override:
    return Override(asset, field, value, "because", "a person", expiry)  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "value"), [("eligible", 0), ("member", 0)])
def test_decide__override__takes_an_asset_out_until_it_expires(field: str, value: int) -> None:
    assert "C007" not in decided(inputs(rising(), overrides=(override(field, value),))).members
    expired = override(field, value, expiry=MONDAY - timedelta(days=1))
    assert "C007" in decided(inputs(rising(), overrides=(expired,))).members


def test_decide__override_of_a_cap__binds() -> None:
    found = weights(decided(inputs(rising(), overrides=(override("weight_cap_ppm", 5_000),))))
    assert found[11] == 5_000


def test_decide__many_changes__asks_a_person() -> None:
    gone = tuple(f"OLD{number}" for number in range(3))
    decision = decided(inputs(rising(), State(members=gone)))
    assert decision.left == gone
    assert any("11 names in and out" in alarm for alarm in decision.alarms)


def test_decide__unknown_gauge__keeps_the_regime_and_still_weighs() -> None:
    market = rising()
    short = replace(
        market,
        first_day=market.first_day + 200,
        closes=market.closes[200:],
        row_days=market.row_days[market.row_days >= 200] - 200,
        **{
            name: getattr(market, name)[market.row_days >= 200]
            for name in ("caps", "volumes", "row_prices", "eligible")
        },
    )
    decision = decided(inputs(short, State(regime="bull")))
    assert (decision.regime, decision.gauge, decision.trend) == ("bull", 0, 0)
    assert "gauge: a block is missing" in decision.alarms[0]
    assert len(decision.targets) == 9


def test_advance__flip__is_remembered_for_ninety_days() -> None:
    state = State(
        regime="bear", flips=(Flip(MONDAY - timedelta(days=90), "bear"), Flip(MONDAY - timedelta(days=89), "bear"))
    )
    decision = decided(inputs(rising(), state))
    after = advance(state, decision, rules())
    assert after.flips == (Flip(MONDAY - timedelta(days=89), "bear"), Flip(MONDAY, "bull"))
    assert (after.regime, after.targets_regime, after.targets) == ("bull", "bull", decision.targets)
    assert after.as_of == MONDAY


def test_book_order__does_not_decide() -> None:
    book: tuple[BookEntry, ...] = book_of(NAMES)
    assert (
        decided(inputs(rising(), book=book)).targets == decided(inputs(rising(), book=book[:3] + book[:2:-1])).targets
    )
