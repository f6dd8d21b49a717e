"""preview_leg: its verdict is the trader's own, rule by rule, and its numbers are those of the log."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.contracts.lens.said import reason_of
from tests.contracts.trader.desk import ALL_BUT_DUST, Desk, Leg
from tests.contracts.trader.test_cash_need import lock
from tests.contracts.trader.test_steps import close, open_session
from tests.contracts.vault.fund import Fund
from tests.target_words import pack
from world.contract import Contract
from world.market import World
from world.tokens import ranked_asset
from world.weth import WethMarket, hop

UNLISTED, BEYOND = 60_000, 65_536
Arrange = Callable[[Desk], None]


@dataclass(frozen=True)
class Case:
    """A leg, and the raw units it receives: a pool that sends just that much is put in its way."""

    leg: Leg
    received: int


def through(desk: Desk, name: str, *, buy: bool, raw: int, received: int, min_out: int = 0) -> Case:
    """A leg of raw units in through a pool that sends `received`."""
    pool = desk.chain.deploy("HostilePool")
    minter = desk.world.roles.market
    out = desk.token(name) if buy else desk.usdc
    sent = received if received < 2**100 else 0
    out.mint(pool, sent, sender=minter)
    paid = desk.balance(name) - 1 if raw == ALL_BUT_DUST else raw
    pool.tell(min(paid, 2**120), 1, out, sent, -received, sender=desk.world.roles.anyone)
    make = desk.buy if buy else desk.sell
    return Case(make(name, raw=raw, min_out=min_out, pool=pool), received)


def sale(desk: Desk, name: str, tokens: float, bps: int = 0, min_out: int = 0) -> Case:
    """Whole tokens sold, so many bps below the feed's price."""
    price = desk.registry.quote(desk.id(name)) & (2**128 - 1)
    raw = round(tokens * desk.unit(name))
    received = raw * price * (10_000 - bps) // (10**16 * desk.unit(name))
    return through(desk, name, buy=False, raw=raw, received=received, min_out=min_out)


def purchase(desk: Desk, name: str, usdc: float, bps: int = 0, min_out: int = 0) -> Case:
    """Whole USDC spent, so many bps above the feed's price."""
    price = desk.registry.quote(desk.id(name)) & (2**128 - 1)
    raw = round(usdc * 10**6)
    received = raw * 10**12 * desk.unit(name) * (10_000 - bps) // (10_000 * price)
    return through(desk, name, buy=True, raw=raw, received=received, min_out=min_out)


def surplus(desk: Desk, name: str, raw: int, *, amount_in: int = 0, second: int = 0, given: int | None = None) -> Case:
    """A leg without a hop; `given` raw units are there."""
    desk.token(name).mint(desk.vault, raw if given is None else given, sender=desk.world.roles.market)
    return Case((desk.id(name), True, amount_in, raw, 0, second), 0)


def all_cash(desk: Desk) -> None:
    desk.target()


def more_btc(desk: Desk) -> None:
    desk.target(BTC=400_000, ETH=300_000, LINK=50_000, DAI=200_000)


def paused(desk: Desk) -> None:
    more_btc(desk)
    desk.world.index.policy.pause_entries(sender=desk.world.roles.guardian)


def wound_down(desk: Desk) -> None:
    more_btc(desk)
    desk.world.index.policy.wind_down(sender=desk.world.roles.owner)


def no_btc_price(desk: Desk) -> None:
    more_btc(desk)
    desk.answer("BTC", 42_000.0, updated_at=1)


def no_usdc_price(desk: Desk) -> None:
    all_cash(desk)
    desk.answer("USDC", 1.0, updated_at=1)


def sell_only(desk: Desk) -> None:
    more_btc(desk)
    desk.registry.set_status(desk.id("BTC"), 2, sender=desk.world.roles.owner)


def budget(session: int, week: int, derisking: int, decide: Arrange = more_btc) -> Arrange:
    def arrange(desk: Desk) -> None:
        decide(desk)
        desk.world.index.trader.set_budget((session, week, derisking, 0), sender=desk.world.roles.owner)

    return arrange


def session_budget(desk: Desk) -> None:
    """Much to sell of what is held but little to lose."""
    desk.target(BTC=1_000, ETH=300_000, LINK=50_000, DAI=100_000)
    desk.world.index.trader.set_budget((80, 250, 200, 0), sender=desk.world.roles.owner)


def less_cash(desk: Desk) -> None:
    """BTC is above its target, ETH below: cash for ETH must come from a sale."""
    desk.target(BTC=100_000, ETH=500_000, LINK=50_000, DAI=100_000)


def claimed(desk: Desk) -> None:
    """Some of the BTC is owed to a claimant."""
    more_btc(desk)
    holder = desk.world.roles.holder
    desk.vault.redeem_in_kind(10**22, holder, holder, [desk.id("BTC")], sender=holder)


def retired(desk: Desk) -> None:
    """The BTC left NAV and may be bought again; what is in the books counts for the leg and not for NAV."""
    owner, btc = desk.world.roles.owner, desk.id("BTC")
    desk.target(BTC=500_000, DAI=100_000)
    desk.registry.set_status(btc, 3, sender=owner)
    desk.world.index.policy.retire(btc, sender=owner)
    desk.registry.set_status(btc, 1, sender=owner)


def stolen(name: str) -> Callable[[Desk], None]:
    """The token of an asset took some from the vault."""

    def arrange(desk: Desk) -> None:
        all_cash(desk)
        token, vault = desk.token(name), desk.vault.address
        desk.chain.rpc("anvil_setBalance", vault, hex(10**18))
        desk.chain.rpc("anvil_impersonateAccount", vault)
        token.transfer(desk.world.roles.anyone, desk.balance(name) // 2, sender=vault)
        desk.chain.rpc("anvil_stopImpersonatingAccount", vault)

    return arrange


def between_steps(desk: Desk) -> None:
    all_cash(desk)
    open_session(desk)


Make = Callable[[Desk], Case]

RULES: dict[str, tuple[str, Arrange, Make]] = {
    "sale": ("", all_cash, lambda d: sale(d, "BTC", 1, bps=50)),
    "sale above the price": ("", all_cash, lambda d: sale(d, "BTC", 1, bps=-50)),
    "sale of all": ("", all_cash, lambda d: through(d, "DAI", buy=False, raw=ALL_BUT_DUST, received=99_900 * 10**6)),
    "purchase": ("", more_btc, lambda d: purchase(d, "BTC", 10_000, bps=50)),
    "purchase of what is stable": ("", paused, lambda d: purchase(d, "DAI", 10_000)),
    "surplus": ("", more_btc, lambda d: surplus(d, "BTC", 10**7)),
    "session open": ("trader: session open", between_steps, lambda d: sale(d, "BTC", 1)),
    "cash": ("trader: cash is no leg", all_cash, lambda d: Case((1, False, 10**6, 0, 1, 0), 10**6)),
    "cash bought": ("trader: cash is no leg", all_cash, lambda d: Case((1, True, 10**6, 0, 1, 0), 10**6)),
    "unknown asset sold": ("trader: unknown asset", all_cash, lambda d: Case((BEYOND, False, 1, 0, 1, 0), 1)),
    "unknown asset bought": ("trader: unknown asset", all_cash, lambda d: Case((BEYOND, True, 1, 0, 1, 0), 1)),
    "unlisted asset bought": ("registry: unlisted asset", all_cash, lambda d: Case((UNLISTED, True, 1, 0, 1, 0), 1)),
    "not held": ("trader: not held", all_cash, lambda d: Case((d.id("SOL"), False, 1, 0, 1, 0), 1)),
    "paused": ("trader: paused", paused, lambda d: purchase(d, "BTC", 10_000)),
    "wound down": ("trader: paused", wound_down, lambda d: purchase(d, "BTC", 10_000)),
    "no price, sold": ("trader: no price", no_btc_price, lambda d: sale(d, "BTC", 1)),
    "no price, bought": ("trader: no price", no_btc_price, lambda d: purchase(d, "BTC", 10_000)),
    "no price of USDC": ("trader: no price", no_usdc_price, lambda d: sale(d, "BTC", 1)),
    "sell only": ("trader: not buyable", sell_only, lambda d: purchase(d, "BTC", 10_000)),
    "nothing sold": ("trader: amount", all_cash, lambda d: sale(d, "BTC", 0)),
    "more sold than held": ("trader: amount", all_cash, lambda d: sale(d, "BTC", 100)),
    "nothing spent": ("trader: amount", more_btc, lambda d: purchase(d, "BTC", 0)),
    "more spent than there is": ("trader: amount", more_btc, lambda d: purchase(d, "BTC", 1_000_000)),
    "surplus of nothing": ("trader: amount", more_btc, lambda d: surplus(d, "BTC", 0)),
    "surplus paid for": ("trader: amount", more_btc, lambda d: surplus(d, "BTC", 10**7, amount_in=1)),
    "surplus with a hop": ("trader: second hop", more_btc, lambda d: surplus(d, "BTC", 10**7, second=1)),
    "no such surplus": ("trader: no such surplus", more_btc, lambda d: surplus(d, "BTC", 10**7, given=10**7 - 1)),
    "surplus beyond all": ("trader: no such surplus", more_btc, lambda d: surplus(d, "BTC", 2**256 - 1, given=1)),
    "claims are no surplus": ("trader: no such surplus", claimed, lambda d: surplus(d, "BTC", 1, given=0)),
    "retired, bought again": ("trader: past target", retired, lambda d: purchase(d, "BTC", 100_000)),
    "unknown venue": (
        "trader: unknown venue",
        all_cash,
        lambda d: Case((d.id("BTC"), False, 10**6, 0, 1 << 169 | 1, 0), 1),
    ),
    "pool report": (
        "trader: pool report",
        all_cash,
        lambda d: through(d, "BTC", buy=False, raw=10**8, received=2**120),
    ),
    "token took some": ("trader: sold token short", stolen("BTC"), lambda d: sale(d, "BTC", 1)),
    "below min out": ("trader: below min out", all_cash, lambda d: sale(d, "BTC", 1, min_out=43_000 * 10**6)),
    "below min out, bought": ("trader: below min out", more_btc, lambda d: purchase(d, "BTC", 4_200, min_out=10**8)),
    "slippage": ("trader: slippage", all_cash, lambda d: sale(d, "BTC", 1, bps=101)),
    "slippage, bought": ("trader: slippage", more_btc, lambda d: purchase(d, "BTC", 4_200, bps=101)),
    "not a target": ("trader: not a target", all_cash, lambda d: purchase(d, "BTC", 4_200)),
    "past target": ("trader: past target", more_btc, lambda d: purchase(d, "BTC", 105_000)),
    "past target, sold": ("trader: past target", less_cash, lambda d: sale(d, "BTC", 5)),
    "on the wrong side": ("trader: past target", more_btc, lambda d: sale(d, "BTC", 1)),
    "cash below target": ("trader: cash below target", less_cash, lambda d: purchase(d, "ETH", 100_000)),
    "USDC gone": ("trader: cash short", stolen("USDC"), lambda d: sale(d, "BTC", 1)),
    "session budget": ("trader: session budget", session_budget, lambda d: sale(d, "BTC", 7, bps=99)),
    "session budget of nothing": (
        "trader: session budget",
        budget(0, 250, 0),
        lambda d: purchase(d, "BTC", 100, bps=1),
    ),
    "week budget": ("trader: week budget", budget(200, 0, 200), lambda d: purchase(d, "BTC", 10_000, bps=50)),
    "week budget, stable": (
        "trader: week budget",
        budget(200, 0, 200),
        lambda d: purchase(d, "DAI", 10_000, bps=50),
    ),
    "week budget, a target sold": (
        "trader: week budget",
        budget(200, 0, 200, less_cash),
        lambda d: sale(d, "BTC", 1, bps=50),
    ),
    "week budget, no target sold": ("", budget(200, 0, 200, all_cash), lambda d: sale(d, "BTC", 1, bps=50)),
    "gain without a budget": ("", budget(0, 0, 0), lambda d: purchase(d, "BTC", 10_000, bps=-50)),
}


def verdict(desk: Desk, case: Case) -> str:
    """What the trader says to the leg alone in a session; nothing is traded."""
    arguments = desk.arguments(case.leg)
    return reason_of(lambda: desk.trader.rebalance.call(*arguments, sender=desk.world.roles.executor))


@pytest.mark.parametrize("name", RULES)
def test_preview__each_rule__is_the_verdict_of_the_trader(invested: Desk, lens: Contract, name: str) -> None:
    reason, arrange, make = RULES[name]
    arrange(invested)
    case = make(invested)
    preview = lens.preview_leg(case.leg, case.received)
    assert (preview.reason, verdict(invested, case)) == (reason, reason)
    if reason:
        assert set(preview.values) == {0}
        return
    _, rows = lens.holdings()
    derisking = not case.leg[1] and all(row.target_ppm == 0 for row in rows if row.asset == case.leg[0])
    before = invested.trader.budget_left(derisking)
    receipt = invested.run(case.leg)
    (leg,) = invested.legs_of(receipt)
    summary = invested.summary(receipt)
    values = preview.values
    assert (leg.amount_in, leg.slippage_bps) == (values.paid, values.slippage_bps)
    assert summary.turnover == values.value_in
    assert summary.cost == max(0, values.value_in - values.value_out)
    assert invested.trader.budget_left(derisking) == before - values.loss
    assert values.loss <= values.loss_left <= before


def test_preview__two_hops__is_the_verdict_of_the_trader(invested: Desk, lens: Contract) -> None:
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    weth = WethMarket.open(invested.world, price=2_300.0)
    link = invested.asset("LINK")
    pool, cash_pool = weth.pool(link), weth.cash_pool
    raw = 1_000 * 10**18
    leg = (link.asset_id, False, raw, 0, hop(pool, link.token), hop(cash_pool, weth.token))
    (traded,) = invested.legs_of(invested.run(leg))
    preview = lens.preview_leg((*leg[:3], traded.amount_out + 1, *leg[4:]), traded.amount_out)
    assert preview.reason == "trader: below min out"


def test_preview__one_more_than_112_assets__is_one_too_many(fund_112: Fund) -> None:
    """A hundred and thirteenth, bought for a dollar; for dust it would not enter the list."""
    world, chain = fund_112.world, fund_112.chain
    ((asset, token),) = fund_112.add([ranked_asset("LATE", "LATE", "Late", 1.0, 113)]).items()
    desk = Desk.open(world)
    desk.targets.set(1, pack({1: 1_000, desk.id("BTC"): 989_000, asset: 10_000}), sender=world.roles.proposer)
    for usdc, reason in ((10**6, "trader: too many assets"), (10**3, "")):
        pool = chain.deploy("HostilePool")
        token.mint(pool, usdc * 10**12, sender=world.roles.market)
        pool.tell(usdc, 1, token, usdc * 10**12, -usdc * 10**12, sender=world.roles.anyone)
        leg = (asset, True, usdc, 0, int(pool.address, 16), 0)
        arguments = (1, world.index.trader.sessions() + 1, 2**40, [leg])
        call = world.index.trader.rebalance.call
        assert reason_of(lambda: call(*arguments, sender=world.roles.executor)) == reason  # noqa: B023 (called here)
        assert world.index.lens.preview_leg(leg, usdc * 10**12).reason == reason


def test_preview__no_decision__names_the_epoch(world: World, lens: Contract) -> None:
    assert lens.preview_leg((2, False, 1, 0, 1, 0), 1).reason == "trader: epoch"


def test_check__refused__reverts_as_the_trader(invested: Desk, lens: Contract) -> None:
    all_cash(invested)
    leg = sale(invested, "BTC", 1, bps=101)
    assert reason_of(lambda: lens.check_leg(leg.leg, leg.received)) == "trader: slippage"


def test_preview__cash_need__counts(invested: Desk, lens: Contract, holder: str) -> None:
    queue = invested.world.index.queue
    invested.vault.approve(queue, 2**256 - 1, sender=holder)
    before = sale(invested, "BTC", 1)
    assert lens.preview_leg(before.leg, before.received).reason == "trader: past target"
    lock(invested, shares=500_000)
    for tokens in (1, 3.5, 3.7):
        case = sale(invested, "BTC", tokens)
        assert lens.preview_leg(case.leg, case.received).reason == verdict(invested, case)
    assert verdict(invested, sale(invested, "BTC", 3.5)) == ""


def test_preview__week_of_losses__counts_against_nav_of_the_last_close(
    invested: Desk, lens: Contract, owner: str, other_holder: str
) -> None:
    """A deposit in front of the session does not widen the budget, in the preview as in the trader."""
    invested.trader.set_budget((200, 5, 20, 0), sender=owner)
    all_cash(invested)
    first = sale(invested, "BTC", 1, bps=90)
    invested.run(first.leg)
    invested.world.fund(other_holder, 9_000_000)
    invested.usdc.approve(invested.vault, 2**256 - 1, sender=other_holder)
    invested.vault.deposit(9_000_000 * 10**6, other_holder, sender=other_holder)
    verdicts = set()
    for tokens in (1, 2, 2.3, 2.4, 2.5, 3, 4, 6):
        case = sale(invested, "BTC", tokens, bps=90)
        assert lens.preview_leg(case.leg, case.received).reason == verdict(invested, case)
        verdicts.add(verdict(invested, case))
    assert verdicts == {"", "trader: week budget"}


def test_preview__after_the_session__is_open_again(invested: Desk, lens: Contract) -> None:
    between_steps(invested)
    case = sale(invested, "BTC", 1)
    assert lens.preview_leg(case.leg, case.received).reason == "trader: session open"
    close(invested)
    assert lens.preview_leg(case.leg, case.received).reason == ""
