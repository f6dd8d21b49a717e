"""A bid: approved exactly, sent once, and never approved for when it could not be filled."""

import dataclasses
import multiprocessing
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keepers.book import BookAsset
from keepers.chain import Index, read_events
from keepers.errors import KeeperError
from keepers.execute import Journal, Refused, Sender, Unknown, dev_signer
from keepers.execute.bid import Order, bid, quoted
from tests.keepers.conftest import LOCAL_CHAIN, later, prices, supply
from tests.keepers.execute.test_send import QUICK, Faulty, die_after, swallow, with_fault
from world.market import World

HOUR = 3_600
BTC, USDT = 4, 2
ANYONE = 9
TENTH = 10**7  # of a BTC, raw units


def bitcoin(index: Index) -> BookAsset:
    return index.book.by_id(BTC)


def of(index: Index, path: Path, **options: Any) -> Sender:
    return Sender(index.connection, dev_signer(ANYONE, LOCAL_CHAIN), Journal(path), **options)


def stale(world: World) -> None:
    """The feed of BTC answered last three days ago: nothing of it trades."""
    feed = world.asset("BTC").feed
    answer = feed.answer(prices(world)["BTC"])
    feed.aggregator.set(answer, world.chain.now() - 3 * 24 * HOUR, sender=world.roles.market)


def fills(index: Index) -> list[int]:
    """Raw units of the asset that each fill took."""
    return [record.fields["asset_amount"] for record in read_events(index) if record.event == "AuctionFilled"]


def on(place: int, fault: Callable[[Faulty, str, tuple[Any, ...]], Any]) -> Callable[..., Any]:
    """The fault at the transaction of that place, counted from 1; the others are sent."""
    sent = 0

    def at(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        nonlocal sent
        sent += 1
        return fault(connection, method, params) if sent == place else connection.forward(method, *params)

    return at


def killed(index: Index, place: int, path: Path, account: str, order: Order) -> None:
    """Bid in a process of its own, which is killed when it has sent its transaction of that place."""

    def work() -> None:
        broken = with_fault(index, on(place, die_after))
        bid(broken, of(broken, path), account, order)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def test_bid__allowance_that_is_enough__not_approved_again(
    world: World, selling: Index, tmp_path: Path, anyone: str
) -> None:
    sender, order = of(selling, tmp_path / "journal.sqlite"), Order(bitcoin(selling), TENTH, most=4_300 * 10**6)
    first = bid(selling, sender, anyone, order)
    assert len(first.before) == 1
    house = world.index.auctions
    assert world.usdc.allowance(anyone, house) == 4_300 * 10**6 - first.event.fields["cash_amount"]
    # A rest of an approval stands: some tokens take no other amount before it is 0.
    second = bid(selling, sender, anyone, dataclasses.replace(order, number=2, most=4_300 * 10**6))
    assert len(second.before) == 2
    assert world.usdc.allowance(anyone, house) == 4_300 * 10**6 - second.event.fields["cash_amount"]
    world.usdc.approve(house, 10**12, sender=anyone)
    assert bid(selling, sender, anyone, Order(bitcoin(selling), TENTH // 5)).before == ()


def test_bid__taken_by_others_in_between__takes_the_rest(
    world: World, selling: Index, tmp_path: Path, anyone: str, holder: str
) -> None:
    house = world.index.auctions
    supply(world, holder)
    world.usdc.approve(house, 2**256 - 1, sender=holder)
    left = house.auction(BTC).remaining

    def others(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        house.bid(BTC, left - TENTH, 2**256 - 1, holder, 2**40, b"", sender=holder)
        return connection.forward(method, *params)

    late = with_fault(selling, on(2, others))
    filled = bid(late, of(late, tmp_path / "journal.sqlite"), anyone, Order(bitcoin(selling), None))
    assert filled.event.fields["asset_amount"] == TENTH and filled.event.fields["remaining"] == 0


@pytest.mark.parametrize("place", [1, 2])
def test_bid__killed_after_a_send__filled_once_by_the_same_command(
    world: World, selling: Index, tmp_path: Path, anyone: str, place: int
) -> None:
    path, order = tmp_path / "journal.sqlite", Order(bitcoin(selling), TENTH)
    killed(selling, place, path, anyone, order)
    assert fills(selling) == [TENTH] * (place - 1)
    filled = bid(selling, of(selling, path), anyone, order)
    assert filled.earlier == (place == 2)
    assert fills(selling) == [TENTH]
    assert Journal(path).open_attempts() == []


def test_bid__killed_after_it_took_all_that_was_left__told_of_it(selling: Index, tmp_path: Path, anyone: str) -> None:
    path, order = tmp_path / "journal.sqlite", Order(bitcoin(selling), None)
    killed(selling, 2, path, anyone, order)
    filled = bid(selling, of(selling, path), anyone, order)
    assert filled.earlier and filled.event.fields["remaining"] == 0
    with pytest.raises(KeeperError, match=r"no auction of BTC is live .it ended."):
        bid(selling, of(selling, path), anyone, dataclasses.replace(order, number=2))


@pytest.mark.parametrize("place", [1, 2])
def test_bid__swallowed_by_the_node__unknown_then_filled_once(
    selling: Index, tmp_path: Path, anyone: str, place: int
) -> None:
    path, order = tmp_path / "journal.sqlite", Order(bitcoin(selling), TENTH)
    deaf = with_fault(selling, on(place, swallow))
    with pytest.raises(Unknown, match="may still be; nothing new was sent"):
        bid(deaf, of(deaf, path, limits=QUICK), anyone, order)
    assert fills(selling) == []
    bid(selling, of(selling, path), anyone, order)
    assert fills(selling) == [TENTH]


def test_bid__swallowed_and_expired__given_up_and_sent_anew(
    world: World, selling: Index, tmp_path: Path, anyone: str
) -> None:
    path, order = tmp_path / "journal.sqlite", Order(bitcoin(selling), TENTH, life=60)
    deaf = with_fault(selling, on(2, swallow))
    with pytest.raises(Unknown):
        bid(deaf, of(deaf, path, limits=QUICK), anyone, order)
    later(world, 300)
    assert not bid(selling, of(selling, path), anyone, order).earlier
    assert fills(selling) == [TENTH]


def test_bid__trader_would_refuse__nothing_is_approved(
    world: World, selling: Index, tmp_path: Path, anyone: str
) -> None:
    stale(world)
    path = tmp_path / "journal.sqlite"
    block = world.chain.rpc("eth_blockNumber")
    with pytest.raises(Refused, match="'trader: no price'"):
        bid(selling, of(selling, path), anyone, Order(bitcoin(selling), TENTH))
    assert world.chain.rpc("eth_blockNumber") == block
    assert world.usdc.allowance(anyone, world.index.auctions) == 0


def test_bid__node_that_cannot_try_in_order__still_tries_before_it_sends(
    world: World, selling: Index, tmp_path: Path, anyone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keepers.execute.bid.simulate_in_order", lambda *_: None)
    stale(world)
    with pytest.raises(Refused, match="'trader: no price'"):
        bid(selling, of(selling, tmp_path / "journal.sqlite"), anyone, Order(bitcoin(selling), TENTH))
    assert fills(selling) == []


def test_bid__oracle_moves_past_the_bound__refused_and_nothing_taken(
    world: World, selling: Index, tmp_path: Path, anyone: str
) -> None:
    def rise(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        answer = connection.forward(method, *params)
        world.advance_to(world.chain.now() + 1, prices(world) | {"BTC": 43_000.0})
        return answer

    moved = with_fault(selling, on(1, rise))
    with pytest.raises(Refused, match=r"'auction: limit'\. The price moved past the bidder's limit"):
        bid(moved, of(moved, tmp_path / "journal.sqlite"), anyone, Order(bitcoin(selling), TENTH))
    assert fills(selling) == []


def test_quoted__tolerance__rounded_within_the_price_of_now(selling: Index) -> None:
    sale = quoted(selling, Order(bitcoin(selling), TENTH, tolerance_bps=100))
    assert sale.limit == sale.cash * 101 // 100 == sale.owed_most
    exact = quoted(selling, Order(bitcoin(selling), TENTH, tolerance_bps=0))
    assert exact.limit == exact.cash
    purchase = quoted(selling, Order(selling.book.by_id(USDT), 10**9, tolerance_bps=100))
    assert purchase.limit == purchase.cash - purchase.cash // 100 and purchase.owed_most == 10**9


def test_quoted__more_than_is_left__what_is_left(world: World, selling: Index) -> None:
    assert quoted(selling, Order(bitcoin(selling), 2**120)).taken == world.index.auctions.auction(BTC).remaining


def test_quoted__over__refused(world: World, selling: Index) -> None:
    later(world, HOUR)
    with pytest.raises(KeeperError, match="no auction of BTC is live"):
        quoted(selling, Order(bitcoin(selling), TENTH))
