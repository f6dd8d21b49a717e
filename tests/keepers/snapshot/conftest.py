"""The synthetic market, once, and one snapshot of it."""

from datetime import date

import pytest

from keepers.parameters import Parameters, load_parameters
from keepers.snapshot import Market, Snapshot, build, first_state, whole_market_book
from keepers.sources import open_source

DAY = date(2022, 8, 29)


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    return load_parameters()


@pytest.fixture(scope="session")
def market() -> Market:
    return Market.load(open_source("synthetic"))


@pytest.fixture(scope="session")
def snapshot(market: Market, parameters: Parameters) -> Snapshot:
    state = first_state(market, DAY, "product", parameters)
    return build(market, DAY, "product", parameters, whole_market_book(market), state)
