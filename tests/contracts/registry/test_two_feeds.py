"""A price that is the product of two feeds: WBTC / BTC x BTC / USD. BTC stands at 40,000 USD, WBTC at 0.99 BTC."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.listings import (
    HEARTBEAT,
    ONE_FEED,
    TWO_FEEDS,
    VAULT_SHARES,
    Quote,
    Source,
    listing,
    new_source,
    pricing,
    read_quote,
)
from tests.contracts.registry.conftest import AAVE
from world.chain import Chain, Reverted
from world.contract import Contract

DAY, HOUR = 86_400, 3_600
DOLLAR = 10**18
REVERTS, SWALLOWS_GAS = 1, 2
WBTC = 4
SetPrice = Callable[..., None]


@pytest.fixture(scope="module")
def bitcoin(chain: Chain, market: str) -> Source:
    """BTC / USD, 8 decimals."""
    return new_source(chain, market, "BTC", price=40_000 * 10**8)


@pytest.fixture(scope="module")
def wrapped(chain: Chain, market: str) -> Source:
    """The token WBTC, and WBTC / BTC, 18 decimals."""
    return new_source(chain, market, "WBTC", price=99 * 10**16, decimals=8, feed_decimals=18)


def terms(bitcoin: Source, wrapped: Source, **changes: Any) -> dict[str, Any]:
    """Both feeds: BTC / USD with a day and 50 bps, WBTC / BTC with an hour and 200 bps."""
    return {
        "feed": bitcoin.feed,
        "heartbeat": DAY,
        "kind": TWO_FEEDS,
        "second_feed": wrapped.feed,
        "second_heartbeat": HOUR,
        "second_deviation_bps": 200,
    } | changes


@pytest.fixture
def composed(registry: Contract, owner: str, bitcoin: Source, wrapped: Source, set_price: SetPrice) -> Contract:
    """The registry with WBTC listed, both feeds fresh."""
    set_price(bitcoin, 40_000 * 10**8)
    set_price(wrapped, 99 * 10**16)
    registry.list_asset(listing(wrapped, **terms(bitcoin, wrapped)), sender=owner)
    return registry


def quote_of(registry: Contract) -> Quote:
    return read_quote(registry.quote(WBTC))


def test_two_feeds__price_is_the_product_and_deviations_add_up(composed: Contract, bitcoin: Source) -> None:
    assert quote_of(composed) == Quote(39_600 * DOLLAR, 8, 250, 100, firm=True, stable=False, buyable=True)


def test_two_feeds__asset__tells_both(composed: Contract, bitcoin: Source, wrapped: Source) -> None:
    asset = composed.asset(WBTC)
    assert (asset.kind, asset.feed, asset.heartbeat) == (TWO_FEEDS, bitcoin.feed.address, DAY)
    assert (asset.second_feed, asset.second_heartbeat) == (wrapped.feed.address, HOUR)
    assert (asset.deviation_bps, asset.rate, asset.rate_taken_at) == (250, 0, 0)
    assert 39_600 * DOLLAR * (1 - 2**-20) < asset.reference <= 39_600 * DOLLAR


def test_two_feeds__wrapper_loses_its_peg__the_price_says_so(
    composed: Contract, wrapped: Source, set_price: SetPrice
) -> None:
    set_price(wrapped, 70 * 10**16)
    quote = quote_of(composed)
    assert (quote.firm, quote.price) == (True, 28_000 * DOLLAR)


@pytest.mark.parametrize(
    ("first_age", "second_age", "firm"),
    [(0, 0, True), (2 * HOUR, 0, True), (0, HOUR + 2, False), (DAY + 2, 0, False), (DAY + 2, HOUR + 2, False)],
)
def test_two_feeds__each_has_its_own_heartbeat__firm_only_if_both_are(
    composed: Contract,
    bitcoin: Source,
    wrapped: Source,
    set_price: SetPrice,
    first_age: int,
    second_age: int,
    firm: bool,
) -> None:
    set_price(bitcoin, 41_000 * 10**8, first_age)
    set_price(wrapped, 10**18, second_age)
    quote = quote_of(composed)
    assert (quote.firm, quote.price) == (firm, 41_000 * DOLLAR)  # merely stale: the product all the same


@pytest.mark.parametrize("failure", [REVERTS, SWALLOWS_GAS])
@pytest.mark.parametrize("which", ["bitcoin", "wrapped"])
def test_two_feeds__one_is_dead__the_reference_and_no_other_price_spoiled(
    composed: Contract, market: str, failure: int, which: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(which).aggregator.fail(failure, sender=market)
    wbtc, aave = (read_quote(word) for word in composed.quotes([WBTC, AAVE]))
    assert (wbtc.firm, wbtc.price, aave.firm) == (False, composed.asset(WBTC).reference, True)
    assert (wbtc.decimals, wbtc.deviation_bps) == (8, 250)


@pytest.mark.parametrize("answer", [0, -1, 2**191 - 1, 2**100])
@pytest.mark.parametrize("which", ["bitcoin", "wrapped"])
def test_two_feeds__one_makes_no_sense__is_not_firm(
    composed: Contract, set_price: SetPrice, answer: int, which: str, request: pytest.FixtureRequest
) -> None:
    set_price(request.getfixturevalue(which), answer)
    quote = quote_of(composed)
    assert (quote.firm, quote.price) == (False, composed.asset(WBTC).reference)


def test_two_feeds__two_huge_answers__do_not_wrap_around(
    composed: Contract, bitcoin: Source, wrapped: Source, set_price: SetPrice
) -> None:
    set_price(bitcoin, 2**100 - 1)  # 1e30 / 1e8, scaled to 18 decimals: 133 bits
    set_price(wrapped, 2**100 - 1)
    assert not quote_of(composed).firm


@pytest.mark.parametrize(
    ("first", "second"), [(2**100, 1), (1, 2**100), (2**128, 2**128), (2**159, 2**159), (0, 10**18), (10**18, 0)]
)
def test_product__nonsense_or_nothing__no_usable_answer(
    deploy: Callable[..., Contract], first: int, second: int
) -> None:
    fresh = 1 << 168
    assert deploy("ExposedPrices").product(first | fresh, second | fresh) & (2**160 - 1) == 0


def test_product__largest_factors__no_overflow(deploy: Callable[..., Contract]) -> None:
    largest = 2**100 - 1
    assert deploy("ExposedPrices").product(largest, largest) == largest**2 // 10**18


@pytest.mark.parametrize(
    ("bitcoin_usd", "ratio", "firm"),
    [(190_000, 99, True), (210_000, 99, False), (210_000, 50, True), (8_100, 99, True), (8_100, 90, False)],
)
def test_two_feeds__band_is_that_of_the_product(
    composed: Contract,
    bitcoin: Source,
    wrapped: Source,
    set_price: SetPrice,
    bitcoin_usd: int,
    ratio: int,
    firm: bool,
) -> None:
    set_price(bitcoin, bitcoin_usd * 10**8)
    set_price(wrapped, ratio * 10**16)
    assert quote_of(composed).firm == firm


def test_two_feeds__refresh__moves_the_reference_of_the_product(
    composed: Contract, chain: Chain, anyone: str, bitcoin: Source, wrapped: Source, set_price: SetPrice
) -> None:
    chain.sleep(DAY)
    set_price(bitcoin, 50_000 * 10**8)
    set_price(wrapped, 10**18)
    composed.refresh([WBTC], sender=anyone)
    assert 50_000 * DOLLAR * (1 - 2**-20) < composed.asset(WBTC).reference <= 50_000 * DOLLAR


def test_two_feeds__failure_that_gas_might_have_avoided__reverts(
    composed: Contract, market: str, wrapped: Source
) -> None:
    wrapped.aggregator.fail(REVERTS, sender=market)
    with reverts("registry: gas"):
        composed.quotes([WBTC], gas=125_000)


def test_two_feeds__any_amount_of_gas__reverts_or_tells_the_truth(composed: Contract) -> None:
    truth = composed.quote(WBTC)
    told = 0
    for gas in range(40_000, 160_000, 1_500):
        try:
            assert composed.quote(WBTC, gas=gas) == truth
            told += 1
        except Reverted:
            assert not told  # too little up to some amount, the truth from there on
    assert told


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": 0}, "registry: kind"),
        ({"kind": 4}, "registry: kind"),
        ({"kind": ONE_FEED}, "registry: second feed"),
        ({"kind": VAULT_SHARES}, "registry: second feed"),
        ({"second_heartbeat": 0}, "registry: heartbeat"),
        ({"second_heartbeat": 604_801}, "registry: heartbeat"),
        ({"second_deviation_bps": 951}, "registry: deviation"),
        ({"second_deviation_bps": 2**256 - 1}, "registry: deviation"),
        ({"second_feed": "0x" + "00" * 20}, "registry: feed"),
        ({"second_feed": "0x" + "77" * 20}, "registry: feed"),
    ],
)
def test_two_feeds__terms_that_do_not_fit__revert(
    registry: Contract,
    owner: str,
    bitcoin: Source,
    wrapped: Source,
    set_price: SetPrice,
    changes: dict[str, Any],
    reason: str,
) -> None:
    set_price(bitcoin, 40_000 * 10**8)
    set_price(wrapped, 99 * 10**16)
    with reverts(reason):
        registry.list_asset(listing(wrapped, **terms(bitcoin, wrapped, **changes)), sender=owner)


def test_two_feeds__second_one_stale_at_listing__reverts(
    registry: Contract, owner: str, bitcoin: Source, wrapped: Source, set_price: SetPrice
) -> None:
    set_price(bitcoin, 40_000 * 10**8)
    set_price(wrapped, 99 * 10**16, HOUR + 5)
    with reverts("registry: feed"):
        registry.list_asset(listing(wrapped, **terms(bitcoin, wrapped)), sender=owner)


def test_set_terms__from_two_feeds_to_one_and_back(
    composed: Contract, owner: str, bitcoin: Source, wrapped: Source
) -> None:
    before = composed.asset(WBTC)
    composed.set_terms(WBTC, pricing(bitcoin.feed), 100, 0, sender=owner)
    one = composed.asset(WBTC)
    assert (one.kind, int(one.second_feed, 16), one.second_heartbeat) == (ONE_FEED, 0, 0)
    assert quote_of(composed) == Quote(40_000 * DOLLAR, 8, 50, 100, firm=True, stable=False, buyable=True)

    receipt = composed.set_terms(WBTC, pricing(**terms(bitcoin, wrapped)), 100, 0, sender=owner)
    assert composed.asset(WBTC)._replace(refreshed_at=0) == before._replace(refreshed_at=0)
    event = composed.events(receipt, "TermsSet")[0]
    assert (event.kind, event.second_feed, event.second_heartbeat) == (TWO_FEEDS, wrapped.feed.address, HOUR)
    assert event.deviation_bps == 250


def test_set_terms__other_second_feed_that_is_dead__reverts_and_the_same_one_keeps_the_reference(
    composed: Contract, owner: str, market: str, bitcoin: Source, wrapped: Source, spare_source: Source
) -> None:
    before = composed.asset(WBTC)
    for source in (wrapped, spare_source):
        source.aggregator.fail(REVERTS, sender=market)
    with reverts("registry: feed"):
        composed.set_terms(
            WBTC, pricing(**terms(bitcoin, wrapped, second_feed=spare_source.feed)), 100, 0, sender=owner
        )
    composed.set_terms(WBTC, pricing(**terms(bitcoin, wrapped, second_heartbeat=HEARTBEAT)), 100, 0, sender=owner)
    assert composed.asset(WBTC) == before._replace(second_heartbeat=HEARTBEAT)
