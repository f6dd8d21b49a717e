"""Who may call what of the house, by the rows of scripts/_roles.py; it names its neighbours and has no owner."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.contracts.access import accounts_of, require_let_in, require_refused, require_whole, restricted
from tests.contracts.auction.sale_room import SaleRoom
from tests.funded import ALL, FAR

ROWS = ACCESS["AuctionHouse"]


def arguments(room: SaleRoom) -> dict[str, list[Any]]:
    """For a fund that has BTC to sell."""
    return {
        "open": [[room.id("BTC")]],
        "bid": [room.id("BTC"), ALL, ALL, room.bidder, FAR, b""],
        "report_distance": [],
        "swap": [room.vault.address, True, 1, 0, b""],
    }


def test_roles__table__names_every_function_that_changes_state(selling: SaleRoom) -> None:
    require_whole(selling.house, ROWS)
    assert arguments(selling).keys() == ROWS.keys()


@pytest.mark.parametrize("function", restricted(ROWS))
def test_roles__everybody_else__reverts(selling: SaleRoom, function: str) -> None:
    require_refused(selling.house, ROWS, function, arguments(selling)[function], accounts_of(selling.world))


@pytest.mark.parametrize("function", ROWS)
def test_roles__whoever_may__is_let_in(selling: SaleRoom, function: str) -> None:
    require_let_in(selling.house, ROWS, function, arguments(selling)[function], accounts_of(selling.world))


def test_house__has_no_owner_and_names_its_trader(selling: SaleRoom) -> None:
    names = {entry["name"] for entry in selling.house.abi if entry["type"] == "function"}
    assert not names & {"owner", "transfer_ownership", "guardian", "set_guardian"}
    assert selling.house.trader() == selling.trader.address
