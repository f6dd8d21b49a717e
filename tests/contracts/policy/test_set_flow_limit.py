"""set_flow_limit, and the limit at work: an hour and direction, the higher of floor and share of NAV, to the unit."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import PLENTY, Fund

HOUR = 3_600
FLOOR = 50_000 * 10**6  # raw USDC
PPM = 1_000_000


@pytest.fixture
def limited(fund: Fund, owner: str, holder: str, other_holder: str) -> Fund:
    """A floor of 50,000 USDC and no share of NAV; a full hour ahead. The fund has 100,000 of cash."""
    fund.give(other_holder, 10**13)
    fund.usdc.approve(fund.vault, PLENTY, sender=holder)
    fund.policy.set_flow_limit((FLOOR, 0, 0), sender=owner)
    fund.sleep(HOUR - fund.chain.now() % HOUR)
    return fund


def test_set_flow_limit__by_the_owner__is_logged_and_taken(limited: Fund, owner: str, other_holder: str) -> None:
    receipt = limited.policy.set_flow_limit((FLOOR * 2, 1_000, 2_000), sender=owner)
    (event,) = limited.policy.events(receipt, "FlowLimitSet")
    assert tuple(event) == (limited.policy.sequence(), FLOOR * 2, 1_000, 2_000)
    assert tuple(limited.policy.flow_limit()) == (FLOOR * 2, 1_000, 2_000)
    assert limited.vault.maxDeposit(other_holder) == FLOOR * 2


@pytest.mark.parametrize("limit", [(10**18 + 1, 0, 0), (0, 200_001, 0), (0, 0, 200_001), (0, 0, 2**256 - 1)])
def test_set_flow_limit__above_a_cap__reverts(fund: Fund, owner: str, limit: tuple[int, int, int]) -> None:
    with reverts("policy: flow limit"):
        fund.policy.set_flow_limit(limit, sender=owner)


@pytest.mark.parametrize(("least", "share"), [(10**18, 200_000), (0, 0)])
def test_set_flow_limit__at_the_caps__is_taken(
    fund: Fund, owner: str, other_holder: str, least: int, share: int
) -> None:
    fund.policy.set_flow_limit((least, share, share), sender=owner)
    assert (fund.vault.maxDeposit(other_holder) > 0) == (least > 0)


@pytest.mark.parametrize("function", ["deposit", "mint"])
def test_limit__entry__exactly_works_and_one_more_reverts(limited: Fund, other_holder: str, function: str) -> None:
    vault = limited.vault
    most = vault.maxDeposit(other_holder) if function == "deposit" else vault.maxMint(other_holder)
    assert vault.maxDeposit(other_holder) == FLOOR
    with reverts("policy: above the flow of the hour"):
        getattr(vault, function)(most + (1 if function == "deposit" else 10**12 * 2), other_holder, sender=other_holder)
    before = limited.usdc.balanceOf(other_holder)
    getattr(vault, function)(most, other_holder, sender=other_holder)
    assert FLOOR - 1 <= before - limited.usdc.balanceOf(other_holder) <= FLOOR
    assert vault.maxDeposit(other_holder) <= 1


@pytest.mark.parametrize("function", ["withdraw", "redeem"])
def test_limit__exit__exactly_works_and_one_more_reverts(limited: Fund, holder: str, function: str) -> None:
    vault = limited.vault
    assert vault.maxWithdraw(holder) == FLOOR
    most = vault.maxWithdraw(holder) if function == "withdraw" else vault.maxRedeem(holder)
    more = most + 1 if function == "withdraw" else vault.previewWithdraw(FLOOR + 1)
    with reverts("policy: above the flow of the hour"):
        getattr(vault, function)(more, holder, holder, sender=holder)
    before = limited.usdc.balanceOf(holder)
    getattr(vault, function)(most, holder, holder, sender=holder)
    assert limited.usdc.balanceOf(holder) - before == FLOOR
    assert (vault.maxWithdraw(holder), vault.maxRedeem(holder)) == (0, 0)


def test_limit__parts_of_an_hour__add_up_over_accounts(limited: Fund, holder: str, other_holder: str) -> None:
    vault = limited.vault
    vault.deposit(FLOOR // 3, other_holder, sender=other_holder)
    assert vault.maxDeposit(holder) == FLOOR - FLOOR // 3
    limited.sleep(HOUR - 2)
    vault.deposit(FLOOR - FLOOR // 3, holder, sender=other_holder)
    with reverts("policy: above the flow of the hour"):
        vault.deposit(1, other_holder, sender=other_holder)


def test_limit__directions__do_not_touch_each_other(limited: Fund, holder: str, other_holder: str) -> None:
    vault = limited.vault
    vault.deposit(FLOOR, other_holder, sender=other_holder)
    assert (vault.maxDeposit(other_holder), vault.maxWithdraw(holder)) == (0, FLOOR)
    vault.withdraw(FLOOR, holder, holder, sender=holder)
    assert (vault.maxDeposit(other_holder), vault.maxWithdraw(holder)) == (0, 0)


def test_limit__next_hour__is_open_again(limited: Fund, holder: str, other_holder: str) -> None:
    vault = limited.vault
    vault.deposit(FLOOR, other_holder, sender=other_holder)
    vault.withdraw(FLOOR, holder, holder, sender=holder)
    limited.sleep(HOUR - limited.chain.now() % HOUR - 1)
    assert (vault.maxDeposit(other_holder), vault.maxWithdraw(holder)) == (0, 0)
    limited.sleep(1)
    assert (vault.maxDeposit(other_holder), vault.maxWithdraw(holder)) == (FLOOR, FLOOR)
    # What one direction used in the last hour does not come back with the other's first flow of this one.
    vault.withdraw(1, holder, holder, sender=holder)
    assert (vault.maxDeposit(other_holder), vault.maxWithdraw(holder)) == (FLOOR, FLOOR - 1)


@pytest.mark.parametrize("share", [0, 49_000, 51_000, 200_000])
def test_limit__share_of_nav__counts_where_it_is_above_the_floor(
    limited: Fund, owner: str, holder: str, other_holder: str, share: int
) -> None:
    limited.policy.set_flow_limit((FLOOR, share, share), sender=owner)
    nav = limited.vault.nav()
    total = -(-nav.value * 10**6 // nav.cash_price)
    assert limited.vault.maxDeposit(other_holder) == max(FLOOR, total * share // PPM)
    cash = nav.cash
    total = nav.firm_value * 10**6 // nav.cash_price
    assert limited.vault.maxWithdraw(holder) == min(cash, max(FLOOR, total * share // PPM))


def test_limit__shares__weigh_the_volatile_and_the_stable_part(
    limited: Fund, owner: str, holder: str, other_holder: str
) -> None:
    nav, total = limited.vault.nav(), limited.vault.totalAssets()
    values = {i: limited.balance(i) * (limited.registry.quote(i) & (2**128 - 1)) for i in limited.vault.held()}
    volatile = sum(
        value // 10 ** limited.registry.asset(i).decimals
        for i, value in values.items()
        if not limited.registry.asset(i).stable
    )
    part = -(-volatile * PPM // nav.value)
    assert 0 < part < PPM
    assert nav.volatile_ppm == part
    limited.policy.set_flow_limit((0, 50_000, 200_000), sender=owner)
    most = total * (part * 50_000 + (PPM - part) * 200_000) // PPM**2
    assert abs(limited.vault.maxDeposit(other_holder) - most) <= 1
    assert limited.vault.maxWithdraw(holder) == min(nav.cash, most)
    entering, leaving = limited.policy.flow_left()
    assert abs(entering - most) <= 1
    assert leaving == most


def test_flow_left__counts_down_by_direction(limited: Fund, holder: str, other_holder: str) -> None:
    assert tuple(limited.policy.flow_left()) == (FLOOR, FLOOR)
    limited.vault.deposit(10**9, other_holder, sender=other_holder)
    limited.vault.withdraw(10**8, holder, holder, sender=holder)
    assert tuple(limited.policy.flow_left()) == (FLOOR - 10**9, FLOOR - 10**8)


def test_limit__set_in_the_hour__keeps_what_was_used(limited: Fund, owner: str, other_holder: str) -> None:
    limited.vault.deposit(FLOOR, other_holder, sender=other_holder)
    limited.policy.set_flow_limit((2 * FLOOR, 0, 0), sender=owner)
    assert limited.vault.maxDeposit(other_holder) == FLOOR
    limited.policy.set_flow_limit((FLOOR // 2, 0, 0), sender=owner)
    assert limited.vault.maxDeposit(other_holder) == 0


def test_limit__previews__ignore_it(limited: Fund) -> None:
    vault = limited.vault
    for function in ("previewDeposit", "previewWithdraw"):
        assert getattr(vault, function)(10 * FLOOR) > 0
    for function in ("previewMint", "previewRedeem"):
        assert getattr(vault, function)(10 * FLOOR * 10**12) > 10 * FLOOR * 9 // 10


def test_limit__exit_in_kind_and_transfer__are_not_limited(limited: Fund, holder: str, anyone: str) -> None:
    limited.vault.transfer(anyone, limited.vault.balanceOf(holder) // 2, sender=holder)
    limited.vault.redeem_in_kind(limited.vault.balanceOf(holder), holder, holder, sender=holder)


def test_limit__seed__is_bound_by_the_floor(empty_fund: Fund, owner: str, anyone: str) -> None:
    vault = empty_fund.unseeded()
    policy = empty_fund.chain.contract("FundPolicy", vault.policy())
    policy.set_flow_limit((10**8 - 1, 0, 0), sender=owner)
    empty_fund.usdc.mint(anyone, 10**8, sender=empty_fund.roles.market)
    empty_fund.usdc.approve(vault, PLENTY, sender=anyone)
    with reverts("policy: above the flow of the hour"):
        vault.seed(10**8, sender=anyone)
    vault.seed(10**8 - 1, sender=anyone)


def test_limit__queue__is_exempt_both_ways(
    empty_fund: Fund, owner: str, anyone: str, holder: str, other_holder: str
) -> None:
    queue = other_holder
    vault = empty_fund.unseeded(queue=queue)
    policy = empty_fund.chain.contract("FundPolicy", vault.policy())
    for account in (anyone, queue):
        empty_fund.usdc.mint(account, 10**12, sender=empty_fund.roles.market)
        empty_fund.usdc.approve(vault, PLENTY, sender=account)
    vault.seed(10**8, sender=anyone)
    policy.set_flow_limit((10**9, 0, 0), sender=owner)
    vault.deposit(10**11, queue, sender=queue)
    # The seed was the only flow of this hour that counts.
    assert vault.maxDeposit(holder) == 10**9 - 10**8
    assert vault.maxDeposit(queue) == 10**18 - vault.totalAssets()
    vault.withdraw(5 * 10**10, queue, queue, sender=queue)
    vault.transfer(holder, 10**22, sender=queue)
    assert vault.maxWithdraw(holder) == 10**9
