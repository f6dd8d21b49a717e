"""A wrapped coin in the fund, priced WBTC / BTC x BTC / USD: bought in a pool, marked by both feeds, and when it loses
its peg that shows in NAV while the coin itself stands where it was.
"""

from fractions import Fraction

import pytest

from tests.conftest import reverts
from tests.contracts.composed.holding import DAY, PRICES, Holding

REVERTS = 1
UNIT = Fraction(1, 10**12)  # USD; NAV rounds down once an asset
PEG = 0.999


def test_bought__in_a_pool__at_the_product_of_two_feeds(holding: Holding) -> None:
    wbtc = holding.desk.asset("WBTC")
    assert wbtc.pool is not None and wbtc.factor is not None
    assert holding.price("WBTC") == Fraction("0.999") * 42_000
    # 300,000 dollars of it, less the pool's fee and impact.
    assert 298_500 < holding.worth_of("WBTC") < 300_000
    assert wbtc.token.balanceOf(holding.vault) == holding.desk.balance("WBTC")
    assert 0 <= holding.worth() - holding.nav() < UNIT


def test_btc_moves__wrapped_coin_moves_with_it(holding: Holding) -> None:
    before = {name: holding.worth_of(name) for name in ("BTC", "WBTC", "sDAI")}
    nav = holding.nav()
    holding.pass_time(DAY, BTC=46_200.0)
    assert holding.worth_of("WBTC") == before["WBTC"] * Fraction(11, 10)
    rise = (before["BTC"] + before["WBTC"]) / 10
    assert abs(holding.nav() - nav - rise) < UNIT
    assert 0 <= holding.worth() - holding.nav() < UNIT


@pytest.mark.parametrize("ratio", [0.99, 0.9, 0.5])
def test_peg_lost__shows_in_nav_and_share_price_and_btc_stands(holding: Holding, ratio: float) -> None:
    before, btc = holding.worth_of("WBTC"), holding.worth_of("BTC")
    nav, share = holding.nav(), holding.share_price()
    holding.pass_time(DAY, WBTC=ratio)
    loss = before * (1 - Fraction(str(ratio)) / Fraction(str(PEG)))
    assert holding.worth_of("BTC") == btc
    assert holding.vault.nav().firm
    assert abs(nav - holding.nav() - loss) < UNIT
    # Nobody came or went: the share bears the loss.
    assert abs(Fraction(holding.share_price(), share) - holding.nav() / nav) < Fraction(1, 10**11)


def test_peg_lost__whoever_enters_and_leaves_pays_the_new_price(holding: Holding, anyone: str) -> None:
    holding.pass_time(DAY, WBTC=0.9)
    vault, token = holding.vault, holding.desk.token("WBTC")
    holding.give(anyone, 10_000)
    vault.deposit(10_000 * 10**6, anyone, sender=anyone)
    vault.redeem_in_kind(vault.balanceOf(anyone), anyone, anyone, sender=anyone)
    part = Fraction(token.balanceOf(anyone), 10**8) * holding.price("WBTC")
    # His part of it at the price of now: about 28 % of what he brought, levies aside.
    assert 0.26 * 10_000 < part < 0.285 * 10_000


def test_peg_lost__sold_where_the_pool_followed_and_not_where_it_did_not(holding: Holding) -> None:
    desk = holding.desk
    desk.target(BTC=100_000, sDAI=400_000)
    # The pool is 10 % below what the feeds still say.
    followed = desk.chain.snapshot()
    holding.pass_time(DAY, WBTC=0.9)
    factor = desk.asset("WBTC").factor
    factor.aggregator.set(factor.answer(PEG), desk.chain.now(), sender=desk.world.roles.market)
    with reverts("trader: slippage"):
        desk.run(desk.sell("WBTC"))
    desk.chain.revert(followed)
    holding.pass_time(DAY, WBTC=0.9)
    (leg,) = desk.legs_of(desk.run(desk.sell("WBTC")))
    assert leg.price == int(holding.price("WBTC") * 10**18) == 37_800 * 10**18
    assert desk.balance("WBTC") == 1


@pytest.mark.parametrize("dead", ["WBTC / BTC", "BTC / USD"])
def test_one_feed_dead__wrapped_coin_has_no_price_and_the_fund_says_which(
    holding: Holding, anyone: str, market: str, dead: str
) -> None:
    desk = holding.desk
    wbtc = desk.asset("WBTC")
    feed = wbtc.factor if dead == "WBTC / BTC" else wbtc.feed
    feed.aggregator.fail(REVERTS, sender=market)
    holding.give(anyone, 1_000)
    with reverts(f"vault: no price for asset {desk.id('WBTC')}"):
        holding.vault.deposit(10**9, anyone, sender=anyone)
    # BTC itself needs one of the two.
    desk.target(sDAI=400_000)
    if dead == "WBTC / BTC":
        desk.run(desk.sell("BTC", 0.5))
    else:
        with reverts("trader: no price"):
            desk.run(desk.sell("BTC", 0.5))
    with reverts("trader: no price"):
        desk.run(desk.sell("WBTC", 0.5))


def test_wrapper_stops_answering__ratio_grows_stale_while_btc_goes_on(holding: Holding, anyone: str) -> None:
    """Its own heartbeat: what BTC answers does not keep WBTC alive."""
    desk, world = holding.desk, holding.desk.world
    stable = [asset.feed for asset in world.assets if asset.market.stable and asset.factor is None]
    volatile = [world.asset(name).feed for name in PRICES]
    answers = [feed.latest() for feed in [*stable, *volatile]]
    with desk.chain.one_block(desk.chain.now() + 90_001):
        aggregators = [feed.aggregator for feed in [*stable, *volatile]]
        world.maker.transmit(aggregators, answers, sender=world.roles.market)
    with reverts(f"vault: no price for asset {desk.id('WBTC')}"):
        holding.vault.previewDeposit(10**9)
    holding.pass_time(1)
    assert holding.vault.previewDeposit(10**9) > 0


def test_peg_lost__exit_in_kind_asks_no_feed(holding: Holding, holder: str, anyone: str, market: str) -> None:
    shares = holding.vault.balanceOf(holder) // 2
    expected = holding.vault.redeem_in_kind.call(shares, anyone, holder, sender=holder)
    holding.pass_time(DAY, WBTC=0.5)
    factor = holding.desk.asset("WBTC").factor
    factor.aggregator.fail(REVERTS, sender=market)
    assert holding.vault.redeem_in_kind.call(shares, anyone, holder, sender=holder) == expected
