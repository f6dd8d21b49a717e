"""A fund on target, and a room to sell and buy in: `room`; the same with something to sell or to buy."""

from dataclasses import replace

import pytest

from tests.conftest import MONDAY, own_node
from tests.contracts.auction.sale_room import DAY, SaleRoom
from tests.funded import CAPITAL, four_assets, invest
from world.chain import Chain
from world.market import World

TARGET = {"BTC": 300_000, "ETH": 300_000, "LINK": 50_000, "PEPE": 4_000, "DAI": 100_000}


chain = own_node("A node of their own: the fund lives some weeks.")


@pytest.fixture(scope="session")
def _invested(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> SaleRoom:
    world = World.create(tmp_path_factory.mktemp("world"), four_assets(), MONDAY, chain=chain)
    invest(world)
    room = SaleRoom(world, world.roles.anyone, {asset.provider_id: asset.price for asset in four_assets()})
    room.supply(room.bidder)
    room.approve(room.bidder)
    room.decide(**TARGET)
    room.trade(**{name: ppm * CAPITAL / 10**6 for name, ppm in TARGET.items()})
    room.wait(1)
    return room


@pytest.fixture
def room(_invested: SaleRoom) -> SaleRoom:
    """30 % BTC, 30 % ETH, 5 % LINK, 0.4 % PEPE, 10 % DAI, the rest USDC: on target."""
    return replace(_invested, prices=dict(_invested.prices))


@pytest.fixture
def selling(room: SaleRoom) -> SaleRoom:
    """The target of BTC falls by 5 points: 50,000 dollars of it are to be sold."""
    room.decide(**TARGET | {"BTC": 250_000})
    return room


@pytest.fixture
def buying(room: SaleRoom) -> SaleRoom:
    """The target of ETH rises by 5 points: 50,000 dollars of it are to be bought."""
    room.wait(7 * DAY)
    room.decide(**TARGET | {"ETH": 350_000})
    return room


@pytest.fixture
def leaving(room: SaleRoom) -> SaleRoom:
    """Bear: everything is to be sold but DAI and USDC."""
    room.decide(bull=False, DAI=100_000)
    return room
