"""preview_buy: what deposit would give now, to the unit; what it would say where it would not; the most it takes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.lens.said import reason_of, said
from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.fund import BPS, CASH, PLENTY, Fund
from tests.contracts.vault.properties import bounded, undone
from tests.contracts.vault.states import STATES, State
from world.chain import create_address
from world.contract import Contract

MAX_TOTAL_ASSETS = 10**18  # raw USDC
amounts = st.one_of(st.integers(0, 100), st.integers(1, 10**13), st.integers(10**17, 2 * 10**18))


def check(fund: Fund, lens: Contract, account: str, assets: int) -> None:
    """The preview against the call, its limit against the vault's, and its bound against a call beyond it."""
    vault, payer = fund.vault, fund.roles.holder
    preview = lens.preview_buy(assets, account)
    fund.usdc.mint(payer, 2 * assets, sender=fund.roles.market)
    fund.usdc.approve(vault, PLENTY, sender=payer)
    reason, shares = said(lambda: vault.deposit.call(assets, account, sender=payer))
    assert preview.reason == reason
    if not reason:
        assert preview.result == shares
    assert preview.max_in == vault.maxDeposit(account)
    assert preview.max_out == vault.maxMint(account)
    assert preview.bound == reason_of(lambda: vault.deposit.call(preview.max_in + 10**6, account, sender=payer))


@bounded(25)
@given(state=STATES, assets=amounts, paused=st.sampled_from([False, False, True]))
def test_preview__any_state__is_what_the_call_does(
    fund: Fund, lens: Contract, other_holder: str, state: State, assets: int, paused: bool
) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        if paused:
            fund.policy.pause_entries(sender=fund.roles.guardian)
        check(fund, lens, other_holder, assets)


@bounded(15)
@given(state=STATES, assets=st.integers(10**6, 10**12))
def test_preview__broken_down__adds_up(fund: Fund, lens: Contract, holder: str, state: State, assets: int) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        preview = lens.preview_buy(assets, holder)
        terms = fund.vault.fund()
        assert (preview.gross, preview.platform_bps) == (assets, terms.platform_bps)
        assert preview.levy_bps == fund.vault.nav().levy_bps
        assert preview.levy == -(-assets * preview.levy_bps // BPS)
        worth = fund.vault.convertToAssets(preview.result)
        assert abs(preview.gross - preview.levy - preview.fee - worth) <= 3
        receipt = fund.vault.deposit(assets, holder, sender=holder)
        (entered,) = fund.vault.events(receipt, "Entered")
        assert (entered.shares, entered.fee_shares, entered.levy_bps) == (
            preview.result,
            preview.fee_shares,
            preview.levy_bps,
        )


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("provider_id", ["USDC", "BTC"])
def test_preview__feed_fails__names_the_asset(
    fund: Fund, lens: Contract, holder: str, failure: str, provider_id: str
) -> None:
    FAILURES[failure](fund, provider_id)
    preview = lens.preview_buy(10**9, holder)
    assert preview.reason == preview.bound == f"vault: no price for asset {fund.id(provider_id)}"
    assert preview.max_in == preview.max_out == 0
    check(fund, lens, holder, 10**9)


def pause(fund: Fund) -> None:
    fund.policy.pause_entries(sender=fund.roles.guardian)


def wind_down(fund: Fund) -> None:
    fund.policy.wind_down(sender=fund.roles.owner)


def limit(fund: Fund) -> None:
    fund.set_flow_limit((10**8, 1_000, 1_000))


def fill(fund: Fund) -> None:
    fund.settle({CASH: MAX_TOTAL_ASSETS}, fund.vault.held(), 0)


CLOSED: dict[str, tuple[Callable[[Fund], None], str]] = {
    "paused": (pause, "vault: entries paused"),
    "wound down": (wind_down, "vault: wound down"),
    "flow of the hour": (limit, "policy: above the flow of the hour"),
    "above max": (fill, "vault: above max"),
}


@pytest.mark.parametrize("how", CLOSED)
def test_preview__a_rule_closes__is_named(fund: Fund, lens: Contract, holder: str, how: str) -> None:
    close, reason = CLOSED[how]
    close(fund)
    assert lens.preview_buy(5 * 10**9, holder).reason == reason
    assert lens.preview_buy(5 * 10**9, holder).bound == reason
    check(fund, lens, holder, 5 * 10**9)


@pytest.mark.parametrize("first", CLOSED)
@pytest.mark.parametrize("second", CLOSED)
def test_preview__two_rules_close__names_the_one_the_vault_meets_first(
    fund: Fund, lens: Contract, holder: str, first: str, second: str
) -> None:
    for how in {first, second}:
        CLOSED[how][0](fund)
    check(fund, lens, holder, 5 * 10**9)


def test_preview__asset_without_a_price_and_paused__names_the_asset(fund: Fund, lens: Contract, holder: str) -> None:
    FAILURES["stale"](fund, "BTC")
    pause(fund)
    check(fund, lens, holder, 10**9)


def test_preview__for_the_queue__knows_no_flow_limit(fund: Fund, lens: Contract) -> None:
    limit(fund)
    queue = fund.world.index.queue.address
    assert lens.preview_buy(10**9, queue).reason == ""
    check(fund, lens, queue, 10**9)


def test_preview__not_seeded__says_so(fund: Fund, holder: str) -> None:
    chain, roles, index = fund.chain, fund.roles, fund.world.index
    vault = create_address(roles.deployer, chain.nonce(roles.deployer) + 2)
    split = (roles.manager, roles.platform, 0)
    terms = chain.deploy(
        "FundPolicy", roles.owner, roles.guardian, vault, (0, 0, 0, False), (10**18, 1_000, 1_000), *split
    )
    behind = (vault, index.registry, index.strategy, fund.usdc, index.queue, index.auctions)
    trader = chain.deploy("IndexTrader", roles.owner, roles.guardian, roles.executor, *behind, (0,) * 3)
    unseeded = chain.deploy("IndexVault", terms, trader, index.queue, index.registry, fund.usdc)
    assert unseeded.address == vault
    lens = chain.deploy("VaultLens", unseeded)
    assert lens.preview_buy(10**9, holder).reason == "vault: not seeded"
    assert reason_of(lambda: unseeded.deposit.call(10**9, holder, sender=holder)) == "vault: not seeded"


@pytest.mark.parametrize("assets", [2**64, 2**128, 2**256 - 1])
def test_preview__absurd_amount__is_above_max(fund: Fund, lens: Contract, holder: str, assets: int) -> None:
    assert lens.preview_buy(assets, holder).reason == "vault: above max"


def test_preview__in_the_middle_of_a_session__says_so(fund: Fund, lens: Contract, holder: str) -> None:
    reader = fund.chain.deploy("LensReader", lens)
    settle = fund.vault.settle.encode([], fund.vault.held(), 0)
    fund.session((reader.address, reader.observe.encode(10**9, holder)), (fund.vault.address, settle))
    assert reader.seen_values() == ("vault: session open", "vault: session open")
    reader.observe(10**9, holder, sender=holder)
    assert reader.seen_values() == ("", "")
