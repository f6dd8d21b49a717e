"""The rules of INextVault, kept by NextVault: the router alone, once for each token, for what arrived and was paid."""

import pytest

from tests.conftest import reverts
from tests.contracts.router.route import DOLLAR, SHARE, Route
from world.contract import Contract

PLENTY = 2**200


@pytest.fixture
def relay(route: Route) -> Contract:
    """Makes two calls in one transaction, whoever asks."""
    return route.fund.chain.deploy("Relay")


@pytest.fixture
def relayed(route: Route, relay: Contract) -> Contract:
    """A next version that takes the relay for the router, so that a test can say what a router says."""
    return route.fund.chain.deploy("NextVault", route.fund.registry, relay)


def both(route: Route, relay: Contract, target: Contract, first: bytes, second: bytes) -> None:
    relay.forward_both(target, first, second, sender=route.fund.roles.anyone)


def test_entry__of_anybody_but_the_router__reverts(route: Route, holder: str, anyone: str) -> None:
    next_vault = route.next_vault()
    for account in (holder, anyone):
        with reverts("next: only router"):
            next_vault.begin_entry_in_kind([route.usdc], sender=account)
        with reverts("next: only router"):
            next_vault.finish_entry_in_kind(account, [PLENTY], sender=account)


def test_begin__twice__reverts(route: Route, relay: Contract, relayed: Contract) -> None:
    begin = relayed.begin_entry_in_kind.encode([route.usdc])
    with reverts("next: entry open"):
        both(route, relay, relayed, begin, begin)


def test_begin__a_token_twice__reverts(route: Route, relay: Contract, relayed: Contract, anyone: str) -> None:
    with reverts("next: named twice"):
        relay.forward(relayed, relayed.begin_entry_in_kind.encode([route.usdc, route.usdc]), sender=anyone)


def test_begin__a_token_that_is_not_taken__reverts(
    route: Route, relay: Contract, relayed: Contract, anyone: str
) -> None:
    with reverts("next: not taken"):
        relay.forward(relayed, relayed.begin_entry_in_kind.encode([route.usdc, route.vault]), sender=anyone)


def test_finish__in_a_later_transaction__reverts(route: Route, relay: Contract, relayed: Contract, anyone: str) -> None:
    relay.forward(relayed, relayed.begin_entry_in_kind.encode([route.usdc]), sender=anyone)
    route.give(relayed.address, 100)
    with reverts("next: no entry"):
        relay.forward(relayed, relayed.finish_entry_in_kind.encode(anyone, [PLENTY]), sender=anyone)
    # The entry ended with its transaction: nobody is locked out.
    assert relayed.nav().value == 0


@pytest.mark.parametrize("said", [0, PLENTY])
def test_finish__nothing_arrived__reverts_whatever_is_said(
    route: Route, relay: Contract, relayed: Contract, anyone: str, said: int
) -> None:
    # What was sent before is nobody's.
    route.give(relayed.address, 100)
    begin = relayed.begin_entry_in_kind.encode([route.usdc])
    with reverts("next: nothing arrived"):
        both(route, relay, relayed, begin, relayed.finish_entry_in_kind.encode(anyone, [said]))


def test_entry__donation_before__does_not_move_the_price(route: Route, holder: str, other_holder: str) -> None:
    next_vault = route.next_vault()
    route.migrate(holder, 10_000 * SHARE, next_vault)
    nav = next_vault.nav()
    route.usdc.mint(next_vault, 10**6 * DOLLAR, sender=route.fund.roles.market)
    assert next_vault.nav() == nav
    due = route.due(10_000 * SHARE)
    before = next_vault.balances(1)
    route.migrate(other_holder, 10_000 * SHARE, next_vault)
    assert next_vault.balances(1) - before == due[1]
