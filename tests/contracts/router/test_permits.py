"""Every function that takes a permit, of the router and of the queue: a permit works whoever submits it, for its owner
alone, and one that does not work ends with a named error before anything moved."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.router.route import DOLLAR, SHARE, Route
from tests.permits import NO_SIGNATURE, Permit, sign_permit, twin
from world.contract import Contract

HOUR = 3_600


@dataclass(frozen=True)
class Door:
    """A function that takes a permit of `token`, spent by `contract`, for `amount`."""

    route: Route
    contract: Contract
    function: str
    token: Contract
    amount: int
    before: tuple[Any, ...]  # arguments between amount and permit

    def sign(self, owner: str, forged: dict[str, Any] | None = None) -> Permit:
        return sign_permit(self.route.fund.chain, owner, self.token, self.contract, self.amount, forged)

    def submit(self, owner: str, permit: Permit, sender: str) -> None:
        """Hand the permit to the token, as whoever saw it first."""
        self.token.permit(owner, self.contract, self.amount, *permit, sender=sender)

    def enter(self, permit: Permit, sender: str) -> None:
        try:
            getattr(self.contract, self.function)(self.amount, *self.before, *permit, sender=sender)
        finally:
            assert self.route.kept() == {}

    def state(self, account: str) -> tuple[int, int, int]:
        """What the account has, what it allows, and its next permit."""
        token = self.token
        return token.balanceOf(account), token.allowance(account, self.contract), token.nonces(account)


@pytest.fixture(params=["buy_with_permit", "request_deposit_with_permit", "request_redeem_with_permit"])
def door(request: pytest.FixtureRequest, route: Route, holder: str, other_holder: str) -> Door:
    """Each of them, through which `holder` would go; both holders have enough."""
    assets, shares = 100 * DOLLAR, 100 * SHARE
    for account in (holder, other_holder):
        route.give(account, 1_000)
    router, queue, usdc, vault = route.router, route.queue, route.usdc, route.vault
    doors = {
        "buy_with_permit": (router, usdc, assets, (0, holder)),
        "request_deposit_with_permit": (queue, usdc, assets, (holder,)),
        "request_redeem_with_permit": (queue, vault, shares, (holder,)),
    }
    contract, token, amount, before = doors[request.param]
    return Door(route, contract, request.param, token, amount, before)


def test_permit__signed__is_spent_to_the_unit(door: Door, holder: str) -> None:
    had, _, nonce = door.state(holder)
    door.enter(door.sign(holder), holder)
    assert door.state(holder) == (had - door.amount, 0, nonce + 1)


def test_permit__submitted_by_a_stranger_first__still_works(door: Door, holder: str, anyone: str) -> None:
    had, _, nonce = door.state(holder)
    permit = door.sign(holder)
    door.submit(holder, permit, anyone)
    door.enter(permit, holder)
    assert door.state(holder) == (had - door.amount, 0, nonce + 1)


def test_permit__in_its_last_second__works(door: Door, holder: str) -> None:
    deadline = door.route.fund.chain.now()
    permit = door.sign(holder, {"deadline": deadline})
    had = door.state(holder)[0]
    door.enter((deadline, *permit[1:]), holder)
    assert door.state(holder)[0] == had - door.amount


def test_permit__of_a_wallet_that_approved__is_not_needed(door: Door, holder: str) -> None:
    had, _, nonce = door.state(holder)
    door.token.approve(door.contract, door.amount, sender=holder)
    door.enter((door.route.fund.chain.now(), *NO_SIGNATURE), holder)
    assert door.state(holder) == (had - door.amount, 0, nonce)


def test_permit__expired__reverts_even_with_an_allowance(door: Door, holder: str) -> None:
    permit = door.sign(holder)
    door.submit(holder, permit, holder)
    door.route.fund.sleep(HOUR)
    state = door.state(holder)
    with reverts("permit: past deadline"):
        door.enter(permit, holder)
    assert door.state(holder) == state


@pytest.mark.parametrize(
    "wrong",
    ["signer", "chain", "spender", "value", "nonce", "deadline", "token", "owner", "malleable twin", "no signature"],
)
def test_permit__wrong__reverts_and_moves_nothing(door: Door, holder: str, other_holder: str, wrong: str) -> None:
    route = door.route
    other_token = route.usdc if door.token is route.vault else route.vault
    forged: dict[str, dict[str, Any]] = {
        "signer": {"signer": other_holder},
        "chain": {"chainId": 1},
        "spender": {"spender": route.vault.address},
        "value": {"value": door.amount - 1},
        "nonce": {"nonce": door.token.nonces(holder) + 1},
        "deadline": {"deadline": 2**40},
        "token": {"verifyingContract": other_token.address},
        "owner": {"owner": other_holder},
    }
    permit = door.sign(holder, forged.get(wrong))
    if wrong == "malleable twin":
        permit = twin(permit)
    if wrong == "no signature":
        permit = (permit[0], *NO_SIGNATURE)
    state = door.state(holder)
    with reverts("permit: allowance"):
        door.enter(permit, holder)
    assert door.state(holder) == state


def test_permit__used_twice__reverts(door: Door, holder: str) -> None:
    permit = door.sign(holder)
    door.enter(permit, holder)
    state = door.state(holder)
    with reverts("permit: allowance"):
        door.enter(permit, holder)
    assert door.state(holder) == state


@pytest.mark.parametrize("submitted", [False, True])
def test_permit__of_somebody_else__is_of_no_use(
    door: Door, holder: str, other_holder: str, anyone: str, submitted: bool
) -> None:
    permit = door.sign(other_holder)
    if submitted:
        door.submit(other_holder, permit, anyone)
    state = door.state(other_holder)
    for thief in (holder, anyone):
        with reverts("permit: allowance"):
            door.enter(permit, thief)
    assert door.state(other_holder) == state


def test_permit__for_less_than_what_stands__leaves_what_was_signed(door: Door, holder: str) -> None:
    # A permit sets the allowance, also down: an unlimited one from before is gone.
    door.token.approve(door.contract, 2**256 - 1, sender=holder)
    door.enter(door.sign(holder), holder)
    assert door.state(holder)[1] == 0
