"""What a quote says, and that no feed can spoil more than its own."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.listings import HEARTBEAT, IMPAIRED, SELL_ONLY, Quote, Source, listing, new_source, read_quote
from tests.contracts.registry.conftest import AAVE, CASH, DAI, UNLISTED
from world.chain import Chain, Reverted
from world.contract import Contract

REVERTS, SWALLOWS_GAS = 1, 2
DOLLAR = 10**18


def quote_of(registry: Contract, asset: int = AAVE) -> Quote:
    return read_quote(registry.quote(asset))


def test_quotes__healthy_feeds__are_firm_and_in_the_order_asked(registry: Contract) -> None:
    dai, aave, cash = (read_quote(word) for word in registry.quotes([DAI, AAVE, CASH]))

    assert dai == Quote(DOLLAR, 18, 50, 100, firm=True, stable=True, buyable=True)
    assert aave == Quote(100 * DOLLAR, 18, 50, 200, firm=True, stable=False, buyable=True)
    assert cash == Quote(DOLLAR, 6, 50, 100, firm=True, stable=True, buyable=True)


def test_quotes__none_asked__answers_none(registry: Contract) -> None:
    assert registry.quotes([]) == []


def test_quotes__twice_the_same__answers_twice(registry: Contract) -> None:
    assert registry.quotes([AAVE, AAVE]) == [registry.quote(AAVE)] * 2


@pytest.mark.parametrize("asset", [0, UNLISTED, 65_536, 2**256 - 1])
def test_quotes__unlisted_asset__reverts(registry: Contract, asset: int) -> None:
    with reverts("registry: unlisted asset"):
        registry.quotes([CASH, asset])
    with reverts("registry: unlisted asset"):
        registry.quote(asset)


def test_quotes__answer_as_old_as_the_heartbeat__is_firm(
    registry: Contract, chain: Chain, aave_source: Source, set_price: Callable[..., None]
) -> None:
    set_price(aave_source, 90 * 10**8)
    updated_at = aave_source.feed.latestRoundData()[3]
    chain.mine(updated_at + HEARTBEAT)
    assert quote_of(registry).firm

    chain.mine(updated_at + HEARTBEAT + 1)

    stale = quote_of(registry)
    assert (stale.firm, stale.price) == (False, 90 * DOLLAR)


@pytest.mark.parametrize(
    ("answer", "age", "price"),
    [
        (0, 0, 100),
        (-1, 0, 100),
        (-(2**191), 0, 100),
        (2**191 - 1, 0, 100),
        (2**100, 0, 100),
        (90 * 10**8, -1_000, 90),  # from the future
    ],
)
def test_quotes__answer_that_makes_no_sense__is_not_firm(
    registry: Contract, aave_source: Source, set_price: Callable[..., None], answer: int, age: int, price: int
) -> None:
    set_price(aave_source, answer, age)

    quote = quote_of(registry)
    assert not quote.firm
    assert price * DOLLAR * (1 - 2**-20) < quote.price <= price * DOLLAR


def test_quotes__updated_at_zero__is_not_firm(registry: Contract, aave_source: Source, market: str) -> None:
    aave_source.aggregator.set(90 * 10**8, 0, sender=market)
    quote = quote_of(registry)
    assert (quote.firm, quote.price) == (False, 90 * DOLLAR)


@pytest.mark.parametrize(
    ("dollars", "firm"), [(19_99, False), (20_00, True), (100_00, True), (499_99, True), (500_01, False)]
)
def test_quotes__volatile_asset__band_is_a_fifth_to_five_times(
    registry: Contract, aave_source: Source, set_price: Callable[..., None], dollars: int, firm: bool
) -> None:
    set_price(aave_source, dollars * 10**6)

    quote = quote_of(registry)
    assert quote.firm == firm
    assert quote.price == (dollars * DOLLAR // 100 if firm else registry.asset(AAVE).reference)


@pytest.mark.parametrize(("cents", "firm"), [(49, False), (50, True), (97, True), (109, True), (111, False)])
def test_quotes__stable_asset__band_is_half_to_eleven_tenths(
    registry: Contract, dai_source: Source, set_price: Callable[..., None], cents: int, firm: bool
) -> None:
    set_price(dai_source, cents * 10**6)
    assert quote_of(registry, DAI).firm == firm


@pytest.mark.parametrize("failure", [REVERTS, SWALLOWS_GAS])
def test_quotes__failing_feed__spoils_its_own_price_only(
    registry: Contract, market: str, aave_source: Source, failure: int
) -> None:
    aave_source.aggregator.fail(failure, sender=market)

    cash, aave, dai = (read_quote(word) for word in registry.quotes([CASH, AAVE, DAI]))

    assert (cash.firm, aave.firm, dai.firm) == (True, False, True)
    assert aave.price == registry.asset(AAVE).reference


# Runtime code of feeds that answer, but not as a feed does.
RETURNS_NOTHING = "0x00"
RETURNS_ONE_WORD = "0x60205ff3"
RETURNS_20_000_BYTES_OF_ZEROS = "0x614e205ff3"
# Stores 100 dollars as the answer and the present as its time, then reverts with the five words.
REVERTS_WITH_A_GOOD_ANSWER = "0x6402540be4006020524260605260a05ffd"

# Five words, the present among them, and an answer that would be 100 dollars once scaled to 18 decimals in 256 bits.
WRAPS_AROUND = f"0x7f{100 * 10**8 + 2**246:064x}6020524260605260a05ff3"


@pytest.mark.parametrize(
    "code",
    [
        *("0x", RETURNS_NOTHING, RETURNS_ONE_WORD, RETURNS_20_000_BYTES_OF_ZEROS, REVERTS_WITH_A_GOOD_ANSWER),
        WRAPS_AROUND,
    ],
    ids=["no code", "nothing", "one word", "20,000 bytes", "good answer in a revert", "wraps around"],
)
def test_quotes__feed_that_is_no_feed__is_not_firm(
    registry: Contract, chain: Chain, aave_source: Source, code: str
) -> None:
    chain.rpc("anvil_setCode", aave_source.feed.address, code)

    aave, dai = (read_quote(word) for word in registry.quotes([AAVE, DAI]))

    assert (aave.firm, aave.price) == (False, registry.asset(AAVE).reference)
    assert dai.firm


def test_quotes__impaired_asset__has_a_price_that_is_not_firm(
    registry: Contract, owner: str, aave_source: Source, set_price: Callable[..., None]
) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=owner)
    set_price(aave_source, 90 * 10**8)

    quote = quote_of(registry)
    assert (quote.firm, quote.buyable, quote.price) == (False, False, 90 * DOLLAR)


def test_quotes__sell_only_asset__is_firm_and_not_buyable(registry: Contract, owner: str) -> None:
    registry.set_status(AAVE, SELL_ONLY, sender=owner)

    quote = quote_of(registry)
    assert (quote.firm, quote.buyable) == (True, False)


def test_quotes__any_amount_of_gas__reverts_or_tells_the_truth(registry: Contract) -> None:
    truth = registry.quotes([CASH, AAVE, DAI])
    outcomes = []
    for gas in range(40_000, 200_000, 1_000):
        try:
            assert registry.quotes([CASH, AAVE, DAI], gas=gas) == truth
            outcomes.append(True)
        except Reverted:
            outcomes.append(False)
    assert sorted(outcomes) == outcomes  # too little up to some amount, the truth from there on
    assert True in outcomes


@pytest.mark.parametrize("failure", [REVERTS, SWALLOWS_GAS])
def test_quotes__failure_that_gas_might_have_avoided__reverts(
    registry: Contract, market: str, aave_source: Source, failure: int
) -> None:
    aave_source.aggregator.fail(failure, sender=market)
    with reverts("registry: gas"):
        registry.quotes([AAVE], gas=105_000)


def test_quotes__gas_swallowed_by_one_feed__is_capped(registry: Contract, market: str, aave_source: Source) -> None:
    aave_source.aggregator.fail(SWALLOWS_GAS, sender=market)
    assert not read_quote(registry.quotes([AAVE], gas=120_000)[0]).firm
    # What is left is enough to tell that the next one is alive.
    aave, dai = (read_quote(word) for word in registry.quotes([AAVE, DAI], gas=300_000))
    assert (aave.firm, dai.firm) == (False, True)


def test_quotes__100_assets__cost_little_beyond_their_feeds(
    registry: Contract, chain: Chain, owner: str, market: str
) -> None:
    sources: list[Any] = []
    with chain.one_block():
        sources = [new_source(chain, market, f"T{i}", price=(1 + i) * 10**8) for i in range(100)]
    with chain.one_block():
        for source in sources:
            registry.list_asset(listing(source), sender=owner)

    def gas(count: int) -> int:
        data = registry.quotes.encode(list(range(4, 4 + count)))
        call = {"from": owner, "to": registry.address, "data": "0x" + data.hex(), "gas": hex(16_777_216)}
        trace = chain.rpc("debug_traceCall", call, "latest", {"tracer": "callTracer"})
        return int(trace["gasUsed"], 16)

    # 18,926 the cold feed, 2,100 the cold terms word, up to 152 the id in the calldata; the rest is ours.
    own = (gas(100) - gas(1)) / 99 - 18_926 - 2_100
    assert own < 1_600
