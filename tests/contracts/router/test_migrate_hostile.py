"""migrate to what keeps no rule, or past a token that calls back: it gets what the holder sent, or nothing at all."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.router.route import DOLLAR, SHARE, Route
from tests.contracts.vault.fund import CASH, PLENTY
from tests.odd_tokens import turn_odd
from tests.permits import NO_SIGNATURE
from world.contract import Contract

SHARES = 30_000 * SHARE
NO_CALL = ("0x" + "00" * 20, b"")
FAR = 2**40


@pytest.fixture
def hostile(route: Route) -> Contract:
    return route.hostile_vault()


def plan(route: Route, hostile: Contract, *, begin: Any = NO_CALL, finish: Any = NO_CALL, mints: int = 0) -> None:
    hostile.plan(begin, finish, mints, sender=route.fund.roles.anyone)


def test_hostile__mints_nothing__gets_nothing(route: Route, hostile: Contract, holder: str) -> None:
    due = route.due(SHARES)
    before, books = route.vault.balanceOf(holder), route.fund.books(list(due))
    had = route.fund.received(hostile.address, list(due))
    # It answers that it minted all there is; a bound of zero does not make that true.
    with reverts("router: below minimum out"):
        route.migrate(holder, SHARES, hostile, least=0)
    assert route.vault.balanceOf(holder) == before
    assert route.fund.books(list(due)) == books
    assert route.fund.received(hostile.address, list(due)) == had


def test_hostile__mints_too_little__gets_nothing(route: Route, hostile: Contract, holder: str) -> None:
    plan(route, hostile, mints=SHARES - 1)
    before = route.vault.balanceOf(holder)
    with reverts("router: below minimum out"):
        route.migrate(holder, SHARES, hostile, least=SHARES)
    assert route.vault.balanceOf(holder) == before


def test_hostile__lies__gets_what_the_holder_sent_and_no_more(
    route: Route, hostile: Contract, holder: str, other_holder: str
) -> None:
    # Both holders trust the router with everything they have, and only `holder` migrates a part of it.
    for account in (holder, other_holder):
        route.give(account, 500)
        for token in (route.usdc, route.vault):
            token.approve(route.router, PLENTY, sender=account)
    takes = (route.router.address, route.router.migrate.encode(SHARES, hostile, 0, [], FAR))
    plan(route, hostile, begin=takes, finish=takes, mints=SHARES)
    due, shares = route.due(SHARES), route.vault.balanceOf(holder)
    had = route.fund.received(hostile.address, list(due))
    route.send("migrate", SHARES, hostile, SHARES, [], FAR, sender=holder)
    assert route.fund.received(hostile.address, list(due)) == {i: had[i] + due[i] for i in due}
    assert route.vault.balanceOf(holder) == shares - SHARES
    assert route.vault.balanceOf(hostile) == 100 * SHARE
    assert route.usdc.balanceOf(holder) == route.usdc.balanceOf(other_holder) == 500 * DOLLAR
    assert [route.vault.claimable(i, holder) for i in due] == [0] * len(due)


@pytest.mark.parametrize("moment", ["begin", "finish"])
@pytest.mark.parametrize("function", ["buy_with_permit", "migrate", "migrate_with_permit", "vault", "registry"])
def test_hostile__calls_the_router_in_the_middle__finds_it_closed(
    route: Route, hostile: Contract, holder: str, anyone: str, function: str, moment: str
) -> None:
    to = route.next_vault()
    arguments: dict[str, list[Any]] = {
        "buy_with_permit": [100 * DOLLAR, 0, anyone, FAR, *NO_SIGNATURE],
        "migrate": [10 * SHARE, to, 0, [], FAR],
        "migrate_with_permit": [10 * SHARE, to, 0, [], FAR, *NO_SIGNATURE],
    }
    data = getattr(route.router, function).encode(*arguments.get(function, []))
    plan(route, hostile, mints=SHARES, **{moment: (route.router.address, data)})
    route.migrate(holder, SHARES, hostile)
    assert hostile.succeeded() is False
    # It has all it needs for the call: outside of a migration it goes through.
    hostile.act(route.router, data, sender=anyone)


@pytest.mark.parametrize("moment", ["begin", "finish"])
def test_hostile__takes_more_of_the_holders_shares_from_the_vault__cannot(
    route: Route, hostile: Contract, holder: str, moment: str
) -> None:
    vault = route.vault
    for data in (
        vault.transferFrom.encode(holder, hostile, 1),
        vault.redeem_in_kind.encode(1, hostile, holder),
        vault.redeem.encode(10**18, hostile, holder),
        vault.claim.encode(CASH, hostile),
    ):
        plan(route, hostile, mints=SHARES, **{moment: (vault.address, data)})
        before = vault.balanceOf(holder)
        # Cash is skipped, so that there is a claim to reach for.
        route.migrate(holder, 100 * SHARE, hostile, skip=(CASH,))
        assert hostile.succeeded() is False
        assert before - vault.balanceOf(holder) == 100 * SHARE
    assert vault.claimable(CASH, holder) > 0
    assert vault.claimable(CASH, hostile.address) == 0


def test_hostile__leaves_the_vault_before_the_holder__takes_its_own_part_only(
    route: Route, hostile: Contract, holder: str, anyone: str
) -> None:
    # Between begin and the exit the vault is open, as in any block before: who leaves first takes nothing of another's.
    leave = (route.vault.address, route.vault.redeem_in_kind.encode(100 * SHARE, anyone, hostile, []))
    plan(route, hostile, begin=leave, mints=SHARES)
    due = route.due(SHARES)
    had = route.fund.received(hostile.address, list(due))
    route.migrate(holder, SHARES, hostile)
    assert hostile.succeeded() is True
    found = route.fund.received(hostile.address, list(due))
    assert all(found[i] - had[i] >= due[i] for i in due)


# --- a token that calls back, in the middle of the exit ---------------------------------------------------------------


@pytest.fixture
def hook(route: Route, holder: str, market: str) -> Contract:
    """ETH, which owns shares the router may take, and may call anything."""
    token = turn_odd(route.fund.chain, route.fund.token("ETH"), "hook")
    route.vault.transfer(token, 1_000 * SHARE, sender=holder)
    token.act(route.vault, route.vault.approve.encode(route.router, PLENTY), sender=market)
    return token


def arm(route: Route, hook: Contract, target: Contract, calldata: bytes) -> bool:
    """Call it in the next transfers; how the call ends outside of any entry."""
    market = route.fund.roles.market
    hook.mint(market, 2, sender=market)
    hook.set_hook(target, calldata, sender=market)
    hook.transfer(market, 1, sender=market)
    ended = bool(hook.succeeded())
    # A call that fails, so that no slot is new where the reason is stored: a transfer in an exit has 100,000 gas.
    hook.set_hook(route.vault, route.vault.transferFrom.encode(target, market, SHARE), sender=market)
    hook.transfer(market, 1, sender=market)
    hook.set_hook(target, calldata, sender=market)
    return ended


def test_hook__calls_the_next_vault__finds_the_entry_open_or_not_its_to_finish(
    route: Route, hook: Contract, holder: str
) -> None:
    to = route.next_vault()
    calls = {
        "next: entry open": [
            to.transfer.encode(holder, 0),
            to.redeem_in_kind.encode(0, holder),
            to.nav.encode(),
        ],
        "next: only router": [to.begin_entry_in_kind.encode([]), to.finish_entry_in_kind.encode(hook, [])],
    }
    for reason, all_data in calls.items():
        for data in all_data:
            assert arm(route, hook, to, data) is (reason == "next: entry open")
            made, before = hook.calls(), to.balanceOf(holder)
            route.migrate(holder, SHARES, to)
            assert (hook.calls(), hook.succeeded()) == (made + 1, False)
            assert reason.encode() in hook.answer()
            assert to.balanceOf(holder) > before
    assert to.balanceOf(hook) == 0


def test_hook__calls_the_router__finds_it_closed(route: Route, hook: Contract, holder: str, market: str) -> None:
    to = route.next_vault()
    # A view: it costs next to nothing, so the exit's cap on gas is not what stops it.
    assert arm(route, hook, route.router, route.router.vault.encode())
    made = hook.calls()
    route.migrate(holder, SHARES, to)
    assert (hook.calls(), hook.succeeded(), hook.answer()) == (made + 1, False, b"")
    assert arm(route, hook, route.router, route.router.migrate.encode(SHARE, to, 0, [], FAR))
    made, supply, shares = hook.calls(), route.vault.totalSupply(), route.vault.balanceOf(hook)
    route.migrate(holder, SHARES, to)
    assert (hook.calls(), hook.succeeded()) == (made + 1, False)
    assert (route.vault.totalSupply(), route.vault.balanceOf(hook)) == (supply - SHARES, shares)


def test_hook__sends_more_to_the_next_vault__buys_nothing(
    route: Route, hook: Contract, holder: str, market: str
) -> None:
    to, gift = route.next_vault(), 10**18
    hook.mint(hook, 10 * gift, sender=market)
    assert arm(route, hook, hook, hook.transfer.encode(to, gift))
    there = hook.balanceOf(to)
    due = route.due(SHARES)[route.fund.id("ETH")]
    route.migrate(holder, SHARES, to)
    # Neither what lay there before nor what came beside the exit is counted.
    assert (there, hook.balanceOf(to)) == (gift, 2 * gift + due)
    assert to.balances(route.fund.id("ETH")) == due


def test_token_that_lies__in_the_middle__is_worth_what_the_books_gave_for_it(route: Route, holder: str) -> None:
    to, eth = route.next_vault(), route.fund.id("ETH")
    route.migrate(holder, SHARES, to)
    fair, booked = to.balanceOf(holder), to.balances(eth)
    # From now on its balanceOf answers twice the truth, so its rise is double as well.
    turn_odd(route.fund.chain, route.fund.token("ETH"), "lies")
    due = route.due(SHARES)
    route.migrate(holder, SHARES, to)
    assert to.balances(eth) - booked == due[eth]
    assert to.balanceOf(holder) - fair <= fair
