"""A registry with cash, a volatile asset and a second stable one: ids 1, 2 and 3."""

from collections.abc import Callable

import pytest

from tests.contracts.listings import MEDIUM, NO_FEED, Source, listing, new_source
from world.chain import Chain
from world.contract import Contract

CASH, AAVE, DAI, UNLISTED = 1, 2, 3, 4


@pytest.fixture(scope="module")
def cash_source(chain: Chain, market: str) -> Source:
    return new_source(chain, market, "USDC", price=10**8, decimals=6)


@pytest.fixture(scope="module")
def aave_source(chain: Chain, market: str) -> Source:
    return new_source(chain, market, "AAVE", price=100 * 10**8)


@pytest.fixture(scope="module")
def dai_source(chain: Chain, market: str) -> Source:
    return new_source(chain, market, "DAI", price=10**8)


@pytest.fixture(scope="module")
def spare_source(chain: Chain, market: str) -> Source:
    """A token and a feed nobody listed."""
    return new_source(chain, market, "COMP", price=50 * 10**8, decimals=8)


@pytest.fixture(scope="module")
def registry(
    chain: Chain, owner: str, guardian: str, cash_source: Source, aave_source: Source, dai_source: Source
) -> Contract:
    registry = chain.deploy("AssetRegistry", owner, guardian, listing(cash_source, stable=True), NO_FEED)
    registry.list_asset(listing(aave_source, liquidity_class=MEDIUM), sender=owner)
    registry.list_asset(listing(dai_source, stable=True), sender=owner)
    return registry


@pytest.fixture
def set_price(chain: Chain, market: str) -> Callable[..., None]:
    """set_price(source, answer, age=0): a new answer, 8 decimals, `age` seconds old; a negative age is the future."""

    def set_price(source: Source, answer: int, age: int = 0) -> None:
        source.aggregator.set(answer, chain.now() - age, sender=market)

    return set_price
