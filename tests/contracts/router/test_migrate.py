"""migrate: in kind to a next version that keeps the rules of INextVault. What he leaves is the exit levy, what he pays
there is its levy, and what could not go stays his as a claim."""

from fractions import Fraction

import pytest

from tests.conftest import reverts
from tests.contracts.router.route import SHARE, Route
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES
from tests.odd_tokens import turn_odd
from world.chain import Reverted
from world.contract import Contract

SHARES = 30_000 * SHARE
VIRTUAL_VALUE = 10**12  # of NextVault, USD 18 decimals
ZERO = "0x" + "00" * 20
IMPAIRED = 3
MAX_HELD = 112


@pytest.fixture
def next_vault(route: Route) -> Contract:
    return route.next_vault()


def worth(route: Route, amounts: dict[int, int]) -> tuple[int, int]:
    """USD with 18 decimals of raw units by asset id, and the levy of a basket like it."""
    holdings = [i | amount << 16 for i, amount in amounts.items() if i != CASH]
    valued = route.fund.registry.valuation(amounts.get(CASH, 0), holdings + [0] * (MAX_HELD - len(holdings)))
    return valued.value, valued.levy_bps


def expected_shares(route: Route, next_vault: Contract, amounts: dict[int, int]) -> int:
    """What NextVault owes for raw units by asset id, rounded down."""
    value, levy_bps = worth(route, amounts)
    supply, nav = next_vault.totalSupply() + VIRTUAL_SHARES, next_vault.nav().value + VIRTUAL_VALUE
    return int(Fraction(value * (BPS - levy_bps) * supply, nav * BPS))


def test_migrate__healthy_assets__arrive_to_the_unit_and_shares_are_fair(
    route: Route, next_vault: Contract, holder: str
) -> None:
    due = route.due(SHARES)
    shares = expected_shares(route, next_vault, due)
    before = route.vault.balanceOf(holder)
    receipt = route.migrate(holder, SHARES, next_vault, shares)
    assert route.fund.received(next_vault.address, list(due)) == due
    assert {i: next_vault.balances(i) for i in due} == due
    assert next_vault.balanceOf(holder) == shares
    assert before - route.vault.balanceOf(holder) == SHARES
    (left,) = route.vault.events(receipt, "ExitedInKind")
    assert (left.owner, left.receiver, left.shares) == (holder, next_vault.address, SHARES)
    assert not route.vault.events(receipt, "ClaimBooked")


def test_migrate__answer__is_what_he_received(route: Route, next_vault: Contract, holder: str) -> None:
    expected = expected_shares(route, next_vault, route.due(SHARES))
    route.vault.approve(route.router, SHARES, sender=holder)
    arguments = SHARES, next_vault, 0, [], route.fund.chain.now()
    assert route.router.migrate.call(*arguments, sender=holder) == expected


def test_migrate__value__falls_by_the_two_levies_and_no_more(
    route: Route, next_vault: Contract, holder: str, other_holder: str
) -> None:
    # Somebody is there already, so that the levy is somebody's.
    route.migrate(other_holder, SHARES, next_vault)
    theirs = Fraction(next_vault.nav().value, next_vault.totalSupply())
    value = Fraction(route.vault.nav().value * SHARES, route.vault.totalSupply())
    exit_levy = route.vault.fund().exit_levy_bps
    _, entry_levy = worth(route, route.due(SHARES))
    route.migrate(holder, SHARES, next_vault)
    share_price = Fraction(next_vault.nav().value, next_vault.totalSupply())
    kept = share_price * next_vault.balanceOf(holder) / value
    assert exit_levy > 0
    assert entry_levy > 0
    # Half of the levy he pays comes back to him: he owns half of the new vault.
    least = Fraction((BPS - exit_levy) * (BPS - entry_levy), BPS**2)
    assert least - Fraction(1, 10**9) <= kept <= least * Fraction(BPS + entry_levy, BPS)
    assert share_price >= theirs


def test_migrate__and_out_again__pays_what_went_in_less_the_levy_there(
    route: Route, next_vault: Contract, holder: str, other_holder: str, anyone: str
) -> None:
    route.migrate(other_holder, SHARES, next_vault)
    due = route.due(SHARES)
    _, levy_bps = worth(route, due)
    route.migrate(holder, SHARES, next_vault)
    next_vault.redeem_in_kind(next_vault.balanceOf(holder), anyone, sender=holder)
    found = route.fund.received(anyone, list(due))
    for asset_id, amount in due.items():
        assert amount * (BPS - levy_bps) // BPS * (1 - Fraction(1, 10**6)) <= found[asset_id] <= amount


def test_migrate__those_who_stay__keep_their_value(
    route: Route, next_vault: Contract, holder: str, other_holder: str
) -> None:
    before = route.vault.convertToAssets(route.vault.balanceOf(other_holder))
    route.migrate(holder, SHARES, next_vault)
    assert route.vault.convertToAssets(route.vault.balanceOf(other_holder)) >= before


# --- the bound -------------------------------------------------------------------------------------------------------


def test_migrate__one_share_below_his_bound__reverts_all(route: Route, next_vault: Contract, holder: str) -> None:
    due = route.due(SHARES)
    shares = expected_shares(route, next_vault, due)
    books, before = route.fund.books(list(due)), route.vault.balanceOf(holder)
    with reverts("router: below minimum out"):
        route.migrate(holder, SHARES, next_vault, shares + 1)
    assert route.fund.books(list(due)) == books
    assert route.vault.balanceOf(holder) == before
    assert set(route.fund.received(next_vault.address, list(due)).values()) == {0}
    route.migrate(holder, SHARES, next_vault, shares)


def test_migrate__past_its_deadline__reverts(route: Route, next_vault: Contract, holder: str) -> None:
    route.vault.approve(route.router, SHARES, sender=holder)
    with reverts("permit: past deadline"):
        route.send("migrate", SHARES, next_vault, 0, [], route.fund.chain.now() - 1, sender=holder)


def test_migrate__without_the_allowance__reverts(route: Route, next_vault: Contract, holder: str) -> None:
    route.vault.approve(route.router, SHARES - 1, sender=holder)
    with reverts("permit: allowance"):
        route.send("migrate", SHARES, next_vault, 0, [], route.fund.chain.now(), sender=holder)


def test_migrate__more_than_he_has__reverts(route: Route, next_vault: Contract, holder: str) -> None:
    with reverts("erc20: burn amount exceeds balance"):
        route.migrate(holder, route.vault.balanceOf(holder) + 1, next_vault)


def test_migrate__nothing__reverts(route: Route, next_vault: Contract, holder: str) -> None:
    with reverts("vault: zero"):
        route.migrate(holder, 0, next_vault)


@pytest.mark.parametrize("where", ["nobody", "an account", "the vault"])
def test_migrate__to_what_is_no_next_version__reverts(route: Route, holder: str, anyone: str, where: str) -> None:
    target = {"nobody": ZERO, "an account": anyone, "the vault": route.vault}[where]
    with reverts("router: new vault"):
        route.migrate(holder, SHARES, target)


@pytest.mark.parametrize("where", ["router", "queue", "policy", "trader", "registry"])
def test_migrate__to_a_contract_of_the_index__reverts(route: Route, holder: str, where: str) -> None:
    before = route.vault.balanceOf(holder)
    with pytest.raises(Reverted):
        route.migrate(holder, SHARES, getattr(route.fund.world.index, where))
    assert route.vault.balanceOf(holder) == before


# --- what does not go along ------------------------------------------------------------------------------------------


def test_migrate__token_that_blocks_the_new_vault__stays_the_holders_claim(
    route: Route, next_vault: Contract, holder: str, anyone: str, market: str
) -> None:
    fund, due = route.fund, route.due(SHARES)
    eth = fund.id("ETH")
    token = turn_odd(fund.chain, fund.token("ETH"), "blocklist")
    token.set_blocked(next_vault, True, sender=market)
    shares = expected_shares(route, next_vault, due | {eth: 0})
    route.migrate(holder, SHARES, next_vault)
    assert next_vault.balanceOf(holder) == shares
    assert fund.received(next_vault.address, list(due)) == due | {eth: 0}
    assert (fund.vault.claimable(eth, holder), fund.vault.claimable(eth, next_vault.address)) == (due[eth], 0)
    fund.vault.claim(eth, anyone, sender=holder)
    assert token.balanceOf(anyone) == due[eth]


@pytest.mark.parametrize("kind", ["returns false", "transfer burns gas", "paused", "pays and returns false"])
def test_migrate__odd_token__is_paid_or_claimable(route: Route, next_vault: Contract, holder: str, kind: str) -> None:
    fund, due = route.fund, route.due(SHARES)
    turn_odd(fund.chain, fund.token("ETH"), kind)
    paid = due if kind == "pays and returns false" else due | {fund.id("ETH"): 0}
    shares = expected_shares(route, next_vault, paid)
    route.migrate(holder, SHARES, next_vault)
    assert next_vault.balanceOf(holder) == shares
    assert fund.vault.claimable(fund.id("ETH"), holder) == due[fund.id("ETH")] - paid[fund.id("ETH")]


def test_migrate__token_that_takes_a_fee__counts_for_what_arrived(
    route: Route, next_vault: Contract, holder: str
) -> None:
    fund, due = route.fund, route.due(SHARES)
    eth = fund.id("ETH")
    turn_odd(fund.chain, fund.token("ETH"), "takes a fee")
    arriving = due[eth] - due[eth] // 100
    shares = expected_shares(route, next_vault, due | {eth: arriving})
    route.migrate(holder, SHARES, next_vault)
    assert (next_vault.balances(eth), next_vault.balanceOf(holder)) == (arriving, shares)
    assert fund.vault.claimable(eth, holder) == 0


def test_migrate__token_that_cannot_be_asked__reverts_until_it_is_skipped(
    route: Route, next_vault: Contract, holder: str
) -> None:
    fund, due = route.fund, route.due(SHARES)
    eth = fund.id("ETH")
    turn_odd(fund.chain, fund.token("ETH"), "paused")
    fund.chain.rpc("anvil_setCode", fund.token("ETH").address, "0x")
    with pytest.raises(Reverted):
        route.vault.approve(route.router, SHARES, sender=holder)
        route.router.migrate(SHARES, next_vault, 0, [], fund.chain.now(), sender=holder)
    shares = expected_shares(route, next_vault, due | {eth: 0})
    route.router.migrate(SHARES, next_vault, shares, [eth], fund.chain.now(), sender=holder)
    assert next_vault.balanceOf(holder) == shares
    assert fund.vault.claimable(eth, holder) == due[eth]


def test_migrate__asset_without_a_firm_price__reverts_until_it_is_skipped(
    route: Route, next_vault: Contract, holder: str, guardian: str
) -> None:
    fund, due = route.fund, route.due(SHARES)
    eth = fund.id("ETH")
    fund.registry.set_status(eth, IMPAIRED, sender=guardian)
    with reverts("next: no price"):
        route.migrate(holder, SHARES, next_vault)
    shares = expected_shares(route, next_vault, due | {eth: 0})
    route.migrate(holder, SHARES, next_vault, skip=(eth,))
    assert next_vault.balanceOf(holder) == shares
    assert fund.vault.claimable(eth, holder) == due[eth]


def test_migrate__cash_skipped__is_a_claim_like_any_other(route: Route, next_vault: Contract, holder: str) -> None:
    due = route.due(SHARES)
    shares = expected_shares(route, next_vault, due | {CASH: 0})
    route.migrate(holder, SHARES, next_vault, skip=(CASH,))
    assert next_vault.balanceOf(holder) == shares
    assert route.vault.claimable(CASH, holder) == due[CASH]


def test_migrate__everything_skipped__finds_nothing_to_enter_with(
    route: Route, next_vault: Contract, holder: str
) -> None:
    with reverts("next: nothing arrived"):
        route.migrate(holder, SHARES, next_vault, skip=tuple(route.due(SHARES)))


def test_migrate__retired_asset__is_a_claim(
    route: Route, next_vault: Contract, holder: str, owner: str, guardian: str
) -> None:
    fund, due = route.fund, route.due(SHARES)
    eth = fund.id("ETH")
    fund.registry.set_status(eth, IMPAIRED, sender=guardian)
    fund.policy.retire(eth, sender=owner)
    route.migrate(holder, SHARES, next_vault)
    assert fund.vault.claimable(eth, holder) == due[eth]
    assert fund.token("ETH").balanceOf(next_vault) == 0


# --- states ----------------------------------------------------------------------------------------------------------


def test_migrate__while_entries_are_paused__works(
    route: Route, next_vault: Contract, holder: str, guardian: str
) -> None:
    route.fund.policy.pause_entries(sender=guardian)
    route.migrate(holder, SHARES, next_vault)
    assert next_vault.balanceOf(holder) > 0


def test_migrate__out_of_a_fund_wound_down__leaves_no_levy(
    route: Route, next_vault: Contract, holder: str, owner: str
) -> None:
    route.fund.policy.wind_down(sender=owner)
    assert route.vault.fund().exit_levy_bps == 0
    due = route.due(SHARES)
    route.migrate(holder, SHARES, next_vault)
    assert route.fund.received(next_vault.address, list(due)) == due


def test_migrate__inside_a_session__reverts(route: Route, next_vault: Contract, holder: str) -> None:
    # The stub at the trader's address is the holder, for it alone can act in the middle of a session.
    fund = route.fund
    route.vault.transfer(fund.stub, SHARES, sender=holder)
    fund.as_trader(route.vault.approve.encode(route.router, SHARES))
    migrate = route.router.migrate.encode(SHARES, next_vault, 0, [], fund.chain.now())
    with reverts("vault: session open"):
        fund.session((route.router.address, migrate))
