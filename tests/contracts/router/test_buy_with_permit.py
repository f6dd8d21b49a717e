"""buy_with_permit: the vault's buy, and the router a passage where nothing stays."""

from collections.abc import Callable

import pytest

from tests.conftest import gas_used, reverts
from tests.contracts.router.route import DOLLAR, Route
from tests.odd_tokens import Oddity
from tests.permits import NO_SIGNATURE, Permit
from world.contract import Contract

ASSETS = 5_000 * DOLLAR
FAR = 2**40


@pytest.fixture
def permit(route: Route, holder: str) -> Permit:
    """`holder`'s, for the USDC he has."""
    route.give(holder, ASSETS // DOLLAR)
    return route.sign(holder, route.usdc, ASSETS)


def test_buy__with_a_permit__gives_what_the_vault_gives(route: Route, permit: Permit, holder: str, anyone: str) -> None:
    expected = route.vault.previewDeposit(ASSETS)
    assert route.router.buy_with_permit.call(ASSETS, expected, anyone, *permit, sender=holder) == expected
    receipt = route.send("buy_with_permit", ASSETS, expected, anyone, *permit, sender=holder)
    assert route.vault.balanceOf(anyone) == expected
    assert route.usdc.balanceOf(holder) == 0
    (entered,) = route.vault.events(receipt, "Entered")
    assert (entered.receiver, entered.payer, entered.assets) == (anyone, route.router.address, ASSETS)


def test_buy__below_the_buyers_bound__reverts(route: Route, permit: Permit, holder: str) -> None:
    least = route.vault.previewDeposit(ASSETS) + 1
    with reverts("vault: below minimum out"):
        route.send("buy_with_permit", ASSETS, least, holder, *permit, sender=holder)
    assert (route.usdc.balanceOf(holder), route.usdc.allowance(holder, route.router)) == (ASSETS, 0)


def test_buy__for_the_router__reverts(route: Route, permit: Permit, holder: str) -> None:
    with reverts("router: receiver"):
        route.send("buy_with_permit", ASSETS, 0, route.router, *permit, sender=holder)


def test_buy__while_entries_are_paused__reverts(route: Route, permit: Permit, holder: str, guardian: str) -> None:
    route.fund.policy.pause_entries(sender=guardian)
    with reverts("vault: entries paused"):
        route.send("buy_with_permit", ASSETS, 0, holder, *permit, sender=holder)


@pytest.mark.parametrize("blocked", ["router", "vault", "buyer"])
def test_buy__usdc_blocks_one_on_the_way__reverts(
    route: Route, permit: Permit, holder: str, market: str, blocked: str
) -> None:
    account = {"router": route.router, "vault": route.vault, "buyer": holder}[blocked]
    route.usdc.set_blocked(account, True, sender=market)
    with reverts("Blacklistable: account is blacklisted"):
        route.send("buy_with_permit", ASSETS, 0, holder, *permit, sender=holder)


def test_buy__more_than_he_has__reverts(route: Route, holder: str) -> None:
    route.give(holder, 10)
    permit = route.sign(holder, route.usdc, ASSETS)
    with reverts("ERC20: transfer amount exceeds balance"):
        route.send("buy_with_permit", ASSETS, 0, holder, *permit, sender=holder)


def test_buy__of_nothing__reverts(route: Route, holder: str) -> None:
    with reverts("vault: zero"):
        route.send("buy_with_permit", 0, 0, holder, FAR, *NO_SIGNATURE, sender=holder)


def test_buy__usdc_sent_to_the_router_by_mistake__is_nobodys(route: Route, permit: Permit, holder: str) -> None:
    lost = route.give(route.router.address, 7)
    expected = route.vault.previewDeposit(ASSETS)
    before = route.vault.balanceOf(holder)
    route.router.buy_with_permit(ASSETS, 0, holder, *permit, sender=holder)
    assert route.vault.balanceOf(holder) - before == expected
    assert route.kept() == {"USDC": lost}
    with reverts("permit: allowance"):
        route.router.buy_with_permit(lost, 0, holder, *permit, sender=holder)


@pytest.mark.parametrize("oddity", [Oddity.TAKES_FEE, Oddity.RETURNS_FALSE])
def test_buy__usdc_that_pays_short__does_not_spend_what_lies_there(
    route: Route, deploy: Callable[..., Contract], holder: str, market: str, oddity: Oddity
) -> None:
    index = route.fund.world.index
    odd = deploy("OddToken", "USD Coin", "USDC", 6, market)
    vault = deploy("IndexVault", index.policy, index.trader, index.queue, index.registry, odd)
    router = deploy("IndexRouter", vault)
    odd.mint(router, ASSETS, sender=market)
    odd.mint(holder, ASSETS, sender=market)
    odd.approve(router, ASSETS, sender=holder)
    odd.become(oddity, sender=market)
    with reverts("router: USDC not paid"):
        router.buy_with_permit(ASSETS, 0, holder, FAR, *NO_SIGNATURE, sender=holder)


def test_buy__usdc_that_calls_the_router__finds_it_locked(
    route: Route, deploy: Callable[..., Contract], holder: str, market: str
) -> None:
    aside, chain = deploy("HookToken", "USD Coin", "USDC", 6, market), route.fund.chain
    chain.rpc("anvil_setCode", route.usdc.address, chain.rpc("eth_getCode", aside.address, "latest"))
    hook = chain.contract("HookToken", route.usdc.address)
    hook.mint(holder, ASSETS, sender=market)
    hook.approve(route.router, ASSETS, sender=holder)
    hook.set_hook(route.router, route.router.vault.encode(), sender=market)
    route.send("buy_with_permit", ASSETS, 0, holder, FAR, *NO_SIGNATURE, sender=holder)
    assert hook.calls() > 0
    # The last transfer runs inside the vault, which the router called: the lock still holds.
    assert hook.succeeded() is False
    hook.act(route.router, route.router.vault.encode(), sender=market)


def test_buy__with_a_permit__costs_little_more_than_approving_and_buying(route: Route, holder: str) -> None:
    vault, usdc = route.vault, route.usdc
    route.give(holder, 3 * ASSETS // DOLLAR)
    chain = route.fund.chain
    permit = route.sign(holder, usdc, ASSETS)
    snapshot = chain.snapshot()
    usdc.approve(vault, 0, sender=holder)
    plain = gas_used(usdc.approve(vault, ASSETS, sender=holder))
    plain += gas_used(vault.buy(ASSETS, 0, holder, FAR, sender=holder))
    chain.revert(snapshot)
    assert gas_used(route.send("buy_with_permit", ASSETS, 0, holder, *permit, sender=holder)) <= plain + 5_000
