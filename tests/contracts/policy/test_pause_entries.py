"""pause_entries: the guardian closes entries for three days, not more often than every seven; exits stay open."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import CASH, Fund

PAUSE, COOL_DOWN = 3 * 86_400, 4 * 86_400


@pytest.fixture
def paused(fund: Fund, guardian: str, holder: str) -> Fund:
    fund.give(holder, 10**9)
    fund.policy.pause_entries(sender=guardian)
    return fund


@pytest.mark.parametrize("role", ["guardian", "owner"])
def test_pause__by_guardian_or_owner__is_logged(fund: Fund, role: str) -> None:
    account = getattr(fund.roles, role)
    receipt = fund.policy.pause_entries(sender=account)
    until = fund.chain.now() + PAUSE
    (event,) = fund.policy.events(receipt, "EntriesPaused")
    assert tuple(event) == (fund.policy.sequence(), until, account)
    assert fund.vault.fund().paused_until == until == fund.policy.policy().paused_until


@pytest.mark.parametrize("function", ["deposit", "mint", "buy"])
def test_pause__entries__revert(paused: Fund, holder: str, function: str) -> None:
    arguments = {"deposit": [10**6, holder], "mint": [10**18, holder], "buy": [10**6, 0, holder, 2**40]}
    with reverts("vault: entries paused"):
        getattr(paused.vault, function).call(*arguments[function], sender=holder)


def test_pause__previews__answer_as_though_entries_were_open(paused: Fund) -> None:
    assert paused.vault.previewDeposit(10**6) > 0
    assert paused.vault.previewMint(10**18) > 0


def test_pause__limits_of_entries__are_zero(paused: Fund, holder: str) -> None:
    assert (paused.vault.maxDeposit(holder), paused.vault.maxMint(holder)) == (0, 0)
    assert paused.vault.maxWithdraw(holder) > 0


def test_pause__every_exit__stays_open(paused: Fund, holder: str) -> None:
    vault = paused.vault
    vault.sell(10**20, 0, holder, 2**40, sender=holder)
    vault.redeem(10**20, holder, holder, sender=holder)
    vault.withdraw(10**6, holder, holder, sender=holder)
    vault.redeem_in_kind(10**20, holder, holder, [CASH], sender=holder)
    vault.claim(CASH, holder, sender=holder)
    vault.transfer(paused.roles.anyone, 1, sender=holder)


def test_pause__after_three_days__ends_by_itself(paused: Fund, holder: str) -> None:
    paused.sleep(PAUSE - 1)
    with reverts("vault: entries paused"):
        paused.vault.deposit(10**6, holder, sender=holder)
    paused.sleep(1)
    paused.vault.deposit(10**6, holder, sender=holder)


@pytest.mark.parametrize("seconds", [0, PAUSE - 1, PAUSE, PAUSE + COOL_DOWN - 1])
def test_pause__again_within_the_cool_down__reverts(paused: Fund, guardian: str, seconds: int) -> None:
    paused.sleep(seconds)
    with reverts("policy: cool-down"):
        paused.policy.pause_entries(sender=guardian)


def test_pause__again_after_the_cool_down__pauses(paused: Fund, guardian: str, holder: str) -> None:
    paused.sleep(PAUSE + COOL_DOWN)
    paused.policy.pause_entries(sender=guardian)
    with reverts("vault: entries paused"):
        paused.vault.deposit(10**6, holder, sender=holder)


def test_pause__fees_and_flow_limit__stay(fund: Fund, guardian: str) -> None:
    before, limit = fund.policy.policy(), fund.policy.flow_limit()
    fund.policy.pause_entries(sender=guardian)
    after = fund.policy.policy()
    assert fund.policy.flow_limit() == limit
    assert after[:2] + after[3:] == before[:2] + before[3:]
    assert (fund.vault.fund().management_bps, fund.vault.fund().platform_bps) == before[:2]


def test_pause__another_change_of_terms__does_not_end_it(paused: Fund, owner: str, holder: str) -> None:
    paused.policy.set_fees(0, 0, sender=owner)
    paused.policy.set_flow_limit((10**18, 10_000, 200_000), sender=owner)
    with reverts("vault: entries paused"):
        paused.vault.deposit(10**6, holder, sender=holder)


def test_pause__session__may_run(paused: Fund) -> None:
    paused.hold({"BTC": 1})
