"""`history` of the synthetic market; `real` of the history beside this repository, where it is at hand."""

import pytest

from keepers.backtest import History
from keepers.parameters import load_parameters
from keepers.snapshot import Market
from keepers.sources import open_source
from tests.real_history import MISSING, REAL_HISTORY


@pytest.fixture(scope="session")
def history() -> History:
    return History(Market.load(open_source("synthetic")), load_parameters())


@pytest.fixture(scope="session")
def real() -> History:
    if not REAL_HISTORY.is_dir():
        pytest.skip(MISSING)  # a research input, no part of the repository; the synthetic market is always there
    return History(Market.load(open_source("files", REAL_HISTORY)), load_parameters())
