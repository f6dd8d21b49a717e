"""A market on a node of its own that waits for an index, and deployments of it that are cut short."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deployment.config import Given, load_config
from deployment.deploy import Prepared, deploy, prepare
from deployment.plan import Step
from keepers.chain.connection import Connection
from keepers.execute import Outcome, Signer, dev_signer
from tests.conftest import MONDAY, market_of
from world.chain import Chain
from world.index import CONFIG_FILE
from world.market import LISTED_BEFORE, with_stables, without_index
from world.node import CHAIN_ID
from world.tokens import MarketAsset

WRAPPED = MarketAsset("WBTC", "WBTC", "Wrapped BTC", 0.999, 100e6, "deep", 8, through="BTC")
SHARES = MarketAsset("sDAI", "sDAI", "Savings Dai", 1.05, 400e6, "deep", 18, stable=True, through="DAI", shares=True)


class Killed(Exception):
    """Stands for the end of the process: nothing after it runs."""


@dataclass
class Site:
    """A running chain with a market, and the folder with its configuration."""

    chain: Chain
    folder: Path

    @property
    def connection(self) -> Connection:
        return Connection(self.chain.url)

    @property
    def given(self) -> Given:
        return load_config(self.folder / CONFIG_FILE)

    @property
    def signer(self) -> Signer:
        return dev_signer(0, CHAIN_ID)

    def prepared(self, chosen: tuple[int, int] | None = None) -> Prepared:
        return prepare(self.given, self.connection, self.signer.address, self.folder, chosen)

    def deploy(self, dies_after: int | None = None) -> list[str]:
        """Deploy, from the folder and the chain alone, and answer what was sent; Killed after so many transactions."""
        sent: list[str] = []

        def told(number: int, step: Step, outcome: Outcome | None) -> None:
            if outcome is not None:
                sent.append(step.name)
            if len(sent) == dies_after:
                raise Killed

        deploy(self.prepared(), self.chain.url, self.signer, self.folder, told=told)
        return sent


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """USDC, USDT, DAI, four volatile assets, one priced by two feeds and one vault's shares; no index yet."""
    chain = Chain.start(MONDAY - LISTED_BEFORE)
    folder = tmp_path_factory.mktemp("market")
    without_index(folder, chain, with_stables([*market_of(4), WRAPPED, SHARES]))
    yield Site(chain, folder)
    chain.stop()


@pytest.fixture
def site(market: Site, tmp_path: Path) -> Iterator[Site]:
    """The market, in a folder of the test's own; the chain is set back when it ends."""
    for path in market.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = market.chain.snapshot()
    yield Site(market.chain, tmp_path)
    market.chain.revert(before)
