"""A strategy over a registry of six assets, listed for more than a week, and the proposer's desk to take it along."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.contracts.listings import DEEP, MEDIUM, NO_FEED, THIN, listing, new_source
from tests.target_words import CASH, pack
from world.chain import Chain
from world.contract import Contract

DAI, BTC, ETH, AAVE, PEPE, UNLISTED = 2, 3, 4, 5, 6, 7
HOUR, DAY = 3_600, 86_400
RISK_DOWN_DELAY, RISK_UP_DELAY, EXPIRY = 600, 6 * HOUR, 48 * HOUR
HASH = b"\x01" * 32

BULL = {CASH: 50_000, BTC: 600_000, ETH: 300_000, AAVE: 50_000}
BEAR = {CASH: 500_000, DAI: 500_000}

Targets = dict[int, int] | list[tuple[int, int]]


@dataclass(frozen=True)
class Desk:
    """The proposer's desk: proposes with defaults, and activates as soon as it may."""

    chain: Chain
    strategy: Contract
    proposer: str

    def next_epoch(self) -> int:
        return int(max(self.strategy.active().epoch, self.strategy.pending().epoch)) + 1

    def propose(
        self,
        targets: Targets,
        *,
        bull: bool = True,
        epoch: int | None = None,
        gauge: int = 60_000_000,
        words: list[int] | None = None,
        data_hash: bytes = HASH,
        methodology: int = 1,
        sender: str | None = None,
    ) -> dict[str, Any]:
        return self.strategy.propose(
            epoch or self.next_epoch(),
            bull,
            gauge,
            pack(targets) if words is None else words,
            data_hash,
            "ipfs://snapshot",
            methodology,
            sender=sender or self.proposer,
        )

    def activate(self) -> dict[str, Any]:
        """Wait until the pending decision may be activated, and do it."""
        pending = self.strategy.pending()
        if self.chain.now() < pending.activates_at:
            self.chain.mine(pending.activates_at)
        return self.strategy.activate(pending.epoch, sender=self.proposer)

    def go(self, targets: Targets, *, bull: bool = True) -> None:
        """A week passes, then these targets are proposed and activated."""
        self.chain.sleep(7 * DAY)
        self.propose(targets, bull=bull)
        self.activate()


@pytest.fixture(scope="module")
def fresh_strategy(chain: Chain, owner: str, guardian: str, proposer: str, market: str) -> tuple[Contract, Contract]:
    """Strategy and registry, the assets listed just now."""
    cash = new_source(chain, market, "USDC", price=10**8, decimals=6)
    registry = chain.deploy("AssetRegistry", owner, guardian, listing(cash, stable=True), NO_FEED)
    for symbol, terms in (
        ("DAI", {"stable": True}),
        ("BTC", {"liquidity_class": DEEP}),
        ("ETH", {"liquidity_class": DEEP}),
        ("AAVE", {"liquidity_class": MEDIUM}),
        ("PEPE", {"liquidity_class": THIN}),
    ):
        source = new_source(chain, market, symbol, price=10**8)
        registry.list_asset(listing(source, **terms), sender=owner)
    house = chain.deploy("NearHouse")
    return chain.deploy("IndexStrategy", owner, guardian, proposer, registry, house), registry


@pytest.fixture
def aged(chain: Chain) -> None:
    """A week passes, in the test alone: other tests' feeds must not grow stale."""
    chain.sleep(8 * DAY)


@pytest.fixture
def strategy(fresh_strategy: tuple[Contract, Contract], aged: None) -> Contract:
    return fresh_strategy[0]


@pytest.fixture
def registry(fresh_strategy: tuple[Contract, Contract]) -> Contract:
    return fresh_strategy[1]


@pytest.fixture
def house(chain: Chain, strategy: Contract) -> Contract:
    """The stand-in that says when the fund was near: `set_near`."""
    return chain.contract("NearHouse", strategy.auction_house())


@pytest.fixture
def desk(chain: Chain, strategy: Contract, proposer: str) -> Desk:
    return Desk(chain, strategy, proposer)


@pytest.fixture
def bull(desk: Desk) -> Desk:
    """The desk, with BULL in force since just now."""
    desk.propose(BULL)
    desk.activate()
    return desk


@pytest.fixture
def bear(bull: Desk) -> Desk:
    """The desk, with BEAR in force since just now."""
    bull.propose(BEAR, bull=False)
    bull.activate()
    return bull
