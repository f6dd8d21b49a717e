"""What every test stands on: a chain of its own, the roles, and contracts called by name.

    def test_set_status__by_anyone__reverts(deploy, owner, anyone):
        registry = deploy("AssetRegistry", owner, ...)         # a name under contracts/ or tests/standins/
        with reverts("roles: only guardian"):                  # from tests.conftest import reverts
            registry.set_status(2, 3, sender=anyone)           # a transaction; returns the receipt
        assert registry.asset(2).status == 1                   # a view; structs with fields by name

`chain`        one node per test process (world.chain.Chain): deploy, one_block, sleep, mine, snapshot, rpc
`deploy`       chain.deploy: deploy(name, *args, sender=deployer)
`w3`           web3.py on the same node
roles          deployer owner guardian proposer executor holder other_holder fee_receiver market anyone

Each test starts from a snapshot and is undone when it ends; session fixtures keep what they build. Functions here that
are no fixtures are imported: `from tests.conftest import gas_used, reverts`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from web3 import Web3

from world.chain import Chain, Reverted
from world.contract import Contract

MONDAY = 1_704_067_200  # 2024-01-01 00:00 UTC: when the chains of the tests begin


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


@pytest.fixture(scope="session")
def chain() -> Iterator[Chain]:
    """The node of this test process."""
    chain = Chain.start(MONDAY)
    yield chain
    chain.stop()


@pytest.fixture(scope="session")
def w3(chain: Chain) -> Web3:
    """web3.py on the node of `chain`."""
    return Web3(Web3.HTTPProvider(chain.url))


@pytest.fixture
def deploy(chain: Chain) -> Callable[..., Contract]:
    """Deploy a contract by name; see Chain.deploy."""
    return chain.deploy


@pytest.fixture(autouse=True)
def _undone(request: pytest.FixtureRequest) -> Iterator[None]:
    # Session fixtures are built before this one runs, so a test is undone to the state after they were built.
    if "chain" not in request.fixturenames:
        yield
        return
    chain: Chain = request.getfixturevalue("chain")
    snapshot = chain.snapshot()
    yield
    chain.revert(snapshot)


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
fee_receiver = _role(7, "Receives fees.")
market = _role(8, "Mints tokens, sets feeds, moves pools.")
anyone = _role(9, "No role at all.")
