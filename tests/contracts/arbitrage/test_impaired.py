"""A guardian impairs an asset, buys, and leaves in kind: and gains nothing."""

from fractions import Fraction

import numpy as np
import pytest

from tests.conftest import reverts
from tests.contracts.arbitrage.ledger import DUST
from tests.contracts.arbitrage.moments import HOUR, best
from tests.contracts.arbitrage.stage import Stage
from tests.contracts.arbitrage.trader import Trader
from tests.contracts.vault.properties import undone

IMPAIRED = 3


@pytest.fixture
def moments(stage: Stage) -> list[int]:
    """The best ten of the year within the deviation."""
    return best(np.where(stage.market.calm, stage.lag, -np.inf), 10)


def impair(stage: Stage, asset_id: int) -> None:
    stage.fund.registry.set_status(asset_id, IMPAIRED, sender=stage.fund.roles.guardian)


def largest(stage: Stage) -> int:
    return max(stage.weights, key=lambda asset_id: stage.weights[asset_id])


def test_impair__largest_asset__nobody_buys_and_a_batch_waits(stage: Stage, trader: Trader, moments: list[int]) -> None:
    asset_id, vault, me = largest(stage), stage.fund.vault, trader.account
    for moment in moments:
        with undone(stage.fund.chain):
            stage.at(moment - HOUR)
            trader.queue.requestDeposit(10**12, me, me, sender=me)
            trader.queue.lock(sender=me)
            stage.at(moment)
            stage.rebalance()
            impair(stage, asset_id)
            assert vault.maxDeposit(me) == vault.maxMint(me) == 0
            for call in (vault.deposit, vault.mint):
                with reverts(f"vault: no price for asset {asset_id}"):
                    call(10**9, me, sender=me)
            with reverts(f"vault: no price for asset {asset_id}"):
                vault.buy(10**9, 0, me, 2**64, sender=me)
            with reverts(f"queue: no price for asset {asset_id}"):
                trader.queue.settle(sender=stage.fund.roles.executor)


def test_impair__largest_asset_after_an_entry__exit_in_kind_gains_nothing(
    stage: Stage, trader: Trader, moments: list[int]
) -> None:
    for moment in moments:
        with undone(stage.fund.chain):
            trader.enter(moment)
            impair(stage, largest(stage))
            trader.leave_in_kind(stage.fund.vault.balanceOf(trader.account))
    for flow in trader.ledger.flows:
        assert flow.net > -DUST


def test_impair__asset_that_is_no_more_than_the_materiality__buy_and_exit_in_kind_gain_nothing(
    stage: Stage, trader: Trader, moments: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = min(stage.weights)
    monkeypatch.setitem(stage.weights, small, Fraction(4, 1_000))
    for moment in moments:
        with undone(stage.fund.chain):
            stage.at(moment)
            impair(stage, small)
            trader.in_and_in_kind(moment + 1)
    assert len(trader.ledger.flows) == 2 * len(moments)
    for entry, out in zip(*[iter(trader.ledger.flows)] * 2, strict=True):
        assert entry.net + out.net > -DUST
