"""What every test stands on: a chain of its own, the roles, contracts called by name, and two worlds.

    def test_set_status__by_anyone__reverts(deploy, owner, anyone):
        registry = deploy("AssetRegistry", owner, ...)         # a name under contracts/ or tests/standins/
        with reverts("roles: only guardian"):                  # from tests.conftest import reverts
            registry.set_status(2, 3, sender=anyone)           # a transaction; returns the receipt
        assert registry.asset(2).status == 1                   # a view; structs with fields by name

    def test_buy__in_a_living_index__mints(world, holder):
        world.fund(holder, 1_000)                              # world.chain, .index, .usdc, .asset("BTC"), .advance_to
        world.usdc.approve(world.index.vault, 10**9, sender=holder)

`chain`        one node per test process (world.chain.Chain): deploy, one_block, sleep, mine, snapshot, rpc
`deploy`       chain.deploy: deploy(name, *args, sender=deployer)
`w3`           web3.py on the same node
roles          deployer owner guardian proposer executor holder other_holder manager market anyone platform
`world`        3 stable assets and 10 volatile ones, pools, feeds, the index deployed and seeded; it stands on `chain`
`world_100`    the same with 100 volatile assets, on a node of its own: deploy with `world_100.chain.deploy`

Each test starts from a snapshot and is undone when it ends; session fixtures keep what they build. Functions here that
are no fixtures are imported: `from tests.conftest import gas_used, reverts`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from web3 import Web3

from world.chain import Chain, Reverted
from world.contract import Contract
from world.market import LISTED_BEFORE, World
from world.tokens import MarketAsset, ranked_asset

MONDAY = 1_704_067_200  # 2024-01-01 00:00 UTC: when the worlds of the tests are ready

# The ten of `world`, by rank, with their prices in USD: dear and cheap, 6 to 18 decimals.
TEN = (
    ("BTC", "Bitcoin", 42_000.0),
    ("ETH", "Ethereum", 2_300.0),
    ("BNB", "BNB", 310.0),
    ("SOL", "Solana", 102.0),
    ("XRP", "XRP", 0.62),
    ("ADA", "Cardano", 0.59),
    ("AVAX", "Avalanche", 38.5),
    ("DOGE", "Dogecoin", 0.09),
    ("LINK", "Chainlink", 15.2),
    ("SHIB", "Shiba Inu", 0.0000103),
)


@contextmanager
def reverts(reason: str) -> Iterator[None]:
    """The block must revert with exactly `reason`."""
    try:
        yield
    except Reverted as error:
        assert error.reason == reason, f"reverted with {error.reason!r}, not {reason!r}"
    else:
        pytest.fail(f"did not revert; expected {reason!r}")


def gas_used(receipt: dict[str, Any]) -> int:
    """Gas a transaction used, refunds deducted."""
    return int(receipt["gasUsed"], 16)


def own_node(doc: str) -> Any:
    """A fixture `chain`: one node for the session. A folder whose tests do what others must not see takes its own.

    What is kept for the session and built on `chain` is handed to every folder, whichever asked first: beside a `chain`
    of its own a folder needs a `world` of its own, and what all folders share is built for each test (`deploy`, `w3`).
    """

    @pytest.fixture(scope="session")
    def chain() -> Iterator[Chain]:
        chain = Chain.start(MONDAY - LISTED_BEFORE)
        yield chain
        chain.stop()

    chain.__doc__ = doc
    return chain


chain = own_node("The node of this test process.")


@pytest.fixture
def w3(chain: Chain) -> Web3:
    """web3.py on the node of `chain`."""
    return Web3(Web3.HTTPProvider(chain.url))


@pytest.fixture
def deploy(chain: Chain) -> Callable[..., Contract]:
    """Deploy a contract by name; see Chain.deploy."""
    return chain.deploy


@pytest.fixture(scope="session")
def world(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A living index among ten volatile assets; see world.market.World."""
    return World.create(tmp_path_factory.mktemp("world"), market_of(10), MONDAY, chain=chain)


@pytest.fixture(scope="session")
def world_100(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A living index among a hundred volatile assets, on its own node."""
    world = World.create(tmp_path_factory.mktemp("world_100"), market_of(100), MONDAY)
    yield world
    world.close()


def market_of(count: int) -> list[MarketAsset]:
    """`count` volatile assets by rank: the ten real ones, then made-up ones at prices from 0.0001 to 1,000 USD."""
    assets = [ranked_asset(symbol, symbol, name, price, rank) for rank, (symbol, name, price) in enumerate(TEN, 1)]
    for rank in range(len(TEN) + 1, count + 1):
        price = 10.0 ** (rank % 8 - 4)
        assets.append(ranked_asset(f"C{rank}", f"C{rank}", f"Coin {rank}", price, rank))
    return assets[:count]


@pytest.fixture(autouse=True)
def _undone(request: pytest.FixtureRequest) -> Iterator[None]:
    # Session fixtures are built before this one runs, so a test is undone to the state after they were built.
    chains: list[Chain] = []
    if "chain" in request.fixturenames:
        chains.append(request.getfixturevalue("chain"))
    if "world_100" in request.fixturenames:
        chains.append(request.getfixturevalue("world_100").chain)
    with ExitStack() as undo:
        for chain in chains:
            undo.callback(chain.revert, chain.snapshot())
        yield


def _role(index: int, doc: str) -> Any:
    @pytest.fixture(scope="session")
    def role(chain: Chain) -> str:
        return chain.accounts[index]

    role.__doc__ = doc
    return role


deployer = _role(0, "Deploys; holds no role.")
owner = _role(1, "Owner of the index's contracts; a timelock in life.")
guardian = _role(2, "May only lower risk.")
proposer = _role(3, "Key of keeper host A.")
executor = _role(4, "Key of keeper host B.")
holder = _role(5, "A holder of shares.")
other_holder = _role(6, "Another holder of shares.")
manager = _role(7, "Receives the manager's part of the fees.")
market = _role(8, "Mints tokens, sets feeds, moves pools.")
anyone = _role(9, "No role at all.")
platform = _role(10, "Receives the platform's part of the fees.")
