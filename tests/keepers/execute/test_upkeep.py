"""What the keeper puts right beside its trades: shortfalls, the basis of losses, the report that the fund is near."""

from keepers.chain import Index, read
from keepers.chain.audit import audit
from keepers.chain.shortfalls import lasting, shortfalls
from keepers.chain.silence import read_clocks
from keepers.execute import Sender
from keepers.execute.actions import rebalance
from keepers.execute.done import Done
from keepers.execute.nearness import near_due
from keepers.execute.settlement import settle
from keepers.execute.upkeep import mark_due, put_right
from tests.keepers.conftest import ask, deposit, later
from tests.odd_tokens import turn_odd
from world.market import World

HOUR, DAY = 3_600, 86_400


def events(done: list[Done]) -> list[str]:
    return [item.event.event for item in done]


def test_shortfalls__rebased_down__named_and_lasting_a_block_later(world: World, invested: Index) -> None:
    link = world.asset("LINK")
    assert shortfalls(invested, read(invested)) == ()
    turn_odd(world.chain, link.token, "rebased down")
    (short,) = shortfalls(invested, read(invested))
    balance, pot = world.index.vault.book(link.asset_id)
    assert (short.symbol, short.booked, short.balance) == (
        "LINK",
        balance + pot,
        link.token.balanceOf(world.index.vault),
    )
    assert lasting(invested, read(invested)) == ()  # a lie for one block is no loss
    world.chain.mine()
    assert lasting(invested, read(invested)) == (short,)


def test_settle__shortfall__synced_before_anybody_is_paid(world: World, invested: Index, trading: Sender) -> None:
    ask(world, shares=500)
    settle(invested, trading)
    later(world, HOUR)
    turn_odd(world.chain, world.asset("BTC").token, "rebased down")
    world.chain.mine()
    beside: list[Done] = []
    before = world.index.vault.convertToAssets(500 * 10**18)
    (done,) = settle(invested, trading, beside=beside.append)
    assert events(beside) == ["ShortfallBooked"]
    assert done.event.fields["assets_paid"] < before * 97 // 100
    assert shortfalls(invested, read(invested)) == ()


def test_rebalance__fund_that_grew__marked_a_block_before_it_trades(
    world: World, invested: Index, trading: Sender
) -> None:
    assert not mark_due(invested, read(invested))
    deposit(world, 200_000)
    assert mark_due(invested, read(invested))
    beside: list[Done] = []
    (done,) = rebalance(invested, trading, beside=beside.append)
    assert events(beside) == ["Marked"] and beside[0].outcome.block < done.outcome.block
    assert not mark_due(invested, read(invested))
    assert audit(invested).clean


def test_put_right__nothing_wrong__sends_nothing(world: World, invested: Index, trading: Sender) -> None:
    count = world.chain.rpc("eth_getTransactionCount", world.roles.executor, "latest")
    put_right(invested, trading)
    assert world.chain.rpc("eth_getTransactionCount", world.roles.executor, "latest") == count


def test_rebalance__quiet_week__reports_that_the_fund_is_near_once(
    world: World, invested: Index, trading: Sender
) -> None:
    beside: list[Done] = []
    assert rebalance(invested, trading, beside=beside.append) == [] and beside == []
    later(world, 8 * DAY)
    before = read_clocks(invested, read(invested))
    assert near_due(before)
    assert rebalance(invested, trading, beside=beside.append) == []
    assert events(beside) == ["DistanceReported"]
    after = read_clocks(invested, read(invested))
    assert after.near_at > before.near_at and not near_due(after)
    assert rebalance(invested, trading, beside=beside.append) == [] and len(beside) == 1


def test_rebalance__far_from_its_target__reports_nothing(world: World, bear: Index) -> None:
    assert not near_due(read_clocks(bear, read(bear)))
