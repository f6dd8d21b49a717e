"""What may replace a waiting flight: a decision with less risk than the active one. A stolen key cannot put it off."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import reverts
from tests.contracts.strategy.conftest import BEAR, BTC, BULL, DAI, DAY, ETH, HASH, HOUR, RISK_DOWN_DELAY, Desk
from tests.target_words import CASH, pack, with_cash
from world.chain import Reverted
from world.contract import Contract

MINUTE = 60
REFUSED = "strategy: lower risk waits"
TINY = with_cash(BULL | {BTC: 599_999})  # a millionth less risk than BULL
LESS = with_cash(BULL | {BTC: 560_000})


def shifted(week: int) -> dict[int, int]:
    """Stable assets alone, each time in other parts."""
    return with_cash({DAI: 500_000 - week})


def wait_until(desk: Desk, moment: int) -> None:
    """The next block may be at that moment."""
    desk.chain.mine(moment)


# --- what replaces a flight ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("targets", [BULL, TINY, LESS])
def test_flight__replaced_by_more_risk__reverts(bull: Desk, strategy: Contract, targets: dict[int, int]) -> None:
    """A hold in the last second of the delay, too."""
    bull.propose(BEAR, bull=False)
    opens_at = strategy.pending().activates_at
    with reverts(REFUSED):
        bull.propose(targets)
    with reverts(REFUSED), bull.chain.one_block(opens_at - 1):
        bull.propose(targets)
    bull.activate()
    assert strategy.active_words() == (2, HASH, pack(BEAR))


def test_flight__replaced_by_less_risk__is(bull: Desk, strategy: Contract) -> None:
    bull.propose(TINY)
    bull.propose(LESS)
    bull.propose(BEAR, bull=False)
    assert strategy.pending_words() == (4, pack(BEAR))


def test_flight__of_the_same_volatile_weight__may_not_leave_usdc(bull: Desk, strategy: Contract) -> None:
    bull.propose(BEAR, bull=False)
    with reverts(REFUSED):
        bull.propose(with_cash({DAI: 500_001}), bull=False)
    bull.propose(BEAR, bull=False)
    bull.propose(with_cash({DAI: 499_999}), bull=False)
    assert strategy.pending().epoch == 4


def test_flight__from_a_stable_asset_to_usdc__is_one(bear: Desk, strategy: Contract) -> None:
    """No volatile weight falls, yet it must not be overwritten: the stable asset may be losing its peg."""
    bear.propose(with_cash({DAI: 450_000}), bull=False)
    for targets in (BEAR, with_cash({DAI: 450_001})):
        with reverts(REFUSED):
            bear.propose(targets, bull=False)
    bear.activate()
    assert strategy.active().epoch == 3


def test_flight__that_also_raises_an_asset__is_protected_and_can_be_vetoed(
    bull: Desk, strategy: Contract, guardian: str
) -> None:
    bull.chain.sleep(7 * DAY)
    bull.propose(with_cash(BULL | {BTC: 550_000, ETH: 310_000}))
    assert strategy.pending().risk_up
    with reverts(REFUSED):
        bull.propose(BULL)
    strategy.veto(2, sender=guardian)
    bull.propose(BULL, epoch=3)
    assert strategy.pending().epoch == 3


@pytest.mark.parametrize("targets", [BULL, with_cash(BULL | {DAI: 40_000})])
def test_no_flight__equal_risk_or_another_stable_asset__is_replaced_by_anything(
    bull: Desk, strategy: Contract, targets: dict[int, int]
) -> None:
    bull.chain.sleep(7 * DAY)
    bull.propose(targets)
    bull.propose(with_cash(BULL | {BTC: 610_000}))
    assert strategy.pending().epoch == 3


def test_no_flight__before_the_first_decision(desk: Desk, strategy: Contract) -> None:
    desk.propose({CASH: 1_000_000}, bull=False)
    desk.propose(BULL)
    assert strategy.pending().epoch == 2


# --- how long --------------------------------------------------------------------------------------------------------


def test_flight__open_for_an_hour__is_replaced_by_anything(bull: Desk, strategy: Contract) -> None:
    bull.propose(BEAR, bull=False)
    free_at = strategy.pending().activates_at + HOUR
    with reverts(REFUSED), bull.chain.one_block(free_at - 1):
        bull.propose(BULL)
    with bull.chain.one_block(free_at):
        bull.propose(BULL)
    assert strategy.pending().epoch == 3


def test_flight__expired__is_replaced_by_anything(bull: Desk, strategy: Contract, owner: str) -> None:
    strategy.set_delays(600, 6 * HOUR, 60, sender=owner)
    bull.propose(BEAR, bull=False)
    with reverts(REFUSED), bull.chain.one_block(strategy.pending().expires_at):
        bull.propose(BULL)
    with bull.chain.one_block(strategy.pending().expires_at + 1):
        bull.propose(BULL)
    assert strategy.pending().epoch == 3


def test_flight__replaced_again_and_again_by_the_like__is_open_within_an_hour_more(bull: Desk, anyone: str) -> None:
    """A thief with bear decisions of his own: in the last second of each delay another one."""
    strategy = bull.strategy
    bull.propose(shifted(0), bull=False)
    open_by = strategy.pending().open_by
    assert open_by == strategy.pending().activates_at + HOUR
    for week in range(1, 30):
        try:
            with bull.chain.one_block(strategy.pending().activates_at - 1):
                bull.propose(shifted(week), bull=False)
        except Reverted as refused:
            assert refused.reason == REFUSED
            break
        assert strategy.pending().open_by == open_by
    else:
        pytest.fail("the flight is put off without end")
    assert week == 7
    opens_at = strategy.pending().activates_at
    assert opens_at <= open_by
    # and then it stays open for an hour, whatever he proposes
    for moment in (opens_at, opens_at + HOUR - 1):
        with reverts(REFUSED), bull.chain.one_block(moment):
            bull.propose(shifted(week), bull=False)
    strategy.activate(strategy.pending().epoch, sender=anyone)
    assert strategy.active().volatile_ppm == 0


def test_flight__over_a_slow_one__is_open_as_soon_as_any(bull: Desk, strategy: Contract) -> None:
    """A waiting decision of six hours' delay gives what replaces a flight no later hour."""
    bull.chain.sleep(7 * DAY)
    bull.propose(with_cash(BULL | {BTC: 550_000, ETH: 310_000}))
    assert strategy.pending().open_by - bull.chain.now() == 7 * HOUR
    bull.propose(BEAR, bull=False)
    assert strategy.pending().open_by - bull.chain.now() == RISK_DOWN_DELAY + HOUR
    wait_until(bull, strategy.pending().open_by - RISK_DOWN_DELAY + 1)
    with reverts(REFUSED):
        bull.propose(BEAR, bull=False)


def test_flight__replaced_by_a_slow_one__reverts(bull: Desk) -> None:
    """Less risk that also raises an asset waits six hours: that would be a delay."""
    bull.chain.sleep(7 * DAY)
    bull.propose(TINY)
    with reverts(REFUSED):
        bull.propose(with_cash(BULL | {BTC: 550_000, ETH: 310_000}))


# --- the thief -------------------------------------------------------------------------------------------------------


def test_thief__overwrites_with_holds__eight_of_eight_flights_are_activated(bull: Desk, anyone: str) -> None:
    strategy = bull.strategy
    for _ in range(8):
        snapshot = bull.chain.snapshot()
        bull.propose(BEAR, bull=False)
        for minute in (0, 5, 9):
            bull.chain.mine(strategy.pending().proposed_at + minute * MINUTE + 50)
            for targets in (BULL, TINY, LESS):
                with reverts(REFUSED):
                    bull.propose(targets)
        wait_until(bull, strategy.pending().activates_at)
        strategy.activate(2, sender=anyone)
        assert strategy.active().volatile_ppm == 0
        bull.chain.revert(snapshot)
        bull.chain.sleep(DAY)


def test_thief__a_thousand_tiny_flights_of_his_own__do_not_keep_a_real_one_out(bull: Desk, strategy: Contract) -> None:
    """He may be first in every block: what he waits with has more risk than a bear decision."""
    for step in range(1, 6):
        bull.propose(with_cash(BULL | {BTC: 600_000 - step}))
        bull.activate()
        bull.propose(with_cash(BULL | {BTC: 600_000 - step - 1}))
        bull.propose(BEAR, bull=False)
        with reverts(REFUSED):
            bull.propose(with_cash(BULL | {BTC: 600_000 - step - 2}))
        snapshot = bull.chain.snapshot()
        bull.activate()
        assert strategy.active().volatile_ppm == 0
        bull.chain.revert(snapshot)
        wait_until(bull, strategy.pending().activates_at + HOUR)


def test_safe_state__replaces_a_flight(bull: Desk, strategy: Contract, house: Contract, anyone: str) -> None:
    wait_until(bull, strategy.safe_state_at())
    bull.propose(BEAR, bull=False)
    strategy.force_safe_state(sender=anyone)
    assert strategy.active_words()[-1] == pack({CASH: 1_000_000})


# --- a model ---------------------------------------------------------------------------------------------------------

CHOICES: dict[str, Callable[[int], tuple[dict[int, int], bool]]] = {
    "hold": lambda _: (BULL, True),
    "tiny": lambda step: (with_cash(BULL | {BTC: 600_000 - step}), True),
    "less": lambda step: (with_cash(BULL | {BTC: 560_000 - step}), True),
    "mixed": lambda step: (with_cash(BULL | {BTC: 555_000 - step, ETH: 310_000}), True),
    "more": lambda step: (with_cash(BULL | {BTC: 610_000 + step}), True),
    "bear": lambda step: (with_cash({DAI: 500_000 - step}), False),
    "other bear": lambda step: (with_cash({DAI: 500_000 + step}), False),
}


def risk(targets: dict[int, int]) -> tuple[int, int]:
    """Ordered as the contract orders it: the volatile weight, then what lies outside USDC."""
    volatile = sum(ppm for asset, ppm in targets.items() if asset not in (CASH, DAI))
    return volatile, 1_000_000 - targets[CASH]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(sorted(CHOICES)), st.sampled_from([1, 9 * MINUTE + 50, 25 * MINUTE])),
        min_size=3,
        max_size=7,
    )
)
def test_flight__any_row_of_proposals__no_more_risk_and_an_hour_at_most(
    bull: Desk, moves: list[tuple[str, int]]
) -> None:
    """From the first flight of a row on nothing with more risk waits, and its time to be open never moves back."""
    chain = bull.chain
    if chain.now() < bull.strategy.active().activated_at + 7 * DAY:
        chain.sleep(7 * DAY)
    snapshot = chain.snapshot()
    try:
        follow(bull, moves)
    finally:
        chain.revert(snapshot)


def follow(bull: Desk, moves: list[tuple[str, int]]) -> None:
    """Each proposal is taken or refused as the model says."""
    strategy, chain = bull.strategy, bull.chain
    waits: tuple[dict[int, int], int, int] | None = None  # targets, opens at, open by
    for step, (choice, seconds) in enumerate(moves, 1):
        targets, is_bull = CHOICES[choice](step)
        now = chain.now() + seconds
        protected = waits is not None and risk(waits[0]) < risk(BULL) and now < waits[1] + HOUR
        opens_at = now + (6 * HOUR if choice in ("mixed", "more") else RISK_DOWN_DELAY)
        refused = protected and waits is not None and (risk(targets) > risk(waits[0]) or opens_at > waits[2])
        try:
            with chain.one_block(now):
                bull.propose(targets, bull=is_bull)
        except Reverted as error:
            assert refused, (choice, error.reason)
            assert error.reason == REFUSED
            continue
        assert not refused, choice
        open_by = min(opens_at + HOUR, waits[2]) if protected and waits is not None else opens_at + HOUR
        waits = (targets, opens_at, open_by)
        waiting = strategy.pending()
        assert (waiting.activates_at, waiting.open_by) == (opens_at, open_by)
