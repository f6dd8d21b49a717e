"""settle: deposits and redemptions meet at NAV, the rest goes through the vault on its own terms."""

import pytest

from tests.contracts.queue.counter import DOLLAR, SHARE, Counter
from tests.contracts.queue.model import Model, Side

CASES = {
    "deposits only": (1_000, 0),
    "redemptions only": (0, 1_000),
    "more deposits": (3_000, 1_000),
    "more redemptions": (1_000, 3_000),
    "close to even": (1_000, 1_001),
    "one dust redemption": (50_000, 10),
    "one dust deposit": (10, 50_000),
}


def sides(counter: Counter, batch: int) -> tuple[Side, Side]:
    deposits, redemptions = counter.queue.batch(batch).sides
    return Side(*deposits), Side(*redemptions)


@pytest.mark.parametrize("name", CASES)
def test_settle__any_mix__is_the_model_to_the_unit(
    counter: Counter, holder: str, anyone: str, fee_receiver: str, name: str
) -> None:
    dollars, shares = CASES[name]
    counter.fund.set_price("BTC", 47_000)
    if dollars:
        counter.ask_deposit(anyone, dollars)
    if shares:
        counter.ask_redeem(holder, shares * SHARE)
    counter.lock()
    counter.fund.sleep(3_600)
    model = Model.of(counter)
    if dollars:
        model.deposits[anyone] = dollars * DOLLAR
    if shares:
        model.redemptions[holder] = shares * SHARE
    expected = model.settle()
    fees = counter.vault.balanceOf(fee_receiver)
    event = counter.settled(counter.settle(wait=0))
    assert sides(counter, 1) == expected
    assert event.fee_shares == model.fee
    assert (event.assets_filled, event.shares_paid) == (expected[0].filled, expected[0].paid)
    assert (event.shares_filled, event.assets_paid) == (expected[1].filled, expected[1].paid)
    # the fee of the management and of the vault's part came beside the fee of the netted part
    assert counter.vault.balanceOf(fee_receiver) - fees >= model.fee
    assert counter.vault.balanceOf(counter.queue) >= expected[0].paid
    assert counter.usdc.balanceOf(counter.queue) >= expected[1].paid


def test_settle__even_sides__nobody_pays_a_levy(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_redeem(holder, 10_000 * SHARE)
    counter.ask_deposit(anyone, 10_000)
    total, supply = counter.vault.totalAssets(), counter.vault.totalSupply()
    price = total / supply
    counter.day()
    shares, _ = counter.claim(anyone)
    _, assets = counter.claim(holder)
    # the platform fee, 10 bps a side, and nothing else; a day of the management fee is below 0.3 bps
    assert shares * price / (10_000 * DOLLAR) == pytest.approx(0.999, abs=5e-5)
    assert assets / (10_000 * SHARE * price) == pytest.approx(0.999, abs=5e-5)


def test_settle__one_side_alone__pays_the_levy_to_those_who_stay(
    counter: Counter, holder: str, other_holder: str
) -> None:
    counter.ask_redeem(holder, 10_000 * SHARE)
    counter.lock()
    counter.fund.sleep(3_600)
    counter.vault.accrue(sender=holder)
    price = counter.vault.convertToAssets(10**24)
    counter.settle(wait=0)
    _, assets = counter.claim(holder)
    levy = counter.vault.fund().exit_levy_bps
    assert levy > 50
    assert assets / (10**4 * price / 10**6) == pytest.approx((1 - levy / 10_000) * 0.999, abs=2e-5)
    assert counter.vault.convertToAssets(10**24) > price


def test_settle__netting__leaves_the_price_of_those_who_stay(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_redeem(holder, 10_000 * SHARE)
    counter.ask_deposit(anyone, 9_000)
    counter.lock()
    counter.fund.sleep(3_600)
    counter.vault.accrue(sender=holder)
    price = counter.vault.convertToAssets(10**24)
    counter.settle(wait=0)
    assert counter.vault.convertToAssets(10**24) >= price


def test_settle__everyone_of_a_side__gets_one_rate(counter: Counter, holder: str, other_holder: str) -> None:
    counter.ask_deposit(holder, 1_000)
    counter.ask_deposit(other_holder, 3_000)
    counter.ask_redeem(holder, 2_000 * SHARE)
    counter.ask_redeem(other_holder, 20_000 * SHARE)
    counter.day()
    queue = counter.queue
    assert abs(3 * queue.maxMint(holder) - queue.maxMint(other_holder)) <= 3
    assert abs(10 * queue.maxWithdraw(holder) - queue.maxWithdraw(other_holder)) <= 10


def test_settle__without_platform_fee__nothing_goes_to_the_fee_receiver(
    counter: Counter, holder: str, anyone: str, owner: str, fee_receiver: str
) -> None:
    counter.fund.set_fees(0, 0)
    counter.ask_redeem(holder, 10_000 * SHARE)
    counter.ask_deposit(anyone, 9_000)
    before = counter.vault.balanceOf(fee_receiver)
    event = counter.settled(counter.day())
    assert event.fee_shares == 0
    assert counter.vault.balanceOf(fee_receiver) == before
    assert counter.claim(anyone)[0] == event.shares_paid
