"""A token that calls back in the middle of an exit or a claim finds every entry of the vault closed, views included."""

from typing import Any

import pytest

from tests.contracts.vault.fund import CASH, PLENTY, Fund
from tests.contracts.vault.properties import undone
from tests.odd_tokens import turn_odd
from world.contract import Contract

SHARES = 3 * 10**22
STRANGER = "0x" + "11" * 20
RESTRICTED = {"seed", "set_policy", "remove_held", "write_off", "mark", "open_session", "book_words", "pay", "settle"}
# Views of modules that only hand out constants and balances; shares are burned before any token is called.
HARMLESS_VIEWS = {"DOMAIN_SEPARATOR", "allowance", "balanceOf", "decimals", "name", "nonces", "symbol"}
# Approvals of the token itself: they move nothing.
HARMLESS_CALLS = {"approve", "permit"}


@pytest.fixture
def hook(fund: Fund, holder: str, market: str) -> Contract:
    """ETH, which owns shares and a claim and may call anything."""
    token = turn_odd(fund.chain, fund.token("ETH"), "hook")
    fund.vault.transfer(token, 10**22, sender=holder)
    fund.vault.redeem_in_kind(10**20, holder, holder, [fund.id("BTC")], sender=holder)
    token.act(fund.vault, fund.vault.redeem_in_kind.encode(10**20, token, token, [CASH]), sender=market)
    fund.usdc.mint(token, 10**9, sender=market)
    token.act(fund.usdc, fund.usdc.approve.encode(fund.vault, PLENTY), sender=market)
    return token


def arguments_of(fund: Fund, function: str, me: str) -> list[Any]:
    ids = fund.vault.held()
    known: dict[str, list[Any]] = {
        "transfer": [fund.roles.anyone, 1],
        "transferFrom": [me, fund.roles.anyone, 0],
        "deposit": [10**6, me],
        "mint": [10**18, me],
        "withdraw": [10**6, me, me],
        "redeem": [10**18, me, me],
        "buy": [10**6, 0, me, 2**40],
        "sell": [10**18, 0, me, 2**40],
        "redeem_in_kind": [10**18, me, me],
        "claim": [CASH, me],
        "sync": [CASH],
        "claimable": [CASH, me],
        "book": [CASH],
        "book_words": [[CASH]],
        "pay": [CASH, me, 1],
        "settle": [[], ids, 0],
        "seed": [10**6],
        "set_policy": [(0, 0, 0, False)],
        "remove_held": [CASH, False],
        "write_off": [CASH],
        "mark": [],
        "written_off": [CASH],
    }
    for name in ("maxDeposit", "maxMint", "maxWithdraw", "maxRedeem"):
        known[name] = [me]
    for name in (
        "convertToShares",
        "convertToAssets",
        "previewDeposit",
        "previewMint",
        "previewWithdraw",
        "previewRedeem",
    ):
        known[name] = [10**6]
    return known.get(function, [])


def closed_functions(fund: Fund) -> list[str]:
    names = {entry["name"] for entry in fund.vault.abi if entry["type"] == "function"}
    return sorted(names - HARMLESS_VIEWS - HARMLESS_CALLS)


def set_hook(fund: Fund, hook: Contract, target: Contract, function: str, arguments: list[Any]) -> None:
    """Call `function` in the next transfers. One transfer now, so that what the hook stores is not new to its slots."""
    market = fund.roles.market
    hook.set_hook(target, getattr(target, function).encode(*arguments), sender=market)
    hook.mint(market, 1, sender=market)
    hook.transfer(market, 1, sender=market)


def test_reentrancy__from_a_claim__every_function_is_closed(
    fund: Fund, hook: Contract, holder: str, market: str
) -> None:
    asset_id = fund.id("ETH")
    for function in closed_functions(fund):
        arguments = arguments_of(fund, function, hook.address)
        with undone(fund.chain):
            fund.vault.redeem_in_kind(10**20, holder, holder, [asset_id], sender=holder)
            owed, before = fund.vault.claimable(asset_id, holder), hook.balanceOf(holder)
            hook.set_hook(fund.vault, getattr(fund.vault, function).encode(*arguments), sender=market)
            # A claim is paid without a cap on gas, so nothing but the lock can stop the hook.
            fund.vault.claim(asset_id, holder, sender=holder)
            assert hook.calls() == 1, function
            assert not hook.succeeded(), function
            assert hook.balanceOf(holder) - before == owed
            if function not in RESTRICTED:
                hook.act(fund.vault, getattr(fund.vault, function).encode(*arguments), sender=market)


@pytest.mark.parametrize("function", ["transfer", "accrue", "sync", "totalSupply", "totalAssets", "book", "claimable"])
def test_reentrancy__from_an_exit__is_closed_and_the_holder_is_paid(
    fund: Fund, hook: Contract, holder: str, function: str
) -> None:
    set_hook(fund, hook, fund.vault, function, arguments_of(fund, function, hook.address))
    assert hook.succeeded()
    before = hook.balanceOf(holder)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert (hook.calls(), hook.succeeded()) == (2, False)
    assert hook.balanceOf(holder) > before
    assert fund.vault.claimable(fund.id("ETH"), holder) == 0


def test_reentrancy__tokens_come_to_the_vault_in_the_middle__nobody_gains(
    fund: Fund, hook: Contract, holder: str, market: str
) -> None:
    hook.mint(hook, 10**24, sender=market)
    set_hook(fund, hook, hook, "transfer", [fund.vault, 10**20])
    book, actual, before = fund.balance(fund.id("ETH")), hook.balanceOf(fund.vault), hook.balanceOf(holder)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert hook.succeeded()
    paid = book - fund.balance(fund.id("ETH"))
    assert hook.balanceOf(holder) - before == paid
    assert hook.balanceOf(fund.vault) == actual - paid + 10**20
    assert fund.vault.claimable(fund.id("ETH"), holder) == 0


@pytest.mark.parametrize(
    ("function", "arguments"), [("approve", [STRANGER, 1]), ("balanceOf", [STRANGER]), ("symbol", [])]
)
def test_reentrancy__functions_without_a_lock__are_the_harmless_ones(
    fund: Fund, hook: Contract, holder: str, function: str, arguments: list[Any]
) -> None:
    set_hook(fund, hook, fund.vault, function, arguments)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert (hook.calls(), hook.succeeded()) == (2, True)
