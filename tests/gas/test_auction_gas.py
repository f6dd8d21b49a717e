"""Gas of the auctions with one hundred assets: a bid, opening all of them at once, a report of the distance.

A bid prices the whole fund, as every leg does; beside a session of one leg it adds the way through the house.
"""

import pytest

from tests.conftest import gas_used
from tests.gas.hundred import ASSETS, CASH, WHOLE_PPM, Hundred
from tests.gas.report import Measurement
from tests.gas.test_gas import lean_entry
from world.contract import Contract

Measured = dict[str, Measurement]
ALL = 2**256 - 1
FAR = 2**40
FORTNIGHT = 14 * 86_400


@pytest.fixture
def house(hundred: Hundred) -> Contract:
    """Everything is to be sold, the keeper is silent, and a bidder has USDC and has approved the house."""
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    hundred.wait(FORTNIGHT)
    hundred.world.fund(hundred.roles.anyone, 10_000_000)
    hundred.world.usdc.approve(hundred.index.auctions, ALL, sender=hundred.roles.anyone)
    return hundred.index.auctions


def test_bid__in_a_fund_of_a_hundred__is_held(hundred: Hundred, house: Contract, measured: Measured) -> None:
    first, second = (asset.asset_id for asset in hundred.assets[2:4])
    bidder = hundred.roles.anyone
    house.open([first, second], sender=bidder)
    hundred.wait(600)
    # a bidder who has the token already, and an auction that goes on
    house.bid(second, house.auction(second).remaining // 2, ALL, bidder, FAR, b"", sender=bidder)
    arguments = (second, house.auction(second).remaining // 2, ALL, bidder, FAR, b"")
    snapshot = hundred.chain.snapshot()
    receipt = house.bid(*arguments, sender=bidder)
    assert len(hundred.index.trader.events(receipt, "LegTraded")) == 1
    used = gas_used(receipt)
    hundred.chain.revert(snapshot)
    limit = hundred.least_gas_limit(house, house.bid.encode(*arguments), bidder, used)
    measured["bid_100"] = Measurement.of("bid_100", used, lean_entry(hundred), gas_limit=limit)
    assert used <= measured["bid_100"].hold


def test_open__a_hundred_auctions_at_once__is_held(hundred: Hundred, house: Contract, measured: Measured) -> None:
    anyone, ids = hundred.roles.anyone, house.workable()
    assert len(ids) == ASSETS
    data = house.open.encode(ids)
    snapshot = hundred.chain.snapshot()
    used = gas_used(house.open(ids, sender=anyone))
    hundred.chain.revert(snapshot)
    limit = hundred.least_gas_limit(house, data, anyone, used)
    measured["open_100"] = Measurement.of("open_100", used, lean_entry(hundred), gas_limit=limit)
    assert used <= measured["open_100"].hold


def test_report_distance__of_a_hundred_assets__is_held(hundred: Hundred, house: Contract, measured: Measured) -> None:
    anyone = hundred.roles.anyone
    used = gas_used(house.report_distance(sender=anyone))
    assert house.far_since() != 0
    measured["report_100"] = Measurement.of("report_100", used, lean_entry(hundred), gas_limit=used)
    assert used <= measured["report_100"].hold
