"""USDC of the local world: blocklist, pause, and a permit in the domain of its proxy."""

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.conftest import reverts
from world.market import World

KEY = "0x" + "11" * 32


def test_blocked_account__neither_sends_nor_receives(world: World, holder: str, anyone: str, market: str) -> None:
    world.fund(holder, 10)
    world.usdc.set_blocked(holder, True, sender=market)
    assert world.usdc.balanceOf(holder) == 10 * 10**6
    with reverts("Blacklistable: account is blacklisted"):
        world.usdc.transfer(anyone, 1, sender=holder)
    with reverts("Blacklistable: account is blacklisted"):
        world.usdc.transfer(holder, 0, sender=anyone)


def test_paused__moves_nothing(world: World, holder: str, anyone: str, market: str) -> None:
    world.fund(holder, 10)
    world.usdc.set_paused(True, sender=market)
    with reverts("Pausable: paused"):
        world.usdc.transfer(anyone, 1, sender=holder)


def test_initialize__a_second_time__reverts(world: World, anyone: str) -> None:
    with reverts("usdc: initialized"):
        world.usdc.initialize(anyone, sender=anyone)


@pytest.mark.parametrize("late", [False, True])
def test_permit__signed_for_the_proxy__approves_once(world: World, anyone: str, late: bool) -> None:
    usdc, owner = world.usdc, Account.from_key(KEY)
    deadline = world.chain.now() + (-1 if late else 600)
    domain = {"name": "USD Coin", "version": "2", "chainId": 31337, "verifyingContract": usdc.address}
    fields = ("owner", "address"), ("spender", "address"), ("value", "uint256"), ("nonce", "uint256")
    types = {"Permit": [{"name": name, "type": kind} for name, kind in (*fields, ("deadline", "uint256"))]}
    message = {"owner": owner.address, "spender": anyone, "value": 5, "nonce": 0, "deadline": deadline}
    signed = owner.sign_message(encode_typed_data(domain, types, message))
    r, s = (part.to_bytes(32, "big") for part in (signed.r, signed.s))
    permit = (owner.address, anyone, 5, deadline, signed.v, r, s)
    if late:
        with reverts("FiatTokenV2: permit is expired"):
            usdc.permit(*permit, sender=anyone)
        return
    usdc.permit(*permit, sender=anyone)
    assert (usdc.allowance(owner.address, anyone), usdc.nonces(owner.address)) == (5, 1)
    with reverts("EIP2612: invalid signature"):
        usdc.permit(*permit, sender=anyone)
