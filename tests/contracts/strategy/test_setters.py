"""set_proposer, set_delays, set_limits: the owner, inside the hard caps; the constructor's defaults."""

import pytest

from tests.conftest import reverts
from tests.contracts.strategy.conftest import BEAR, BULL, DAY, EXPIRY, HOUR, RISK_DOWN_DELAY, RISK_UP_DELAY, Desk
from world.contract import Contract

ZERO = "0x" + "00" * 20


def test_constructor__defaults_and_roles(
    strategy: Contract, registry: Contract, owner: str, guardian: str, proposer: str
) -> None:
    assert (strategy.risk_down_delay(), strategy.risk_up_delay(), strategy.expiry()) == (600, 21_600, 172_800)
    assert (strategy.max_change_ppm(), strategy.turnover_ppm(), strategy.upward_flip_limit()) == (50_000, 200_000, 3)
    assert (strategy.owner(), strategy.guardian(), strategy.proposer()) == (owner, guardian, proposer)
    assert strategy.registry() == registry.address
    assert (strategy.silence_auctions(), strategy.silence_safe_state()) == (14 * DAY, 28 * DAY)
    assert strategy.sequence() == 4


@pytest.mark.parametrize("role", ["anyone", "guardian", "proposer", "deployer"])
def test_setters__not_the_owner__revert(strategy: Contract, role: str, request: pytest.FixtureRequest) -> None:
    sender = request.getfixturevalue(role)
    with reverts("roles: only owner"):
        strategy.set_proposer(sender, sender=sender)
    with reverts("roles: only owner"):
        strategy.set_delays(600, 21_600, 172_800, sender=sender)
    with reverts("roles: only owner"):
        strategy.set_limits(50_000, 200_000, 3, sender=sender)
    with reverts("roles: only owner"):
        strategy.set_silence(14 * DAY, 28 * DAY, sender=sender)
    with reverts("roles: only owner"):
        strategy.set_guardian(sender, sender=sender)


def test_set_proposer__old_one__is_out(desk: Desk, strategy: Contract, owner: str, anyone: str) -> None:
    receipt = strategy.set_proposer(anyone, sender=owner)

    event = strategy.events(receipt, "ProposerSet")[0]
    assert (event.proposer, event.sequence) == (anyone, strategy.sequence())
    with reverts("strategy: only proposer"):
        desk.propose(BULL)
    desk.propose(BULL, sender=anyone)


def test_set_proposer__nobody__silences_it(desk: Desk, strategy: Contract, owner: str) -> None:
    strategy.set_proposer(ZERO, sender=owner)
    with reverts("strategy: only proposer"):
        desk.propose(BULL)


@pytest.mark.parametrize(
    ("risk_down", "risk_up", "expiry"),
    [
        (HOUR + 1, RISK_UP_DELAY, EXPIRY),
        (RISK_DOWN_DELAY, 72 * HOUR + 1, EXPIRY),
        (RISK_DOWN_DELAY, RISK_DOWN_DELAY - 1, EXPIRY),
        (RISK_DOWN_DELAY, RISK_UP_DELAY, 0),
        (RISK_DOWN_DELAY, RISK_UP_DELAY, 7 * 24 * HOUR + 1),
    ],
)
def test_set_delays__out_of_bounds__reverts(
    strategy: Contract, owner: str, risk_down: int, risk_up: int, expiry: int
) -> None:
    with reverts("strategy: delays"):
        strategy.set_delays(risk_down, risk_up, expiry, sender=owner)


@pytest.mark.parametrize("delays", [(HOUR, 72 * HOUR, 7 * 24 * HOUR), (0, 0, 1)])
def test_set_delays__at_the_bounds__are_taken(strategy: Contract, owner: str, delays: tuple[int, int, int]) -> None:
    receipt = strategy.set_delays(*delays, sender=owner)

    assert (strategy.risk_down_delay(), strategy.risk_up_delay(), strategy.expiry()) == delays
    event = strategy.events(receipt, "DelaysSet")[0]
    assert (event.risk_down, event.risk_up, event.expiry, event.sequence) == (*delays, strategy.sequence())


def test_set_delays__waiting_decision__keeps_its_times(bull: Desk, strategy: Contract, owner: str) -> None:
    bull.propose(BEAR, bull=False)
    before = strategy.pending()
    strategy.set_delays(HOUR, 72 * HOUR, HOUR, sender=owner)
    assert strategy.pending() == before


@pytest.mark.parametrize("limits", [(200_001, 200_000, 3), (50_000, 600_001, 3), (50_000, 200_000, 7)])
def test_set_limits__above_a_cap__reverts(strategy: Contract, owner: str, limits: tuple[int, int, int]) -> None:
    with reverts("strategy: limits"):
        strategy.set_limits(*limits, sender=owner)


@pytest.mark.parametrize("limits", [(200_000, 600_000, 6), (0, 0, 0)])
def test_set_limits__at_the_bounds__are_taken(strategy: Contract, owner: str, limits: tuple[int, int, int]) -> None:
    receipt = strategy.set_limits(*limits, sender=owner)

    assert (strategy.max_change_ppm(), strategy.turnover_ppm(), strategy.upward_flip_limit()) == limits
    event = strategy.events(receipt, "LimitsSet")[0]
    assert (event.max_change_ppm, event.turnover_ppm, event.upward_flips, event.sequence) == (
        *limits,
        strategy.sequence(),
    )


@pytest.mark.parametrize("silence", [(30, 61), (31, 60), (6, 28), (14, 6)])
def test_set_silence__out_of_bounds__reverts(strategy: Contract, owner: str, silence: tuple[int, int]) -> None:
    with reverts("strategy: silence"):
        strategy.set_silence(*(days * DAY for days in silence), sender=owner)


@pytest.mark.parametrize("silence", [(30 * DAY, 60 * DAY), (7 * DAY, 7 * DAY)])
def test_set_silence__at_the_bounds__is_taken(strategy: Contract, owner: str, silence: tuple[int, int]) -> None:
    receipt = strategy.set_silence(*silence, sender=owner)

    assert (strategy.silence_auctions(), strategy.silence_safe_state()) == silence
    event = strategy.events(receipt, "SilenceSet")[0]
    assert (event.auctions, event.safe_state, event.sequence) == (*silence, strategy.sequence())
