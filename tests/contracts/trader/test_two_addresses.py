"""One ledger at two addresses, both listed: what the vault has at one address is a surplus at the other, so that a leg
can book it again. The target is the only bound, as with a token that lies; the asset book lists a token once.
"""

from dataclasses import dataclass

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from tests.odd_tokens import give_second_address
from world.index import Listing, list_assets

TARGETS = {"BTC": 300_000, "ETH": 300_000, "LINK": 50_000, "DAI": 100_000}


@dataclass
class DeskOfTwo(Desk):
    """Knows what stands at the second address of ETH as "ETH2"."""

    second_id: int = 0

    def id(self, name: str) -> int:
        return self.second_id if name == "ETH2" else super().id(name)


@pytest.fixture
def twice(invested: Desk) -> DeskOfTwo:
    """30 % ETH in the books; the target wants 10 % more at its second address."""
    world, eth = invested.world, invested.asset("ETH")
    second = give_second_address(invested.chain, eth.token)
    (second_id,) = list_assets(
        invested.chain, world.index, world.roles, [Listing(second, eth.feed, "deep", stable=False)]
    )
    desk = DeskOfTwo(world, invested.targets, invested.epoch, second_id)
    desk.target(**TARGETS, ETH2=100_000)
    return desk


def test_surplus__of_the_same_ledger__is_booked_again_up_to_the_target_and_no_further(twice: DeskOfTwo) -> None:
    eth = twice.balance("ETH")
    nav = twice.vault.nav().value
    price = twice.registry.quote(twice.id("ETH")) & (2**128 - 1)
    tenth = nav // 10 * 10**18 // price
    with reverts("trader: past target"):
        twice.run((twice.id("ETH2"), True, 0, tenth * 11 // 10, 0, 0))
    twice.run((twice.id("ETH2"), True, 0, tenth * 99 // 100, 0, 0))
    assert twice.balance("ETH") == eth
    assert twice.token("ETH").balanceOf(twice.vault) == eth
    # Counted twice: NAV says a tenth more than there is.
    assert abs(twice.vault.nav().value - nav - nav * 99 // 1_000) < nav // 10**6
