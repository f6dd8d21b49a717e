"""Purchases: what is paid, what is measured, what the books say after."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk


def test_buy__an_asset_not_held__enters_the_list(desk: Desk) -> None:
    desk.target(BTC=300_000, DAI=100_000)
    receipt = desk.run(desk.buy("BTC", 300_000), desk.buy("DAI", 100_000))
    assert desk.held() == ["BTC", "DAI"]
    for leg, name in zip(desk.legs_of(receipt), ["BTC", "DAI"], strict=True):
        assert leg.buy
        assert desk.balance(name) == leg.amount_out == desk.token(name).balanceOf(desk.vault)


def test_buy__what_was_sold_to_dust__adds_to_the_dust(invested: Desk) -> None:
    invested.target(BTC=300_000, DAI=100_000)
    invested.run(invested.sell("ETH", "all"))
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    receipt = invested.run(invested.buy("ETH", 200_000))
    (leg,) = invested.legs_of(receipt)
    assert invested.balance("ETH") == leg.amount_out + 1
    assert "ETH" in invested.held()


def test_buy__split_over_two_legs__both_count(desk: Desk) -> None:
    desk.target(BTC=300_000)
    receipt = desk.run(desk.buy("BTC", 100_000), desk.buy("BTC", 150_000))
    assert desk.balance("BTC") == sum(leg.amount_out for leg in desk.legs_of(receipt))
    assert desk.held() == ["BTC"]


def test_buy__with_what_a_sale_of_the_session_brought__runs(invested: Desk) -> None:
    invested.target(ETH=900_000, LINK=50_000)
    legs = [invested.sell("BTC"), invested.sell("DAI"), invested.buy("ETH", 580_000)]
    invested.run(*legs)
    assert invested.held() == ["ETH", "LINK"]


def test_buy__nothing__reverts(desk: Desk) -> None:
    desk.target(BTC=300_000)
    with reverts("trader: amount"):
        desk.run(desk.buy("BTC", 0))


def test_buy__for_more_than_the_cash__reverts(invested: Desk) -> None:
    invested.target(ETH=1_000_000)
    with reverts("trader: amount"):
        invested.run(invested.buy("ETH", raw=invested.balance("USDC") + 1))


def test_buy__for_donated_cash__reverts(invested: Desk, market: str) -> None:
    invested.target(ETH=1_000_000)
    cash = invested.balance("USDC")
    invested.usdc.mint(invested.vault, 10**9, sender=market)
    with reverts("trader: amount"):
        invested.run(invested.buy("ETH", raw=cash + 1))


def test_buy__less_than_the_own_bound__reverts(desk: Desk) -> None:
    desk.target(BTC=300_000)
    with reverts("trader: below min out"):
        desk.run(desk.buy("BTC", 42_000, min_out=10**8))


def test_buy__more_than_a_book_can_hold__reverts(desk: Desk) -> None:
    desk.target(LINK=50_000)
    pool = desk.hostile_pool("LINK", tokens=2**120 / 10**18)
    pool.tell(10**6, 1, desk.token("LINK"), 2**120, -1, sender=desk.world.roles.anyone)
    with reverts("trader: amount"):
        desk.run(desk.buy("LINK", 1, pool=pool))


def test_buy__sell_only__reverts(desk: Desk, guardian: str) -> None:
    desk.target(BTC=300_000)
    desk.registry.set_status(desk.id("BTC"), 2, sender=guardian)
    with reverts("trader: not buyable"):
        desk.run(desk.buy("BTC", 1_000))


def test_sell__sell_only__runs(invested: Desk, guardian: str) -> None:
    invested.target(ETH=300_000)
    invested.registry.set_status(invested.id("BTC"), 2, sender=guardian)
    invested.run(invested.sell("BTC"))
    assert "BTC" not in invested.held()


@pytest.mark.parametrize("asset", [0, 999])
def test_buy__unlisted_asset__reverts(desk: Desk, asset: int) -> None:
    desk.target(BTC=300_000)
    with reverts("registry: unlisted asset"):
        desk.run((asset, *desk.buy("BTC", 1_000)[1:]))


def test_buy__cash__reverts(desk: Desk) -> None:
    desk.target(BTC=300_000)
    with reverts("trader: cash is no leg"):
        desk.run((1, *desk.buy("BTC", 1_000)[1:]))


def test_buy__volatile_asset_while_entries_are_paused__reverts(desk: Desk, guardian: str) -> None:
    desk.target(BTC=300_000, DAI=300_000)
    desk.world.index.policy.pause_entries(sender=guardian)
    with reverts("trader: paused"):
        desk.run(desk.buy("BTC", 1_000))


def test_buy__stable_asset_while_entries_are_paused__runs(desk: Desk, guardian: str) -> None:
    desk.target(BTC=300_000, DAI=300_000)
    desk.world.index.policy.pause_entries(sender=guardian)
    desk.run(desk.buy("DAI", 300_000))
    assert desk.held() == ["DAI"]


def test_sell__while_entries_are_paused__runs(invested: Desk, guardian: str) -> None:
    invested.target(ETH=300_000)
    invested.world.index.policy.pause_entries(sender=guardian)
    invested.run(invested.sell("BTC"))
    assert "BTC" not in invested.held()
