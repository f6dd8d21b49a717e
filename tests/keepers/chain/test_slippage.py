"""Slippage of legs from the log's amounts and prices is what the plan foretold."""

from keepers.chain import Index, read_events
from keepers.chain.slippage import with_slippage
from keepers.execute import Sender
from keepers.execute.actions import plan_now, rebalance


def test_with_slippage__switch__within_a_bps_of_the_plan(bear: Index, trading: Sender) -> None:
    _, plan = plan_now(bear)
    rebalance(bear, trading)
    records = with_slippage(read_events(bear), bear.book)
    legs = {
        record.fields["asset"]: record.fields["slippage_bps"]
        for record in records
        if record.event == "LegTraded" and record.fields["session"] == 2
    }
    assert legs.keys() == {leg.asset_id for leg in plan.legs}
    assert all(leg.slippage_bps - 1 <= legs[leg.asset_id] <= leg.slippage_bps for leg in plan.legs)
    assert [record.event for record in records] == [record.event for record in read_events(bear)]


def test_with_slippage__sum_is_not_among_them__left_as_logged(invested: Index) -> None:
    legs = [record for record in read_events(invested) if record.event == "LegTraded"]
    assert with_slippage(legs, invested.book) == legs
