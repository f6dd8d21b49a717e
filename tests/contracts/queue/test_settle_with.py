"""settle_with: the trades that raise the cash and the settlement in one transaction, by the executor."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, HOUR, SHARE
from tests.contracts.trader.desk import Desk, Leg
from world.chain import Reverted
from world.tokens import MarketAsset

REDEEMED = 400_000 * SHARE


def wait(desk: Desk, seconds: int) -> None:
    """Time passes; feeds and pools stay at their prices."""
    assets: list[MarketAsset] = [asset.market for asset in desk.world.assets]
    desk.world.advance_to(desk.chain.now() + seconds, {a.provider_id: a.price for a in assets})


def settle_with(desk: Desk, *legs: Leg, sender: str | None = None) -> dict[str, Any]:
    arguments = desk.arguments(*legs)
    return dict(desk.world.index.queue.settle_with(*arguments, sender=sender or desk.world.roles.executor))


@pytest.fixture
def locked(desk: Desk, holder: str, anyone: str) -> Desk:
    """40 % of the fund is locked to leave, an hour ago; there is 1 % cash."""
    queue = desk.world.index.queue
    queue.requestRedeem(REDEEMED, holder, holder, sender=holder)
    wait(desk, DAY)
    queue.lock(sender=anyone)
    wait(desk, HOUR)
    return desk


def raising(desk: Desk, part: float = 0.4) -> list[Leg]:
    """Legs that sell the same part of everything."""
    return [desk.sell(name, raw=int(desk.balance(name) * part)) for name in ("BTC", "ETH", "DAI")]


def test_settle_with__cash_raised__fills_all_redemptions(locked: Desk, holder: str) -> None:
    queue, before = locked.world.index.queue, locked.vault.nav().value
    receipt = settle_with(locked, *raising(locked))
    (event,) = queue.events(receipt, "Settled")
    summary = locked.summary(receipt)
    assert event.shares_filled == REDEEMED
    assert summary.legs == 3
    assert queue.maxRedeem(holder) == REDEEMED
    assets = queue.maxWithdraw(holder)
    queue.redeem(REDEEMED, holder, holder, sender=holder)
    assert locked.usdc.balanceOf(holder) == assets > 390_000 * DOLLAR
    left = locked.vault.nav()
    assert left.value == pytest.approx(0.6 * before, rel=0.01)
    assert left.cash < 0.02 * left.value / 10**12


def test_settle_with__priced_after_the_trades__those_who_stay_do_not_pay_for_them(locked: Desk) -> None:
    locked.vault.accrue(sender=locked.world.roles.anyone)
    price = locked.vault.convertToAssets(10**24)
    settle_with(locked, *raising(locked))
    # slippage of the pools is below the levy the leavers left
    assert locked.vault.convertToAssets(10**24) >= price


def test_settle_with__short_all_the_same__undoes_the_trades(locked: Desk) -> None:
    balance = locked.balance("BTC")
    with reverts("queue: cash short"):
        settle_with(locked, *raising(locked, part=0.2))
    assert locked.balance("BTC") == balance


def test_settle_with__a_day_later_and_short__settles_pro_rata(locked: Desk, holder: str) -> None:
    wait(locked, DAY)
    settle_with(locked, *raising(locked, part=0.2))
    queue = locked.world.index.queue
    assert 0 < queue.maxRedeem(holder) < REDEEMED
    assert queue.maxRedeem(holder) + queue.claimableCancelRedeemRequest(1, holder) == REDEEMED


@pytest.mark.parametrize("role", ["deployer", "owner", "guardian", "proposer", "holder", "anyone"])
def test_settle_with__anybody_else__reverts(locked: Desk, role: str) -> None:
    with reverts("queue: only executor"):
        settle_with(locked, *raising(locked), sender=getattr(locked.world.roles, role))


def test_settle_with__no_executor__is_nobodys(locked: Desk, owner: str, executor: str) -> None:
    legs = raising(locked)
    locked.trader.set_executor("0x" + "00" * 20, sender=owner)
    with reverts("queue: only executor"):
        settle_with(locked, *legs)


def test_settle_with__nothing_locked__undoes_the_trades(desk: Desk) -> None:
    desk.target(BTC=300_000, ETH=390_000, DAI=200_000)
    with reverts("queue: nothing locked"):
        settle_with(desk, desk.sell("BTC", 1.0))


def test_settle_with__limits_of_a_session__hold(locked: Desk) -> None:
    queue, executor = locked.world.index.queue, locked.world.roles.executor
    for arguments, reason in (
        (locked.arguments(*raising(locked), epoch=7), "trader: epoch"),
        (locked.arguments(*raising(locked), session=9), "trader: wrong session"),
        (locked.arguments(*raising(locked), deadline=locked.chain.now() - 1), "trader: deadline passed"),
        (locked.arguments(*raising(locked, part=0.6)), "trader: past target"),
        (locked.arguments(), "trader: no legs"),
    ):
        with reverts(reason):
            queue.settle_with(*arguments, sender=executor)


def test_settle_with__too_early__reverts(desk: Desk, holder: str, anyone: str) -> None:
    desk.world.index.queue.requestRedeem(REDEEMED, holder, holder, sender=holder)
    wait(desk, DAY)
    desk.world.index.queue.lock(sender=anyone)
    with reverts("queue: too early"):
        settle_with(desk, *raising(desk))


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("settle", []),
        ("lock", []),
        ("cash_need", []),
        ("requestRedeem", [10 * SHARE, "pool", "pool"]),
        ("redeem", [10 * SHARE, "pool", "pool"]),
        ("cancelRedeemRequest", [1, "pool"]),
    ],
)
def test_settle_with__a_pool_that_calls_the_queue__finds_it_closed(
    locked: Desk, function: str, arguments: list[Any]
) -> None:
    pool = locked.hostile_pool("ETH", tokens=1_000)
    queue, executor = locked.world.index.queue, locked.world.roles.executor
    values = [pool.address if value == "pool" else value for value in arguments]
    usdc = 23_000 * DOLLAR
    pool.tell(10 * 10**18, 1, locked.usdc, usdc, -usdc, sender=executor)
    legs = [locked.sell("BTC", raw=int(locked.balance("BTC") * 0.39)), locked.sell("ETH", 10, pool=pool)]
    pool.interfere(False, queue, getattr(queue, function).encode(*values), sender=executor)
    with pytest.raises(Reverted) as raised:
        settle_with(locked, *legs)
    # the lock gives no reason
    assert raised.value.reason == "execution reverted" or ":" not in raised.value.reason


def test_settle__inside_a_session_of_the_trader__waits(locked: Desk) -> None:
    """A pool that settles in the middle of a session would meet NAV and entries of half a basket."""
    wait(locked, HOUR)
    pool = locked.hostile_pool("ETH", tokens=1_000)
    queue, executor = locked.world.index.queue, locked.world.roles.executor
    usdc = 23_000 * DOLLAR
    pool.tell(10 * 10**18, 1, locked.usdc, usdc, -usdc, sender=executor)
    pool.interfere(False, queue, queue.settle.encode(), sender=executor)
    with pytest.raises(Reverted):
        locked.run(locked.sell("ETH", 10, pool=pool))
    pool.interfere(False, queue, queue.locked_requests.encode(10**12), sender=executor)
    locked.run(locked.sell("ETH", 10, pool=pool))
