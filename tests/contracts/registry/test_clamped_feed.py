"""An aggregator that bounds its answers says at a bound only that the market is there or beyond: such a price is not
firm and not sellable, where the feed tells its bounds.
"""

from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.listings import TWO_FEEDS, Quote, Source, listing, new_source, pricing, read_quote
from tests.contracts.registry.conftest import AAVE
from world.chain import Chain
from world.contract import Contract

DAY = 86_400
DOLLAR = 10**18
LUNA = 4
FLOOR, CEILING = 10**7, 2**64  # 0.10 USD, and more than anything
REVERTS = 1
SetPrice = Callable[..., None]


@pytest.fixture
def luna(chain: Chain, market: str) -> Source:
    source = new_source(chain, market, "LUNA", price=80 * 10**8)
    source.aggregator.set_bounds(FLOOR, CEILING, sender=market)
    return source


@pytest.fixture
def clamped(registry: Contract, owner: str, luna: Source) -> Contract:
    registry.list_asset(listing(luna), sender=owner)
    return registry


def quote_of(registry: Contract, asset: int = LUNA) -> Quote:
    return read_quote(registry.quote(asset))


def test_clamped__market_falls_through_the_floor__is_not_firm_there(
    clamped: Contract, chain: Chain, luna: Source, anyone: str, set_price: SetPrice
) -> None:
    """The market falls 30 % a day with a refresh a day, to 0.00005 USD; the feed stops at 0.10."""
    assert clamped.asset(LUNA).clamped and not clamped.asset(AAVE).clamped
    market_price = 80.0
    firm_below = 0
    while market_price > 0.000_05:
        chain.sleep(DAY)
        market_price *= 0.7
        answer = max(FLOOR, int(market_price * 10**8))
        set_price(luna, answer)
        quote = quote_of(clamped)
        assert quote.firm == quote.sellable == (answer > FLOOR)
        firm_below += quote.firm
        clamped.refresh([LUNA], sender=anyone)
    assert firm_below > 10
    assert quote_of(clamped).price == 10**17
    set_price(luna, FLOOR + 1)
    assert quote_of(clamped).firm


def test_clamped__at_the_ceiling__is_not_firm(
    registry: Contract, owner: str, luna: Source, market: str, set_price: SetPrice
) -> None:
    luna.aggregator.set_bounds(1, 300 * 10**8, sender=market)
    registry.list_asset(listing(luna), sender=owner)
    for answer, firm in ((300 * 10**8 - 1, True), (300 * 10**8, False), (301 * 10**8, False)):
        set_price(luna, answer)
        assert quote_of(registry).firm == quote_of(registry).sellable == firm


def test_list_asset__answer_at_a_bound__reverts(registry: Contract, owner: str, luna: Source, market: str) -> None:
    luna.aggregator.set_bounds(80 * 10**8, CEILING, sender=market)
    with reverts("registry: feed"):
        registry.list_asset(listing(luna), sender=owner)


@pytest.mark.parametrize(
    ("lowest", "highest"),
    [(0, 0), (1, 2**95), (-5, 2**176 - 1), (1, 1), (2**95, 2**96)],
    ids=["of today", "barely", "negative", "nothing", "nonsense"],
)
def test_clamped__bounds_that_bind_nothing__count_as_none(
    registry: Contract, owner: str, luna: Source, market: str, lowest: int, highest: int
) -> None:
    luna.aggregator.set_bounds(lowest, highest, sender=market)
    registry.list_asset(listing(luna), sender=owner)
    assert not registry.asset(LUNA).clamped
    assert quote_of(registry).firm


def test_set_terms__bounds_changed__are_read_anew(
    clamped: Contract, owner: str, luna: Source, market: str, set_price: SetPrice
) -> None:
    luna.aggregator.set_bounds(0, 0, sender=market)
    set_price(luna, 80 * 10**8)
    clamped.set_terms(LUNA, pricing(luna.feed), 100, 0, sender=owner)
    assert not clamped.asset(LUNA).clamped

    luna.aggregator.set_bounds(60 * 10**8, CEILING, sender=market)
    clamped.set_terms(LUNA, pricing(luna.feed), 100, 0, sender=owner)
    set_price(luna, 60 * 10**8)
    assert not quote_of(clamped).firm
    # At the bound it is no fresh answer: the reference stays.
    before = clamped.asset(LUNA)
    clamped.set_terms(LUNA, pricing(luna.feed), 200, 0, sender=owner)
    assert clamped.asset(LUNA) == before._replace(slippage_bps=200)


def test_set_terms__feed_says_nothing__keeps_its_bounds(
    clamped: Contract, chain: Chain, owner: str, luna: Source, set_price: SetPrice
) -> None:
    code = chain.rpc("eth_getCode", luna.aggregator.address, "latest")
    chain.rpc("anvil_setCode", luna.aggregator.address, "0x")
    clamped.set_terms(LUNA, pricing(luna.feed), 100, 0, sender=owner)
    chain.rpc("anvil_setCode", luna.aggregator.address, code)
    set_price(luna, FLOOR)
    assert clamped.asset(LUNA).clamped and not quote_of(clamped).firm


@pytest.mark.parametrize("which", [0, 1])
def test_clamped__one_of_two_feeds__spoils_the_product(
    registry: Contract, chain: Chain, owner: str, market: str, luna: Source, set_price: SetPrice, which: int
) -> None:
    other = new_source(chain, market, "LUNA / X", price=10**18, feed_decimals=18)
    if which:
        luna.aggregator.set_bounds(0, 0, sender=market)
        other.aggregator.set_bounds(9 * 10**17, 2**94, sender=market)
    second = {"second_feed": other.feed, "second_heartbeat": 90_000}
    registry.list_asset(listing(luna, kind=TWO_FEEDS, **second), sender=owner)
    assert quote_of(registry).firm and registry.asset(LUNA).clamped
    luna.aggregator.set(40 * 10**8, chain.now(), sender=market)
    other.aggregator.set(95 * 10**16, chain.now(), sender=market)
    assert quote_of(registry).price == 38 * DOLLAR and quote_of(registry).firm
    if which:
        other.aggregator.set(9 * 10**17, chain.now(), sender=market)
    else:
        luna.aggregator.set_bounds(40 * 10**8, CEILING, sender=market)
        registry.set_terms(LUNA, pricing(luna.feed, kind=TWO_FEEDS, **second), 100, 0, sender=owner)
    assert (quote_of(registry).firm, quote_of(registry).sellable) == (False, False)


def test_clamped__feed_that_is_its_own_aggregator__tells_its_bounds(
    registry: Contract, chain: Chain, owner: str, market: str
) -> None:
    token = chain.deploy("Token", "RAW", "RAW", 18, market)
    aggregator = chain.deploy("FeedAggregator", market, market, registry.address, 8, "RAW / USD", 10**8)
    aggregator.set_bounds(10**8 - 1, CEILING, sender=market)
    registry.list_asset(listing(Source(token, aggregator, aggregator)), sender=owner)
    assert registry.asset(LUNA).clamped and quote_of(registry).firm
    aggregator.set(10**8 - 1, chain.now(), sender=market)
    assert not quote_of(registry).firm
