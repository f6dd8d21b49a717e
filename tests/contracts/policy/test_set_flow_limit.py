"""set_flow_limit, and the limit at work: an hour and direction, the higher of floor and share of NAV, to the unit."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import PLENTY, Fund
from world.contract import Contract

HOUR = 3_600
NOTICE = 7 * 86_400
LIFE = 14 * 86_400
FLOW_LIMIT = 1  # the subject of an announcement
LEAST_SHARE = 1_000  # ppm: a thousandth of NAV an hour
FLOOR = 50_000 * 10**6  # raw USDC
PPM = 1_000_000


@pytest.fixture
def limited(fund: Fund, holder: str, other_holder: str) -> Fund:
    """A floor of 50,000 USDC and the least shares of NAV; a full hour ahead. The fund has 100,000 of cash."""
    fund.give(other_holder, 10**13)
    fund.usdc.approve(fund.vault, PLENTY, sender=holder)
    fund.set_flow_limit((FLOOR, LEAST_SHARE, LEAST_SHARE))
    fund.sleep(HOUR - fund.chain.now() % HOUR)
    return fund


def test_set_flow_limit__by_the_owner__is_logged_and_taken(limited: Fund, owner: str, other_holder: str) -> None:
    receipt = limited.policy.set_flow_limit((FLOOR * 2, 1_000, 2_000), sender=owner)
    (event,) = limited.policy.events(receipt, "FlowLimitSet")
    assert tuple(event) == (limited.policy.sequence(), FLOOR * 2, 1_000, 2_000)
    assert tuple(limited.policy.flow_limit()) == (FLOOR * 2, 1_000, 2_000)
    assert limited.vault.maxDeposit(other_holder) == FLOOR * 2


@pytest.mark.parametrize("limit", [(10**18 + 1, 1_000, 1_000), (0, 200_001, 1_000), (0, 1_000, 200_001)])
def test_set_flow_limit__above_a_cap__reverts(fund: Fund, owner: str, limit: tuple[int, int, int]) -> None:
    with reverts("policy: flow limit"):
        fund.policy.set_flow_limit(limit, sender=owner)


@pytest.mark.parametrize("limit", [(10**18, 999, 1_000), (10**18, 1_000, 999), (0, 0, 0)])
def test_set_flow_limit__below_a_thousandth_of_nav__reverts(
    fund: Fund, owner: str, limit: tuple[int, int, int]
) -> None:
    with reverts("policy: flow limit"):
        fund.policy.set_flow_limit(limit, sender=owner)


@pytest.mark.parametrize(("least", "share"), [(10**18, 200_000), (0, LEAST_SHARE)])
def test_set_flow_limit__at_the_caps__is_taken_and_exits_stay_open(
    fund: Fund, holder: str, other_holder: str, least: int, share: int
) -> None:
    fund.set_flow_limit((least, share, share))
    total = fund.vault.totalAssets()
    assert fund.vault.maxDeposit(other_holder) >= total // 1_000
    assert fund.vault.maxWithdraw(holder) >= total // 1_000


@pytest.mark.parametrize("part", range(3))
def test_set_flow_limit__any_part_falls__waits_a_week_and_anyone_applies(
    limited: Fund, owner: str, anyone: str, holder: str, part: int
) -> None:
    now = [FLOOR, 10_000, 200_000]
    limited.policy.set_flow_limit(tuple(now), sender=owner)
    lower = tuple(value - 1 if place == part else value for place, value in enumerate(now))
    receipt = limited.policy.set_flow_limit(lower, sender=owner)
    effective_at = limited.chain.now() + NOTICE
    announcements = limited.policy.events(receipt, "FlowLimitAnnounced")
    assert len(announcements) == 1
    event = announcements[0]
    assert tuple(event) == (limited.policy.sequence(), *lower, effective_at)
    assert limited.policy.events(receipt, "FlowLimitSet") == []
    assert tuple(limited.policy.flow_limit()) == tuple(now)
    announced, since = limited.policy.announced_flow_limit()
    assert (tuple(announced), since) == (lower, effective_at)
    limited.sleep(NOTICE - 1)
    with reverts("policy: too early"):
        limited.policy.apply_flow_limit(sender=anyone)
    limited.sleep(1)
    limited.policy.apply_flow_limit(sender=anyone)
    assert tuple(limited.policy.flow_limit()) == lower
    with reverts("policy: nothing announced"):
        limited.policy.apply_flow_limit(sender=anyone)


def test_set_flow_limit__nobody_applies_it_for_a_fortnight__lapses(limited: Fund, owner: str, anyone: str) -> None:
    limited.policy.set_flow_limit((0, LEAST_SHARE, LEAST_SHARE), sender=owner)
    limited.sleep(NOTICE + LIFE)
    assert limited.policy.announced_flow_limit()[1] == limited.chain.now() - LIFE
    limited.sleep(1)
    assert limited.policy.announced_flow_limit()[1] == 0
    with reverts("policy: announcement lapsed"):
        limited.policy.apply_flow_limit(sender=anyone)
    assert limited.policy.flow_limit().least == FLOOR


def test_set_flow_limit__higher_while_a_lower_one_waits__withdraws_it(limited: Fund, owner: str, anyone: str) -> None:
    limited.policy.set_flow_limit((0, LEAST_SHARE, LEAST_SHARE), sender=owner)
    receipt = limited.policy.set_flow_limit((FLOOR, 2_000, 2_000), sender=owner)
    (event,) = limited.policy.events(receipt, "AnnouncementWithdrawn")
    assert event.subject == FLOW_LIMIT
    limited.sleep(NOTICE)
    with reverts("policy: nothing announced"):
        limited.policy.apply_flow_limit(sender=anyone)


def test_set_flow_limit__announcements__do_not_touch_those_of_fees(limited: Fund, owner: str, anyone: str) -> None:
    limited.policy.set_fees(100, 20, sender=owner)
    limited.policy.set_flow_limit((0, LEAST_SHARE, LEAST_SHARE), sender=owner)
    limited.policy.withdraw_announcement(FLOW_LIMIT, sender=owner)
    limited.sleep(NOTICE)
    limited.policy.apply_fees(sender=anyone)
    with reverts("policy: nothing announced"):
        limited.policy.apply_flow_limit(sender=anyone)


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


@pytest.mark.parametrize("share", [1_000, 49_000, 51_000, 200_000])
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


def test_limit__shares__weigh_the_volatile_and_the_stable_part(limited: Fund, holder: str, other_holder: str) -> None:
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
    limited.set_flow_limit((0, 50_000, 200_000))
    most = total * (part * 50_000 + (PPM - part) * 200_000) // PPM**2
    assert abs(limited.vault.maxDeposit(other_holder) - most) <= 1
    assert limited.vault.maxWithdraw(holder) == min(nav.cash, most)
    entering, leaving = limited.policy.remaining_flow()
    assert abs(entering - most) <= 1
    assert leaving == most


def test_remaining_flow__counts_down_by_direction(limited: Fund, holder: str, other_holder: str) -> None:
    assert tuple(limited.policy.remaining_flow()) == (FLOOR, FLOOR)
    limited.vault.deposit(10**9, other_holder, sender=other_holder)
    limited.vault.withdraw(10**8, holder, holder, sender=holder)
    assert tuple(limited.policy.remaining_flow()) == (FLOOR - 10**9, FLOOR - 10**8)


def test_limit__set_in_the_hour__keeps_what_was_used(limited: Fund, owner: str, other_holder: str) -> None:
    limited.vault.deposit(FLOOR, other_holder, sender=other_holder)
    limited.policy.set_flow_limit((2 * FLOOR, LEAST_SHARE, LEAST_SHARE), sender=owner)
    assert limited.vault.maxDeposit(other_holder) == FLOOR


def test_limit__share_of_nav__is_of_what_was_there_before_the_hour(
    limited: Fund, holder: str, other_holder: str
) -> None:
    """In parts no more enters or leaves than at once: what entered does not let more enter."""
    limited.set_flow_limit((0, 200_000, 200_000))
    limited.sleep(HOUR - limited.chain.now() % HOUR)
    vault, total = limited.vault, limited.vault.totalAssets()
    entered = 0
    while vault.maxDeposit(other_holder) > 0:
        part = min(vault.maxDeposit(other_holder), total // 30)
        vault.deposit(part, other_holder, sender=other_holder)
        entered += part
    assert total // 5 - 10 <= entered <= total // 5 + 10
    # nor does what entered let more leave
    exited = 0
    while vault.maxWithdraw(holder) > 0:
        part = min(vault.maxWithdraw(holder), total // 30)
        vault.withdraw(part, holder, holder, sender=holder)
        exited += part
    assert total // 5 - 10 <= exited <= total // 5 + 10


def test_limit__previews__ignore_it(limited: Fund) -> None:
    vault = limited.vault
    for function in ("previewDeposit", "previewWithdraw"):
        assert getattr(vault, function)(10 * FLOOR) > 0
    for function in ("previewMint", "previewRedeem"):
        assert getattr(vault, function)(10 * FLOOR * 10**12) > 10 * FLOOR * 9 // 10


def test_limit__exit_in_kind_and_transfer__are_not_limited(limited: Fund, holder: str, anyone: str) -> None:
    limited.vault.transfer(anyone, limited.vault.balanceOf(holder) // 2, sender=holder)
    limited.vault.redeem_in_kind(limited.vault.balanceOf(holder), holder, holder, sender=holder)


def lower(fund: Fund, policy: Contract, limit: tuple[int, int, int]) -> None:
    """The limit of a FundPolicy beside that of the world, a week later."""
    policy.set_flow_limit(limit, sender=fund.roles.owner)
    fund.sleep(NOTICE)
    policy.apply_flow_limit(sender=fund.roles.anyone)


def test_limit__seed__is_bound_by_the_floor(empty_fund: Fund, anyone: str) -> None:
    vault = empty_fund.unseeded()
    policy = empty_fund.chain.contract("FundPolicy", vault.policy())
    lower(empty_fund, policy, (10**8 - 1, LEAST_SHARE, LEAST_SHARE))
    empty_fund.usdc.mint(anyone, 10**8, sender=empty_fund.roles.market)
    empty_fund.usdc.approve(vault, PLENTY, sender=anyone)
    with reverts("policy: above the flow of the hour"):
        vault.seed(10**8, sender=anyone)
    vault.seed(10**8 - 1, sender=anyone)


def test_limit__queue__is_exempt_both_ways(empty_fund: Fund, anyone: str, holder: str, other_holder: str) -> None:
    queue = other_holder
    vault = empty_fund.unseeded(queue=queue)
    policy = empty_fund.chain.contract("FundPolicy", vault.policy())
    for account in (anyone, queue):
        empty_fund.usdc.mint(account, 10**12, sender=empty_fund.roles.market)
        empty_fund.usdc.approve(vault, PLENTY, sender=account)
    vault.seed(10**8, sender=anyone)
    lower(empty_fund, policy, (10**9, LEAST_SHARE, LEAST_SHARE))
    vault.deposit(10**11, queue, sender=queue)
    assert vault.maxDeposit(holder) == 10**9
    assert vault.maxDeposit(queue) == 10**18 - vault.totalAssets()
    vault.withdraw(5 * 10**10, queue, queue, sender=queue)
    vault.transfer(holder, 10**22, sender=queue)
    assert vault.maxWithdraw(holder) == 10**9
