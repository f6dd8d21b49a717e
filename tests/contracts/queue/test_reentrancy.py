"""A cash token that calls back in the middle of a transfer finds every entry of the queue closed."""

from typing import Any

import pytest

from tests.contracts.queue.counter import DAY, DOLLAR, HOUR, SHARE
from tests.contracts.vault.fund import PLENTY
from tests.permits import NO_SIGNATURE
from world.contract import Contract
from world.feeds import deploy_feed
from world.index import Index, Listing, Roles, deploy_index
from world.market import World

# What only hands out constants, the operators' table, or totals the trader reads while the queue settles.
HARMLESS = {"isOperator", "setOperator", "min_shares", "locked_requests"}
LOCKED = b""  # the compiler's lock gives no reason; everything else here does


@pytest.fixture
def hooked(world: World, holder: str) -> tuple[Index, Contract, Contract]:
    """An index of its own whose USDC calls back; the token owns a request of its own and is everybody's operator."""
    chain, roles, market = world.chain, Roles.of(world.chain), world.roles.market
    usdc = world.asset("USDC")
    token = chain.deploy("HookToken", "USD Coin", "USDC", 6, market)
    feed = deploy_feed(chain, usdc.market, market, world.maker.address)
    index = deploy_index(chain, roles, Listing(token, feed, usdc.market.liquidity_class, True))
    for account in (roles.owner, holder, token.address):
        token.mint(account, 10_000 * DOLLAR, sender=market)
    token.approve(index.vault, PLENTY, sender=roles.owner)
    index.vault.seed(100 * DOLLAR, sender=roles.owner)
    for spender in (index.vault, index.queue):
        token.approve(spender, PLENTY, sender=holder)
        token.act(token, token.approve.encode(spender, PLENTY), sender=market)
    index.vault.deposit(1_000 * DOLLAR, holder, sender=holder)
    index.vault.approve(index.queue, PLENTY, sender=holder)
    index.queue.setOperator(token, True, sender=holder)
    return index, token, feed.aggregator


def arguments_of(function: str, holder: str, me: str) -> list[Any]:
    known: dict[str, list[Any]] = {
        "requestDeposit": [10 * DOLLAR, me, me],
        "requestRedeem": [10 * SHARE, me, holder],
        "request_deposit_with_permit": [10 * DOLLAR, me, 2**40, *NO_SIGNATURE],
        "request_redeem_with_permit": [10 * SHARE, me, 2**40, *NO_SIGNATURE],
        "settle_with": [1, bytes(32), 1, 2**40, 0, []],
        "batch": [1],
        "supportsInterface": [b"\0\0\0\0"],
    }
    for side in ("Deposit", "Redeem"):
        known[f"cancel{side}Request"] = [1, holder]
        known[f"claimCancel{side}Request"] = [1, me, holder]
        for kind in ("pending", "claimable", "pendingCancel", "claimableCancel"):
            known[f"{kind}{side}Request"] = [1, holder]
    for name in ("deposit", "mint", "redeem", "withdraw"):
        known[name] = [DOLLAR, me, holder]
        known[f"max{name.capitalize()}"] = [holder]
        known[f"preview{name.capitalize()}"] = [DOLLAR]
    for name in ("convertToAssets", "convertToShares"):
        known[name] = [DOLLAR]
    return known.get(function, [])


def closed_functions(queue: Contract) -> list[str]:
    return sorted({entry["name"] for entry in queue.abi if entry["type"] == "function"} - HARMLESS)


def test_reentrancy__from_a_request__every_function_is_closed(
    world: World, hooked: tuple[Index, Contract, Contract], holder: str
) -> None:
    index, token, _ = hooked
    chain, market, queue = world.chain, world.roles.market, index.queue
    for function in closed_functions(queue):
        snapshot = chain.snapshot()
        data = getattr(queue, function).encode(*arguments_of(function, holder, token.address))
        token.set_hook(queue, data, sender=market)
        queue.requestDeposit(10 * DOLLAR, holder, holder, sender=holder)
        assert (token.calls(), token.succeeded(), token.answer()) == (1, False, LOCKED), function
        chain.revert(snapshot)


@pytest.mark.parametrize("moment", ["claim", "return", "settle"])
@pytest.mark.parametrize("function", ["redeem", "requestDeposit", "cancelRedeemRequest", "lock", "settle", "batch"])
def test_reentrancy__from_what_is_paid__is_closed(
    world: World, hooked: tuple[Index, Contract, Contract], holder: str, anyone: str, moment: str, function: str
) -> None:
    index, token, aggregator = hooked
    chain, market, queue = world.chain, world.roles.market, index.queue
    queue.requestRedeem(100 * SHARE, holder, holder, sender=holder)
    queue.requestDeposit(20 * DOLLAR, holder, holder, sender=holder)
    if moment == "return":
        queue.cancelDepositRequest(1, holder, sender=holder)
    chain.sleep(DAY)
    queue.lock(sender=anyone)
    chain.sleep(HOUR)
    aggregator.set(10**8, chain.now(), sender=market)
    arguments = arguments_of(function, holder, token.address)
    if moment == "claim":
        queue.settle(sender=world.roles.executor)
    token.set_hook(queue, getattr(queue, function).encode(*arguments), sender=market)
    if moment == "claim":
        queue.redeem(100 * SHARE, holder, holder, sender=holder)
    elif moment == "return":
        queue.claimCancelDepositRequest(1, holder, holder, sender=holder)
    else:
        queue.settle(sender=world.roles.executor)
    assert token.calls() > 0
    assert (token.succeeded(), token.answer()) == (False, LOCKED)
