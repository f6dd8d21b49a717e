"""bid: what moves, at which price, in parts; who bounds it."""

from fractions import Fraction

import pytest

from tests.conftest import reverts
from tests.contracts.auction.conftest import TARGET
from tests.contracts.auction.price_model import rounded_factor, rounded_usdc
from tests.contracts.auction.sale_room import DAY, HOUR, SaleRoom
from tests.funded import lost_bps

ZERO = "0x" + "00" * 20
USD = 10**18


def model(room: SaleRoom, name: str, amount: int, at: int) -> int:
    """Raw USDC for raw units of a bid in the block of a time."""
    auction = room.auction(name)
    factor = rounded_factor(at - auction.opened_at, room.slippage_bps(name), buy=auction.buy)
    price, cash_price = (int(room.price(each) * USD) for each in (name, "USDC"))
    places = room.world.asset(name).market.decimals
    return rounded_usdc(amount, places, price, cash_price, factor, buy=auction.buy)


@pytest.mark.parametrize("seconds", [1, 300, 599, 900, 1_800, 3_590])
def test_bid__in_a_sale__pays_the_price_of_the_moment(selling: SaleRoom, seconds: int) -> None:
    selling.open("BTC")
    before = {
        account: (selling.token("BTC").balanceOf(account), selling.usdc.balanceOf(account))
        for account in (selling.bidder, selling.vault.address, selling.house.address)
    }
    booked = selling.balance("BTC"), selling.balance("USDC")
    selling.wait(seconds)
    receipt = selling.bid("BTC", 0.5)
    amount, now = selling.unit("BTC") // 2, selling.chain.now()
    owed = model(selling, "BTC", amount, now)
    moved = {
        account: (selling.token("BTC").balanceOf(account) - tokens, selling.usdc.balanceOf(account) - usdc)
        for account, (tokens, usdc) in before.items()
    }
    assert moved == {
        selling.bidder: (amount, -owed),
        selling.vault.address: (-amount, owed),
        selling.house.address: (0, 0),
    }
    assert (selling.balance("BTC"), selling.balance("USDC")) == (booked[0] - amount, booked[1] + owed)
    event = selling.filled(receipt)
    assert (event.asset_amount, event.cash_amount, event.remaining) == (amount, owed, selling.auction("BTC").remaining)
    assert event.factor == rounded_factor(now - selling.auction("BTC").opened_at, 100, buy=False)


@pytest.mark.parametrize("seconds", [1, 300, 599, 900, 1_800, 3_590])
def test_bid__in_a_purchase__gets_the_price_of_the_moment(buying: SaleRoom, seconds: int) -> None:
    buying.open("ETH")
    tokens, usdc = buying.token("ETH").balanceOf(buying.bidder), buying.usdc.balanceOf(buying.bidder)
    booked = buying.balance("ETH"), buying.balance("USDC")
    buying.wait(seconds)
    receipt = buying.bid("ETH", 5)
    amount = 5 * buying.unit("ETH")
    given = model(buying, "ETH", amount, buying.chain.now())
    assert buying.token("ETH").balanceOf(buying.bidder) == tokens - amount
    assert buying.usdc.balanceOf(buying.bidder) == usdc + given
    assert (buying.balance("ETH"), buying.balance("USDC")) == (booked[0] + amount, booked[1] - given)
    event = buying.filled(receipt)
    assert (event.buy, event.cash_amount, event.asset_amount) == (True, given, amount)


def test_bid__is_logged_by_the_trader_as_a_leg_of_session_0(selling: SaleRoom) -> None:
    sessions, sequence = selling.trader.sessions(), selling.trader.sequence()
    selling.open("BTC")
    receipt = selling.bid("BTC", 0.5)
    leg, event = selling.leg(receipt), selling.filled(receipt)
    assert (leg.session, leg.asset, leg.buy) == (0, selling.id("BTC"), False)
    assert (event.epoch, event.price) == (2, leg.price)
    assert (leg.amount_in, leg.amount_out, leg.sequence) == (event.asset_amount, event.cash_amount, sequence + 1)
    assert -201 <= lost_bps(leg, 8, event.cash_price) <= -199
    assert (selling.trader.sessions(), selling.trader.sequence()) == (sessions, sequence + 1)
    assert selling.house.sequence() == event.sequence == 2
    selling.trade(BTC=-1_000)
    assert selling.trader.sessions() == sessions + 1


def test_bid__price_of_the_oracle_moved__is_the_fresh_one(selling: SaleRoom) -> None:
    selling.open("BTC")
    before = selling.house.preview_bid(selling.id("BTC"), 10**8)[1]
    selling.answer("BTC", 43_000.0)
    after = selling.house.preview_bid(selling.id("BTC"), 10**8)[1]
    assert abs(Fraction(after, before) - Fraction(43, 42)) < Fraction(1, 10**4)


def test_bids__in_parts__take_it_all_and_no_more(selling: SaleRoom) -> None:
    selling.open("BTC")
    lot = selling.auction("BTC").remaining
    taken = [selling.filled(selling.bid("BTC", 0.4)).asset_amount for _ in range(2)]
    rest = selling.auction("BTC").remaining
    assert rest == lot - sum(taken)
    assert selling.filled(selling.bid("BTC", 1_000)).asset_amount == rest
    with reverts("auction: not open"):
        selling.bid("BTC", 0.1)
    # what a premium of 2 % brought lifts the target a little
    nav = selling.vault.nav().value / USD
    assert 0.2495 < selling.value("BTC") / nav < 0.25


def test_bid__below_the_minimum__reverts_unless_it_is_the_rest(leaving: SaleRoom) -> None:
    leaving.open("BTC")
    with reverts("auction: below minimum"):
        leaving.bid("BTC", raw=leaving.worth("BTC", 99.9))
    with reverts("auction: below minimum"):
        leaving.bid("BTC", raw=0)
    leaving.bid("BTC", raw=leaving.worth("BTC", 100.1))
    left = leaving.auction("BTC").remaining
    leaving.bid("BTC", raw=left - leaving.worth("BTC", 50))
    rest = leaving.auction("BTC").remaining
    assert rest < leaving.worth("BTC", 51)
    with reverts("auction: below minimum"):
        leaving.bid("BTC", raw=rest - 1)
    leaving.bid("BTC", raw=rest)
    assert leaving.balance("BTC") == 1


def test_bid__limit_of_a_sale__is_the_most_to_pay(selling: SaleRoom) -> None:
    selling.open("BTC")
    selling.wait(600)
    owed = selling.house.preview_bid(selling.id("BTC"), 10**8)[1]
    fair = int(42_000 * 1.0025 * 10**6)
    assert owed > fair
    with reverts("auction: limit"):
        selling.bid("BTC", raw=10**8, limit=fair)
    selling.wait(600)
    paid = selling.filled(selling.bid("BTC", raw=10**8, limit=fair)).cash_amount
    assert paid <= fair


def test_bid__limit_of_a_purchase__is_the_least_to_get(buying: SaleRoom) -> None:
    buying.open("ETH")
    raw, fair = buying.unit("ETH"), 2_300 * 10**6
    buying.wait(900)
    with reverts("auction: limit"):
        buying.bid("ETH", raw=raw, limit=fair)
    buying.wait(900)
    assert buying.filled(buying.bid("ETH", raw=raw, limit=fair)).cash_amount >= fair


def test_bid__after_its_deadline__reverts(selling: SaleRoom) -> None:
    selling.open("BTC")
    with reverts("auction: deadline passed"):
        selling.bid("BTC", 0.1, deadline=selling.chain.now() - 1)


def test_bid__another_receiver__gets_it_and_the_bidder_pays(selling: SaleRoom, other_holder: str) -> None:
    selling.open("BTC")
    had = selling.token("BTC").balanceOf(other_holder)
    receipt = selling.bid("BTC", 0.1, receiver=other_holder)
    assert selling.token("BTC").balanceOf(other_holder) == had + 10**7
    assert (selling.filled(receipt).bidder, selling.filled(receipt).receiver) == (selling.bidder, other_holder)


@pytest.mark.parametrize("receiver", ["nobody", "house"])
def test_bid__receiver_that_loses_it__reverts(selling: SaleRoom, receiver: str) -> None:
    selling.open("BTC")
    to = ZERO if receiver == "nobody" else selling.house.address
    with reverts("auction: receiver"):
        selling.bid("BTC", 0.1, receiver=to)


def test_bid__without_approval_or_money__reverts(selling: SaleRoom, other_holder: str) -> None:
    selling.open("BTC")
    with reverts("ERC20: transfer amount exceeds allowance"):
        selling.bid("BTC", 0.1, sender=other_holder)


def test_bid__for_an_asset_without_an_auction__reverts(selling: SaleRoom) -> None:
    with reverts("auction: not open"):
        selling.bid("ETH", 1)
    with reverts("auction: not open"):
        selling.house.preview_bid(selling.id("ETH"), 1)


def test_preview__at_the_same_second__is_what_the_bid_moves(selling: SaleRoom) -> None:
    selling.open("BTC")
    selling.wait(777)
    snapshot = selling.chain.snapshot()
    filled = selling.filled(selling.bid("BTC", 0.3))
    at = selling.chain.now()
    selling.chain.revert(snapshot)
    selling.chain.mine(at)
    assert selling.house.preview_bid(selling.id("BTC"), 3 * 10**7) == (filled.asset_amount, filled.cash_amount)


def test_bid__a_session_sold_in_between__cannot_pass_the_target(selling: SaleRoom) -> None:
    selling.open("BTC")
    selling.trade(BTC=-49_000)
    with reverts("trader: past target"):
        selling.bid("BTC", 0.5)


@pytest.mark.parametrize("part", [2, 10**6])
def test_bid__a_holder_left_in_kind_in_between__takes_what_is_there(leaving: SaleRoom, holder: str, part: int) -> None:
    """Half of the fund, or 20 cents: neither makes a bid for the whole lot fail."""
    leaving.open("PEPE")
    opened = leaving.auction("PEPE").remaining
    leaving.vault.redeem_in_kind(leaving.vault.balanceOf(holder) // part, holder, holder, [], sender=holder)
    available = leaving.balance("PEPE") - 1
    assert available < opened
    assert leaving.house.preview_bid(leaving.id("PEPE"), opened)[0] == available
    filled = leaving.filled(leaving.bid("PEPE"))
    assert (filled.asset_amount, filled.remaining) == (available, 0)
    assert leaving.balance("PEPE") == 1
    assert not leaving.auction("PEPE").live


def test_bid__what_an_exit_left_is_below_the_minimum__is_the_rest(leaving: SaleRoom, holder: str) -> None:
    leaving.open("BTC")
    leaving.bid("BTC", raw=leaving.auction("BTC").remaining - leaving.worth("BTC", 101))
    leaving.vault.redeem_in_kind(leaving.vault.balanceOf(holder) // 2, holder, holder, [], sender=holder)
    rest = leaving.balance("BTC") - 1
    assert rest < leaving.worth("BTC", 99) < leaving.auction("BTC").remaining
    with reverts("auction: below minimum"):
        leaving.bid("BTC", raw=rest - 1)
    assert leaving.filled(leaving.bid("BTC", raw=rest)).asset_amount == rest


def test_bid__nothing_is_left_but_a_unit__is_no_bid(leaving: SaleRoom) -> None:
    leaving.open("PEPE")
    leaving.trade(PEPE=-0.0)  # all but a unit
    assert leaving.balance("PEPE") == 1 and leaving.auction("PEPE").live
    for call in (leaving.bid, lambda name: leaving.house.preview_bid(leaving.id(name), 1)):
        with reverts("auction: not open"):
            call("PEPE")


def test_bid__says_both_prices(selling: SaleRoom) -> None:
    selling.open("BTC")
    filled = selling.filled(selling.bid("BTC", 0.5))
    assert (filled.price, filled.cash_price) == tuple(int(selling.price(name) * USD) for name in ("BTC", "USDC"))


def test_bid__feed_dead_since_the_opening__reverts(leaving: SaleRoom) -> None:
    leaving.open("LINK")
    leaving.answer("LINK", 15.0, updated_at=leaving.chain.now() - 30 * DAY)
    with reverts("trader: no price"):
        leaving.bid("LINK", 100)


def test_bid__price_fell_below_the_target_since_the_opening__reverts(selling: SaleRoom) -> None:
    selling.open("BTC")
    selling.move(BTC=30_000.0)
    with reverts("trader: past target"):
        selling.bid("BTC", 0.1)


def test_bid__whole_basket__brings_the_fund_to_its_target(leaving: SaleRoom) -> None:
    names = ["BTC", "ETH", "LINK", "PEPE"]
    leaving.open(*names)
    leaving.wait(HOUR // 4)
    for name in names:
        leaving.bid(name)
    assert [leaving.balance(name) for name in names] == [1, 1, 1, 1]
    assert leaving.vault.held() == [leaving.id("DAI")]
    distance, nav = leaving.house.distance()
    assert distance * 100 < nav


def test_bid__purchase_that_would_spend_the_cash_target__waits_for_a_sale(room: SaleRoom) -> None:
    room.wait(7 * DAY)
    room.decide(**TARGET | {"BTC": 250_000, "ETH": 350_000})
    room.open("ETH", "BTC")
    with reverts("trader: cash below target"):
        room.bid("ETH", 10)
    room.bid("BTC")
    room.bid("ETH")
