from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.listings import (
    ACTIVE,
    DEEP,
    HEARTBEAT,
    MEDIUM,
    THIN,
    Source,
    listing,
    new_source,
    read_quote,
)
from tests.contracts.registry.conftest import UNLISTED
from world.chain import Chain
from world.contract import Contract


@pytest.mark.parametrize("role", ["anyone", "guardian"])
def test_list_asset__not_the_owner__reverts(
    registry: Contract, spare_source: Source, role: str, request: pytest.FixtureRequest
) -> None:
    with reverts("roles: only owner"):
        registry.list_asset(listing(spare_source), sender=request.getfixturevalue(role))


def test_list_asset__gets_the_next_id_for_good(
    registry: Contract, chain: Chain, owner: str, spare_source: Source
) -> None:
    assert registry.asset_count() == 3

    receipt = registry.list_asset(listing(spare_source, liquidity_class=MEDIUM, slippage_bps=250), sender=owner)

    assert registry.asset_count() == 4
    assert registry.id_of(spare_source.token) == 4
    assert registry.token(4) == spare_source.token.address
    asset = registry.asset(4)
    assert (asset.token, asset.feed) == (spare_source.token.address, spare_source.feed.address)
    assert (asset.decimals, asset.status, asset.stable) == (8, ACTIVE, False)
    assert (asset.liquidity_class, asset.weight_cap_ppm, asset.slippage_bps) == (MEDIUM, 100_000, 250)
    assert (asset.heartbeat, asset.deviation_bps) == (HEARTBEAT, 50)
    assert asset.listed_at == asset.refreshed_at == chain.now()
    assert 50 * 10**18 * (1 - 2**-20) < asset.reference <= 50 * 10**18
    event = registry.events(receipt, "AssetListed")[0]
    assert (event.asset, event.token, event.decimals) == (4, spare_source.token.address, 8)


@pytest.mark.parametrize(
    ("liquidity_class", "cap", "slippage"), [(DEEP, 1_000_000, 100), (MEDIUM, 100_000, 200), (THIN, 5_000, 400)]
)
def test_list_asset__zero_terms__take_the_class_defaults(
    registry: Contract, owner: str, spare_source: Source, liquidity_class: int, cap: int, slippage: int
) -> None:
    registry.list_asset(listing(spare_source, liquidity_class=liquidity_class), sender=owner)

    asset = registry.asset(4)
    assert (asset.weight_cap_ppm, asset.slippage_bps) == (cap, slippage)


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"liquidity_class": 0}, "registry: class"),
        ({"liquidity_class": 4}, "registry: class"),
        ({"liquidity_class": THIN, "weight_cap_ppm": 5_001}, "registry: weight cap"),
        ({"liquidity_class": DEEP, "weight_cap_ppm": 1_000_001}, "registry: weight cap"),
        ({"slippage_bps": 501}, "registry: slippage"),
        ({"deviation_bps": 1_001}, "registry: deviation"),
        ({"heartbeat": 0}, "registry: heartbeat"),
        ({"heartbeat": 604_801}, "registry: heartbeat"),
    ],
)
def test_list_asset__terms_out_of_bounds__revert(
    registry: Contract, owner: str, spare_source: Source, terms: dict[str, Any], reason: str
) -> None:
    with reverts(reason):
        registry.list_asset(listing(spare_source, **terms), sender=owner)


def test_list_asset__terms_at_their_bounds__are_taken(registry: Contract, owner: str, spare_source: Source) -> None:
    terms = listing(spare_source, slippage_bps=500, deviation_bps=1_000, heartbeat=604_800, weight_cap_ppm=1_000_000)
    registry.list_asset(terms, sender=owner)

    asset = registry.asset(4)
    assert (asset.slippage_bps, asset.deviation_bps, asset.heartbeat) == (500, 1_000, 604_800)


def test_list_asset__token_listed_already__reverts(registry: Contract, owner: str, aave_source: Source) -> None:
    with reverts("registry: listed already"):
        registry.list_asset(listing(aave_source), sender=owner)


def test_list_asset__token_without_code__reverts(
    registry: Contract, owner: str, spare_source: Source, anyone: str
) -> None:
    with reverts("registry: no token"):
        registry.list_asset(listing(spare_source, token=anyone), sender=owner)


def test_list_asset__feed_without_code__reverts(
    registry: Contract, owner: str, spare_source: Source, anyone: str
) -> None:
    with reverts("registry: feed"):
        registry.list_asset(listing(spare_source, feed=anyone), sender=owner)


@pytest.mark.parametrize(("answer", "age"), [(50 * 10**8, HEARTBEAT + 2), (0, 0), (-1, 0), (2**100, 0)])
def test_list_asset__feed_that_does_not_answer_well__reverts(
    registry: Contract,
    owner: str,
    spare_source: Source,
    set_price: Callable[..., None],
    answer: int,
    age: int,
) -> None:
    set_price(spare_source, answer, age)
    with reverts("registry: feed"):
        registry.list_asset(listing(spare_source), sender=owner)
    assert registry.asset_count() == UNLISTED - 1


@pytest.mark.parametrize("decimals", [0, 6, 8, 18, 27])
def test_list_asset__token_decimals__are_kept(
    registry: Contract, chain: Chain, owner: str, market: str, decimals: int
) -> None:
    source = new_source(chain, market, "ODD", price=10**8, decimals=decimals)
    registry.list_asset(listing(source), sender=owner)
    assert read_quote(registry.quote(4)).decimals == registry.asset(4).decimals == decimals


def test_list_asset__more_than_27_decimals__reverts(registry: Contract, chain: Chain, owner: str, market: str) -> None:
    source = new_source(chain, market, "ODD", price=10**8, decimals=28)
    with reverts("registry: decimals"):
        registry.list_asset(listing(source), sender=owner)


@pytest.mark.parametrize("decimals", [0, 8, 18])
def test_list_asset__feed_decimals__scale_to_18(
    registry: Contract, chain: Chain, owner: str, market: str, decimals: int
) -> None:
    source = new_source(chain, market, "ODD", price=70_000 * 10**decimals, feed_decimals=decimals)
    registry.list_asset(listing(source), sender=owner)
    assert read_quote(registry.quote(4)).price == 70_000 * 10**18


def test_list_asset__feed_of_more_than_18_decimals__reverts(
    registry: Contract, chain: Chain, owner: str, market: str
) -> None:
    source = new_source(chain, market, "ODD", price=10**19, feed_decimals=19)
    with reverts("registry: feed"):
        registry.list_asset(listing(source), sender=owner)
