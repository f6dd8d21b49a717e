"""Whatever others say of an asset is read anew when terms are set: decimals of feeds, token and underlying asset, the
resolution of answers, and what a first read costs.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.listings import TWO_FEEDS, VAULT_SHARES, Quote, Source, listing, new_source, pricing, read_quote
from tests.contracts.registry.conftest import AAVE
from world.chain import Chain
from world.contract import Contract

DOLLAR = 10**18
NEW = 4
SetPrice = Callable[..., None]


def quote_of(registry: Contract, asset: int) -> Quote:
    return read_quote(registry.quote(asset))


def next_phase(chain: Chain, market: str, source: Source, decimals: int, answer: int) -> Contract:
    """Another aggregator behind the same proxy."""
    aggregator = chain.deploy("FeedAggregator", market, market, source.feed.address, decimals, "new", answer)
    source.feed.confirm(aggregator, sender=chain.accounts[0])
    return aggregator


@pytest.mark.parametrize(("before", "after"), [(8, 18), (18, 8), (8, 6)])
def test_set_terms__decimals_of_the_feed_changed__are_read_anew(
    registry: Contract, chain: Chain, owner: str, market: str, before: int, after: int
) -> None:
    """XRP at 0.62 USD; a proxy whose aggregator goes from 8 to 18 decimals made it firm at 6.2 billion."""
    source = new_source(chain, market, "XRP", price=62 * 10 ** (before - 2), feed_decimals=before)
    registry.list_asset(listing(source), sender=owner)
    next_phase(chain, market, source, after, 62 * 10 ** (after - 2))
    assert not quote_of(registry, NEW).firm

    registry.set_terms(NEW, pricing(source.feed), 100, 0, sender=owner)
    quote = quote_of(registry, NEW)
    assert (quote.firm, quote.price) == (True, 62 * 10**16)


def test_set_terms__decimals_of_the_second_feed_changed__are_read_anew(
    registry: Contract, chain: Chain, owner: str, market: str, aave_source: Source, set_price: SetPrice
) -> None:
    set_price(aave_source, 100 * 10**8)
    ratio = new_source(chain, market, "X / AAVE", price=10**8)
    terms = {"kind": TWO_FEEDS, "second_feed": ratio.feed, "second_heartbeat": 90_000}
    registry.list_asset(listing(ratio, **(terms | {"feed": aave_source.feed})), sender=owner)
    next_phase(chain, market, ratio, 18, 10**18)
    assert not quote_of(registry, NEW).firm

    registry.set_terms(NEW, pricing(aave_source.feed, **terms), 100, 0, sender=owner)
    assert (quote_of(registry, NEW).firm, quote_of(registry, NEW).price) == (True, 100 * DOLLAR)


def test_set_terms__answer_is_off_by_what_decimals_may_hide__reverts(
    registry: Contract, chain: Chain, owner: str, market: str, aave_source: Source
) -> None:
    """Decimals that lie are caught by the band: nobody said that the price is another."""
    next_phase(chain, market, aave_source, 8, 10**18)
    for reference in (0, 100 * DOLLAR):
        with reverts("registry: reference"):
            registry.set_terms(AAVE, pricing(aave_source.feed), 200, reference, sender=owner)
    assert not quote_of(registry, AAVE).firm


def test_set_terms__feed_that_stopped_saying_its_decimals__keeps_them_and_the_reference(
    registry: Contract, chain: Chain, owner: str, market: str, aave_source: Source
) -> None:
    before = registry.asset(AAVE)
    next_phase(chain, market, aave_source, 19, 100 * 10**19)
    registry.set_terms(AAVE, pricing(aave_source.feed), 400, 0, sender=owner)
    assert registry.asset(AAVE) == before._replace(slippage_bps=400)
    with reverts("registry: reference"):
        registry.set_terms(AAVE, pricing(aave_source.feed), 400, 100 * DOLLAR, sender=owner)
    assert not quote_of(registry, AAVE).firm


def test_set_terms__decimals_of_the_token_changed__reverts(
    registry: Contract, chain: Chain, owner: str, market: str, aave_source: Source
) -> None:
    """The books count in raw units of what the token was."""
    other = chain.deploy("Token", "AAVE", "AAVE", 8, market)
    chain.rpc("anvil_setCode", aave_source.token.address, chain.rpc("eth_getCode", other.address, "latest"))
    with reverts("registry: decimals"):
        registry.set_terms(AAVE, pricing(aave_source.feed), 200, 0, sender=owner)
    chain.rpc("anvil_setCode", aave_source.token.address, "0x")
    registry.set_terms(AAVE, pricing(aave_source.feed), 200, 0, sender=owner)


@pytest.fixture
def saved(registry: Contract, chain: Chain, owner: str, market: str) -> tuple[Contract, Source, Contract]:
    """The registry, the underlying asset of 6 decimals at 1.00, and its vault at 1.05, listed."""
    dollars = new_source(chain, market, "USDS", price=10**8, decimals=6)
    vault = chain.deploy("ShareVault", "Savings", "sUSDS", 18, market, dollars.token, 1_050_000)
    registry.list_asset(listing(dollars, token=vault, kind=VAULT_SHARES, stable=True), sender=owner)
    return registry, dollars, vault


def test_set_terms__decimals_of_the_underlying_changed__are_read_anew(
    chain: Chain, owner: str, market: str, saved: tuple[Contract, Source, Contract]
) -> None:
    registry, dollars, vault = saved
    other = chain.deploy("Token", "USDS", "USDS", 18, market)
    chain.rpc("anvil_setCode", dollars.token.address, chain.rpc("eth_getCode", other.address, "latest"))
    vault.set_rate(105 * 10**16, sender=market)
    assert not quote_of(registry, NEW).firm
    registry.set_terms(NEW, pricing(dollars.feed, kind=VAULT_SHARES), 100, 0, sender=owner)
    quote = quote_of(registry, NEW)
    assert (quote.firm, quote.price) == (True, 105 * 10**16)


@pytest.mark.parametrize(("rate", "told"), [(1_160_000, 1.16), (520_000, 0.52), (10**9, 1_000.0)])
def test_set_terms__rate_outside_its_bounds__is_refused_unless_the_price_is_told(
    owner: str, market: str, saved: tuple[Contract, Source, Contract], rate: int, told: float
) -> None:
    registry, dollars, vault = saved
    vault.set_rate(rate, sender=market)
    terms = pricing(dollars.feed, kind=VAULT_SHARES)
    with reverts("registry: rate"):
        registry.set_terms(NEW, terms, 100, 0, sender=owner)
    for wrong in (int(told * 3 * 10**18), int(told * 10**18) // 2):
        with reverts("registry: reference"):
            registry.set_terms(NEW, terms, 100, wrong, sender=owner)
    registry.set_terms(NEW, terms, 100, int(told * 10**18), sender=owner)
    assert (quote_of(registry, NEW).firm, quote_of(registry, NEW).price) == (True, rate * 10**12)


def test_set_terms__from_a_feed_of_the_share_to_its_rate__holds_the_whole_price(
    registry: Contract, chain: Chain, owner: str, market: str
) -> None:
    dollars = new_source(chain, market, "USDS", price=10**8, decimals=6)
    vault = chain.deploy("ShareVault", "Savings", "sUSDS", 18, market, dollars.token, 1_900_000)
    share = new_source(chain, market, "sUSDS", price=19 * 10**7)
    registry.list_asset(listing(share, token=vault, stable=True), sender=owner)
    registry.set_terms(NEW, pricing(dollars.feed, kind=VAULT_SHARES), 100, 0, sender=owner)
    assert quote_of(registry, NEW).price == 19 * 10**17
    registry.set_terms(NEW, pricing(share.feed), 100, 0, sender=owner)
    vault.set_rate(1_900_000_000, sender=market)
    with reverts("registry: reference"):
        registry.set_terms(NEW, pricing(dollars.feed, kind=VAULT_SHARES), 100, 0, sender=owner)


@pytest.mark.parametrize(
    ("share_decimals", "decimals", "rate", "listed"),
    [
        (18, 6, 1, True),  # a millionth of the underlying a share: a million raw units for a million shares
        (18, 18, 10**12, True),
        (18, 18, 10**6, True),
        (18, 18, 10**6 - 1, False),
        (27, 18, 10**18, True),
        (0, 0, 1, True),
    ],
)
def test_list_asset__vault__a_million_shares_tell_the_rate_to_a_millionth(
    registry: Contract,
    chain: Chain,
    owner: str,
    market: str,
    share_decimals: int,
    decimals: int,
    rate: int,
    listed: bool,
) -> None:
    underlying = new_source(chain, market, "X", price=10**8, decimals=decimals)
    vault = chain.deploy("ShareVault", "S", "S", share_decimals, market, underlying.token, rate)
    terms = listing(underlying, token=vault, kind=VAULT_SHARES)
    if not listed:
        with reverts("registry: rate"):
            registry.list_asset(terms, sender=owner)
        return
    registry.list_asset(terms, sender=owner)
    assert quote_of(registry, NEW).price == rate * 10**18 // 10**decimals


def test_vault_shares__rate_of_half_a_raw_unit__is_priced_exactly(
    registry: Contract, chain: Chain, owner: str, market: str
) -> None:
    """What one share says is a raw unit or none: up to half off. A million shares say it."""
    underlying = new_source(chain, market, "X", price=10**8, decimals=6)
    vault = chain.deploy("ShareVault", "S", "S", 18, market, underlying.token, 1)
    registry.list_asset(listing(underlying, token=vault, kind=VAULT_SHARES), sender=owner)
    # The stand-in rounds a whole share's rate: a vault of half a raw unit a share is one of 19 decimals here.
    halves = chain.deploy("ShareVault", "S", "S", 19, market, underlying.token, 15)
    registry.list_asset(listing(underlying, token=halves, kind=VAULT_SHARES), sender=owner)
    assert quote_of(registry, NEW + 1).price == 15 * 10**12


@pytest.mark.parametrize(("answer", "decimals", "listed"), [(10_000, 8, True), (9_999, 8, False), (9_999, 18, False)])
def test_list_asset__feed_whose_steps_are_wider_than_a_basis_point__reverts(
    registry: Contract, chain: Chain, owner: str, market: str, answer: int, decimals: int, listed: bool
) -> None:
    source = new_source(chain, market, "SHIB", price=answer, feed_decimals=decimals)
    if listed:
        registry.list_asset(listing(source), sender=owner)
        return
    with reverts("registry: feed"):
        registry.list_asset(listing(source), sender=owner)


# --- gas of a first read ---------------------------------------------------------------------------------------------


def heavy(chain: Chain, market: str, weight: int, underlying: Any = None) -> Contract:
    empty = "0x" + "00" * 20
    source = chain.deploy("HeavySource", 8, 10**8, empty if underlying is None else underlying, sender=market)
    source.set_weight(weight, sender=market)
    return source


@pytest.mark.parametrize(("weight", "listed"), [(0, True), (34_000, True), (41_000, False), (70_000, False)])
@pytest.mark.parametrize("place", ["feed", "second feed", "vault"])
def test_list_asset__source_whose_first_read_costs_too_much__reverts(
    registry: Contract,
    chain: Chain,
    owner: str,
    market: str,
    spare_source: Source,
    set_price: SetPrice,
    weight: int,
    listed: bool,
    place: str,
) -> None:
    set_price(spare_source, 50 * 10**8)
    source = heavy(chain, market, weight, spare_source.token)
    terms = {
        "feed": {"feed": source},
        "second feed": {"kind": TWO_FEEDS, "second_feed": source, "second_heartbeat": 90_000},
        "vault": {"kind": VAULT_SHARES, "token": source},
    }[place]
    if listed:
        registry.list_asset(listing(spare_source, **terms), sender=owner)
        assert quote_of(registry, NEW).firm
        return
    with reverts("registry: feed gas"):
        registry.list_asset(listing(spare_source, **terms), sender=owner)


def test_set_terms__same_feed_that_became_heavy__reverts(
    registry: Contract, chain: Chain, owner: str, market: str, spare_source: Source
) -> None:
    source = heavy(chain, market, 0)
    registry.list_asset(listing(spare_source, feed=source), sender=owner)
    source.set_weight(70_000, sender=market)
    assert quote_of(registry, NEW).firm
    with reverts("registry: feed gas"):
        registry.set_terms(NEW, pricing(source), 100, 0, sender=owner)
