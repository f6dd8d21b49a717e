"""settle: one valuation a settlement, of books that hold no more than the tokens say."""

from collections.abc import Iterator
from typing import Any

import pytest
from eth_utils import keccak

from tests.contracts.queue.counter import DAY, DOLLAR, HOUR, SHARE, Counter
from tests.contracts.queue.test_settle_netting import CASES
from tests.odd_tokens import turn_odd


def selector(signature: str) -> str:
    return "0x" + keccak(text=signature)[:4].hex()


def calls_of(trace: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield trace
    for call in trace.get("calls", []):
        yield from calls_of(call)


def trace_of(counter: Counter, receipt: dict[str, Any]) -> dict[str, Any]:
    sent = receipt["transactionHash"]
    name = sent if isinstance(sent, str) else "0x" + bytes(sent).hex()
    return dict(counter.fund.chain.rpc("debug_traceTransaction", name, {"tracer": "callTracer"}))


def valuations(counter: Counter, receipt: dict[str, Any]) -> int:
    """How often the registry priced the fund in a transaction."""
    trace, valuation = trace_of(counter, receipt), selector("valuation(uint256,uint256[128])")
    registry = counter.fund.world.index.registry.address.lower()
    priced = [
        call for call in calls_of(trace) if call.get("to", "").lower() == registry and call["input"][:10] == valuation
    ]
    return len(priced)


@pytest.mark.parametrize("name", CASES)
def test_settle__any_mix__prices_the_fund_once(counter: Counter, holder: str, anyone: str, name: str) -> None:
    """Feeds that burn gas would otherwise push a settlement above what a transaction may use."""
    dollars, shares = CASES[name]
    if dollars:
        counter.ask_deposit(anyone, dollars)
    if shares:
        counter.ask_redeem(holder, shares * SHARE)
    assert valuations(counter, counter.day()) == 1


def test_settle__short_of_cash__prices_the_fund_once(counter: Counter, holder: str) -> None:
    counter.exhaust(leave=10_000)
    counter.ask_redeem(holder, 60_000 * SHARE)
    counter.lock()
    assert valuations(counter, counter.settle(wait=DAY)) == 1
    assert 0 < counter.queue.maxRedeem(holder) < 60_000 * SHARE


def test_settle__cash_that_covers__asks_for_no_limit(counter: Counter, holder: str) -> None:
    counter.ask_redeem(holder, 50_000 * SHARE)
    trace = trace_of(counter, counter.day())
    asked = {call["input"][:10] for call in calls_of(trace) if call.get("to") == counter.vault.address.lower()}
    assert asked.isdisjoint({selector("maxDeposit(address)"), selector("maxRedeem(address)")})
    assert selector("redeem(uint256,address,address)") in asked


def lose_half(counter: Counter, name: str) -> None:
    """A token takes half of what the vault has, and nobody has booked it."""
    token = turn_odd(counter.fund.chain, counter.fund.token(name), "rebased up")
    token.rebase(2_500, sender=counter.fund.roles.market)  # of twice


def test_settle__a_shortfall_nobody_booked__redeemers_bear_their_part(counter: Counter, holder: str) -> None:
    counter.ask_redeem(holder, 50_000 * SHARE)
    counter.lock()
    counter.fund.sleep(HOUR)
    snapshot = counter.fund.chain.snapshot()
    lose_half(counter, "BTC")
    counter.vault.sync(counter.fund.id("BTC"), sender=holder)
    counter.settle(wait=0)
    fair = counter.queue.maxWithdraw(holder)
    counter.fund.chain.revert(snapshot)
    lose_half(counter, "BTC")
    receipt = counter.settle(wait=0)
    booked = [event.asset for event in counter.vault.events(receipt, "ShortfallBooked")]
    assert booked == [counter.fund.id("BTC")]
    assert counter.queue.maxWithdraw(holder) == pytest.approx(fair, rel=1e-7)
    assert fair < 45_000 * DOLLAR


def test_settle__usdc_that_is_gone__is_booked_first(counter: Counter, holder: str, market: str) -> None:
    counter.ask_redeem(holder, 50_000 * SHARE)
    counter.lock()
    counter.fund.sleep(HOUR)
    gone = 30_000 * DOLLAR
    counter.fund.chain.rpc("anvil_impersonateAccount", counter.vault.address)
    counter.fund.chain.rpc("anvil_setBalance", counter.vault.address, hex(10**18))
    counter.usdc.transfer(market, gone, sender=counter.vault.address)
    events = counter.vault.events(counter.settle(wait=0), "ShortfallBooked")
    assert [(event.asset, event.balance_before - event.balance) for event in events] == [(1, gone)]
    assert counter.queue.maxWithdraw(holder) < 48_700 * DOLLAR


@pytest.mark.parametrize("kind", ["balanceOf burns gas", "return bomb"])
def test_settle__a_token_that_does_not_answer__holds_nothing_up(counter: Counter, holder: str, kind: str) -> None:
    counter.ask_redeem(holder, 50_000 * SHARE)
    counter.lock()
    turn_odd(counter.fund.chain, counter.fund.token("BTC"), kind)
    counter.settle()
    assert counter.queue.maxRedeem(holder) == 50_000 * SHARE
