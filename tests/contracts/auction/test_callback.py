"""A bidder that is called back: without capital, and with bad intent."""

import pytest

from tests.conftest import reverts
from tests.contracts.auction.sale_room import HOUR, SaleRoom
from tests.funded import ALL, FAR, lost_bps, next_session
from world.chain import Reverted
from world.contract import Contract

DATA = b"sold on"


@pytest.fixture
def bidder(leaving: SaleRoom) -> Contract:
    """A contract that owns nothing and has approved the house."""
    contract = leaving.chain.deploy("Bidder")
    for name in ("USDC", "BTC", "ETH", "LINK"):
        contract.approve(leaving.token(name), leaving.house, sender=leaving.bidder)
    return contract


def bid(room: SaleRoom, bidder: Contract, name: str, raw: int, *, data: bytes = DATA) -> dict[str, object]:
    return dict(bidder.bid(room.house, room.id(name), raw, ALL, bidder, FAR, data, sender=room.bidder))


def trade_in(room: SaleRoom, bidder: Contract, name: str) -> None:
    """In the callback it sells what it got into the pool of the asset."""
    pool, token = room.pool(name), room.token(name)
    zero_in = pool.token0 == token.address
    bidder.trade_in(pool.address, zero_in, token, room.usdc, sender=room.bidder)


def test_callback__bidder_without_capital__pays_from_the_pool(leaving: SaleRoom, bidder: Contract) -> None:
    leaving.open("ETH")
    leaving.wait(HOUR * 3 // 4)
    trade_in(leaving, bidder, "ETH")
    receipt = bid(leaving, bidder, "ETH", 10 * 10**18)
    event = leaving.filled(receipt)
    assert (bidder.asset(), bidder.given(), bidder.owed(), bidder.data()) == (
        leaving.id("ETH"),
        event.asset_amount,
        event.cash_amount,
        DATA,
    )
    assert bidder.paid_before() == 0
    assert leaving.usdc.balanceOf(bidder) > 0
    assert lost_bps(leaving.leg(receipt), 18, event.cash_price) > 0


def test_callback__pool_pays_less_than_is_owed__reverts(leaving: SaleRoom, bidder: Contract) -> None:
    leaving.open("ETH")
    trade_in(leaving, bidder, "ETH")
    with reverts("ERC20: transfer amount exceeds balance"):
        bid(leaving, bidder, "ETH", 10 * 10**18)


def test_callback__without_data__is_not_made(leaving: SaleRoom, bidder: Contract) -> None:
    leaving.open("ETH")
    leaving.world.fund(bidder.address, 1_000_000)
    bid(leaving, bidder, "ETH", 10**18, data=b"")
    assert bidder.asset() == 0
    bid(leaving, bidder, "ETH", 10**18)
    assert bidder.asset() == leaving.id("ETH")


def test_callback__account_without_code__reverts(leaving: SaleRoom) -> None:
    leaving.open("ETH")
    with pytest.raises(Reverted):
        leaving.bid("ETH", 1, data=DATA)


# What a bidder might call, and whether it could outside of a bid.
ENTRIES = {
    "bid": (
        lambda room, own: (room.house, room.house.bid.encode(room.id("ETH"), 10**18, ALL, room.bidder, FAR, b"")),
        True,
    ),
    "report_distance": (lambda room, own: (room.house, room.house.report_distance.encode()), True),
    "auction": (lambda room, own: (room.house, room.house.auction.encode(2)), True),
    "swap": (lambda room, own: (room.house, room.house.swap.encode(room.bidder, True, 10**18, 0, b"")), False),
    "pay": (lambda room, own: (room.trader, room.trader.uniswapV3SwapCallback.encode(10**18, 0, b"")), False),
    "remaining_budget": (lambda room, own: (room.trader, room.trader.remaining_budget.encode(True)), True),
    "deposit": (lambda room, own: (room.vault, room.vault.deposit.encode(10**6, room.bidder)), True),
    "sell": (lambda room, own: (room.vault, room.vault.sell.encode(10**18, 0, room.bidder, FAR)), True),
    "redeem in kind": (
        lambda room, own: (room.vault, room.vault.redeem_in_kind.encode(10**18, room.bidder, own, [])),
        True,
    ),
    "transfer shares": (lambda room, own: (room.vault, room.vault.transfer.encode(room.bidder, 1)), True),
    "accrue": (lambda room, own: (room.vault, room.vault.accrue.encode()), True),
    "nav": (lambda room, own: (room.vault, room.vault.nav.encode()), True),
    "settle": (lambda room, own: (room.vault, room.vault.settle.encode([], [], 0)), False),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_callback__into_any_entry__finds_it_locked(leaving: SaleRoom, bidder: Contract, entry: str) -> None:
    """The bidder has shares, USDC and approvals: what it could do a moment later it cannot do now."""
    leaving.supply(bidder.address)
    bidder.approve(leaving.usdc, leaving.vault, sender=leaving.bidder)
    leaving.vault.transfer(bidder, 10**21, sender=leaving.world.roles.holder)
    leaving.open("ETH")
    make, possible_outside = ENTRIES[entry]
    target, calldata = make(leaving, bidder)
    bidder.call_back_with(target, calldata, sender=leaving.bidder)
    before = leaving.vault.totalSupply(), leaving.balance("USDC")
    event = leaving.filled(bid(leaving, bidder, "ETH", 10**18))
    assert not bidder.succeeded()
    assert (leaving.vault.totalSupply(), leaving.balance("USDC")) == (before[0], before[1] + event.cash_amount)
    assert leaving.usdc.balanceOf(leaving.vault) == leaving.balance("USDC")
    if possible_outside:
        bidder.act(target, calldata, sender=leaving.bidder)
    else:
        with pytest.raises(Reverted):
            bidder.act(target, calldata, sender=leaving.bidder)


def test_callback__donates_to_the_vault__does_not_pay_for_it(leaving: SaleRoom, bidder: Contract) -> None:
    """USDC sent beside is no part of the deal: what moved is not what was reported."""
    leaving.supply(bidder.address)
    leaving.open("ETH")
    bidder.call_back_with(leaving.usdc, leaving.usdc.transfer.encode(leaving.vault, 1), sender=leaving.bidder)
    with reverts("trader: cash differs"):
        bid(leaving, bidder, "ETH", 10**18)


def test_callback__activates_the_next_decision__the_fill_stands_and_the_auction_goes_on(
    leaving: SaleRoom, bidder: Contract
) -> None:
    """As if it had come a moment later: the leg was held to the targets it began with."""
    leaving.supply(bidder.address)
    epoch = leaving.propose(bull=False, DAI=110_000)
    leaving.wait(600)
    leaving.open("ETH")
    bidder.call_back_with(leaving.strategy, leaving.strategy.activate.encode(epoch), sender=leaving.bidder)
    bid(leaving, bidder, "ETH", 10**18)
    assert bidder.succeeded()
    assert leaving.strategy.active().epoch == epoch
    bid(leaving, bidder, "ETH", 10**18)


def test_swap__outside_of_a_bid__is_nobodys(leaving: SaleRoom, executor: str) -> None:
    """Not the executor's either, who names the house as a pool in a session of his."""
    with reverts("auction: only trader"):
        leaving.house.swap(leaving.vault, True, 10**18, 0, b"", sender=executor)
    hop = int(leaving.house.address, 16) | 1 << 160
    leg = (leaving.id("ETH"), False, 10**18, 0, hop, 0, 0)
    with reverts("auction: no bid"):
        leaving.trader.rebalance(*next_session(leaving.world.index, [leg]), sender=executor)


@pytest.mark.parametrize("role", ["anyone", "executor", "owner"])
def test_fill__not_the_house__reverts(leaving: SaleRoom, role: str, request: pytest.FixtureRequest) -> None:
    leg = (leaving.id("ETH"), False, 10**18, 0, int(leaving.house.address, 16) | 1 << 160, 0, 0)
    with reverts("trader: only auction house"):
        leaving.trader.fill(leg, sender=request.getfixturevalue(role))
