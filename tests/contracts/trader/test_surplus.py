"""A surplus, what the vault has beyond books and claims, is booked by a purchase for nothing: inside its limits."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk, Leg


def surplus_leg(desk: Desk, name: str, raw: int, *, amount_in: int = 0, hop: int = 0) -> Leg:
    return (desk.id(name), True, amount_in, raw, hop, 0)


def give(desk: Desk, name: str, raw: int) -> None:
    desk.token(name).mint(desk.vault, raw, sender=desk.world.roles.market)


def test_surplus__below_the_target__is_booked_and_raises_nav(invested: Desk) -> None:
    unit = invested.unit("BTC")
    before, nav, cash = invested.balance("BTC"), invested.vault.nav().value, invested.balance("USDC")
    invested.target(BTC=500_000, ETH=300_000, DAI=100_000)
    give(invested, "BTC", unit)
    assert invested.vault.nav().value == nav
    receipt = invested.run(surplus_leg(invested, "BTC", unit))
    assert invested.balance("BTC") == before + unit
    assert invested.balance("USDC") == cash
    price = invested.registry.quote(invested.id("BTC")) & (2**128 - 1)
    assert abs(invested.vault.nav().value - nav - price) <= 1
    (leg,) = invested.legs_of(receipt)
    assert (leg.buy, leg.amount_in, leg.amount_out, leg.slippage_bps) == (True, 0, unit, 0)
    assert invested.summary(receipt).cost == 0


def test_surplus__of_a_part__leaves_the_rest(invested: Desk) -> None:
    invested.target(BTC=500_000, ETH=300_000, DAI=100_000)
    before = invested.balance("BTC")
    give(invested, "BTC", 10**8)
    invested.run(surplus_leg(invested, "BTC", 10**7))
    assert invested.balance("BTC") == before + 10**7
    invested.run(surplus_leg(invested, "BTC", 9 * 10**7))
    with reverts("trader: no such surplus"):
        invested.run(surplus_leg(invested, "BTC", 1))


def test_surplus__a_unit_more_than_there_is__reverts(invested: Desk) -> None:
    invested.target(BTC=500_000, ETH=300_000, DAI=100_000)
    give(invested, "BTC", 10**8)
    with reverts("trader: no such surplus"):
        invested.run(surplus_leg(invested, "BTC", 10**8 + 1))


def test_surplus__claims__are_none(invested: Desk, holder: str) -> None:
    vault, asset_id = invested.vault, invested.id("BTC")
    invested.target(BTC=500_000, ETH=300_000, DAI=100_000)
    vault.redeem_in_kind(vault.balanceOf(holder) // 10, holder, holder, [asset_id], sender=holder)
    owed = vault.claimable(asset_id, holder)
    assert owed > 0
    with reverts("trader: no such surplus"):
        invested.run(surplus_leg(invested, "BTC", 1))
    give(invested, "BTC", 5)
    invested.run(surplus_leg(invested, "BTC", 5))
    assert vault.claimable(asset_id, holder) == owed


def test_surplus__past_the_target__reverts(invested: Desk) -> None:
    invested.target(BTC=500_000, ETH=300_000, DAI=100_000)
    give(invested, "BTC", 100 * 10**8)
    with reverts("trader: past target"):
        invested.run(surplus_leg(invested, "BTC", 100 * 10**8))


def test_surplus__of_what_is_no_target__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    give(invested, "LINK", 10**18)
    with reverts("trader: not a target"):
        invested.run(surplus_leg(invested, "LINK", 10**18))


@pytest.mark.parametrize(("raw", "amount_in"), [(0, 0), (1, 1)])
def test_surplus__amounts__nothing_for_nothing_only(invested: Desk, raw: int, amount_in: int) -> None:
    invested.target(BTC=500_000, ETH=300_000, DAI=100_000)
    give(invested, "BTC", 10**8)
    with reverts("trader: amount"):
        invested.run(surplus_leg(invested, "BTC", raw, amount_in=amount_in))


def test_surplus__paused_or_sell_only__reverts(invested: Desk, guardian: str) -> None:
    invested.target(BTC=500_000, ETH=400_000, DAI=100_000)
    give(invested, "BTC", 10**8)
    give(invested, "ETH", 10**18)
    invested.registry.set_status(invested.id("ETH"), 2, sender=guardian)
    with reverts("trader: not buyable"):
        invested.run(surplus_leg(invested, "ETH", 10**18))
    invested.world.index.policy.pause_entries(sender=guardian)
    with reverts("trader: paused"):
        invested.run(surplus_leg(invested, "BTC", 10**8))
