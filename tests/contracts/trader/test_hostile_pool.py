"""A thief holds the executor's key and brings pools of his own. Each test is one attack."""

from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from world.chain import Reverted
from world.contract import Contract

Raid = tuple[Desk, Contract]

# A fair price for 10 ETH, in raw USDC and raw ETH
USDC = 23_000 * 10**6
ETH = 10 * 10**18


@pytest.fixture
def raid(invested: Desk) -> Raid:
    """ETH is to be sold; the pool pays fairly unless a test says otherwise."""
    invested.target(BTC=300_000, LINK=50_000, DAI=100_000)
    return invested, invested.hostile_pool("ETH", tokens=1_000)


def sell(raid: Raid, *, asked: int = ETH, callbacks: int = 1, sent: int = USDC, reported: int = -USDC) -> Desk:
    desk, pool = raid
    pool.tell(asked, callbacks, desk.usdc, sent, reported, sender=desk.world.roles.executor)
    desk.run(desk.sell("ETH", 10, pool=pool))
    return desk


def test_pool__fair__trades_although_nobody_knows_it(raid: Raid) -> None:
    desk = sell(raid)
    assert desk.usdc.balanceOf(desk.vault) == desk.balance("USDC")


def test_pool__asks_for_more_than_the_leg__reverts(raid: Raid) -> None:
    with reverts("trader: exceeds leg amount"):
        sell(raid, asked=ETH + 1)


@pytest.mark.parametrize("asked", [0, -1, -ETH])
def test_pool__asks_for_nothing_or_less__reverts(raid: Raid, asked: int) -> None:
    with reverts("trader: exceeds leg amount"):
        sell(raid, asked=asked)


def test_pool__takes_less_than_the_leg__is_booked_as_it_took(raid: Raid) -> None:
    desk, _ = raid
    before = desk.balance("ETH")
    sell(raid, asked=ETH // 2, sent=USDC // 2, reported=-USDC // 2)
    assert desk.balance("ETH") == before - ETH // 2 == desk.token("ETH").balanceOf(desk.vault)


def test_pool__calls_back_twice__reverts(raid: Raid) -> None:
    with reverts("trader: not the pool"):
        sell(raid, asked=ETH // 2, callbacks=2)


def test_pool__never_calls_back__reverts(raid: Raid) -> None:
    with reverts("trader: pool not paid"):
        sell(raid, callbacks=0)


def test_pool__reports_what_it_did_not_send__reverts(raid: Raid) -> None:
    with reverts("trader: cash differs"):
        sell(raid, sent=0)


def test_pool__sends_one_unit_less_than_it_reports__reverts(raid: Raid) -> None:
    with reverts("trader: cash differs"):
        sell(raid, sent=USDC - 1)


def test_pool__sends_more_than_it_reports__reverts(raid: Raid) -> None:
    with reverts("trader: cash differs"):
        sell(raid, sent=USDC + 1)


def test_pool__reports_too_little__reverts(raid: Raid) -> None:
    with reverts("trader: slippage"):
        sell(raid, reported=-USDC * 98 // 100)


@pytest.mark.parametrize("reported", [USDC, -(2**120), 2**255 - 1, -(2**255)])
def test_pool__reports_nonsense__reverts(raid: Raid, reported: int) -> None:
    with reverts("trader: pool report"):
        sell(raid, reported=reported)


def test_pool__two_lying_pools_make_up_for_each_other__the_fund_gets_what_the_books_say(raid: Raid) -> None:
    desk, first = raid
    second = desk.hostile_pool("ETH")
    thief = desk.world.roles.executor
    # The first reports a thousand it does not send, the second sends it unasked: the sum is right.
    first.tell(ETH, 1, desk.usdc, USDC - 10**9, -USDC, sender=thief)
    second.tell(ETH, 1, desk.usdc, USDC + 10**9, -USDC, sender=thief)
    desk.run(desk.sell("ETH", 10, pool=first), desk.sell("ETH", 10, pool=second))
    assert desk.balance("USDC") == desk.usdc.balanceOf(desk.vault)


def test_pool__bought_token_never_sent__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000, ETH=400_000, LINK=50_000, DAI=100_000)
    pool = invested.hostile_pool("ETH", tokens=100)
    pool.tell(USDC, 1, invested.token("ETH"), 0, -ETH, sender=invested.world.roles.executor)
    with reverts("trader: slippage"):
        invested.run(invested.buy("ETH", raw=USDC, pool=pool))


def test_pool__bought_another_token_than_the_leg_names__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000, ETH=400_000, LINK=50_000, DAI=100_000)
    pool = invested.hostile_pool("LINK", tokens=10_000)
    pool.tell(USDC, 1, invested.token("LINK"), 2_000 * 10**18, -ETH, sender=invested.world.roles.executor)
    with reverts("trader: slippage"):
        invested.run(invested.buy("ETH", raw=USDC, pool=pool))


def test_pool__sends_more_than_the_target_allows__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000, ETH=310_000, LINK=50_000, DAI=100_000)
    pool = invested.hostile_pool("ETH", tokens=1_000)
    pool.tell(10**6, 1, invested.token("ETH"), 1_000 * 10**18, -1, sender=invested.world.roles.executor)
    with reverts("trader: past target"):
        invested.run(invested.buy("ETH", raw=10**6, pool=pool))


def test_pool__is_a_genuine_pool_of_another_pair__reverts(raid: Raid) -> None:
    desk, _ = raid
    link_pool = desk.asset("LINK").pool
    assert link_pool is not None
    with reverts("IIA"):  # Uniswap's: it was paid in ETH for LINK
        desk.run((*desk.sell("ETH", 0.000_1)[:4], desk.hop("LINK", asset_in=True), 0, 0))


def test_pool__direction_turned_around__reverts(raid: Raid) -> None:
    desk, _ = raid
    leg = desk.sell("ETH", 0.000_000_1)
    with reverts("IIA"):  # the pool wants USDC for ETH and is paid in ETH
        desk.run((*leg[:4], leg[4] ^ 1 << 160, 0, 0))


def no_code(desk: Desk) -> str:
    return desk.world.roles.anyone


@pytest.mark.parametrize(
    "target",
    [
        no_code,
        lambda desk: "0x" + "00" * 20,
        lambda desk: "0x" + "00" * 19 + "04",  # the identity precompile answers with what it was asked
        lambda desk: desk.trader.address,
        lambda desk: desk.vault.address,
        lambda desk: desk.registry.address,
        lambda desk: desk.usdc.address,
        lambda desk: desk.token("ETH").address,
    ],
    ids=["account", "zero", "precompile", "trader", "vault", "registry", "usdc", "token"],
)
def test_pool__is_no_pool_at_all__reverts(raid: Raid, target: Callable[[Desk], str]) -> None:
    desk, _ = raid
    leg = desk.sell("ETH", 1)
    with pytest.raises(Reverted):
        desk.run((*leg[:4], int(target(desk), 16) | 1 << 160, 0, 0))
    assert desk.balance("ETH") == desk.token("ETH").balanceOf(desk.vault)


# --- what a pool may call while it holds the floor -------------------------------------------------------------------


@pytest.mark.parametrize("before_payment", [True, False])
@pytest.mark.parametrize(
    ("contract", "function", "arguments", "reason"),
    [
        ("vault", "deposit", (10**6, "thief"), "vault: session open"),
        ("vault", "redeem", (1, "thief", "thief"), "vault: session open"),
        ("vault", "redeem_in_kind", (1, "thief", "thief", []), "vault: session open"),
        ("vault", "transfer", ("thief", 0), "vault: session open"),
        ("vault", "sync", (2,), "vault: session open"),
        ("vault", "claim", (2, "thief"), "vault: session open"),
        ("vault", "accrue", (), "vault: session open"),
        ("vault", "nav", (), "vault: session open"),
        ("vault", "pay", (4, "thief", 1), "vault: only trader"),
        ("vault", "open_session", (), "vault: only trader"),
        ("vault", "settle", ([1], [], 0), "vault: only trader"),
    ],
)
def test_pool__calls_the_vault__reverts(
    raid: Raid, contract: str, function: str, arguments: tuple[object, ...], reason: str, before_payment: bool
) -> None:
    desk, pool = raid
    thief = desk.world.roles.anyone
    named = [thief if argument == "thief" else argument for argument in arguments]
    data = getattr(desk.vault, function).encode(*named)
    pool.interfere(before_payment, desk.vault, data, sender=thief)
    with reverts(reason):
        sell(raid)


@pytest.mark.parametrize("before_payment", [True, False])
def test_pool__runs_another_session_as_the_executor__reverts(raid: Raid, owner: str, before_payment: bool) -> None:
    desk, pool = raid
    desk.trader.set_executor(pool, sender=owner)
    inner = desk.arguments(desk.sell("BTC", 0.1), session=desk.trader.sessions() + 2)
    pool.interfere(before_payment, desk.trader, desk.trader.rebalance.encode(*inner), sender=owner)
    pool.tell(ETH, 1, desk.usdc, USDC, -USDC, sender=owner)
    # The pool itself is the executor: it starts the outer session and is called in it.
    outer = desk.trader.rebalance.encode(*desk.arguments(desk.sell("ETH", 10, pool=pool)))
    desk.chain.rpc("anvil_impersonateAccount", pool.address)
    desk.chain.rpc("anvil_setBalance", pool.address, hex(10**20))
    with reverts("execution reverted"):  # the lock's own revert carries no words
        desk.chain.send(desk.trader.address, outer, sender=pool.address)


def test_pool__lets_another_contract_call_back__reverts(raid: Raid) -> None:
    desk, pool = raid
    relay = desk.chain.deploy("Relay")
    callback = desk.trader.uniswapV3SwapCallback.encode(ETH, -USDC, b"")
    pool.interfere(True, relay, relay.forward.encode(desk.trader, callback), sender=desk.world.roles.anyone)
    with reverts("trader: not the pool"):
        sell(raid)


def test_pool__calls_back_before_the_pool_that_is_awaited__reverts(raid: Raid) -> None:
    """An accomplice cannot be paid for a swap that is another pool's."""
    desk, pool = raid
    accomplice = desk.hostile_pool("ETH")
    accomplice.tell(ETH, 1, desk.usdc, USDC, -USDC, sender=desk.world.roles.anyone)
    callback = desk.trader.uniswapV3SwapCallback.encode(ETH, -USDC, b"")
    accomplice.interfere(True, desk.trader, callback, sender=desk.world.roles.anyone)
    swap = accomplice.swap.encode(desk.vault, True, ETH, 0, b"")
    pool.interfere(True, accomplice, swap, sender=desk.world.roles.anyone)
    with reverts("trader: not the pool"):
        sell(raid)


def test_callback__outside_a_session__reverts_for_everybody(desk: Desk, executor: str, owner: str) -> None:
    for caller in (executor, owner, desk.world.roles.anyone):
        with reverts("trader: not the pool"):
            desk.trader.uniswapV3SwapCallback(1, 0, b"", sender=caller)
