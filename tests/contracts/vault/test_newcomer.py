"""A newcomer after a retirement: every share has a right to its part of what is retired, so an entry pays for it.

No fees and no levy help here: they are taken off before anything is compared. The request path and netting are in
tests/contracts/queue/test_restoration.py, write-offs in tests/contracts/policy/test_write_off.py.
"""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund
from world.chain import Reverted

IMPAIRED, ACTIVE = 3, 1
FOREVER = 2**40
STAKE = 700_000  # whole USDC

ENTRIES: dict[str, Callable[[Fund, str, int], object]] = {
    "deposit": lambda fund, who, assets: fund.vault.deposit(assets, who, sender=who),
    "buy": lambda fund, who, assets: fund.vault.buy(assets, 0, who, FOREVER, sender=who),
    "mint": lambda fund, who, assets: fund.vault.mint(fund.vault.previewDeposit(assets), who, sender=who),
}


def retire(fund: Fund, provider_id: str) -> None:
    fund.registry.set_status(fund.id(provider_id), IMPAIRED, sender=fund.roles.owner)
    fund.policy.retire(fund.id(provider_id), sender=fund.roles.owner)


def leave(fund: Fund, account: str) -> None:
    """In kind, and collect every claim."""
    fund.vault.redeem_in_kind(fund.vault.balanceOf(account), account, account, sender=account)
    for asset in fund.vault.retired():
        if fund.vault.claimable(asset, account):
            fund.vault.claim(asset, account, sender=account)


@pytest.fixture
def free(fund: Fund) -> Fund:
    """Without fees: three tenths BTC, a tenth cash."""
    fund.set_fees(0, 0)
    return fund


@pytest.mark.parametrize("way", ENTRIES)
def test_newcomer__after_a_retirement__gains_nothing_in_kind(free: Fund, anyone: str, way: str) -> None:
    """It was 838,474 of 700,000."""
    retire(free, "BTC")
    free.give(anyone, STAKE * 10**6)
    ENTRIES[way](free, anyone, STAKE * 10**6)
    leave(free, anyone)
    assert STAKE * Fraction(97, 100) < free.worth(anyone) <= STAKE


@pytest.mark.parametrize("retired", [("BTC",), ("BTC", "ETH", "SOL"), ("SHIB",)])
def test_newcomer__any_part_retired__gains_nothing(free: Fund, anyone: str, retired: tuple[str, ...]) -> None:
    for provider_id in retired:
        retire(free, provider_id)
    free.give(anyone, 10**10)
    free.vault.deposit(10**10, anyone, sender=anyone)
    leave(free, anyone)
    assert free.worth(anyone) <= 10_000


def test_newcomer__everything_retired__buys_their_part_alone(free: Fund, anyone: str) -> None:
    """1,000 USDC bought 99.8 % of the BTC."""
    for provider_id in ("BTC", "ETH", "DAI", "XRP", "SOL", "DOGE", "SHIB"):
        retire(free, provider_id)
    free.spend(free.balance(1) - 10**6)
    assert free.vault.held() == []
    free.give(anyone, 10**9)
    btc = free.balance(free.id("BTC"))
    free.vault.deposit(10**9, anyone, sender=anyone)
    leave(free, anyone)
    assert free.worth(anyone) <= 1_000
    assert free.token("BTC").balanceOf(anyone) < btc // 500


def test_newcomer__exit_at_nav__is_paid_nothing_for_what_is_retired(free: Fund, holder: str) -> None:
    value = free.vault.nav().value
    retire(free, "BTC")
    nav = free.vault.nav()
    assert abs(Fraction(nav.value, value) - 1) < Fraction(1, 10**6)
    assert Fraction(69, 100) < Fraction(nav.firm_value, value) < Fraction(71, 100)
    assert nav.firm
    total, supply = nav.firm_value * 10**6 // nav.cash_price, free.vault.totalSupply()
    shares = 10**21
    assert free.vault.previewRedeem(shares) <= total * shares // supply
    free.vault.redeem(shares, holder, holder, sender=holder)


def test_retired__levy_and_materiality__do_not_see_it(free: Fund) -> None:
    """What is retired takes no levy, and closes nothing, however much it was worth."""
    before = free.vault.nav()
    retire(free, "DAI")
    after = free.vault.nav()
    assert after.firm and after.unpriced == 0
    assert after.levy_bps >= before.levy_bps  # the stable part is gone from the mean
    assert after.volatile_ppm > before.volatile_ppm


def test_retired__cannot_be_bought_again(free: Fund) -> None:
    """Not even when it is active again: its balance would come back into NAV with one raw unit bought."""
    retire(free, "BTC")
    free.registry.set_status(free.id("BTC"), ACTIVE, sender=free.roles.owner)
    with reverts("vault: retired"):
        free.as_trader(free.vault.book_words.encode([free.id("LINK"), free.id("BTC")]))
    free.as_trader(free.vault.book_words.encode([free.id("LINK")]))


def test_retired__sixteen_and_a_full_list__nav_answers(fund_112: Fund, owner: str, holder: str) -> None:
    """128 holdings are one valuation."""
    fund = fund_112
    ids = fund.vault.held()[:16]
    value = fund.vault.nav().value
    with fund.chain.one_block():
        for asset in ids:
            fund.registry.set_status(asset, IMPAIRED, sender=owner)
        for asset in ids:
            fund.policy.retire(asset, sender=owner)
    listed = [asset.provider_id for asset in fund.world.assets if asset.asset_id not in fund.vault.held()]
    assert len(fund.vault.retired()) == 16
    assert abs(fund.vault.nav().value - value) <= 10**18
    assert listed
    fund.vault.redeem_in_kind(10**21, holder, holder, sender=holder)


def test_retired__place_of_an_empty_balance__is_free_again(fund_100: Fund, owner: str) -> None:
    fund = fund_100
    ids = fund.vault.held()[:17]
    with fund.chain.one_block():
        for asset in ids:
            fund.registry.set_status(asset, IMPAIRED, sender=owner)
        for asset in ids[:16]:
            fund.policy.retire(asset, sender=owner)
    try:
        fund.policy.retire.call(ids[16], sender=owner)
        raise AssertionError("seventeen are retired")
    except Reverted as error:
        assert error.reason == "vault: too many retired"
    fund.settle({ids[3]: 0}, fund.vault.held(), 0)
    fund.policy.retire(ids[16], sender=owner)
    assert sorted(fund.vault.retired()) == sorted({*ids} - {ids[3]})
