"""An impaired asset and its restoration, by path. A large one closes entries and exits at NAV until the owner's
restoration has executed; a small one is carried meanwhile, at the last good price for who enters. Whoever buys before
and leaves in kind after gains nothing. No fees help the levies here.

The request path is in tests/contracts/queue/test_restoration.py.
"""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import BPS, VIRTUAL_SHARES, Fund

ACTIVE, IMPAIRED = 1, 3
STAKE = 10**9  # raw USDC
SHARES = 10**21
FOREVER = 2**40
BTC, LINK = 42_000.0, 15.2  # what the world starts at

# Everything else of a fund that has 0.4 % of LINK.
BASKETS = {
    "bull": {"BTC": 300_000, "ETH": 250_000, "XRP": 150_000, "SOL": 100_000, "DOGE": 100_000, "SHIB": 90_000},
    "bitcoin": {"BTC": 980_000},
    "bear": {"DAI": 495_000, "USDT": 495_000},
}

ENTRIES: dict[str, Callable[[Fund, str], object]] = {
    "buy": lambda fund, account: fund.vault.buy(STAKE, 0, account, FOREVER, sender=account),
    "deposit": lambda fund, account: fund.vault.deposit(STAKE, account, sender=account),
    "mint": lambda fund, account: fund.vault.mint(SHARES // 2, account, sender=account),
}
EXITS: dict[str, Callable[[Fund, str], object]] = {
    "sell": lambda fund, account: fund.vault.sell(SHARES, 0, account, FOREVER, sender=account),
    "redeem": lambda fund, account: fund.vault.redeem(SHARES, account, account, sender=account),
    "withdraw": lambda fund, account: fund.vault.withdraw(STAKE, account, account, sender=account),
}


def leave_in_kind(fund: Fund, account: str) -> None:
    fund.vault.redeem_in_kind(fund.vault.balanceOf(account), account, account, sender=account)


# --- a large one -----------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(fund: Fund, holder: str, guardian: str) -> Fund:
    """BTC, three tenths of the fund, impaired by the guardian."""
    fund.set_fees(0, 0)
    fund.give(holder, 10 * STAKE)
    fund.registry.set_status(fund.id("BTC"), IMPAIRED, sender=guardian)
    return fund


def restore(fund: Fund, provider_id: str) -> None:
    fund.registry.set_status(fund.id(provider_id), ACTIVE, sender=fund.roles.owner)


@pytest.mark.parametrize("way", [*ENTRIES, *EXITS])
def test_large__impaired__every_way_at_nav_is_closed_until_restored(closed: Fund, holder: str, way: str) -> None:
    before = closed.usdc.balanceOf(holder), closed.vault.balanceOf(holder)
    flow = (ENTRIES | EXITS)[way]
    with reverts(f"vault: no price for asset {closed.id('BTC')}"):
        flow(closed, holder)
    assert (closed.usdc.balanceOf(holder), closed.vault.balanceOf(holder)) == before
    assert closed.vault.maxDeposit(holder) == closed.vault.maxRedeem(holder) == 0
    restore(closed, "BTC")
    flow(closed, holder)
    assert (closed.usdc.balanceOf(holder), closed.vault.balanceOf(holder)) != before


def test_large__impaired__exit_in_kind_stays_open_to_the_wei(closed: Fund, holder: str, anyone: str) -> None:
    expected = closed.due(SHARES)
    closed.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    assert closed.received(anyone, list(expected)) == expected


@pytest.mark.parametrize("who", ["guardian", "anyone", "executor", "proposer", "deployer"])
def test_large__impaired__only_the_owner_restores(closed: Fund, who: str, holder: str) -> None:
    reason = "registry: only worse" if who == "guardian" else "roles: only guardian"
    with reverts(reason):
        closed.registry.set_status(closed.id("BTC"), ACTIVE, sender=getattr(closed.roles, who))
    with reverts(f"vault: no price for asset {closed.id('BTC')}"):
        ENTRIES["deposit"](closed, holder)


@pytest.mark.parametrize("factor", [0.3, 0.8, 1.0, 1.3, 4.0])
def test_large__restored__entries_pay_the_price_of_now(closed: Fund, holder: str, factor: float) -> None:
    """What BTC cost when it was impaired is forgotten."""
    closed.set_price("BTC", BTC * factor)
    restore(closed, "BTC")
    nav, supply = closed.worth(closed.vault.address), closed.vault.totalSupply()
    assert closed.vault.nav().value == int(nav * 10**18)
    levy = closed.vault.nav().levy_bps
    # Raw USDC at 1.00: shares = assets x (1 - levy) x supply / NAV
    expected = Fraction(STAKE * (BPS - levy) * (supply + VIRTUAL_SHARES), BPS * (int(nav * 10**6) + 1))
    before = closed.vault.balanceOf(holder)
    ENTRIES["deposit"](closed, holder)
    assert abs((closed.vault.balanceOf(holder) - before) / expected - 1) < Fraction(1, 10**9)


@pytest.mark.parametrize("factor", [0.3, 0.8, 1.0, 1.3, 4.0])
def test_large__bought_with_the_restoration__gains_nothing_in_kind(closed: Fund, anyone: str, factor: float) -> None:
    """In the same block, before anybody else: who watches the timelock knows the moment."""
    closed.give(anyone, STAKE)
    before = closed.worth(anyone)
    with reverts(f"vault: no price for asset {closed.id('BTC')}"):
        ENTRIES["deposit"](closed, anyone)
    closed.set_price("BTC", BTC * factor)
    with reverts(f"vault: no price for asset {closed.id('BTC')}"):
        ENTRIES["deposit"](closed, anyone)
    restore(closed, "BTC")
    ENTRIES["deposit"](closed, anyone)
    leave_in_kind(closed, anyone)
    assert closed.worth(anyone) <= before


def test_large__price_left_its_band_meanwhile__stays_closed_until_the_terms_are_set_anew(
    closed: Fund, holder: str
) -> None:
    """A restoration is no price: below a fifth of the reference nobody knows what BTC is worth."""
    closed.set_price("BTC", BTC * 0.15)
    restore(closed, "BTC")
    with reverts(f"vault: no price for asset {closed.id('BTC')}"):
        ENTRIES["deposit"](closed, holder)
    terms = closed.registry.asset(closed.id("BTC"))
    pricing = (terms.feed, terms.heartbeat, terms.deviation_bps, terms.kind, "0x" + "00" * 20, 0, 0)
    worth = int(BTC * 0.15 * 10**18)
    closed.registry.set_terms(closed.id("BTC"), pricing, terms.slippage_bps, worth, sender=closed.roles.owner)
    ENTRIES["deposit"](closed, holder)
    assert closed.vault.nav().value == int(closed.worth(closed.vault.address) * 10**18)


# --- a small one -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=BASKETS)
def small(empty_fund: Fund, request: pytest.FixtureRequest, guardian: str) -> Fund:
    """LINK is 40 bps of NAV; impaired by the guardian."""
    fund = empty_fund
    fund.set_fees(0, 0)
    fund.enter(fund.roles.holder, 1_000_000)
    fund.buy(BASKETS[request.param] | {"LINK": 4_000})
    fund.registry.set_status(fund.id("LINK"), IMPAIRED, sender=guardian)
    return fund


def test_small__impaired__entries_pay_for_it_and_exits_go_without(small: Fund, holder: str) -> None:
    whole = small.worth(small.vault.address)
    link = Fraction(small.balance(small.id("LINK")) * small.asset("LINK").feed.answer(LINK), 10**26)
    supply, levy = small.vault.totalSupply(), small.vault.nav().levy_bps
    entry = Fraction(STAKE * (BPS - levy) * (supply + VIRTUAL_SHARES), BPS * int(whole * 10**6 + 1))
    exit_ = Fraction(SHARES * (BPS - levy) * int((whole - link) * 10**6 + 1), BPS * (supply + VIRTUAL_SHARES))
    assert 0 < link / whole < Fraction(50, BPS)
    assert abs(small.vault.previewDeposit(STAKE) / entry - 1) < Fraction(1, 10**9)
    assert abs(small.vault.previewRedeem(SHARES) / exit_ - 1) < Fraction(1, 10**6)


@pytest.mark.parametrize("factor", [0.25, 0.9, 1.0, 1.2, 1.3, 4.9])
def test_small__price_moved_while_impaired__bought_before_the_restoration_gains_nothing_in_kind(
    small: Fund, anyone: str, factor: float
) -> None:
    """The feed lives: entries pay its price, and close when that makes the asset more than 50 bps."""
    small.set_price("LINK", LINK * factor)
    small.give(anyone, STAKE)
    before = small.worth(anyone)
    if factor > 1.25:
        with reverts(f"vault: no price for asset {small.id('LINK')}"):
            ENTRIES["deposit"](small, anyone)
        return
    ENTRIES["deposit"](small, anyone)
    restore(small, "LINK")
    leave_in_kind(small, anyone)
    assert small.worth(anyone) <= before


@pytest.mark.parametrize("factor", [0.25, 1.0, 2.0, 3.0])
def test_small__feed_dead_too__bought_before_both_return_gains_nothing_in_kind(
    small: Fund, anyone: str, market: str, factor: float
) -> None:
    """The last good price is all there is: what LINK rose by meanwhile, the levies of entry and exit must cover."""
    aggregator = small.asset("LINK").feed.aggregator
    aggregator.fail(1, sender=market)
    small.give(anyone, STAKE)
    ENTRIES["deposit"](small, anyone)
    aggregator.fail(0, sender=market)
    small.set_price("LINK", LINK * factor)
    restore(small, "LINK")
    leave_in_kind(small, anyone)
    assert small.worth(anyone) <= Fraction(STAKE, 10**6)


@pytest.mark.parametrize("factor", [0.25, 1.0, 1.2])
def test_small__sold_for_usdc_before_the_restoration__loses_the_part_that_was_not_counted(
    small: Fund, holder: str, anyone: str, factor: float
) -> None:
    """A holder who leaves at NAV leaves their part of the asset with those who stay."""
    small.set_price("LINK", LINK * factor)
    part = Fraction(SHARES, small.vault.totalSupply())
    due = part * small.worth(small.vault.address)
    link = part * small.balance(small.id("LINK")) * small.asset("LINK").feed.answer(LINK * factor) / 10**26
    cash = min(small.vault.maxRedeem(holder), SHARES)
    small.vault.redeem(cash, anyone, holder, sender=holder)
    assert Fraction(small.usdc.balanceOf(anyone), 10**6) <= due - link
