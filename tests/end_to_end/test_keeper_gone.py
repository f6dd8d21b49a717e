"""The keeper is gone, both of its keys, guardian and owner too: what anyone can still do, to the last holder.

After a fortnight auctions toward the target, after four weeks the safe state; a bidder without capital and one with it
bring the fund into USDC; every holder leaves, in kind or through the queue. After thirteen days: nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.conftest import MONDAY, reverts
from tests.contracts.auction.sale_room import DAY, SaleRoom
from tests.funded import ALL, FAR, four_assets
from world.chain import Reverted
from world.contract import Contract
from world.market import World

TARGET = {"BTC": 300_000, "ETH": 300_000, "LINK": 90_000, "PEPE": 5_000, "DAI": 200_000}
VOLATILE = ("BTC", "ETH", "LINK", "PEPE")
SHARE = 10**18


@dataclass
class Orphaned:
    """A fund on target whose keeper signed for the last time in block `last`. Each of the holders has a third of it."""

    room: SaleRoom
    holders: tuple[str, str, str]
    last: int

    @property
    def signers(self) -> set[str]:
        """Who has sent a transaction since."""
        chain = self.room.chain
        newest = int(chain.rpc("eth_blockNumber"), 16)
        blocks = chain.rpc_batch([("eth_getBlockByNumber", [hex(n), True]) for n in range(self.last + 1, newest + 1)])
        return {transaction["from"].lower() for block in blocks for transaction in block["transactions"]}

    @property
    def keys(self) -> set[str]:
        """Of everybody with a role."""
        roles = self.room.world.roles
        return {key.lower() for key in (roles.owner, roles.guardian, roles.proposer, roles.executor)}


@pytest.fixture
def orphaned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orphaned]:
    world = World.create(tmp_path_factory.mktemp("world"), four_assets(), MONDAY)
    roles = world.roles
    holders = (roles.holder, roles.other_holder, roles.platform)
    room = SaleRoom(world, roles.anyone, {asset.provider_id: asset.price for asset in four_assets()})
    world.lift_flow_limit()
    for holder in holders:
        world.fund(holder, 300_000)
        world.usdc.approve(world.index.vault, ALL, sender=holder)
        world.index.vault.deposit(300_000 * 10**6, holder, sender=holder)
    room.decide(**TARGET)
    room.trade(**{name: ppm * 0.9 for name, ppm in TARGET.items()})
    room.supply(room.bidder)
    room.approve(room.bidder)
    yield Orphaned(room, holders, int(room.chain.rpc("eth_blockNumber"), 16))
    world.close()


def test_keeper__frozen_for_13_days__nothing_happens(orphaned: Orphaned) -> None:
    room = orphaned.room
    held, decision, sequences = room.vault.held(), room.strategy.active(), logged(room)
    for _ in range(13):
        room.wait(DAY)
        assert room.house.report_distance.call(sender=room.bidder) == 0
        assert room.house.workable() == []
        assert not room.strategy.safe_state_workable()
    with reverts("auction: only executor"):
        room.open("BTC", sender=room.bidder)
    with reverts("strategy: not silent"):
        room.strategy.force_safe_state(sender=room.bidder)
    with reverts("auction: not open"):
        room.bid("BTC", 1)
    assert (room.vault.held(), room.strategy.active(), logged(room)) == (held, decision, sequences)
    # and the keeper goes on as if nothing had been
    room.decide(**TARGET | {"BTC": 290_000})
    room.trade(BTC=-5_000)


def logged(room: SaleRoom) -> tuple[int, ...]:
    return tuple(contract.sequence() for contract in (room.trader, room.strategy, room.house))


def test_keeper__gone_for_a_fortnight__the_fund_is_kept_on_its_target_by_anyone(orphaned: Orphaned) -> None:
    room = orphaned.room
    room.move(BTC=63_000.0)
    room.wait(14 * DAY)
    before, nav = room.house.distance()
    assert before * 20 > nav
    room.house.open(room.house.workable(), sender=room.bidder)
    room.wait(15 * 60)
    for name in ("BTC", "ETH", "LINK", "PEPE", "DAI"):
        take(room, name)
    after, nav = room.house.distance()
    assert after * 100 < nav
    assert orphaned.signers.isdisjoint(orphaned.keys)


def test_keeper__gone_for_28_days__anyone_brings_it_to_the_safe_state_and_everybody_out(orphaned: Orphaned) -> None:
    room = orphaned.room
    first, second, third = orphaned.holders
    room.wait(28 * DAY)
    start = room.vault.totalAssets()

    room.strategy.force_safe_state(sender=room.bidder)
    assert room.house.silent()
    room.house.open(room.house.workable(), sender=room.bidder)

    # one holder does not wait: her part of everything, in the middle of the auctions
    shares = room.vault.balanceOf(first)
    room.vault.redeem_in_kind(shares, first, first, [], sender=first)
    for name in VOLATILE:
        assert room.token(name).balanceOf(first) > 0

    # the others ask for USDC; their shares are locked while the auctions raise it
    queue = room.world.index.queue
    for holder in (second, third):
        room.vault.approve(queue, ALL, sender=holder)
        queue.requestRedeem(room.vault.balanceOf(holder), holder, holder, sender=holder)
    room.wait(45 * 60)
    queue.lock(sender=room.bidder)

    # ETH by one who has nothing and sells it on in the same call, the rest by one with capital
    arbitrage(room, "ETH")
    for name in ("BTC", "LINK", "PEPE", "DAI"):
        take(room, name)
    while room.house.workable():
        room.house.open(room.house.workable(), sender=room.bidder)
        for name in (*VOLATILE, "DAI"):
            take(room, name)
    assert room.vault.held() == []
    assert room.house.workable() == []

    room.wait(DAY)
    queue.settle(sender=room.bidder)
    paid = 0
    for holder in (second, third):
        had = room.usdc.balanceOf(holder)
        assert queue.maxWithdraw(holder) > 0
        queue.redeem(queue.maxRedeem(holder), holder, holder, sender=holder)
        paid += room.usdc.balanceOf(holder) - had
        assert room.vault.balanceOf(holder) == 0
    # two thirds of the fund, less what auctions, levy and fees cost: the budget of the fallback bounds the first
    assert start * 2 / 3 * (1 - 0.015 - 0.005) < paid < start * 2 / 3
    assert room.vault.balanceOf(first) == 0
    assert orphaned.signers.isdisjoint(orphaned.keys)


def take(room: SaleRoom, name: str) -> None:
    """All that an auction has left, if it is live and the trader lets it go in one piece."""
    if not room.auction(name).live:
        return
    amount = room.auction(name).remaining
    if not room.auction(name).buy:
        amount = min(amount, room.balance(name) - 1)  # who left in kind took some along
    try:
        room.bid(name, raw=amount)
    except Reverted as refused:
        assert refused.reason in ("trader: past target", "auction: below minimum"), refused


def arbitrage(room: SaleRoom, name: str) -> None:
    """A contract without a cent takes the auction and pays from what the pool gives it."""
    contract: Contract = room.chain.deploy("Bidder", sender=room.bidder)
    contract.approve(room.usdc, room.house, sender=room.bidder)
    pool = room.pool(name)
    zero_in = pool.token0 == room.token(name).address
    contract.trade_in(pool.address, zero_in, room.token(name), room.usdc, sender=room.bidder)
    amount = room.balance(name) - 1
    contract.bid(room.house, room.id(name), amount, ALL, contract, FAR, b"sell on", sender=room.bidder)
    assert room.balance(name) == 1
    assert room.usdc.balanceOf(contract) > 0
