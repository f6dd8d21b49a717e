"""Shares of an ERC-4626 vault: its rate, bounded, x the feed of its underlying asset. The rate starts at 1.05."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.listings import (
    IMPAIRED,
    ONE_FEED,
    VAULT_SHARES,
    Quote,
    Source,
    listing,
    new_source,
    pricing,
    read_quote,
)
from tests.contracts.registry.conftest import AAVE
from world.chain import Chain
from world.contract import Contract

DAY, YEAR = 86_400, 365 * 86_400
DOLLAR = 10**18
REVERTS, SWALLOWS_GAS = 1, 2
SHARE = 4
PRECISION = 2**-20  # rates taken keep 21 bits, rounded down
SetPrice = Callable[..., None]


@pytest.fixture(scope="module")
def dollars(chain: Chain, market: str) -> Source:
    """The underlying asset, 6 decimals, at 1.00."""
    return new_source(chain, market, "USDS", price=10**8, decimals=6)


@pytest.fixture(scope="module")
def vault(chain: Chain, market: str, dollars: Source) -> Contract:
    """Shares of 18 decimals, each worth 1.05 of the underlying."""
    return chain.deploy("ShareVault", "Savings USDS", "sUSDS", 18, market, dollars.token, 1_050_000)


def terms(vault: Contract, dollars: Source, **changes: Any) -> dict[str, Any]:
    return listing(dollars, token=vault, kind=VAULT_SHARES, stable=True, deviation_bps=25) | changes


@pytest.fixture
def yielding(registry: Contract, owner: str, vault: Contract, dollars: Source, set_price: SetPrice) -> Contract:
    """The registry with the shares listed."""
    set_price(dollars, 10**8)
    registry.list_asset(terms(vault, dollars), sender=owner)
    return registry


@pytest.fixture
def pass_time(chain: Chain, dollars: Source, set_price: SetPrice) -> Callable[[int], None]:
    """Seconds pass and the feed answers anew."""

    def pass_time(seconds: int) -> None:
        chain.sleep(seconds)
        set_price(dollars, 10**8)

    return pass_time


def quote_of(registry: Contract) -> Quote:
    return read_quote(registry.quote(SHARE))


def near(price: int, dollars: float, precision: float = 2 * PRECISION) -> bool:
    return abs(price - dollars * DOLLAR) <= dollars * DOLLAR * precision


def test_vault_shares__price_is_rate_times_feed(yielding: Contract, dollars: Source, set_price: SetPrice) -> None:
    assert quote_of(yielding) == Quote(105 * 10**16, 18, 25, 100, firm=True, stable=True, buyable=True)
    set_price(dollars, 98 * 10**6)
    assert quote_of(yielding).price == 105 * 98 * 10**14


def test_vault_shares__asset__tells_the_rate(yielding: Contract, chain: Chain, vault: Contract) -> None:
    asset = yielding.asset(SHARE)
    assert (asset.kind, asset.token, asset.rate_taken_at) == (VAULT_SHARES, vault.address, chain.now())
    assert near(asset.rate, 1.05) and near(asset.reference, 1)
    assert (int(asset.second_feed, 16), asset.second_heartbeat) == (0, 0)


def test_vault_shares__yield__shows_in_the_quote(
    yielding: Contract, vault: Contract, market: str, anyone: str, pass_time: Callable[[int], None]
) -> None:
    # 8 % a year for three years, refreshed weekly: far beyond a stable asset's band, and firm all the time.
    rate = 1_050_000.0
    for _ in range(156):
        pass_time(7 * DAY)
        rate *= 1.08 ** (7 / 365)
        vault.set_rate(int(rate), sender=market)
        quote = quote_of(yielding)
        assert (quote.firm, quote.price) == (True, int(rate) * 10**12)
        assert yielding.refresh.call([SHARE], sender=anyone) == 1
        yielding.refresh([SHARE], sender=anyone)
    assert quote_of(yielding).price > 1.3 * DOLLAR


@pytest.mark.parametrize(
    ("rate", "price", "firm"),
    [
        (1_055_000, 1.055, True),  # within half a percent of the line
        (1_060_000, 1.05 * 1.005, True),  # a donation: capped
        (1_150_000, 1.05 * 1.005, True),
        (1_160_000, 1.05 * 1.005, False),  # beyond 11/10 nobody knows
        (10_500_000, 1.05 * 1.005, False),
        (2**255, 1.05, False),  # no answer at all
        (0, 1.05, False),
        (1_000_000, 1.0, True),  # a loss counts at once
        (525_000, 0.525, True),
        (524_900, 1.05, False),  # below half the vault is broken
        (1, 1.05, False),
    ],
)
def test_vault_shares__rate_moves_at_once__up_is_bounded_down_counts(
    yielding: Contract, vault: Contract, market: str, rate: int, price: float, firm: bool
) -> None:
    if rate == 2**255:
        vault.fail(REVERTS, sender=market)  # the multiplication would revert all the same
    else:
        vault.set_rate(rate, sender=market)
    quote = quote_of(yielding)
    assert quote.firm == quote.sellable == firm
    assert near(quote.price, price)
    # 1e-8 of the price up to what the vault reports, or to 11/10 of the line; one raw unit of rounding
    told = min(rate, 1_155_000) / 1_050_000 if 525_000 <= rate < 2**200 else 0
    assert abs(quote.excess - max(0, told / 1.005 - 1) * 10**8) < 10**8 * 4 * PRECISION


@pytest.mark.parametrize(("days", "line"), [(0, 1.05), (1, 1.05 * (1 + 0.2 / 365)), (73, 1.05 * 1.04), (365, 1.26)])
def test_vault_shares__line__grows_a_fifth_a_year_pro_rata(
    yielding: Contract, vault: Contract, market: str, pass_time: Callable[[int], None], days: int, line: float
) -> None:
    pass_time(days * DAY)
    vault.set_rate(int(line * 1.08 * 10**6), sender=market)
    quote = quote_of(yielding)
    assert quote.firm
    assert near(quote.price, line * 1.005, 1e-5)


def test_vault_shares__donation_refreshed_daily__steps_do_not_add_up(
    yielding: Contract, vault: Contract, market: str, anyone: str, pass_time: Callable[[int], None]
) -> None:
    vault.set_rate(1_150_000, sender=market)
    for day in range(1, 31):
        pass_time(DAY)
        yielding.refresh([SHARE], sender=anyone)
        # Daily compounding of 20 % a year, and one step.
        assert near(quote_of(yielding).price, 1.05 * (1 + 0.2 / 365) ** day * 1.005, 1e-4)


def test_vault_shares__refresh__takes_the_rate_once_a_day(
    yielding: Contract, chain: Chain, vault: Contract, market: str, anyone: str, pass_time: Callable[[int], None]
) -> None:
    taken_at = yielding.asset(SHARE).rate_taken_at
    vault.set_rate(1_050_100, sender=market)
    chain.mine(taken_at + DAY - 10)
    yielding.refresh([SHARE], sender=anyone)
    assert yielding.asset(SHARE).rate_taken_at == taken_at

    pass_time(10)
    before, sequence = yielding.asset(SHARE), yielding.sequence()
    receipt = yielding.refresh([SHARE], sender=anyone)
    after = yielding.asset(SHARE)
    assert after == before._replace(rate=after.rate, rate_taken_at=chain.now())
    assert near(after.rate, 1.0501)
    event = yielding.events(receipt, "RateTaken")[0]
    assert (event.asset, event.sequence, event.before, event.rate) == (SHARE, sequence + 1, before.rate, after.rate)


def test_vault_shares__refresh_in_a_dip__takes_no_rate_downward(
    yielding: Contract, vault: Contract, market: str, anyone: str, pass_time: Callable[[int], None]
) -> None:
    pass_time(DAY)
    before = yielding.asset(SHARE).rate
    vault.set_rate(600_000, sender=market)
    yielding.refresh([SHARE], sender=anyone)
    assert yielding.asset(SHARE).rate == before
    vault.set_rate(1_050_500, sender=market)
    quote = quote_of(yielding)
    assert (quote.firm, quote.price) == (True, 1_050_500 * 10**12)


@pytest.mark.parametrize("rate", [1_300_000, 400_000, None])
def test_vault_shares__refresh_of_a_rate_that_is_not_firm__takes_none(
    yielding: Contract,
    vault: Contract,
    market: str,
    anyone: str,
    pass_time: Callable[[int], None],
    rate: int | None,
) -> None:
    pass_time(DAY)
    before = yielding.asset(SHARE)
    if rate is None:
        vault.fail(REVERTS, sender=market)
    else:
        vault.set_rate(rate, sender=market)
    assert yielding.refresh.call([SHARE], sender=anyone) == 0
    yielding.refresh([SHARE], sender=anyone)
    assert yielding.asset(SHARE) == before


def test_vault_shares__impaired__takes_no_rate_and_is_not_firm(
    yielding: Contract, guardian: str, anyone: str, pass_time: Callable[[int], None]
) -> None:
    pass_time(DAY)
    yielding.set_status(SHARE, IMPAIRED, sender=guardian)
    before = yielding.asset(SHARE)
    yielding.refresh([SHARE], sender=anyone)
    assert yielding.asset(SHARE) == before
    assert not quote_of(yielding).firm


@pytest.mark.parametrize("failure", [REVERTS, SWALLOWS_GAS])
def test_vault_shares__failing_vault__spoils_its_own_price_only(
    yielding: Contract, vault: Contract, market: str, aave_source: Source, set_price: SetPrice, failure: int
) -> None:
    set_price(aave_source, 100 * 10**8)
    vault.fail(failure, sender=market)
    share, aave = (read_quote(word) for word in yielding.quotes([SHARE, AAVE]))
    assert (share.firm, aave.firm) == (False, True)
    assert near(share.price, 1.05)
    with reverts("registry: gas"):
        yielding.quote(SHARE, gas=125_000)


@pytest.mark.parametrize(
    "code",
    ["0x", "0x00", "0x60105ff3", "0x614e205ff3"],
    ids=["no code", "nothing", "half a word", "20,000 bytes of zeros"],
)
def test_vault_shares__vault_that_is_no_vault__is_not_firm(
    yielding: Contract, chain: Chain, vault: Contract, code: str
) -> None:
    chain.rpc("anvil_setCode", vault.address, code)
    quote = quote_of(yielding)
    assert not quote.firm
    assert near(quote.price, 1.05)


def test_vault_shares__feed_of_the_underlying__has_its_own_heartbeat_and_band(
    yielding: Contract, dollars: Source, set_price: SetPrice, market: str
) -> None:
    set_price(dollars, 10**8, 90_005)
    assert (quote_of(yielding).firm, quote_of(yielding).price) == (False, 105 * 10**16)
    set_price(dollars, 111 * 10**6)
    quote = quote_of(yielding)
    assert (quote.firm, quote.decimals, quote.stable) == (False, 18, True)
    assert near(quote.price, 1.05)  # the reference of the feed x the rate
    dollars.aggregator.fail(REVERTS, sender=market)
    assert not quote_of(yielding).firm


@pytest.mark.parametrize(("share_decimals", "decimals"), [(0, 18), (6, 6), (18, 18), (27, 0)])
def test_vault_shares__decimals_of_share_and_underlying(
    registry: Contract, chain: Chain, owner: str, market: str, share_decimals: int, decimals: int
) -> None:
    underlying = new_source(chain, market, "ODD", price=2 * 10**8, decimals=decimals)
    vault = chain.deploy("ShareVault", "Odd", "sODD", share_decimals, market, underlying.token, 3 * 10**decimals)
    registry.list_asset(terms(vault, underlying, stable=False), sender=owner)
    quote = quote_of(registry)
    assert (quote.firm, quote.price, quote.decimals) == (True, 6 * DOLLAR, share_decimals)


def test_vault_shares__volatile_underlying__reference_and_rate_both_move(
    registry: Contract, chain: Chain, owner: str, anyone: str, market: str, set_price: SetPrice
) -> None:
    ether = new_source(chain, market, "ETH", price=2_000 * 10**8)
    vault = chain.deploy("ShareVault", "Staked", "sETH", 18, market, ether.token, 11 * 10**17)
    registry.list_asset(terms(vault, ether, stable=False), sender=owner)
    chain.sleep(DAY)
    set_price(ether, 2_500 * 10**8)
    vault.set_rate(11_001 * 10**14, sender=market)
    assert quote_of(registry).price == 2_500 * 11_001 * 10**14
    registry.refresh([SHARE], sender=anyone)
    asset = registry.asset(SHARE)
    assert near(asset.reference, 2_500) and near(asset.rate, 1.1001)


@pytest.mark.parametrize("rate", [0, 2**97])
def test_list_asset__vault_whose_rate_makes_no_sense__reverts(
    registry: Contract, chain: Chain, owner: str, market: str, dollars: Source, set_price: SetPrice, rate: int
) -> None:
    set_price(dollars, 10**8)
    vault = chain.deploy("ShareVault", "Odd", "sODD", 0, market, dollars.token, rate)
    with reverts("registry: rate"):
        registry.list_asset(terms(vault, dollars), sender=owner)


def test_list_asset__underlying_of_more_than_18_decimals__reverts(
    registry: Contract, chain: Chain, owner: str, market: str
) -> None:
    underlying = new_source(chain, market, "ODD", price=10**8, decimals=19)
    vault = chain.deploy("ShareVault", "Odd", "sODD", 18, market, underlying.token, 10**19)
    with reverts("registry: rate"):
        registry.list_asset(terms(vault, underlying), sender=owner)


def test_set_terms__after_a_loss__the_rate_starts_anew(
    yielding: Contract, chain: Chain, owner: str, market: str, vault: Contract, dollars: Source, set_price: SetPrice
) -> None:
    vault.set_rate(400_000, sender=market)
    assert not quote_of(yielding).firm
    set_price(dollars, 10**8)
    for reference in (0, 105 * 10**16):
        with reverts("registry: rate" if reference == 0 else "registry: reference"):
            yielding.set_terms(SHARE, pricing(dollars.feed, kind=VAULT_SHARES), 100, reference, sender=owner)
    yielding.set_terms(SHARE, pricing(dollars.feed, kind=VAULT_SHARES), 100, 4 * 10**17, sender=owner)
    quote = quote_of(yielding)
    assert (quote.firm, quote.price) == (True, 4 * 10**17)
    assert yielding.asset(SHARE).rate_taken_at == chain.now()


def test_set_terms__dead_vault__keeps_its_rate_and_may_become_a_plain_feed(
    yielding: Contract, owner: str, market: str, vault: Contract, dollars: Source
) -> None:
    before = yielding.asset(SHARE)
    vault.fail(REVERTS, sender=market)
    yielding.set_terms(SHARE, pricing(dollars.feed, kind=VAULT_SHARES, deviation_bps=30), 100, 0, sender=owner)
    assert yielding.asset(SHARE) == before._replace(deviation_bps=30)

    yielding.set_terms(SHARE, pricing(dollars.feed), 100, 0, sender=owner)
    assert (yielding.asset(SHARE).kind, yielding.asset(SHARE).rate) == (ONE_FEED, 0)
    with reverts("registry: rate"):
        yielding.set_terms(SHARE, pricing(dollars.feed, kind=VAULT_SHARES), 100, 0, sender=owner)


def test_report_dead_feed__dead_vault__makes_its_shares_sell_only(
    yielding: Contract, vault: Contract, market: str, anyone: str, pass_time: Callable[[int], None]
) -> None:
    vault.fail(REVERTS, sender=market)
    yielding.report_dead_feed(SHARE, sender=anyone)
    pass_time(DAY)
    yielding.refresh([SHARE], sender=anyone)  # its feed is alive, its vault is not: the report stands
    yielding.report_dead_feed(SHARE, sender=anyone)
    assert not quote_of(yielding).buyable


def test_report_dead_feed__reference_of_the_feed_moves__the_report_of_a_dead_vault_stands(
    registry: Contract, chain: Chain, owner: str, anyone: str, market: str, set_price: SetPrice
) -> None:
    ether = new_source(chain, market, "ETH", price=2_000 * 10**8)
    vault = chain.deploy("ShareVault", "Staked", "sETH", 18, market, ether.token, 10**18)
    registry.list_asset(terms(vault, ether, stable=False), sender=owner)
    vault.fail(REVERTS, sender=market)
    registry.report_dead_feed(SHARE, sender=anyone)
    reported_at = chain.now()
    chain.sleep(DAY)
    set_price(ether, 2_500 * 10**8)
    registry.refresh([SHARE], sender=anyone)
    assert near(registry.asset(SHARE).reference, 2_500)
    assert registry.asset(SHARE).reported_at == reported_at
