"""What auctions may lose: the executor's count with his sessions, those of the fallback have a budget of their own."""

from tests.conftest import reverts
from tests.contracts.auction.conftest import TARGET
from tests.contracts.auction.sale_room import DAY, HOUR, SaleRoom
from world.chain import Reverted

UNITS_A_BPS = 10_000


def sell_late(room: SaleRoom, name: str, dollars: float, *, sender: str | None = None) -> None:
    """Opened and taken half an hour later, under the oracle price."""
    room.open(name, sender=sender)
    room.wait(HOUR // 2)
    room.bid(name, raw=room.worth(name, dollars))


def spent(room: SaleRoom, before: tuple[int, int]) -> tuple[float, float]:
    """Bps of NAV since: of the general budget, of the fallback's."""
    now = left(room)
    return (before[0] - now[0]) / UNITS_A_BPS, (before[1] - now[1]) / UNITS_A_BPS


def left(room: SaleRoom) -> tuple[int, int]:
    return room.trader.budget_left(True), room.trader.fallback_left(True)


def test_budgets__as_deployed(room: SaleRoom) -> None:
    room.wait(8 * DAY)
    assert left(room) == (220 * UNITS_A_BPS, 150 * UNITS_A_BPS)
    assert (room.trader.budget_left(False), room.trader.fallback_left(False)) == (120 * UNITS_A_BPS, 50 * UNITS_A_BPS)


def test_auction_of_the_executor__loses_of_the_general_budget(leaving: SaleRoom) -> None:
    before = left(leaving)
    sell_late(leaving, "BTC", 100_000)
    general, fallback = spent(leaving, before)
    # 0.625 % of a tenth of NAV
    assert 6.1 < general < 6.4
    assert fallback == 0


def test_auction_of_the_fallback__loses_of_its_own(leaving: SaleRoom, anyone: str) -> None:
    leaving.wait(14 * DAY)
    before = left(leaving)
    sell_late(leaving, "BTC", 100_000, sender=anyone)
    general, fallback = spent(leaving, before)
    assert general == 0
    assert 6.1 < fallback < 6.4


def test_auction_of_the_executor__while_he_is_silent__is_one_of_the_fallback(leaving: SaleRoom) -> None:
    """Or the slot of an asset could be held, hour after hour, by auctions whose budget is gone."""
    leaving.wait(14 * DAY)
    before = left(leaving)
    sell_late(leaving, "BTC", 100_000)
    assert leaving.auction("BTC").fallback
    assert spent(leaving, before)[0] == 0


def test_gains__are_never_credited(leaving: SaleRoom) -> None:
    before = left(leaving)
    leaving.open("BTC")
    leaving.bid("BTC", raw=leaving.worth("BTC", 100_000))
    assert left(leaving) == before


def test_general_budget_gone__auctions_of_the_executor_stop_and_the_fallback_goes_on(
    leaving: SaleRoom, owner: str, anyone: str
) -> None:
    leaving.trader.set_budget((80, 3, 0, 150), sender=owner)
    with reverts("trader: week budget"):
        sell_late(leaving, "BTC", 100_000)
    leaving.wait(14 * DAY)
    sell_late(leaving, "BTC", 100_000, sender=anyone)


def test_fallback_budget_gone__its_auctions_stop_and_sessions_go_on(leaving: SaleRoom, owner: str, anyone: str) -> None:
    leaving.trader.set_budget((80, 120, 100, 3), sender=owner)
    leaving.wait(14 * DAY)
    with reverts("trader: week budget"):
        sell_late(leaving, "BTC", 100_000, sender=anyone)
    leaving.trade(BTC=-100_000)
    # at a gain there is no loss to count
    leaving.open("ETH", sender=anyone)
    leaving.bid("ETH", 10)


def test_fallback_budget__is_back_after_a_week(leaving: SaleRoom, owner: str, anyone: str) -> None:
    leaving.trader.set_budget((80, 120, 100, 10), sender=owner)
    leaving.wait(14 * DAY)
    sell_late(leaving, "BTC", 100_000, sender=anyone)
    with reverts("trader: week budget"):
        leaving.bid("BTC", raw=leaving.worth("BTC", 100_000))
    leaving.wait(8 * DAY)
    assert leaving.trader.fallback_left(True) == 10 * UNITS_A_BPS
    sell_late(leaving, "BTC", 100_000, sender=anyone)


def test_fallback__purchases_of_risk__leave_the_way_out_its_part(room: SaleRoom, owner: str, anyone: str) -> None:
    """Of 20 bps 18 are kept for de-risking: a purchase that loses 3 is refused, the sale of what is no target any more
    loses 8 and is not."""
    room.trader.set_budget((80, 120, 18, 20), sender=owner)
    room.wait(7 * DAY)
    room.decide(**{name: ppm for name, ppm in TARGET.items() if name != "LINK"} | {"ETH": 350_000})
    room.wait(14 * DAY)
    room.open("ETH", "LINK", sender=anyone)
    room.wait(HOUR // 2)
    room.bid("LINK")
    with reverts("trader: week budget"):
        room.bid("ETH")
    assert 11 * UNITS_A_BPS < room.trader.fallback_left(True) < 13 * UNITS_A_BPS


def test_thief__holds_the_executors_key_and_bids_himself__loses_at_most_the_week(leaving: SaleRoom, owner: str) -> None:
    """At the last minute of every auction; the budget is small so that it ends soon."""
    leaving.trader.set_budget((80, 20, 10, 150), sender=owner)
    bound, start = leaving.trader.budget_left(True) / UNITS_A_BPS, leaving.vault.nav().value
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
    assert bound - 0.2 < lost <= bound
