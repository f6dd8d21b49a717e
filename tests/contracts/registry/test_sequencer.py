"""A rollup's sequencer: while it is down, and for an hour after, nothing is firm."""

from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.listings import MEDIUM, NO_FEED, Source, listing, pricing, read_quote
from tests.contracts.registry.conftest import AAVE, CASH
from world.chain import Chain
from world.contract import Contract

HOUR, DAY = 3_600, 86_400
UP, DOWN = 0, 1
REVERTS, SWALLOWS_GAS = 1, 2


@pytest.fixture
def uptime(chain: Chain, market: str) -> Contract:
    """Up for two hours."""
    return chain.deploy("SequencerFeed", market, chain.now() - 2 * HOUR)


@pytest.fixture
def rollup(
    chain: Chain,
    owner: str,
    guardian: str,
    uptime: Contract,
    cash_source: Source,
    aave_source: Source,
    set_price: Callable[..., None],
) -> Contract:
    """A registry on a rollup, its sequencer up: cash and a volatile asset."""
    set_price(cash_source, 10**8)
    set_price(aave_source, 100 * 10**8)
    registry = chain.deploy("AssetRegistry", owner, guardian, listing(cash_source, stable=True), uptime)
    registry.list_asset(listing(aave_source, liquidity_class=MEDIUM), sender=owner)
    return registry


def firm(registry: Contract) -> bool:
    """Whether both prices are; quote() and quotes() must agree, and the rest of the word stay as it is."""
    words = registry.quotes([CASH, AAVE])
    assert words == [registry.quote(CASH), registry.quote(AAVE)]
    cash, aave = (read_quote(word) for word in words)
    assert cash.firm == aave.firm == cash.sellable == aave.sellable
    assert registry.valuation(10**6, [0] * 128).firm == cash.firm
    assert (cash.price, aave.price) == (10**18, 100 * 10**18)
    assert (cash.decimals, cash.stable, cash.buyable, aave.deviation_bps) == (6, True, True, 50)
    return cash.firm


def test_sequencer__none__nothing_is_read(registry: Contract, rollup: Contract, uptime: Contract) -> None:
    assert registry.sequencer_feed() == NO_FEED
    assert rollup.sequencer_feed() == uptime.address


def test_sequencer__without_code__reverts(
    deploy: Callable[..., Contract], owner: str, guardian: str, anyone: str, spare_source: Source
) -> None:
    with reverts("registry: sequencer"):
        deploy("AssetRegistry", owner, guardian, listing(spare_source, stable=True), anyone)


def test_sequencer__down__no_price_is_firm(rollup: Contract, chain: Chain, uptime: Contract, market: str) -> None:
    assert firm(rollup)
    uptime.set(DOWN, chain.now() - 2 * HOUR, sender=market)
    assert not firm(rollup)


def test_sequencer__up_again__firm_after_an_hour(rollup: Contract, chain: Chain, uptime: Contract, market: str) -> None:
    up_at = chain.now()
    uptime.set(UP, up_at, sender=market)
    chain.mine(up_at + HOUR)
    assert not firm(rollup)
    chain.mine(up_at + HOUR + 1)
    assert firm(rollup)


@pytest.mark.parametrize(("answer", "since"), [(2, 7_200), (-1, 7_200), (2**200, 7_200), (UP, -1_000), (UP, None)])
def test_sequencer__says_nothing_to_believe__no_price_is_firm(
    rollup: Contract, chain: Chain, uptime: Contract, market: str, answer: int, since: int | None
) -> None:
    uptime.set(answer, 0 if since is None else chain.now() - since, sender=market)
    assert not firm(rollup)


@pytest.mark.parametrize("failure", [REVERTS, SWALLOWS_GAS])
def test_sequencer__feed_fails__no_price_is_firm(rollup: Contract, uptime: Contract, market: str, failure: int) -> None:
    uptime.fail(failure, sender=market)
    assert not firm(rollup)
    with reverts("registry: gas"):
        rollup.quotes([], gas=100_000)


def test_sequencer__is_read_once_a_call(rollup: Contract, owner: str) -> None:
    def reads(count: int) -> int:
        data = "0x" + rollup.quotes.encode([AAVE] * count).hex()
        call = {"from": owner, "to": rollup.address, "data": data}
        trace = rollup.chain.rpc("debug_traceCall", call, "latest", {"tracer": "callTracer"})
        uptime = rollup.sequencer_feed().lower()
        return sum(inner["to"].lower() == uptime for inner in trace["calls"])

    assert reads(1) == reads(10) == 1


def test_sequencer__down__references_stay_and_nothing_new_is_listed(
    rollup: Contract,
    chain: Chain,
    owner: str,
    anyone: str,
    market: str,
    uptime: Contract,
    aave_source: Source,
    spare_source: Source,
    set_price: Callable[..., None],
) -> None:
    chain.sleep(DAY)
    set_price(aave_source, 120 * 10**8)
    set_price(spare_source, 50 * 10**8)
    uptime.set(DOWN, chain.now(), sender=market)
    before = rollup.asset(AAVE)

    rollup.refresh([AAVE], sender=anyone)
    rollup.set_terms(AAVE, pricing(aave_source.feed, heartbeat=before.heartbeat), 200, 0, sender=owner)
    assert rollup.asset(AAVE) == before
    with reverts("registry: feed"):
        rollup.list_asset(listing(spare_source), sender=owner)


def test_sequencer__down__is_no_death_of_a_feed(
    rollup: Contract, chain: Chain, anyone: str, market: str, uptime: Contract
) -> None:
    uptime.set(DOWN, chain.now(), sender=market)
    with reverts("registry: sequencer"):
        rollup.report_dead_feed(AAVE, sender=anyone)
