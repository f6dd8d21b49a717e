"""force_safe_state: anyone, 28 days after the keeper did its work; once; what it does to the cadence."""

import pytest

from tests.conftest import reverts
from tests.contracts.strategy.conftest import BEAR, BTC, BULL, DAI, DAY, ETH, HASH, Desk
from tests.target_words import CASH, pack, with_cash
from world.contract import Contract

SILENCE = 28 * DAY
WHOLE = {CASH: 1_000_000}


def until_due(desk: Desk) -> None:
    """The next block may force it."""
    desk.chain.mine(desk.strategy.safe_state_at())


def test_force__decision_of_28_days__usdc_alone_at_once(bull: Desk, strategy: Contract, anyone: str) -> None:
    assert strategy.safe_state_at() == strategy.active().activated_at + SILENCE
    until_due(bull)
    assert strategy.safe_state_workable()
    receipt = strategy.force_safe_state(sender=anyone)
    (event,) = strategy.events(receipt, "SafeStateForced")
    assert (event.epoch, event.by, list(event.words)) == (2, anyone, pack(WHOLE))
    assert event.sequence == strategy.sequence()
    assert strategy.active_words() == (2, bytes(32), pack(WHOLE))
    active = strategy.active()
    assert (active.bull, active.risk_up, active.gauge, active.methodology) == (False, False, 0, 0)
    assert active.data_hash == b"\x00" * 32
    assert active.activated_at == active.activates_at == active.proposed_at == bull.chain.now()


def test_force__a_second_too_early__reverts(bull: Desk, strategy: Contract, anyone: str) -> None:
    due = strategy.active().activated_at + SILENCE
    with reverts("strategy: not silent"), bull.chain.one_block(due - 1):
        strategy.force_safe_state(sender=anyone)
    with bull.chain.one_block(due):
        strategy.force_safe_state(sender=anyone)


def test_force__before_the_first_decision__reverts(desk: Desk, strategy: Contract, anyone: str) -> None:
    desk.chain.sleep(100 * DAY)
    assert not strategy.safe_state_workable()
    assert (strategy.safe_state_at(), strategy.changed_at(), strategy.acted_at()) == (0, 0, 0)
    with reverts("strategy: not silent"):
        strategy.force_safe_state(sender=anyone)


def test_force__again__reverts_however_long_it_lasts(bull: Desk, strategy: Contract, anyone: str) -> None:
    until_due(bull)
    strategy.force_safe_state(sender=anyone)
    bull.chain.sleep(100 * DAY)
    assert not strategy.safe_state_workable()
    with reverts("strategy: not silent"):
        strategy.force_safe_state(sender=anyone)


def test_force__decision_that_waits__is_replaced(bull: Desk, strategy: Contract, anyone: str) -> None:
    until_due(bull)
    bull.propose(BEAR, bull=False)
    receipt = strategy.force_safe_state(sender=anyone)
    (replaced,) = strategy.events(receipt, "Replaced")
    assert replaced.epoch == 2
    assert strategy.active().epoch == 3
    assert strategy.pending().epoch == 0
    with reverts("strategy: wrong epoch"):
        strategy.activate(2, sender=anyone)


def test_force__decision_activated_just_before__is_no_silence(bull: Desk, strategy: Contract, anyone: str) -> None:
    until_due(bull)
    bull.propose(BEAR, bull=False)
    bull.activate()
    with reverts("strategy: not silent"):
        strategy.force_safe_state(sender=anyone)


def test_force__veto__cannot_undo_it(bull: Desk, strategy: Contract, anyone: str, guardian: str) -> None:
    until_due(bull)
    strategy.force_safe_state(sender=anyone)
    with reverts("strategy: wrong epoch"):
        strategy.veto(2, sender=guardian)


def test_force__out_of_bull__is_a_flip_and_the_way_back_waits(bull: Desk, strategy: Contract, anyone: str) -> None:
    until_due(bull)
    strategy.force_safe_state(sender=anyone)
    forced_at = bull.chain.now()
    assert strategy.last_flip_at() == forced_at
    with reverts("strategy: spacing"):
        bull.propose(BULL)
    bull.chain.mine(forced_at + 7 * DAY)
    bull.propose(BULL)
    assert strategy.pending().risk_up
    bull.activate()
    assert strategy.active_words() == (3, HASH, pack(BULL))
    assert strategy.last_flip_at() == bull.chain.now()


def test_force__out_of_bear__is_no_flip(bear: Desk, strategy: Contract, anyone: str) -> None:
    flipped_at = strategy.last_flip_at()
    until_due(bear)
    strategy.force_safe_state(sender=anyone)
    assert strategy.last_flip_at() == flipped_at
    bear.propose(BULL)


def test_force__ways_back_up__count_among_the_flips_of_90_days(bull: Desk, strategy: Contract, owner: str) -> None:
    """With one flip upward allowed in 90 days, the second way back waits for the first to grow old."""
    strategy.set_limits(50_000, 200_000, 1, sender=owner)
    strategy.set_silence(7 * DAY, 7 * DAY, sender=owner)
    for way in range(2):
        bull.chain.sleep(8 * DAY)
        strategy.force_safe_state(sender=bull.proposer)
        bull.chain.sleep(8 * DAY)
        if way == 0:
            bull.propose(BULL)
            bull.activate()
    with reverts("strategy: flips"):
        bull.propose(BULL)


def test_force__next_decision__may_change_everything_and_the_one_after_it_not(
    bull: Desk, strategy: Contract, anyone: str
) -> None:
    """Stable to stable is risk-down, so nothing holds it up; only the first is exempt from the limits of change."""
    until_due(bull)
    strategy.force_safe_state(sender=anyone)
    bull.propose(BEAR, bull=False)
    bull.activate()
    assert strategy.active_words() == (3, HASH, pack(BEAR))
    with reverts("strategy: change"):
        bull.propose({CASH: 600_000, DAI: 400_000}, bull=False)


@pytest.mark.parametrize("days", [7, 60])
def test_force__owner_chose_another_silence__is_his(
    bull: Desk, strategy: Contract, owner: str, anyone: str, days: int
) -> None:
    strategy.set_silence(7 * DAY, days * DAY, sender=owner)
    due = strategy.active().activated_at + days * DAY
    with reverts("strategy: not silent"), bull.chain.one_block(due - 1):
        strategy.force_safe_state(sender=anyone)
    with bull.chain.one_block(due):
        strategy.force_safe_state(sender=anyone)


# --- what puts it off, and what does not -----------------------------------------------------------------------------


def weekly(desk: Desk, house: Contract, weeks: int, *, near: bool, tilt: int = 0) -> None:
    """A decision every week: to hold, or `tilt` ppm up and down in turn. The fund is near its target or it is not."""
    for week in range(weeks):
        desk.chain.sleep(7 * DAY)
        change = tilt if week % 2 == 0 else 0
        desk.propose(with_cash(BULL | {BTC: BULL[BTC] - change}))
        desk.activate()
        if near:
            house.set_near(desk.chain.now(), sender=desk.proposer)


def test_clock__holds_of_a_fund_on_target__keep_it_young(bull: Desk, house: Contract, anyone: str) -> None:
    weekly(bull, house, 6, near=True)
    strategy = bull.strategy
    assert not strategy.safe_state_workable()
    assert strategy.acted_at() == strategy.active().activated_at
    assert strategy.safe_state_at() == strategy.active().activated_at + SILENCE


@pytest.mark.parametrize("tilt", [0, 1, 50_000])
def test_clock__holds_and_small_changes_of_a_fund_off_target__do_not(
    bull: Desk, house: Contract, anyone: str, tilt: int
) -> None:
    """Neither do changes that cannot make a fund far: or a thief who trades nothing would decide for ever."""
    strategy = bull.strategy
    began = strategy.active().activated_at
    weekly(bull, house, 4, near=False, tilt=tilt)
    assert strategy.changed_at() == strategy.acted_at() == began
    assert strategy.safe_state_workable()
    strategy.force_safe_state(sender=anyone)
    assert strategy.changed_at() == bull.chain.now()


def test_clock__near_without_a_decision__does_not(bull: Desk, house: Contract, anyone: str) -> None:
    """A fund may be near an old target for ever, and anyone may report that: nobody decides."""
    strategy = bull.strategy
    due = strategy.safe_state_at()
    for _ in range(4):
        bull.chain.sleep(6 * DAY)
        house.set_near(bull.chain.now(), sender=anyone)
        assert strategy.acted_at() == strategy.active().activated_at
    with bull.chain.one_block(due):
        strategy.force_safe_state(sender=anyone)


def test_clock__near_once_after_a_decision__counts_from_the_older(bull: Desk, house: Contract, anyone: str) -> None:
    strategy = bull.strategy
    weekly(bull, house, 1, near=True)
    near_at = house.near_at()
    weekly(bull, house, 3, near=False)
    assert strategy.acted_at() == near_at
    assert strategy.safe_state_at() == near_at + SILENCE


@pytest.mark.parametrize(("moved", "counts"), [(50_000, False), (50_001, True)])
def test_changed_at__turnover_above_5_percent__moves_it(
    bull: Desk, strategy: Contract, owner: str, moved: int, counts: bool
) -> None:
    strategy.set_limits(200_000, 200_000, 3, sender=owner)
    before = strategy.changed_at()
    assert before == strategy.active().activated_at
    bull.chain.sleep(7 * DAY)
    bull.propose(with_cash(BULL | {BTC: BULL[BTC] - moved, ETH: BULL[ETH] + moved}))
    assert strategy.changed_at() == before
    bull.activate()
    assert strategy.changed_at() == (bull.chain.now() if counts else before)


def test_changed_at__is_judged_against_what_was_active_at_activation(bull: Desk, strategy: Contract) -> None:
    """What waited and was replaced does not count: the words before are those of the decision in force."""
    bull.chain.sleep(7 * DAY)
    bull.propose(LARGE)
    bull.chain.mine(strategy.pending().activates_at + 3_600)
    bull.propose(BULL)
    bull.activate()
    assert strategy.changed_at() < bull.chain.now() - 6 * DAY


LARGE = with_cash(BULL | {BTC: 550_000, ETH: 250_000, DAI: 50_000})
