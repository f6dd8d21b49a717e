"""What reads cost here, beside what they cost on mainnet: gas figures of the index stand on these."""

import pytest

from tests.conftest import reverts
from world.chain import Chain
from world.market import World

INTRINSIC = 21_000
COLD_ACCOUNT = 2_600  # the caller's CALL to an address not touched before; a transaction's own target is warm


def cold_cost(chain: Chain, target: str, data: bytes) -> int:
    """Gas of a contract's first static call to `target` in a transaction."""
    call = {"to": target, "data": "0x" + data.hex(), "gas": hex(1_000_000)}
    trace = chain.rpc("debug_traceCall", call, "latest", {"tracer": "callTracer"})
    calldata = sum(16 if byte else 4 for byte in data)
    return int(trace["gasUsed"], 16) - INTRINSIC - calldata + COLD_ACCOUNT


def test_feed__cold_read__costs_as_on_mainnet(world: World) -> None:
    proxy = world.asset("BTC").feed.proxy
    cost = cold_cost(world.chain, proxy.address, proxy.latestRoundData.encode())
    assert 18_500 <= cost <= 19_500  # 18,926; Chainlink's proxy: 19,200


def test_usdc__cold_balance__costs_as_on_mainnet(world: World) -> None:
    usdc = world.usdc
    cost = cold_cost(world.chain, usdc.address, usdc.balanceOf.encode(world.maker.address))
    assert 11_500 <= cost <= 13_500  # 11,935; Circle's proxy: about 13,000


@pytest.mark.parametrize("answer", [0, -1, 2**191 - 1])
def test_feed__set_to_nonsense__answers_it(world: World, market: str, answer: int) -> None:
    feed = world.asset("BTC").feed
    feed.aggregator.set(answer, 2**40, sender=market)
    _, answered, _, updated_at, _ = feed.proxy.latestRoundData()
    assert (answered, updated_at) == (answer, 2**40)


def test_feed__made_to_revert__reverts_and_heals(world: World, market: str) -> None:
    feed = world.asset("BTC").feed
    feed.aggregator.fail(1, sender=market)
    with reverts("feed: out of order"):
        feed.proxy.latestRoundData()
    feed.aggregator.fail(0, sender=market)
    assert feed.proxy.latestRoundData()[1] == 42_000 * 10**8


def test_feed__made_to_swallow_gas__leaves_a_sixty_fourth(world: World, market: str) -> None:
    feed = world.asset("BTC").feed
    feed.aggregator.fail(2, sender=market)
    call = {"to": feed.proxy.address, "data": "0x" + feed.proxy.latestRoundData.encode().hex(), "gas": hex(1_000_000)}
    trace = world.chain.rpc("debug_traceCall", call, "latest", {"tracer": "callTracer"})
    assert int(trace["gasUsed"], 16) > 960_000


def test_feed__read_by_a_stranger__is_refused(world: World) -> None:
    with reverts("No access"):
        world.asset("BTC").feed.aggregator.latestRoundData()
