"""`history` of the synthetic market; `real` of the history beside this repository, where it is at hand."""

from pathlib import Path

import pytest

from keepers.backtest import History
from keepers.parameters import load_parameters
from keepers.snapshot import Market
from keepers.sources import open_source

REAL = Path(__file__).parents[4] / "shared" / "market"


@pytest.fixture(scope="session")
def history() -> History:
    return History(Market.load(open_source("synthetic")), load_parameters())


@pytest.fixture(scope="session")
def real() -> History:
    if not REAL.is_dir():
        pytest.skip("the real history, ../shared/market, is not here")
    return History(Market.load(open_source("files", REAL)), load_parameters())
