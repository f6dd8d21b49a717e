"""A holder that is a contract asks, cancels and collects as any other; it approves USDC and shares first."""

import pytest

from tests.contract_wallet import Wallet
from tests.contracts.queue.counter import DOLLAR, Counter
from tests.contracts.vault.fund import PLENTY

ASSETS = 1_000 * DOLLAR


@pytest.fixture
def wallet(counter: Counter, anyone: str) -> Wallet:
    """With 1,000 USDC; the queue may take them, and its shares."""
    wallet = Wallet.open(counter.fund.chain, anyone)
    counter.usdc.mint(wallet.address, ASSETS, sender=counter.fund.roles.market)
    for token in (counter.usdc, counter.vault):
        wallet.do(token, "approve", counter.queue, PLENTY)
    return wallet


@pytest.fixture
def shares(counter: Counter, wallet: Wallet) -> int:
    """What the wallet has after its deposit was settled and collected."""
    wallet.do(counter.queue, "requestDeposit", ASSETS, wallet.address, wallet.address)
    assert counter.has(wallet.address) == (0, 0)
    paid = counter.settled(counter.day()).shares_paid
    wallet.do(counter.queue, "deposit", ASSETS, wallet.address, wallet.address)
    assert counter.has(wallet.address) == (0, paid)
    return int(paid)


def test_wallet__requests_a_redemption__collects_its_usdc(counter: Counter, wallet: Wallet, shares: int) -> None:
    wallet.do(counter.queue, "requestRedeem", shares, wallet.address, wallet.address)
    counter.day()
    owed = counter.queue.maxWithdraw(wallet.address)
    wallet.do(counter.queue, "redeem", shares, wallet.address, wallet.address)
    # Two levies and a fee below what it brought.
    assert counter.has(wallet.address) == (owed, 0)
    assert 0.95 * ASSETS < owed < ASSETS


@pytest.mark.parametrize("side", ["Deposit", "Redeem"])
def test_wallet__cancels__has_everything_back(counter: Counter, wallet: Wallet, side: str, shares: int) -> None:
    counter.usdc.mint(wallet.address, ASSETS, sender=counter.fund.roles.market)
    before = counter.has(wallet.address)
    amount, batch = {"Deposit": ASSETS, "Redeem": shares}[side], counter.open_batch
    wallet.do(counter.queue, f"request{side}", amount, wallet.address, wallet.address)
    assert counter.has(wallet.address) != before
    wallet.do(counter.queue, f"cancel{side}Request", batch, wallet.address)
    wallet.do(counter.queue, f"claimCancel{side}Request", batch, wallet.address, wallet.address)
    assert counter.has(wallet.address) == before


def test_wallet__names_an_operator__who_asks_and_collects_for_it(
    counter: Counter, wallet: Wallet, shares: int, holder: str
) -> None:
    wallet.do(counter.queue, "setOperator", holder, True)
    counter.queue.requestRedeem(shares, wallet.address, wallet.address, sender=holder)
    counter.day()
    owed = counter.queue.maxWithdraw(wallet.address)
    counter.queue.redeem(shares, wallet.address, wallet.address, sender=holder)
    assert counter.has(wallet.address) == (owed, 0)
