"""Optional legs: one that fails is undone, named, and stops no other; a lack of gas stops the session."""

from typing import Any

import pytest
from eth_abi import decode

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from tests.odd_tokens import turn_odd
from world.chain import Reverted

GAS = 400_000
MIN_GAS, MAX_GAS = 150_000, 2_000_000
OUTPUT = 160  # bytes of a reason that are kept


def failed(desk: Desk, receipt: dict[str, Any]) -> list[Any]:
    return desk.trader.events(receipt, "LegFailed")


def reason_of(event: Any) -> str:
    """The reason string of a LegFailed; empty when there is none."""
    raw = bytes(event.reason)
    return str(decode(["string"], raw[4:].ljust(OUTPUT, b"\0"))[0]) if raw[:4].hex() == "08c379a0" else ""


@pytest.fixture
def leaving(invested: Desk) -> Desk:
    """BTC, ETH and LINK are no target any more."""
    invested.target(DAI=100_000)
    return invested


@pytest.mark.parametrize(
    "kind", ["paused", "takes a fee", "transfer burns gas", "balanceOf burns gas", "returns false"]
)
def test_leg__odd_token__fails_alone_and_the_others_are_sold(leaving: Desk, kind: str) -> None:
    """A coin that cannot be moved stops nothing: what it did is undone, whatever it did."""
    before = leaving.balance("LINK"), leaving.token("LINK").balanceOf(leaving.vault), leaving.trader.sequence()
    odd = turn_odd(leaving.chain, leaving.token("LINK"), kind)
    receipt = leaving.run(leaving.sell("BTC"), leaving.sell("LINK", gas=GAS), leaving.sell("ETH", gas=GAS))
    (event,) = failed(leaving, receipt)
    assert (event.session, event.asset) == (leaving.trader.sessions(), leaving.id("LINK"))
    assert [leg.asset for leg in leaving.legs_of(receipt)] == [leaving.id("BTC"), leaving.id("ETH")]
    numbers = [leg.sequence for leg in leaving.legs_of(receipt)]
    assert numbers == [before[2] + 1, before[2] + 3] and event.sequence == before[2] + 2
    assert leaving.summary(receipt).sequence == before[2] + 4
    assert (leaving.balance("LINK"), leaving.balance("BTC"), leaving.balance("ETH")) == (before[0], 1, 1)
    assert leaving.balance("USDC") == leaving.usdc.balanceOf(leaving.vault)
    if "balanceOf" not in kind:
        assert odd.balanceOf(leaving.vault) == before[1]


@pytest.mark.parametrize("gas", [0, GAS])
def test_leg__paused_token__required_or_optional(leaving: Desk, gas: int) -> None:
    turn_odd(leaving.chain, leaving.token("LINK"), "paused")
    legs = [leaving.sell("LINK", gas=gas), leaving.sell("BTC")]
    if gas:
        leaving.run(*legs)
    else:
        with pytest.raises(Reverted):
            leaving.run(*legs)


def test_leg__pool_pushed_away__names_the_reason(leaving: Desk) -> None:
    pool, raw = leaving.losing_pool("LINK", usdc=10_000, bps=300)
    before = leaving.token("LINK").balanceOf(pool)
    receipt = leaving.run(leaving.sell("LINK", raw=raw, pool=pool, gas=GAS), leaving.sell("BTC"))
    assert reason_of(failed(leaving, receipt)[0]) == "trader: slippage"
    assert leaving.token("LINK").balanceOf(pool) == before


def test_leg__purchase_that_fails__is_not_held(invested: Desk) -> None:
    invested.target(BTC=300_000, ETH=250_000, LINK=50_000, DAI=100_000, PEPE=5_000)
    turn_odd(invested.chain, invested.token("PEPE"), "paused")
    held = invested.held()
    receipt = invested.run(invested.sell("ETH", 10), invested.buy("PEPE", 1_000, gas=GAS))
    assert len(failed(invested, receipt)) == 1
    assert invested.held() == held
    assert invested.summary(receipt).nav_after == invested.vault.nav().value


def test_leg__purchase_that_fails_without_a_price__is_not_held(invested: Desk) -> None:
    """What has no firm price stays in the held list whatever it is worth; what was never bought does not enter it."""
    invested.target(BTC=300_000, ETH=250_000, LINK=50_000, DAI=100_000, PEPE=5_000)
    invested.answer("PEPE", 0.000_001_3, updated_at=invested.chain.now() - 30 * 86_400)
    held = invested.held()
    receipt = invested.run(invested.sell("ETH", 10), invested.buy("PEPE", 1_000, gas=GAS))
    assert reason_of(failed(invested, receipt)[0]) == "trader: no price"
    assert invested.held() == held


def test_leg__fails__the_next_of_the_same_pool_trades(leaving: Desk) -> None:
    """What was in flight is gone with the leg: nobody is awaited, no amount is left."""
    receipt = leaving.run(leaving.sell("ETH", min_out=2**120, gas=GAS), leaving.sell("ETH", gas=GAS))
    assert reason_of(failed(leaving, receipt)[0]) == "trader: below min out"
    assert leaving.balance("ETH") == 1
    with reverts("trader: not the pool"):
        leaving.trader.uniswapV3SwapCallback(1, -1, b"", sender=leaving.world.roles.anyone)


def test_session__every_leg_fails__reverts(leaving: Desk) -> None:
    turn_odd(leaving.chain, leaving.token("LINK"), "paused")
    with reverts("trader: no leg traded"):
        leaving.run(leaving.sell("LINK", gas=GAS))


@pytest.mark.parametrize("gas", [1, MIN_GAS - 1, MAX_GAS + 1, 2**255])
def test_leg__gas_limit_out_of_its_bounds__reverts(leaving: Desk, gas: int) -> None:
    with reverts("trader: leg gas"):
        leaving.run(leaving.sell("BTC"), leaving.sell("ETH", gas=gas))


def test_session__too_little_gas_for_a_leg__reverts_and_fails_none(leaving: Desk) -> None:
    """At no gas limit is a healthy leg given less than its own and skipped."""
    legs = [leaving.sell("BTC"), leaving.sell("ETH", gas=MAX_GAS), leaving.sell("LINK", gas=MAX_GAS)]
    data = leaving.trader.rebalance.encode(*leaving.arguments(*legs))
    executor, seen = leaving.world.roles.executor, set()
    for limit in range(500_000, 4_000_000, 100_000):
        snapshot = leaving.chain.snapshot()
        try:
            receipt = leaving.chain.send(leaving.trader.address, data, sender=executor, gas=limit)
        except Reverted as refused:
            seen.add(refused.reason)
        else:
            assert failed(leaving, receipt) == []
            seen.add("done")
        leaving.chain.revert(snapshot)
    assert {"trader: gas", "done"} <= seen


def test_attempt__by_anybody__reverts(leaving: Desk) -> None:
    position = (0, 0, 0, 0, 0, 0, 0, 0, False)
    for sender in (leaving.world.roles.executor, leaving.world.roles.owner, leaving.world.roles.anyone):
        with reverts("trader: only itself"):
            leaving.trader.attempt(leaving.sell("BTC"), position, sender=sender)


def test_attempt__by_a_pool_in_the_middle_of_a_leg__reverts(leaving: Desk) -> None:
    pool = leaving.hostile_pool("ETH", tokens=1_000)
    usdc = 23_000 * 10**6
    thief = leaving.world.roles.executor
    pool.tell(10 * 10**18, 1, leaving.usdc, usdc, -usdc, sender=thief)
    call = leaving.trader.attempt.encode(leaving.sell("BTC"), (0, 0, 0, 0, 0, 0, 0, 0, False))
    pool.interfere(False, leaving.trader, call, sender=thief)
    receipt = leaving.run(leaving.sell("ETH", 10, pool=pool, gas=MAX_GAS), leaving.sell("BTC"))
    assert reason_of(failed(leaving, receipt)[0]) == "trader: only itself"
