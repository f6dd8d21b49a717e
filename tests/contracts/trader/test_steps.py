"""A session of several transactions: opened, traded in steps at fresh prices, closed; what waits and what does not."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk, Leg
from tests.funded import FAR

HOUR, MORE_GAP = 3_600, 60


def open_session(desk: Desk, **changed: Any) -> dict[str, Any]:
    arguments = {"epoch": desk.epoch, "session": desk.trader.sessions() + 1, "deadline": FAR} | changed
    sender = arguments.pop("sender", desk.world.roles.executor)
    return dict(desk.trader.open(*arguments.values(), sender=sender))


def step(desk: Desk, number: int, *legs: Leg, **changed: Any) -> dict[str, Any]:
    arguments = {"session": desk.trader.sessions(), "step": number, "deadline": FAR} | changed
    sender = arguments.pop("sender", desk.world.roles.executor)
    return dict(desk.trader.step(*arguments.values(), list(legs), sender=sender))


def close(desk: Desk, sender: str | None = None) -> dict[str, Any]:
    return dict(desk.trader.close(desk.trader.sessions(), sender=sender or desk.world.roles.executor))


def test_steps__a_switch_in_two__is_logged_whole(invested: Desk) -> None:
    invested.target()
    opened = open_session(invested)
    step(invested, 1, invested.sell("BTC"), invested.sell("LINK"))
    step(invested, 2, invested.sell("ETH"), invested.sell("DAI"))
    receipt = close(invested)
    (event,) = invested.trader.events(opened, "SessionOpened")
    closed = invested.summary(receipt)
    assert (closed.legs, closed.session, closed.epoch) == (4, event.session, invested.epoch)
    assert (closed.nav_before, closed.distance_before) == (event.nav, event.distance)
    assert closed.cost > 0
    assert closed.turnover > event.distance * 99 // 100
    assert closed.distance_after < event.distance // 1_000
    assert invested.held() == []


def test_steps__each_leg__names_its_step(invested: Desk) -> None:
    invested.target()
    open_session(invested)
    for number, name in enumerate(["BTC", "ETH"], 1):
        receipt = step(invested, number, invested.sell(name))
        (leg,) = invested.legs_of(receipt)
        (summary,) = invested.trader.events(receipt, "StepTraded")
        assert (leg.step, summary.step, summary.legs) == (number, number, 1)
        assert summary.sequence == leg.sequence + 1 == invested.trader.sequence()


def test_steps__prices__are_fresh_in_every_step(invested: Desk) -> None:
    invested.target()
    open_session(invested)
    step(invested, 1, invested.sell("BTC"))
    invested.answer("ETH", 2_600.0)
    with reverts("trader: slippage"):
        step(invested, 2, invested.sell("ETH"))


@pytest.mark.parametrize("function", ["deposit", "mint", "withdraw", "redeem", "buy", "sell"])
def test_open__entries_and_exits_at_nav__wait(invested: Desk, holder: str, function: str) -> None:
    vault = invested.vault
    arguments = {
        "withdraw": [10**6, holder, holder],
        "redeem": [10**18, holder, holder],
        "buy": [10**6, 0, holder, FAR],
        "sell": [10**18, 0, holder, FAR],
    }.get(function, [10**6 if function == "deposit" else 10**18, holder])
    invested.target()
    invested.world.fund(holder, 100)
    open_session(invested)
    with reverts("vault: session open"):
        getattr(vault, function)(*arguments, sender=holder)
    assert (vault.maxDeposit(holder), vault.maxMint(holder), vault.maxWithdraw(holder), vault.maxRedeem(holder)) == (
        *(0, 0),
        *(0, 0),
    )
    assert vault.totalAssets() > 0
    close(invested)
    getattr(vault, function)(*arguments, sender=holder)


def test_open__transfers_sync_and_claims__do_not_wait(invested: Desk, holder: str, anyone: str) -> None:
    vault, asset_id = invested.vault, invested.id("BTC")
    invested.target()
    vault.redeem_in_kind(10**20, holder, holder, [asset_id], sender=holder)
    open_session(invested)
    vault.transfer(anyone, 10**18, sender=holder)
    vault.sync(asset_id, sender=anyone)
    vault.claim(asset_id, holder, sender=holder)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_exit_in_kind__at_every_step__pays_its_part(invested: Desk, holder: str, after: int) -> None:
    vault = invested.vault
    invested.target()
    open_session(invested)
    for number, name in enumerate(["BTC", "ETH"][:after], 1):
        step(invested, number, invested.sell(name))
    shares = vault.balanceOf(holder) // 2
    names = ["USDC", *invested.held()]
    before = {name: (invested.balance(name), invested.token(name).balanceOf(holder)) for name in names}
    (left,) = vault.events(vault.redeem_in_kind(shares, holder, holder, sender=holder), "ExitedInKind")
    part, whole = shares * (10_000 - left.levy_bps), (left.supply + 10**12) * 10_000
    for name, (balance, had) in before.items():
        assert invested.token(name).balanceOf(holder) - had == balance * part // whole
    for number, name in enumerate(["BTC", "ETH", "LINK", "DAI"][after:], after + 1):
        step(invested, number, invested.sell(name))
    close(invested)
    assert invested.held() == []


def test_exit_in_kind__in_a_session__takes_its_part_of_the_notional(invested: Desk, holder: str) -> None:
    """What may be lost shrinks with the fund: a session of a fund that shrank has used its budget up."""
    invested.target()
    open_session(invested)
    for number in (1, 2):
        pool, raw = invested.losing_pool("BTC", usdc=50_000, bps=95)
        step(invested, number, invested.sell("BTC", raw=raw, pool=pool))
    pool, raw = invested.losing_pool("BTC", usdc=1_000, bps=50)
    snapshot = invested.chain.snapshot()
    step(invested, 3, invested.sell("BTC", raw=raw, pool=pool))
    invested.chain.revert(snapshot)
    invested.vault.redeem_in_kind(invested.vault.balanceOf(holder) * 9 // 10, holder, holder, sender=holder)
    with reverts("trader: session budget"):
        step(invested, 3, invested.sell("BTC", raw=raw, pool=pool))


def test_step__sold_in_one__is_not_bought_in_the_next(invested: Desk) -> None:
    invested.target(BTC=100_000, ETH=300_000)
    open_session(invested)
    step(invested, 1, invested.sell("BTC", 3.0))
    invested.answer("BTC", 20_000.0)
    with reverts("trader: both directions"):
        step(invested, 2, invested.buy("BTC", 10_000))


def test_step__bought_in_one__is_not_sold_in_the_next(invested: Desk) -> None:
    invested.target(BTC=500_000, ETH=300_000)
    open_session(invested)
    step(invested, 1, invested.buy("BTC", 40_000))
    invested.answer("BTC", 80_000.0)
    with reverts("trader: both directions"):
        step(invested, 2, invested.sell("BTC", 1.0))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_step__replayed_or_skipped__reverts(invested: Desk, number: int) -> None:
    invested.target()
    open_session(invested)
    step(invested, 1, invested.sell("BTC", 1.0))
    with reverts("trader: wrong step"):
        step(invested, number, invested.sell("BTC", 1.0))


def test_step__another_session__reverts(invested: Desk) -> None:
    invested.target()
    with reverts("trader: no session"):
        step(invested, 1, invested.sell("BTC"))
    open_session(invested)
    with reverts("trader: no session"):
        step(invested, 1, invested.sell("BTC"), session=invested.trader.sessions() + 1)


def test_step__after_a_new_decision__reverts(invested: Desk) -> None:
    invested.target()
    open_session(invested)
    invested.target(BTC=300_000)
    with reverts("trader: epoch"):
        step(invested, 1, invested.sell("ETH"))
    close(invested)


def test_step__late_or_without_legs__reverts(invested: Desk) -> None:
    invested.target()
    open_session(invested)
    with reverts("trader: deadline passed"):
        step(invested, 1, invested.sell("BTC"), deadline=invested.chain.now() - 1)
    with reverts("trader: no legs"):
        step(invested, 1)


@pytest.mark.parametrize("role", ["deployer", "owner", "guardian", "proposer", "holder", "anyone"])
def test_session__by_another_role__reverts(invested: Desk, role: str, request: pytest.FixtureRequest) -> None:
    sender = request.getfixturevalue(role)
    invested.target()
    with reverts("trader: only executor"):
        open_session(invested, sender=sender)
    open_session(invested)
    with reverts("trader: only executor"):
        step(invested, 1, invested.sell("BTC"), sender=sender)
    with reverts("trader: only executor"):
        close(invested, sender)


def test_session__its_hour_is_over__ends_by_itself(invested: Desk, holder: str, anyone: str) -> None:
    invested.target()
    opened = invested.trader.events(open_session(invested), "SessionOpened")[0]
    invested.chain.mine(opened.closes_by - 2)
    step(invested, 1, invested.sell("BTC", 1.0))
    invested.chain.mine(opened.closes_by)
    with reverts("trader: no session"):
        step(invested, 2, invested.sell("BTC", 1.0))
    invested.vault.redeem(10**18, holder, holder, sender=holder)
    closed = invested.summary(close(invested, anyone))
    assert closed.legs == 1
    with reverts("trader: no session"):
        close(invested, anyone)


def test_gap__is_a_minute_longer_than_the_session_lasted(invested: Desk) -> None:
    invested.target()
    open_session(invested)
    opened_at = invested.chain.now()
    invested.chain.mine(opened_at + 600)
    close(invested)
    reopens_at = 2 * invested.chain.now() - opened_at + MORE_GAP
    with reverts("trader: session gap"), invested.chain.one_block(reopens_at - 1):
        open_session(invested)
    with invested.chain.one_block(reopens_at):
        open_session(invested)


def test_gap__after_one_that_was_never_closed__is_an_hour_and_a_minute(invested: Desk) -> None:
    invested.target()
    opened = invested.trader.events(open_session(invested), "SessionOpened")[0]
    with reverts("trader: session gap"), invested.chain.one_block(opened.closes_by + HOUR + MORE_GAP - 1):
        open_session(invested)
    with invested.chain.one_block(opened.closes_by + HOUR + MORE_GAP):
        open_session(invested)


def test_close__after_its_hour_and_another_session__names_its_own_number(invested: Desk, anyone: str) -> None:
    invested.target()
    opened = invested.trader.events(open_session(invested), "SessionOpened")[0]
    step(invested, 1, invested.sell("BTC", 1.0))
    invested.chain.mine(opened.closes_by)
    invested.run(invested.sell("ETH", 1.0))
    with reverts("trader: no session"):
        close(invested, anyone)
    closed = invested.summary(invested.trader.close(opened.session, sender=anyone))
    assert (closed.session, closed.legs) == (opened.session, 1)


def test_rebalance__in_an_open_session__reverts_and_in_the_gap_runs(invested: Desk) -> None:
    invested.target()
    open_session(invested)
    with reverts("trader: session open"):
        invested.run(invested.sell("BTC"))
    with reverts("trader: session open"):
        open_session(invested)
    invested.chain.mine(invested.chain.now() + 600)
    close(invested)
    invested.run(invested.sell("BTC"))
