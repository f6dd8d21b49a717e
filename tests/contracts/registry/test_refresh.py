from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.listings import HEARTBEAT, IMPAIRED, Source, read_quote
from tests.contracts.registry.conftest import AAVE, CASH, DAI, UNLISTED
from world.chain import Chain
from world.contract import Contract

DAY = 86_400
DOLLAR = 10**18
# A reference keeps 21 bits, rounded down.
PRECISION = 2**-20


def near(reference: int, dollars: float) -> bool:
    return bool(dollars * DOLLAR * (1 - 2 * PRECISION) <= reference <= dollars * DOLLAR)


@pytest.mark.parametrize(
    ("price", "reference"), [(100, 100), (120, 120), (150, 150), (300, 150), (80, 80), (66, 200 / 3), (30, 200 / 3)]
)
def test_refresh__firm_price__moves_the_reference_at_most_by_half(
    registry: Contract,
    chain: Chain,
    anyone: str,
    aave_source: Source,
    set_price: Callable[..., None],
    price: int,
    reference: float,
) -> None:
    chain.sleep(DAY)
    set_price(aave_source, price * 10**8)
    before = registry.asset(AAVE).reference
    moves = price != 100
    assert registry.refresh.call([AAVE], sender=anyone) == int(moves)

    receipt = registry.refresh([AAVE], sender=anyone)

    asset = registry.asset(AAVE)
    assert near(asset.reference, reference)
    events = registry.events(receipt, "ReferenceMoved")
    assert [(e.asset, e.before, e.reference) for e in events] == [(AAVE, before, asset.reference)] * moves
    if moves:
        assert asset.refreshed_at == chain.now()


def test_refresh__within_a_day__does_nothing(
    registry: Contract, chain: Chain, anyone: str, aave_source: Source, set_price: Callable[..., None]
) -> None:
    set_price(aave_source, 120 * 10**8)
    listed_at = registry.asset(AAVE).refreshed_at
    chain.mine(listed_at + DAY - 10)
    registry.refresh([AAVE], sender=anyone)
    assert near(registry.asset(AAVE).reference, 100)

    chain.mine(listed_at + DAY)
    registry.refresh([AAVE], sender=anyone)
    assert near(registry.asset(AAVE).reference, 120)

    chain.sleep(DAY // 2)
    set_price(aave_source, 130 * 10**8)
    registry.refresh([AAVE], sender=anyone)
    assert near(registry.asset(AAVE).reference, 120)


def test_refresh__a_fall_to_a_fortieth__stays_firm_when_refreshed_daily(
    registry: Contract, chain: Chain, anyone: str, aave_source: Source, set_price: Callable[..., None]
) -> None:
    price = 100 * 10**8
    for _ in range(10):
        chain.sleep(DAY)
        price = price * 7 // 10
        set_price(aave_source, price)
        assert read_quote(registry.quote(AAVE)).firm
        registry.refresh([CASH, AAVE, DAI], sender=anyone)
    assert price < 100 * 10**8 // 35


def test_refresh__stable_assets__stay(
    registry: Contract, chain: Chain, anyone: str, dai_source: Source, set_price: Callable[..., None]
) -> None:
    chain.sleep(DAY)
    set_price(dai_source, 98 * 10**6)
    registry.refresh([CASH, DAI], sender=anyone)
    assert near(registry.asset(DAI).reference, 1)


def test_refresh__price_that_is_not_firm__stays(
    registry: Contract,
    chain: Chain,
    owner: str,
    anyone: str,
    market: str,
    aave_source: Source,
    set_price: Callable[..., None],
) -> None:
    before = registry.asset(AAVE)
    chain.sleep(HEARTBEAT + DAY)
    registry.refresh([AAVE], sender=anyone)  # stale
    set_price(aave_source, 501 * 10**8)
    registry.refresh([AAVE], sender=anyone)  # out of band
    aave_source.aggregator.fail(1, sender=market)
    registry.refresh([AAVE], sender=anyone)  # dead
    assert registry.asset(AAVE) == before

    aave_source.aggregator.fail(0, sender=market)
    set_price(aave_source, 90 * 10**8)
    registry.set_status(AAVE, IMPAIRED, sender=owner)
    registry.refresh([AAVE], sender=anyone)
    assert registry.asset(AAVE).reference == before.reference


def test_refresh__too_little_gas_to_tell__reverts(
    registry: Contract, chain: Chain, anyone: str, market: str, aave_source: Source
) -> None:
    chain.sleep(DAY)
    aave_source.aggregator.fail(1, sender=market)
    with reverts("registry: gas"):
        registry.refresh([AAVE], sender=anyone, gas=105_000)


@pytest.mark.parametrize("asset", [0, UNLISTED])
def test_refresh__unlisted_asset__reverts(registry: Contract, chain: Chain, anyone: str, asset: int) -> None:
    chain.sleep(DAY)
    with reverts("registry: unlisted asset"):
        registry.refresh([AAVE, asset], sender=anyone)
