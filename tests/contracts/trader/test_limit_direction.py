"""Limit 2: toward the target, never past it beyond dust; one direction per asset; the cash target stays."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk


# NAV is about 1,000,000 USD: dust is the larger of 100 USD and 0.5 % of the target.
@pytest.mark.parametrize(("usdc", "passes"), [(300_900, True), (302_500, False)])
def test_buy__past_the_target__only_by_dust(desk: Desk, usdc: float, passes: bool) -> None:
    desk.target(BTC=300_000)
    leg = desk.buy("BTC", usdc)
    if passes:
        desk.run(leg)
    else:
        with reverts("trader: past target"):
            desk.run(leg)


@pytest.mark.parametrize(("keep", "passes"), [(199_200, True), (198_500, False)])
def test_sell__past_the_target__only_by_dust(invested: Desk, keep: float, passes: bool) -> None:
    invested.target(BTC=200_000, ETH=300_000, LINK=50_000, DAI=100_000)
    leg = invested.sell("BTC", raw=invested.balance("BTC") - round(keep / 42_000 * 10**8))
    if passes:
        invested.run(leg)
    else:
        with reverts("trader: past target"):
            invested.run(leg)


def test_buy__in_small_legs_past_the_target__reverts(desk: Desk) -> None:
    desk.target(BTC=300_000)
    with reverts("trader: past target"):
        desk.run(desk.buy("BTC", 300_900), desk.buy("BTC", 100))


def test_sell__below_the_target__reverts(invested: Desk) -> None:
    invested.target(BTC=400_000)
    with reverts("trader: past target"):
        invested.run(invested.sell("BTC", 0.0001))


def test_buy__above_the_target__reverts(invested: Desk) -> None:
    invested.target(BTC=200_000)
    with reverts("trader: past target"):
        invested.run(invested.buy("BTC", 1))


def test_buy__what_is_no_target__reverts_even_for_dust(desk: Desk) -> None:
    desk.target(BTC=300_000)
    with reverts("trader: not a target"):
        desk.run(desk.buy("ETH", 1))


def test_buy__stable_asset_past_its_target__reverts(desk: Desk) -> None:
    desk.target(DAI=100_000)
    with reverts("trader: past target"):
        desk.run(desk.buy("DAI", 110_000))


@pytest.mark.parametrize("sell_first", [True, False])
def test_rebalance__an_asset_both_ways__reverts(invested: Desk, sell_first: bool) -> None:
    # a sale ends dust below the target at most, and a purchase begins lower
    invested.target(BTC=299_000, ETH=300_000, LINK=50_000, DAI=100_000)
    sale = invested.sell("BTC", 1_500 / 42_000)
    purchase = invested.buy("BTC", 1_000)
    if not sell_first:
        invested.target(BTC=301_000, ETH=300_000, LINK=50_000, DAI=100_000)
        purchase = invested.buy("BTC", 2_500)
    with reverts("trader: past target"):
        invested.run(*((sale, purchase) if sell_first else (purchase, sale)))


def test_buy__out_of_the_cash_target__reverts(invested: Desk) -> None:
    # BTC is still above its target: buying ETH first would eat the cash
    invested.target(BTC=100_000, ETH=500_000, LINK=50_000, DAI=100_000)
    with reverts("trader: cash below target"):
        invested.run(invested.buy("ETH", 190_000))


def test_buy__out_of_what_a_sale_brought__leaves_the_cash_target(invested: Desk) -> None:
    invested.target(BTC=100_000, ETH=500_000, LINK=50_000, DAI=100_000)
    receipt = invested.run(invested.sell("BTC", 199_000 / 42_000), invested.buy("ETH", 198_000))
    summary = invested.summary(receipt)
    assert summary.distance_after < summary.distance_before / 50


def test_rebalance__second_session_of_one_transaction__is_not_misled_by_the_first(
    invested: Desk, owner: str, executor: str
) -> None:
    """The map of places is transient and outlives a call: what the first session left must not name a place."""
    relay = invested.chain.deploy("Relay")
    invested.trader.set_executor(relay, sender=owner)
    invested.target(BTC=300_000, DAI=100_000, LINK=50_000, PEPE=5_000)
    session = invested.trader.sessions()
    first = invested.arguments(invested.sell("ETH", "all"), session=session + 1)
    # LINK and DAI moved up one place when ETH left the list
    second = invested.arguments(invested.buy("PEPE", 4_000), session=session + 2)
    encode = invested.trader.rebalance.encode
    relay.forward_both(invested.trader, encode(*first), encode(*second), sender=executor)
    assert invested.trader.sessions() == session + 2
    assert invested.held() == ["BTC", "LINK", "DAI", "PEPE"]
    for name in ("BTC", "LINK", "DAI", "PEPE", "ETH"):
        assert invested.balance(name) == invested.token(name).balanceOf(invested.vault)
