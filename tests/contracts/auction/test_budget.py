"""What auctions may lose: all of them, whoever opened them, count in one sum with the sessions."""

from tests.conftest import reverts
from tests.contracts.auction.sale_room import DAY, HOUR, SaleRoom
from world.chain import Reverted

UNITS_A_BPS = 10_000


def sell_late(room: SaleRoom, name: str, dollars: float, *, sender: str | None = None, after: int = HOUR // 2) -> None:
    """Opened and taken half an hour later, under the oracle price, but within the tolerance of an exit."""
    room.open(name, sender=sender)
    room.wait(after)
    room.bid(name, raw=room.worth(name, dollars))


def spent(room: SaleRoom, before: int) -> float:
    """Bps of NAV since."""
    return (before - room.trader.remaining_budget(True)) / UNITS_A_BPS


def test_auction_of_the_executor__loses_of_the_budget(leaving: SaleRoom) -> None:
    before = leaving.trader.remaining_budget(True)
    sell_late(leaving, "BTC", 100_000)
    # 0.625 % of a tenth of NAV
    assert 6.1 < spent(leaving, before) < 6.4


def test_auction_that_anyone_opened__loses_of_the_same_budget(leaving: SaleRoom, anyone: str) -> None:
    leaving.wait(14 * DAY)
    before = leaving.trader.remaining_budget(True)
    sell_late(leaving, "BTC", 100_000, sender=anyone)
    assert 6.1 < spent(leaving, before) < 6.4


def test_gains__are_never_credited(leaving: SaleRoom) -> None:
    before = leaving.trader.remaining_budget(True)
    leaving.open("BTC")
    leaving.bid("BTC", raw=leaving.worth("BTC", 100_000))
    assert leaving.trader.remaining_budget(True) == before


def test_budget_gone__auctions_at_a_loss_stop_and_those_at_a_gain_go_on(
    leaving: SaleRoom, owner: str, anyone: str
) -> None:
    leaving.trader.set_budget((80, 3, 0), sender=owner)
    leaving.wait(14 * DAY)
    with reverts("trader: week budget"):
        sell_late(leaving, "BTC", 100_000, sender=anyone, after=HOUR - 60)
    leaving.open("ETH", sender=anyone)
    leaving.bid("ETH", 10)


def test_budget__is_back_after_a_week(leaving: SaleRoom, owner: str, anyone: str) -> None:
    leaving.trader.set_budget((80, 10, 0), sender=owner)
    leaving.wait(14 * DAY)
    sell_late(leaving, "BTC", 100_000, sender=anyone)
    leaving.wait(HOUR // 2 - 60)
    with reverts("trader: week budget"):
        leaving.bid("BTC", raw=leaving.worth("BTC", 100_000))
    leaving.wait(8 * DAY)
    assert leaving.trader.remaining_budget(True) == 10 * UNITS_A_BPS
    sell_late(leaving, "BTC", 100_000, sender=anyone)


def test_thief__holds_the_executors_key_and_bids_himself__loses_at_most_the_week(leaving: SaleRoom, owner: str) -> None:
    """At the last minute of every auction; the budget is small so that it ends soon."""
    leaving.trader.set_budget((80, 20, 10), sender=owner)
    bound, start = leaving.trader.remaining_budget(True) / UNITS_A_BPS, leaving.vault.nav().value
    for _ in range(4):
        leaving.open("BTC", "ETH", "LINK")
        leaving.wait(HOUR - 60)
        for name in ("BTC", "ETH", "LINK"):
            for dollars in (50_000, 5_000, 500):
                for _ in range(7):
                    try:
                        leaving.bid(name, raw=leaving.worth(name, dollars))
                    except Reverted as refused:
                        assert refused.reason == "trader: week budget"
                        break
        leaving.wait(60)
    lost = (start - leaving.vault.nav().value) * 10_000 / start
    # of the reserve each bid draws its part only
    assert bound / 4 < lost <= bound
