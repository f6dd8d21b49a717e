"""Gas of the request queue with one hundred assets: what a user pays, and what a settlement costs whoever sends it."""

import pytest

from tests.conftest import gas_used
from tests.funded import next_session
from tests.gas.hundred import Hundred, Leg
from tests.gas.report import Measurement
from tests.gas.test_gas import lean_entry, lean_session
from world.contract import Contract
from world.node import TRANSACTION_GAS_CAP

Measured = dict[str, Measurement]
DOLLAR = 10**6
SHARE = 10**18
DAY, HOUR = 86_400, 3_600


@pytest.fixture
def queue(hundred: Hundred) -> Contract:
    """A queue that has lived: a batch was settled and claimed, its dust stayed."""
    queue, holder, market = hundred.index.queue, hundred.roles.holder, hundred.roles.market
    hundred.world.usdc.approve(queue, 2**256 - 1, sender=holder)
    hundred.index.vault.approve(queue, 2**256 - 1, sender=holder)
    hundred.world.usdc.mint(queue, 1, sender=market)
    hundred.index.vault.transfer(queue, 1, sender=holder)
    return queue


def ask(hundred: Hundred, *, dollars: int = 0, shares: int = 0) -> list[int]:
    queue, holder = hundred.index.queue, hundred.roles.holder
    used = []
    if dollars:
        used.append(gas_used(queue.requestDeposit(dollars * DOLLAR, holder, holder, sender=holder)))
    if shares:
        used.append(gas_used(queue.requestRedeem(shares * SHARE, holder, holder, sender=holder)))
    return used


def lock(hundred: Hundred) -> None:
    hundred.wait(DAY)
    hundred.index.queue.lock(sender=hundred.roles.anyone)
    hundred.wait(HOUR)


def settle(hundred: Hundred) -> tuple[int, int]:
    """Gas used, and the least gas limit."""
    queue, executor = hundred.index.queue, hundred.roles.executor
    snapshot = hundred.chain.snapshot()
    used = gas_used(queue.settle(sender=executor))
    hundred.chain.revert(snapshot)
    return used, hundred.least_gas_limit(queue, queue.settle.encode(), executor, used)


def test_request_and_claim__of_both_sides__are_held(hundred: Hundred, queue: Contract, measured: Measured) -> None:
    holder = hundred.roles.holder
    floor = lean_transfers(hundred)
    used = max(ask(hundred, dollars=10_000, shares=10_000))
    measured["request"] = Measurement.of("request", used, floor, gas_limit=used)
    lock(hundred)
    queue.settle(sender=hundred.roles.executor)
    deposits, redemptions = queue.maxDeposit(holder), queue.maxRedeem(holder)
    used = max(
        gas_used(queue.deposit(deposits, holder, holder, sender=holder)),
        gas_used(queue.redeem(redemptions, holder, holder, sender=holder)),
    )
    measured["claim"] = Measurement.of("claim", used, floor, gas_limit=used)
    assert measured["request"].gas <= measured["request"].hold
    assert measured["claim"].gas <= measured["claim"].hold


@pytest.mark.parametrize(("dollars", "shares"), [(10_000, 0), (0, 10_000), (30_000, 10_000), (10_000, 30_000)], ids=str)
def test_settle__a_hundred_assets__is_held(
    hundred: Hundred, queue: Contract, measured: Measured, dollars: int, shares: int
) -> None:
    ask(hundred, dollars=dollars, shares=shares)
    lock(hundred)
    used, limit = settle(hundred)
    queue.settle(sender=hundred.roles.executor)
    dearest = measured.get("settle_100")
    if dearest is None or dearest.gas < used:
        measured["settle_100"] = Measurement.of("settle_100", used, lean_entry(hundred), gas_limit=limit)
    assert used <= measured["settle_100"].hold


def test_settle_with__a_hundred_legs__is_one_transaction(hundred: Hundred, queue: Contract, measured: Measured) -> None:
    floor = lean_session(hundred, hundred.sell_everything())
    vault, executor = hundred.index.vault, hundred.roles.executor
    cash = vault.nav().cash
    ask(hundred, shares=(cash * 5) // DOLLAR)
    lock(hundred)
    legs = raising(hundred, queue.cash_need() - cash * 9 // 10)
    arguments = next_session(hundred.index, legs)
    data = queue.settle_with.encode(*arguments)
    snapshot = hundred.chain.snapshot()
    receipt = queue.settle_with(*arguments, sender=executor)
    assert len(hundred.index.trader.events(receipt, "LegTraded")) == len(legs) == 100
    assert len(vault.held()) == 100
    used = gas_used(receipt)
    hundred.chain.revert(snapshot)
    limit = hundred.least_gas_limit(queue, data, executor, used)
    measured["settle_with_100"] = Measurement.of("settle_with_100", used, floor + lean_entry(hundred), gas_limit=limit)
    assert limit <= TRANSACTION_GAS_CAP


def raising(hundred: Hundred, cash: int) -> list[Leg]:
    """Legs that sell the same part of everything, for about so much raw USDC."""
    vault = hundred.index.vault
    nav = vault.totalAssets()
    part = cash * 10**6 // (nav - vault.book(1)[0])
    return [
        hundred.leg(asset, buy=False, amount=vault.book(asset.asset_id)[0] * part // 10**6) for asset in hundred.assets
    ]


def lean_transfers(hundred: Hundred) -> int:
    """A transfer of USDC between two that have some: no request or claim can cost less."""
    usdc, holder = hundred.world.usdc, hundred.roles.holder
    return gas_used(usdc.transfer(hundred.index.vault, 1, sender=holder))
