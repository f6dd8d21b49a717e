"""What a migration of a hundred assets costs: one transaction, also where all are new to the next vault."""

from collections.abc import Iterator

import pytest

from tests.conftest import gas_used
from tests.contracts.router.route import SHARE, Route
from tests.contracts.vault.fund import Fund
from world.market import World
from world.node import TRANSACTION_GAS_CAP

# An exit in kind, an entry that prices every asset twice and, the first, books each in a fresh slot.
FIRST, LATER = 12_800_000, 7_700_000


@pytest.fixture
def hundred(world_100: World) -> Iterator[Route]:
    """A million of `holder`'s, spread over 100 volatile assets and a little cash."""
    world_100.chain.pace(0)
    world_100.lift_flow_limit()
    fund = Fund(world_100)
    fund.enter(fund.roles.holder, 1_000_000)
    fund.buy({asset.provider_id: 9_900 for asset in world_100.assets if not asset.market.stable})
    yield Route(fund)
    world_100.chain.pace(None)


def test_migrate__a_hundred_assets__is_one_transaction(hundred: Route) -> None:
    holder, to = hundred.fund.roles.holder, hundred.next_vault()
    first = gas_used(hundred.migrate(holder, 1_000 * SHARE, to))
    later = gas_used(hundred.migrate(holder, 1_000 * SHARE, to))
    half = tuple(hundred.vault.held()[::2])
    skipping = gas_used(hundred.migrate(holder, 1_000 * SHARE, to, skip=half))
    assert first <= FIRST
    assert later <= LATER
    assert skipping <= TRANSACTION_GAS_CAP
