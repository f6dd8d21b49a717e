"""One fund of a hundred assets for all measurements; `--write-report` keeps them in report.json."""

import pytest

from tests.conftest import MONDAY, own_node
from tests.gas.hundred import Hundred
from tests.gas.report import Measurement, show, write
from world.chain import Chain

MEASURED = pytest.StashKey[dict[str, Measurement]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-report", action="store_true", help="keep what was measured in tests/gas/report.json")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MEASURED] = {}


chain = own_node("A node of their own: the fund lives some weeks before it is measured.")


@pytest.fixture(scope="session")
def hundred(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Hundred:
    """A fund that has lived; every test starts from the same state."""
    return Hundred(tmp_path_factory.mktemp("hundred"), chain, MONDAY)


@pytest.fixture
def measured(pytestconfig: pytest.Config) -> dict[str, Measurement]:
    """Where the tests leave what they measured."""
    return pytestconfig.stash.setdefault(MEASURED, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    measured = config.stash.get(MEASURED, {})
    if measured:
        terminalreporter.write_line("")
        terminalreporter.write(show(measured))
    if measured and config.getoption("--write-report", default=False):
        write(measured)
