"""open: who may, what for, how much; what is passed over."""

import pytest

from tests.conftest import reverts
from tests.contracts.auction.conftest import TARGET
from tests.contracts.auction.sale_room import DAY, HOUR, SaleRoom


def near(found: float, wanted: float, *, part: float = 0.002) -> bool:
    return abs(found - wanted) <= part * wanted


def test_open__executor__sells_what_is_above_the_target(selling: SaleRoom, executor: str) -> None:
    receipt = selling.open("BTC")
    (event,) = selling.house.events(receipt, "AuctionOpened")
    now = selling.chain.now()
    auction = selling.auction("BTC")
    assert (event.asset, event.epoch, event.buy, event.by) == (selling.id("BTC"), 2, False, executor)
    assert (event.amount, event.closes_at, event.sequence) == (auction.remaining, now + HOUR, selling.house.sequence())
    assert (auction.epoch, auction.opened_at, auction.closes_at, auction.live) == (2, now, now + HOUR, True)
    excess = selling.value("BTC") - 0.25 * selling.vault.nav().value / 10**18
    assert near(float(auction.remaining * selling.price("BTC") / selling.unit("BTC")), excess)


def test_open__executor__buys_what_is_below_the_target(buying: SaleRoom) -> None:
    buying.open("ETH")
    auction = buying.auction("ETH")
    assert auction.buy
    missing = 0.35 * buying.vault.nav().value / 10**18 - buying.value("ETH")
    assert near(float(auction.remaining * buying.price("ETH") / buying.unit("ETH")), missing)


def test_open__no_target_any_more__all_but_one_unit(leaving: SaleRoom) -> None:
    leaving.open("BTC", "PEPE")
    for name in ("BTC", "PEPE"):
        assert leaving.auction(name).remaining == leaving.balance(name) - 1


@pytest.mark.parametrize("role", ["anyone", "proposer", "guardian", "owner", "holder", "deployer"])
def test_open__another_role__reverts_while_the_keeper_is_there(
    selling: SaleRoom, role: str, request: pytest.FixtureRequest
) -> None:
    with reverts("auction: only executor"):
        selling.open("BTC", sender=request.getfixturevalue(role))


@pytest.mark.parametrize("name", ["ETH", "USDC"])
def test_open__on_target_or_cash__has_nothing_to_open(selling: SaleRoom, name: str) -> None:
    assert selling.house.lot(selling.id(name)) == (False, 0)
    with reverts("auction: nothing to open"):
        selling.open(name)


def test_open__unknown_asset__has_nothing_to_open(selling: SaleRoom, executor: str) -> None:
    with reverts("auction: nothing to open"):
        selling.house.open([65_000], sender=executor)


def test_open__some_that_cannot_be__are_passed_over(selling: SaleRoom) -> None:
    receipt = selling.open("ETH", "BTC", "USDC", "BTC")
    assert [event.asset for event in selling.house.events(receipt, "AuctionOpened")] == [selling.id("BTC")]


def test_open__one_is_live__not_again_within_its_hour(selling: SaleRoom) -> None:
    selling.open("BTC")
    selling.wait(HOUR - 60)
    with reverts("auction: nothing to open"):
        selling.open("BTC")
    selling.wait(60)
    assert not selling.auction("BTC").live
    with reverts("auction: not open"):
        selling.bid("BTC", 0.1)
    selling.open("BTC")
    assert selling.auction("BTC").live


def test_open__all_was_taken__may_be_opened_at_once(selling: SaleRoom) -> None:
    selling.open("BTC")
    selling.bid("BTC")
    assert not selling.auction("BTC").live
    selling.move(BTC=44_000.0)
    selling.open("BTC")
    assert near(
        selling.auction("BTC").remaining / selling.unit("BTC") * 44_000, 0.75 * 250_000 * (44 / 42 - 1), part=0.2
    )


@pytest.mark.parametrize("targets", [TARGET | {"BTC": 250_000}, {"DAI": 100_000}])
def test_decision__another_one__does_not_end_the_auction(selling: SaleRoom, targets: dict[str, int]) -> None:
    """Neither a hold nor one that sells more: its side is still right, and it goes on at its price."""
    selling.open("BTC")
    opened = selling.auction("BTC")
    selling.decide(bull="BTC" in targets, **targets)
    assert selling.auction("BTC") == opened
    with reverts("auction: nothing to open"):
        selling.open("BTC")
    filled = selling.filled(selling.bid("BTC", 0.1))
    assert (filled.epoch, filled.remaining) == (2, opened.remaining - 10**7)


def test_decision__on_the_other_side__another_auction_takes_the_place(selling: SaleRoom) -> None:
    selling.wait(7 * DAY)
    epoch = selling.propose(**TARGET | {"BTC": 270_000})
    selling.wait(6 * HOUR - 600)
    selling.open("BTC")
    assert not selling.auction("BTC").buy
    selling.trade(BTC=-45_000)
    selling.wait(600)
    selling.strategy.activate(epoch, sender=selling.world.roles.anyone)
    with reverts("trader: past target"):
        selling.bid("BTC", 0.1)
    assert selling.house.lot(selling.id("BTC"))[0]
    selling.open("BTC")
    auction = selling.auction("BTC")
    assert (auction.buy, auction.epoch) == (True, epoch)
    selling.bid("BTC", 0.1)


def test_open__wrong_side_and_nothing_to_trade__leaves_it(selling: SaleRoom) -> None:
    """Within dust of the target there is nothing to open, whatever the slot holds."""
    selling.open("BTC")
    selling.trade(BTC=-50_000)
    assert selling.house.lot(selling.id("BTC"))[1] == 0
    with reverts("auction: nothing to open"):
        selling.open("BTC")


def test_open__before_any_decision__has_nothing_to_open(world_without_decision: SaleRoom) -> None:
    with reverts("auction: nothing to open"):
        world_without_decision.open("BTC")


@pytest.fixture
def world_without_decision(room: SaleRoom) -> SaleRoom:
    """The same world; its strategy has just been born."""
    chain, strategy = room.chain, room.strategy
    others = [room.world.roles.owner, room.world.roles.guardian, room.world.roles.proposer, room.world.index.registry]
    fresh = chain.deploy("IndexStrategy", *others, room.house)
    for slot in range(64):
        word = chain.rpc("eth_getStorageAt", fresh.address, hex(slot), "latest")
        chain.rpc("anvil_setStorageAt", strategy.address, "0x" + slot.to_bytes(32, "big").hex(), word)
    assert strategy.active().epoch == 0
    return room


def test_open__stale_feed__is_passed_over(leaving: SaleRoom) -> None:
    leaving.prices.pop("LINK")
    leaving.wait(2 * DAY)
    with reverts("auction: nothing to open"):
        leaving.open("LINK")
    leaving.open("BTC")


@pytest.mark.parametrize("status", [2, 3])
def test_open__impaired_or_sell_only_with_a_fresh_feed__is_sold(leaving: SaleRoom, guardian: str, status: int) -> None:
    """Whatever the guardian says of an asset, it does not keep the fund from leaving it."""
    leaving.world.index.registry.set_status(leaving.id("LINK"), status, sender=guardian)
    buy, amount = leaving.house.lot(leaving.id("LINK"))
    assert (buy, amount) == (False, leaving.balance("LINK") - 1)
    leaving.open("LINK")


def test_open__sell_only_asset__is_sold_and_not_bought(buying: SaleRoom, guardian: str) -> None:
    buying.world.index.registry.set_status(buying.id("ETH"), 2, sender=guardian)
    with reverts("auction: nothing to open"):
        buying.open("ETH")
    buying.decide(bull=False, DAI=100_000)
    buying.open("ETH")


def test_open__entries_paused__sells_and_does_not_add_risk(buying: SaleRoom, guardian: str) -> None:
    buying.world.index.policy.pause_entries(sender=guardian)
    with reverts("auction: nothing to open"):
        buying.open("ETH")
    buying.decide(bull=False, DAI=200_000)
    receipt = buying.open("ETH", "DAI")
    assert [event.buy for event in buying.house.events(receipt, "AuctionOpened")] == [False, True]


def test_bid__entries_paused_since_the_opening__adds_no_risk(buying: SaleRoom, guardian: str) -> None:
    buying.open("ETH")
    buying.world.index.policy.pause_entries(sender=guardian)
    with reverts("trader: paused"):
        buying.bid("ETH", 1)


def test_lot__says_what_open_would(selling: SaleRoom) -> None:
    buy, amount = selling.house.lot(selling.id("BTC"))
    selling.open("BTC")
    auction = selling.auction("BTC")
    assert (auction.buy, auction.remaining) == (buy, amount)
    assert selling.house.lot(selling.id("BTC")) == (False, 0)


def session_says(room: SaleRoom) -> tuple[int, int]:
    """Distance and NAV before a session of a small sale."""
    (closed,) = room.trader.events(room.trade(BTC=-1_000), "SessionClosed")
    return closed.distance_before, closed.nav_before


def test_distance__is_what_a_session_says(selling: SaleRoom) -> None:
    """The house reads the fund by its own views; the trader's summary is the other witness."""
    distance, nav = selling.house.distance()
    assert session_says(selling) == (distance, nav)
    assert near(distance / nav, 0.05, part=0.03)


def test_distance__with_locked_redemptions__is_what_a_session_says(selling: SaleRoom, holder: str, anyone: str) -> None:
    queue = selling.world.index.queue
    selling.vault.approve(queue, 2**256 - 1, sender=holder)
    queue.requestRedeem(selling.vault.balanceOf(holder) // 3, holder, holder, sender=holder)
    selling.wait(DAY)
    queue.lock(sender=anyone)
    distance, nav = selling.house.distance()
    assert session_says(selling) == (distance, nav)
    assert distance > nav // 10
