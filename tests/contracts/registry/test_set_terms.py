from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.listings import HEARTBEAT, SELL_ONLY, Source, new_source, pricing, read_quote
from tests.contracts.registry.conftest import AAVE, DAI, UNLISTED
from world.chain import Chain
from world.contract import Contract

DOLLAR = 10**18


@pytest.mark.parametrize("role", ["anyone", "guardian"])
def test_set_terms__not_the_owner__reverts(
    registry: Contract, aave_source: Source, role: str, request: pytest.FixtureRequest
) -> None:
    with reverts("roles: only owner"):
        registry.set_terms(
            AAVE,
            pricing(aave_source.feed, heartbeat=3_600, deviation_bps=10),
            300,
            0,
            sender=request.getfixturevalue(role),
        )


def test_set_terms__replaces_the_pricing_terms_only(registry: Contract, owner: str, aave_source: Source) -> None:
    registry.set_status(AAVE, SELL_ONLY, sender=owner)
    before = registry.asset(AAVE)

    receipt = registry.set_terms(
        AAVE, pricing(aave_source.feed, heartbeat=3_600, deviation_bps=10), 300, 0, sender=owner
    )

    assert registry.asset(AAVE) == before._replace(heartbeat=3_600, deviation_bps=10, slippage_bps=300)
    quote = read_quote(registry.quote(AAVE))
    assert (quote.deviation_bps, quote.slippage_bps) == (10, 300)
    event = registry.events(receipt, "TermsSet")[0]
    assert (event.asset, event.feed, event.heartbeat, event.deviation_bps, event.slippage_bps) == (
        AAVE,
        aave_source.feed.address,
        3_600,
        10,
        300,
    )


def test_set_terms__new_feed__pins_its_decimals_and_answer(
    registry: Contract, owner: str, spare_source: Source
) -> None:
    registry.set_terms(AAVE, pricing(spare_source.feed), 200, 0, sender=owner)

    assert registry.asset(AAVE).feed == spare_source.feed.address
    quote = read_quote(registry.quote(AAVE))
    assert (quote.firm, quote.price) == (True, 50 * DOLLAR)


def test_set_terms__price_that_left_its_band__is_firm_again_when_told(
    registry: Contract, owner: str, aave_source: Source, set_price: Callable[..., None]
) -> None:
    set_price(aave_source, 10 * 10**8)
    assert not read_quote(registry.quote(AAVE)).firm
    before = registry.asset(AAVE).reference

    for reference in (0, 51 * DOLLAR, 10**18 + 10**18 // 2):
        with reverts("registry: reference"):
            registry.set_terms(AAVE, pricing(aave_source.feed), 200, reference, sender=owner)
    receipt = registry.set_terms(AAVE, pricing(aave_source.feed), 200, 11 * DOLLAR, sender=owner)

    quote = read_quote(registry.quote(AAVE))
    assert (quote.firm, quote.price) == (True, 10 * DOLLAR)
    event = registry.events(receipt, "ReferenceMoved")[0]
    assert (event.before, event.reference) == (before, registry.asset(AAVE).reference)


def test_set_terms__same_feed_that_is_dead__keeps_the_reference(
    registry: Contract, chain: Chain, owner: str, aave_source: Source
) -> None:
    chain.sleep(HEARTBEAT + 1)
    before = registry.asset(AAVE)

    registry.set_terms(AAVE, pricing(aave_source.feed), 400, 0, sender=owner)

    assert registry.asset(AAVE) == before._replace(slippage_bps=400)


def test_set_terms__same_feed_without_code__keeps_its_decimals_and_the_reference(
    registry: Contract, chain: Chain, owner: str, aave_source: Source
) -> None:
    before = registry.asset(AAVE)
    code = chain.rpc("eth_getCode", aave_source.feed.address, "latest")
    chain.rpc("anvil_setCode", aave_source.feed.address, "0x")
    registry.set_terms(AAVE, pricing(aave_source.feed), 400, 0, sender=owner)
    assert registry.asset(AAVE) == before._replace(slippage_bps=400)

    chain.rpc("anvil_setCode", aave_source.feed.address, code)
    assert read_quote(registry.quote(AAVE)).price == 100 * DOLLAR


def test_set_terms__new_feed_that_is_dead__reverts(
    registry: Contract, chain: Chain, owner: str, spare_source: Source
) -> None:
    chain.sleep(HEARTBEAT + 1)
    with reverts("registry: feed"):
        registry.set_terms(AAVE, pricing(spare_source.feed), 200, 0, sender=owner)


def test_set_terms__new_feed_without_code__reverts(registry: Contract, owner: str, anyone: str) -> None:
    with reverts("registry: feed"):
        registry.set_terms(AAVE, pricing(anyone), 200, 0, sender=owner)


def test_set_terms__stable_asset_whose_feed_stays__keeps_its_reference(
    registry: Contract, owner: str, dai_source: Source, set_price: Callable[..., None]
) -> None:
    before = registry.asset(DAI).reference
    set_price(dai_source, 70 * 10**6)
    registry.set_terms(DAI, pricing(dai_source.feed), 100, 0, sender=owner)
    assert registry.asset(DAI).reference == before
    # A band around the depeg would end at 0.77: it would close NAV when the peg is back.
    set_price(dai_source, 10**8)
    assert read_quote(registry.quote(DAI)).firm


def test_set_terms__stable_asset__restarts_its_reference_when_told(
    registry: Contract, owner: str, dai_source: Source, set_price: Callable[..., None]
) -> None:
    set_price(dai_source, 40 * 10**6)
    registry.set_terms(DAI, pricing(dai_source.feed), 100, 0, sender=owner)
    assert not read_quote(registry.quote(DAI)).firm
    registry.set_terms(DAI, pricing(dai_source.feed), 100, 4 * 10**17, sender=owner)
    assert 0.4 * DOLLAR * (1 - 2**-20) < registry.asset(DAI).reference <= 0.4 * DOLLAR
    assert read_quote(registry.quote(DAI)).firm


def test_set_terms__stable_asset_on_another_feed__restarts_its_reference_in_the_band(
    registry: Contract, chain: Chain, market: str, owner: str
) -> None:
    for answer, reference in ((105 * 10**6, 0), (4 * 10**7, 4 * 10**17)):
        other = new_source(chain, market, "DAI", price=answer)
        if reference:
            with reverts("registry: reference"):
                registry.set_terms(DAI, pricing(other.feed), 100, 0, sender=owner)
        registry.set_terms(DAI, pricing(other.feed), 100, reference, sender=owner)
        expected = answer * 10**10
        assert expected * (1 - 2**-20) < registry.asset(DAI).reference <= expected


def test_set_terms__dead_feed_and_a_reference__reverts(
    registry: Contract, chain: Chain, owner: str, aave_source: Source
) -> None:
    chain.sleep(HEARTBEAT + 1)
    with reverts("registry: reference"):
        registry.set_terms(AAVE, pricing(aave_source.feed), 400, 100 * DOLLAR, sender=owner)


@pytest.mark.parametrize(
    ("heartbeat", "deviation", "slippage", "reason"),
    [
        (0, 50, 200, "registry: heartbeat"),
        (604_801, 50, 200, "registry: heartbeat"),
        (HEARTBEAT, 1_001, 200, "registry: deviation"),
        (HEARTBEAT, 50, 0, "registry: slippage"),
        (HEARTBEAT, 50, 501, "registry: slippage"),
    ],
)
def test_set_terms__out_of_bounds__reverts(
    registry: Contract, owner: str, aave_source: Source, heartbeat: int, deviation: int, slippage: int, reason: str
) -> None:
    with reverts(reason):
        registry.set_terms(
            AAVE, pricing(aave_source.feed, heartbeat=heartbeat, deviation_bps=deviation), slippage, 0, sender=owner
        )


@pytest.mark.parametrize("asset", [0, UNLISTED])
def test_set_terms__unlisted_asset__reverts(registry: Contract, owner: str, aave_source: Source, asset: int) -> None:
    with reverts("registry: unlisted asset"):
        registry.set_terms(asset, pricing(aave_source.feed), 200, 0, sender=owner)
