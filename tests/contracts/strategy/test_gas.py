"""A decision that changes a hundred weights stays cheap, from the first long list on."""

import pytest

from tests.conftest import gas_used
from tests.contracts.listings import NO_FEED, listing, new_source
from tests.contracts.strategy.conftest import DAY, Desk
from world.chain import Chain
from world.contract import Contract

LIMIT = 600_000  # gas, propose and activate together


@pytest.fixture
def strategy(chain: Chain, owner: str, guardian: str, proposer: str, market: str) -> Contract:
    """Over a registry of cash and 107 deep assets, listed for a week."""
    cash = new_source(chain, market, "USDC", price=10**8, decimals=6)
    registry = chain.deploy("AssetRegistry", owner, guardian, listing(cash, stable=True), NO_FEED)
    with chain.one_block():
        sources = [new_source(chain, market, f"T{i}", price=10**8) for i in range(107)]
    with chain.one_block():
        for source in sources:
            registry.list_asset(listing(source), sender=owner)
    chain.sleep(8 * DAY)
    return chain.deploy("IndexStrategy", owner, guardian, proposer, registry, chain.deploy("NearHouse"))


def targets(first: int, tilt: int) -> dict[int, int]:
    """A hundred targets beside cash from id `first` on, every other one `tilt` ppm up or down."""
    weights = {first + i: 9_900 + (tilt if i % 2 else -tilt) for i in range(100)}
    return {1: 1_000_000 - sum(weights.values())} | weights


def test_decision__hundred_targets_changed__costs_at_most_600k(chain: Chain, strategy: Contract, proposer: str) -> None:
    desk = Desk(chain, strategy, proposer)
    costs = []
    # The first list, two weeks of changes, a list that trades six names for six others, a switch down and up again.
    for wanted, bull in (
        (targets(2, 0), True),
        (targets(2, 100), True),
        (targets(2, -100), True),
        (targets(8, 50), True),
        ({1: 1_000_000}, False),
        (targets(2, 0), True),
    ):
        chain.sleep(8 * DAY)
        costs.append(gas_used(desk.propose(wanted, bull=bull)) + gas_used(desk.activate()))
    print("decision gas:", costs)
    assert max(costs) < LIMIT
    assert max(costs[2:]) < 500_000
