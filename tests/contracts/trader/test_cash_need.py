"""Cash for locked redemptions: weights apply to the rest of NAV, and the cash target grows by it."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from world.contract import Contract

SHARE = 10**18
DOLLAR = 10**6
DAY = 86_400


@pytest.fixture
def queue(invested: Desk, holder: str) -> Contract:
    """The queue, which may take the holder's shares and USDC."""
    queue = invested.world.index.queue
    invested.vault.approve(queue, 2**256 - 1, sender=holder)
    invested.usdc.approve(queue, 2**256 - 1, sender=holder)
    return queue


def lock(desk: Desk, *, shares: int = 0, dollars: int = 0) -> None:
    """Requests of whole shares and whole dollars by the holder, locked."""
    queue, holder = desk.world.index.queue, desk.world.roles.holder
    if shares:
        queue.requestRedeem(shares * SHARE, holder, holder, sender=holder)
    if dollars:
        desk.world.fund(holder, dollars)
        queue.requestDeposit(dollars * DOLLAR, holder, holder, sender=holder)
    prices = {asset.provider_id: asset.market.price for asset in desk.world.assets}
    desk.world.advance_to(desk.chain.now() + DAY, prices)
    queue.lock(sender=desk.world.roles.anyone)


def test_cash_need__open_requests__are_none(invested: Desk, queue: Contract, holder: str) -> None:
    queue.requestRedeem(500_000 * SHARE, holder, holder, sender=holder)
    with reverts("trader: past target"):
        invested.run(invested.sell("ETH", 10))


def test_cash_need__locked_redemptions__make_sales_go_toward_the_target(invested: Desk, queue: Contract) -> None:
    lock(invested, shares=500_000)
    receipt = invested.run(invested.sell("BTC", 3.5), invested.sell("ETH", 64))
    summary = invested.summary(receipt)
    assert summary.distance_after < summary.distance_before / 2


def test_cash_need__half_of_the_fund__lets_half_of_everything_be_sold_and_no_more(
    invested: Desk, queue: Contract
) -> None:
    lock(invested, shares=500_000)
    half = invested.balance("BTC") // 2
    with reverts("trader: past target"):
        invested.run(invested.sell("BTC", raw=half + half // 50))
    invested.run(invested.sell("BTC", raw=half))


def test_cash_need__what_is_set_aside__is_not_spent(invested: Desk, queue: Contract) -> None:
    # 25 % cash is the target; a new decision wants less, but 200,000 of it is spoken for
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=340_000)
    lock(invested, shares=200_000)
    with reverts("trader: cash below target"):
        invested.run(invested.buy("DAI", 60_000))
    invested.run(invested.buy("DAI", 30_000))


def test_cash_need__locked_deposits__pay_first(invested: Desk, queue: Contract) -> None:
    lock(invested, shares=500_000, dollars=600_000)
    with reverts("trader: past target"):
        invested.run(invested.sell("ETH", 10))


def test_cash_need__deposits_of_a_part__leave_the_rest(invested: Desk, queue: Contract) -> None:
    lock(invested, shares=500_000, dollars=400_000)
    tenth = invested.balance("BTC") // 10
    with reverts("trader: past target"):
        invested.run(invested.sell("BTC", raw=tenth + tenth // 5))
    invested.run(invested.sell("BTC", raw=tenth))


def test_cash_need__everybody_leaves__all_but_the_fees_part_may_be_sold(
    invested: Desk, queue: Contract, holder: str
) -> None:
    lock(invested, shares=invested.vault.balanceOf(holder) // SHARE)
    with reverts("trader: past target"):
        invested.run(invested.sell("BTC", "all"))
    names = ("BTC", "ETH", "LINK", "DAI")
    invested.run(*(invested.sell(name, raw=invested.balance(name) * 998 // 1_000) for name in names))
    assert invested.balance("USDC") > 980_000 * DOLLAR


def test_cash_need__after_the_settlement__is_gone(invested: Desk, queue: Contract, executor: str) -> None:
    lock(invested, shares=10_000)
    prices = {asset.provider_id: asset.market.price for asset in invested.world.assets}
    invested.world.advance_to(invested.chain.now() + 3_600, prices)
    queue.settle(sender=executor)
    with reverts("trader: past target"):
        invested.run(invested.sell("ETH", 10))


def test_rebalance__by_a_stranger_beside_the_queue__reverts(invested: Desk, anyone: str) -> None:
    assert invested.trader.queue() == invested.world.index.queue.address
    with reverts("trader: only executor"):
        invested.run(invested.sell("ETH", 10), sender=anyone)
