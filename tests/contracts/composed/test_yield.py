"""A yield-bearing stablecoin in the fund, shares of an ERC-4626 vault: bought in a pool, its yield raises NAV and the
share price week by week, as far as the registry's bound lets a rate grow; what jumps or falls does what it says there.
"""

from fractions import Fraction

import pytest

from tests.conftest import reverts
from tests.contracts.composed.holding import DAY, YEAR, Holding
from world.chain import Reverted

REVERTS = 1
UNIT = Fraction(1, 10**12)  # USD; NAV rounds down once an asset
RATE = 1.05  # what the world starts at
STEP = Fraction(1, 200)  # above the line, at once
LINE = Fraction(1, 5)  # a year
PRECISION = Fraction(1, 2**20)  # rates taken keep 21 bits, rounded down
EXCESS_UNIT = Fraction(1, 10**8)  # of a price, rounded up


def rate_counted(holding: Holding) -> Fraction:
    """What the registry takes one sDAI to be worth in DAI at 1.00."""
    return Fraction(holding.desk.registry.quote(holding.desk.id("sDAI")) & (2**100 - 1), 10**18)


def test_bought__in_a_pool__at_rate_times_feed(holding: Holding) -> None:
    desk = holding.desk
    assert holding.price("sDAI") == Fraction("1.05")
    assert 399_000 < holding.worth_of("sDAI") < 400_000
    assert desk.token("sDAI").balanceOf(holding.vault) == desk.balance("sDAI")
    assert desk.registry.asset(desk.id("sDAI")).stable
    assert 0 <= holding.worth() - holding.nav() < UNIT


@pytest.mark.parametrize("yearly", [0.03, 0.08, 0.15])
def test_yield__half_a_year_of_weeks__is_all_in_nav_and_in_the_share_price(holding: Holding, yearly: float) -> None:
    amount, nav, share = holding.whole("sDAI"), holding.nav(), holding.share_price()
    for week in range(1, 27):
        last = holding.nav()
        rate = round(RATE * (1 + yearly) ** (week * 7 / 365), 12)
        holding.pass_time(7 * DAY, sDAI=rate)
        assert holding.vault.nav().firm
        assert holding.nav() > last
        assert abs(holding.nav() - nav - amount * (Fraction(str(rate)) - Fraction("1.05"))) < UNIT
    # Two fifths of the fund earned it for everybody.
    earned = 0.4 * ((1 + yearly) ** 0.5 - 1)
    assert abs(holding.share_price() / share - 1 - earned) < 0.01 * earned
    assert abs(Fraction(holding.share_price(), share) - holding.nav() / nav) < Fraction(1, 10**11)


def test_yield__pool_follows__sold_at_the_rate_after_half_a_year(holding: Holding) -> None:
    desk = holding.desk
    for week in range(1, 27):
        holding.pass_time(7 * DAY, sDAI=RATE + 0.001 * week)
    desk.target(BTC=100_000, WBTC=300_000)
    (leg,) = desk.legs_of(desk.run(desk.sell("sDAI")))
    assert leg.price == 1_076 * 10**15
    # The pool's fee and impact, no more.
    assert leg.amount_out > 0.998 * leg.amount_in * 1.076 / 10**12


def test_yield__bought_again_at_the_higher_rate__gets_fewer_shares(holding: Holding) -> None:
    desk = holding.desk
    desk.target(BTC=100_000, WBTC=300_000, sDAI=500_000)
    received = []
    for rate in (RATE, RATE + 0.002):
        holding.pass_time(30 * DAY, sDAI=rate)
        (leg,) = desk.legs_of(desk.run(desk.buy("sDAI", 10_000)))
        received.append(leg.amount_out)
    assert abs(received[1] / received[0] - RATE / (RATE + 0.002)) < 1e-4


def test_faster_than_the_bound__counts_as_far_as_the_line(holding: Holding) -> None:
    """40 % a year: NAV counts a fifth a year, and the step. What the vault reports beyond counts for entries alone, and
    closes them and exits when it is above half a percent of NAV.
    """
    taken, taken_at = Fraction("1.05"), holding.desk.registry.asset(holding.desk.id("sDAI")).rate_taken_at
    states = set()
    for week in range(1, 13):
        holding.pass_time(7 * DAY, refresh=False, sDAI=round(RATE * 1.4 ** (week * 7 / 365), 12))
        line = taken * (1 + LINE * (holding.desk.chain.now() - taken_at) / YEAR)
        expected = min(line * (1 + STEP), holding.price("sDAI"))
        assert abs(rate_counted(holding) / expected - 1) < week * PRECISION
        excess = holding.whole("sDAI") * (holding.price("sDAI") - rate_counted(holding))
        assert abs(holding.worth() - holding.nav()) < holding.worth() * EXCESS_UNIT
        assert abs(holding.nav() - holding.firm_nav() - excess) < holding.worth() * EXCESS_UNIT
        assert holding.vault.nav().firm == (excess * 200 <= holding.nav())
        states.add((holding.vault.nav().firm, excess > 100))
        holding.refresh()
        taken, taken_at = min(line, holding.price("sDAI")), holding.desk.chain.now()
    assert states == {(True, False), (True, True), (False, True)}


@pytest.mark.parametrize("jump", [1.01, 1.016])
def test_jump__half_a_percent_counts_for_exits_and_all_of_it_for_entries(
    holding: Holding, jump: float, anyone: str
) -> None:
    """A donation to the vault, or a quarter's yield at once."""
    nav, worth = holding.nav(), holding.worth_of("sDAI")
    holding.pass_time(1, refresh=False, sDAI=RATE * jump)
    assert holding.vault.nav().firm
    assert abs(holding.firm_nav() - nav - worth * STEP) < worth * PRECISION
    assert 0 <= holding.nav() - holding.worth() < worth * EXCESS_UNIT
    holding.give(anyone, 1_000)
    holding.vault.deposit(10**9, anyone, sender=anyone)


@pytest.mark.parametrize("jump", [1.02, 1.08])
def test_jump__above_half_a_percent_of_nav__closes_and_names_it_until_the_line_is_there(
    holding: Holding, jump: float, anyone: str
) -> None:
    worth = holding.worth_of("sDAI")
    holding.pass_time(1, refresh=False, sDAI=RATE * jump)
    no_price = f"vault: no price for asset {holding.desk.id('sDAI')}"
    for preview in (holding.vault.previewDeposit, holding.vault.previewRedeem):
        with reverts(no_price):
            preview(10**9)
    assert holding.firm_nav() < holding.nav() - worth * (Fraction(str(jump)) - 1 - STEP) * Fraction(99, 100)
    for _ in range(round((jump - 1.005) * 100) * 3):
        holding.pass_time(7 * DAY, sDAI=RATE * jump)
    assert holding.vault.previewDeposit(10**9) > 0


@pytest.mark.parametrize("days", [0, 7, 30])
@pytest.mark.parametrize("jump", [1.005, 1.015, 1.08])
def test_jump__entering_before_and_leaving_after__gains_nothing(
    holding: Holding, anyone: str, days: int, jump: float
) -> None:
    """Who knows of the step, or makes it: what it is worth in NAV is less than the levies in and out, also when nobody
    refreshed for a month and the line has grown meanwhile.
    """
    vault = holding.vault
    holding.pass_time(days * DAY + 1, refresh=False)
    holding.give(anyone, 1_000)
    vault.deposit(10**9, anyone, sender=anyone)
    nav = holding.nav()
    holding.pass_time(1, refresh=False, sDAI=RATE * jump)
    assert holding.nav() > nav
    if holding.vault.nav().firm:
        assert vault.previewRedeem(vault.balanceOf(anyone)) <= 10**9
    else:
        with reverts(f"vault: no price for asset {holding.desk.id('sDAI')}"):
            vault.previewRedeem(vault.balanceOf(anyone))


@pytest.fixture
def saved(holding: Holding) -> Holding:
    """78 % sDAI."""
    desk = holding.desk
    desk.target(sDAI=780_000)
    desk.run(desk.sell("BTC"), desk.sell("WBTC"), desk.buy("sDAI", 380_000))
    holding.pass_time(DAY)
    return holding


@pytest.mark.parametrize("jump", [1.0, 1.003, 1.008, 1.011, 1.013, 1.095, 1.11])
def test_jump__entering_after_it_and_leaving_in_kind__gains_nothing(saved: Holding, anyone: str, jump: float) -> None:
    """The shares of the vault that are handed out are worth what it reports, whatever NAV counts."""
    vault, desk = saved.vault, saved.desk
    saved.pass_time(1, refresh=False, sDAI=RATE * jump)
    saved.give(anyone, 100_000)
    if not vault.nav().firm:
        with reverts(f"vault: no price for asset {desk.id('sDAI')}"):
            vault.deposit(10**11, anyone, sender=anyone)
        return
    assert jump < 1.012
    vault.deposit(10**11, anyone, sender=anyone)
    vault.redeem_in_kind(vault.balanceOf(anyone), anyone, anyone, [], sender=anyone)
    received = Fraction(desk.usdc.balanceOf(anyone), 10**6)
    for name in desk.held():
        received += Fraction(desk.token(name).balanceOf(anyone), desk.unit(name)) * saved.price(name)
    assert 99_000 < received < 100_000


@pytest.mark.parametrize("jump", [1.008, 1.011])
def test_jump__a_trip_an_hour__gains_nothing(saved: Holding, anyone: str, jump: float) -> None:
    """Entering at the capped rate and leaving an hour later, when the line has grown, took the yield of all others."""
    vault = saved.vault
    saved.pass_time(1, refresh=False, sDAI=RATE * jump)
    saved.give(anyone, 100_000)
    for _ in range(12):
        vault.deposit(10**10, anyone, sender=anyone)
        saved.pass_time(3_600, sDAI=RATE * jump)
        before = saved.desk.usdc.balanceOf(anyone)
        vault.redeem(vault.balanceOf(anyone), anyone, anyone, sender=anyone)
        assert saved.desk.usdc.balanceOf(anyone) - before < 10**10


@pytest.mark.parametrize("factor", [1.11, 3.0, 0.49])
def test_beyond_what_a_vault_can_earn_or_lose__closes_nav_and_names_it(
    holding: Holding, holder: str, anyone: str, factor: float
) -> None:
    desk = holding.desk
    shares = holding.vault.balanceOf(holder) // 2
    in_kind = holding.vault.redeem_in_kind.call(shares, anyone, holder, sender=holder)
    holding.pass_time(1, refresh=False, sDAI=RATE * factor)
    no_price = f"vault: no price for asset {desk.id('sDAI')}"
    with reverts(no_price):
        holding.vault.previewDeposit(10**9)
    with reverts(no_price):
        holding.vault.previewRedeem(10**20)
    desk.target(BTC=100_000, WBTC=300_000)
    with reverts("trader: no price"):
        desk.run(desk.sell("sDAI"))
    assert holding.vault.redeem_in_kind.call(shares, anyone, holder, sender=holder) == in_kind
    # The vault comes to its senses, and so does NAV.
    holding.pass_time(1, sDAI=RATE)
    assert 0 <= holding.worth() - holding.nav() < UNIT
    desk.run(desk.sell("sDAI"))


@pytest.mark.parametrize("factor", [0.999, 0.97, 0.51])
def test_loss__counts_at_once(holding: Holding, factor: float) -> None:
    nav, share, worth = holding.nav(), holding.share_price(), holding.worth_of("sDAI")
    holding.pass_time(1, sDAI=RATE * factor)
    assert holding.vault.nav().firm
    assert abs(nav - holding.nav() - worth * (1 - Fraction(str(factor)))) < Fraction(1, 10**6)
    assert 0 <= holding.worth() - holding.nav() < UNIT
    assert holding.share_price() < share


def test_loss__made_good__counts_at_once_again(holding: Holding) -> None:
    """A rate is never taken downward, so a vault that was made to say little is not capped for it."""
    nav = holding.nav()
    holding.pass_time(DAY, sDAI=RATE * 0.6)
    assert holding.nav() < nav
    holding.pass_time(DAY, sDAI=RATE)
    assert holding.nav() == nav


def test_underlying_loses_its_peg__shows_beside_the_yield(holding: Holding) -> None:
    amount = holding.whole("sDAI")
    nav = holding.nav()
    holding.pass_time(7 * DAY, sDAI=1.052, DAI=0.97)
    assert abs(holding.nav() - nav - amount * (Fraction("1.052") * Fraction("0.97") - Fraction("1.05"))) < UNIT


def test_vault_dead__no_price_and_sell_only_after_two_reports(holding: Holding, anyone: str, market: str) -> None:
    desk = holding.desk
    token, asset_id = desk.token("sDAI"), desk.id("sDAI")
    token.fail(REVERTS, sender=market)
    with reverts(f"vault: no price for asset {asset_id}"):
        holding.vault.previewDeposit(10**9)
    desk.registry.report_dead_feed(asset_id, sender=anyone)
    holding.pass_time(DAY)
    desk.registry.report_dead_feed(asset_id, sender=anyone)
    token.fail(0, sender=market)
    holding.pass_time(DAY)
    assert holding.vault.previewDeposit(10**9) > 0
    desk.target(BTC=100_000, WBTC=300_000, sDAI=500_000)
    with reverts("trader: not buyable"):
        desk.run(desk.buy("sDAI", 1_000))
    desk.target(BTC=100_000, WBTC=300_000)
    desk.run(desk.sell("sDAI"))


def test_in_kind__leaver_gets_the_shares_to_the_wei(holding: Holding, holder: str, anyone: str, market: str) -> None:
    """No call to the vault is needed but the transfer: it may be dead."""
    shares, token = holding.vault.balanceOf(holder) // 3, holding.desk.token("sDAI")
    balance, supply = holding.desk.balance("sDAI"), holding.vault.totalSupply()
    levy = holding.vault.fund().exit_levy_bps
    token.fail(REVERTS, sender=market)
    with pytest.raises(Reverted, match="out of order"):
        token.convertToAssets(10**18)
    holding.vault.redeem_in_kind(shares, anyone, holder, sender=holder)
    expected = balance * shares * (10_000 - levy) // ((supply + 10**12) * 10_000)
    assert token.balanceOf(anyone) == expected > 0
