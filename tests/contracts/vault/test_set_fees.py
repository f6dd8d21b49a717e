"""set_fees: the owner's, inside caps that are in the code."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

ZERO = "0x" + "0" * 40


def test_set_fees__at_the_caps__is_stored_and_logged(fund: Fund, owner: str, anyone: str) -> None:
    receipt = fund.vault.set_fees(300, 100, anyone, sender=owner)
    state = fund.vault.fund()
    assert (state.management_bps, state.platform_bps, fund.vault.fee_receiver()) == (300, 100, anyone)
    (event,) = fund.vault.events(receipt, "FeesSet")
    assert tuple(event) == (state.sequence, 300, 100, anyone)


@pytest.mark.parametrize(("management", "platform"), [(301, 0), (0, 101), (2**256 - 1, 0), (0, 2**256 - 1)])
def test_set_fees__above_a_cap__reverts(fund: Fund, owner: str, anyone: str, management: int, platform: int) -> None:
    with reverts("vault: fee above cap"):
        fund.vault.set_fees(management, platform, anyone, sender=owner)


def test_set_fees__receiver_nobody_or_the_vault__reverts(fund: Fund, owner: str) -> None:
    for receiver in (ZERO, fund.vault.address):
        with reverts("vault: receiver"):
            fund.vault.set_fees(75, 10, receiver, sender=owner)


def test_set_fees__new_rate_and_receiver__start_now(fund: Fund, owner: str, fee_receiver: str, anyone: str) -> None:
    fund.sleep(86_400)
    before, supply = fund.vault.balanceOf(fee_receiver), fund.vault.totalSupply()
    fund.vault.set_fees(300, 10, anyone, sender=owner)
    # A day at the old rate went to the old receiver.
    earned = fund.vault.balanceOf(fee_receiver) - before
    assert earned == supply * 75 * 86_400 // (10_000 * 365 * 86_400 - 75 * 86_400)
    assert fund.vault.balanceOf(anyone) == 0
    fund.sleep(86_400)
    supply = fund.vault.totalSupply()
    fund.vault.accrue(sender=fund.roles.anyone)
    assert fund.vault.balanceOf(anyone) == supply * 300 * 86_400 // (10_000 * 365 * 86_400 - 300 * 86_400)


def test_set_fees__zero__nothing_accrues(fund: Fund, owner: str, fee_receiver: str, holder: str) -> None:
    fund.vault.set_fees(0, 0, fee_receiver, sender=owner)
    before = fund.vault.balanceOf(fee_receiver)
    fund.sleep(365 * 86_400)
    fund.enter(holder, 1_000)
    assert fund.vault.balanceOf(fee_receiver) == before
