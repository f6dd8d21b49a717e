"""Ways in which a feed can fail: what is done to the feed of an asset, by name.

FAILURES["stale"](fund, "BTC")
"""

from collections.abc import Callable

from tests.contracts.vault.fund import Fund

__all__ = ["FAILURES"]

REVERTS, SWALLOWS_GAS = 1, 2


def _answer(value: Callable[[int], int], age: int = 0) -> Callable[[Fund, str], None]:
    def fail(fund: Fund, provider_id: str) -> None:
        feed = fund.asset(provider_id).feed
        answer = value(feed.proxy.latestRoundData()[1])
        feed.aggregator.set(answer, max(0, fund.chain.now() - age), sender=fund.roles.market)

    return fail


def _end(how: int) -> Callable[[Fund, str], None]:
    return lambda fund, p: fund.asset(p).feed.aggregator.fail(how, sender=fund.roles.market) and None


def _code(code: str) -> Callable[[Fund, str], None]:
    return lambda fund, p: fund.chain.rpc("anvil_setCode", fund.asset(p).feed.proxy.address, code)


def _impair(fund: Fund, provider_id: str) -> None:
    fund.registry.set_status(fund.id(provider_id), 3, sender=fund.roles.owner)


FAILURES: dict[str, Callable[[Fund, str], None]] = {
    "stale": _answer(lambda answer: answer, age=90_001),
    "never updated": _answer(lambda answer: answer, age=2**40),
    "from the future": _answer(lambda answer: answer, age=-1),
    "zero": _answer(lambda answer: 0),
    "negative": _answer(lambda answer: -answer),
    "largest": _answer(lambda answer: 2**191 - 1),
    "smallest": _answer(lambda answer: -(2**191)),
    "above its band": _answer(lambda answer: answer * 6),
    "below its band": _answer(lambda answer: answer // 6),
    "reverting": _end(REVERTS),
    "swallowing gas": _end(SWALLOWS_GAS),
    "without code": _code("0x"),
    # PUSH1 0, PUSH1 0, RETURN: no data; and PUSH2 8000, PUSH1 0, RETURN: 32 kB of it.
    "silent": _code("0x60006000f3"),
    "talkative": _code("0x6180006000f3"),
    "impaired": _impair,
}
