"""Sales: what leaves, what arrives, what the books say after."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk


def test_sell__part_of_a_holding__books_what_moved(invested: Desk) -> None:
    invested.target(BTC=200_000, ETH=300_000, LINK=50_000, DAI=100_000)
    btc, cash = invested.balance("BTC"), invested.balance("USDC")
    receipt = invested.run(invested.sell("BTC", 2.0))
    (leg,) = invested.legs_of(receipt)
    assert (leg.asset, leg.buy, leg.amount_in) == (invested.id("BTC"), False, 2 * 10**8)
    assert invested.balance("BTC") == btc - leg.amount_in == invested.token("BTC").balanceOf(invested.vault)
    assert invested.balance("USDC") == cash + leg.amount_out == invested.usdc.balanceOf(invested.vault)


def test_sell__all_but_dust__leaves_one_raw_unit_and_the_list(invested: Desk) -> None:
    invested.target(BTC=300_000, LINK=50_000, DAI=100_000)
    invested.run(invested.sell("ETH", "all"))
    assert invested.balance("ETH") == 1
    assert invested.held() == ["BTC", "LINK", "DAI"]


def test_sell__the_whole_balance__leaves_nothing(invested: Desk) -> None:
    invested.target(BTC=300_000, LINK=50_000, DAI=100_000)
    invested.run(invested.sell("ETH", raw=invested.balance("ETH")))
    assert invested.balance("ETH") == 0
    assert "ETH" not in invested.held()


def test_sell__all_but_dust_behind_an_exit_in_kind__still_runs(invested: Desk, holder: str) -> None:
    invested.target(BTC=300_000, LINK=50_000, DAI=100_000)
    leg = invested.sell("ETH", "all")
    invested.vault.redeem_in_kind(invested.vault.balanceOf(holder) // 10, holder, holder, sender=holder)
    invested.run(leg)
    assert invested.balance("ETH") == 1


def test_sell__split_in_two_legs__both_trade(invested: Desk) -> None:
    invested.target(BTC=300_000, LINK=50_000, DAI=100_000)
    receipt = invested.run(invested.sell("ETH", 50.0), invested.sell("ETH", "all"))
    first, _ = invested.legs_of(receipt)
    assert first.amount_in == 50 * 10**18
    assert invested.balance("ETH") == 1
    assert invested.summary(receipt).legs == 2


def test_sell__amount_0__is_all_but_one_unit(invested: Desk) -> None:
    invested.target(BTC=300_000)
    before = invested.balance("ETH")
    (leg,) = invested.legs_of(invested.run(invested.sell("ETH", raw=0)))
    assert (leg.amount_in, invested.balance("ETH")) == (before - 1, 1)


def test_sell__one_unit_more_than_the_book__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000)
    with reverts("trader: amount"):
        invested.run(invested.sell("ETH", raw=invested.balance("ETH") + 1))


def test_sell__more_than_is_left_for_the_second_leg__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000)
    half = invested.balance("ETH") // 2
    with reverts("trader: amount"):
        invested.run(invested.sell("ETH", raw=half), invested.sell("ETH", raw=half + 2))


def test_sell__a_donation_on_top_of_the_book__reverts(invested: Desk, market: str) -> None:
    invested.target(BTC=300_000)
    invested.token("ETH").mint(invested.vault, 10**18, sender=market)
    with reverts("trader: amount"):
        invested.run(invested.sell("ETH", raw=invested.balance("ETH") + 10**18))


@pytest.mark.parametrize("name", ["PEPE", "USDT"])
def test_sell__what_is_not_held__reverts(invested: Desk, name: str) -> None:
    invested.target(BTC=300_000)
    with reverts("trader: not held"):
        invested.run(invested.sell(name, raw=1))


def test_sell__cash__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000)
    with reverts("trader: cash is no leg"):
        invested.run((1, *invested.sell("ETH", 1.0)[1:]))


@pytest.mark.parametrize(
    ("asset", "reason"), [(0, "trader: not held"), (999, "trader: not held"), (65_536, "trader: unknown asset")]
)
def test_sell__an_id_nobody_listed__reverts(invested: Desk, asset: int, reason: str) -> None:
    invested.target(BTC=300_000)
    with reverts(reason):
        invested.run((asset, *invested.sell("ETH", 1.0)[1:]))


@pytest.mark.parametrize("bit", [161, 167, 169, 176, 255])
def test_sell__unknown_venue_or_spare_bits__reverts(invested: Desk, bit: int) -> None:
    invested.target(BTC=300_000)
    leg = invested.sell("ETH", 1.0)
    with reverts("trader: unknown venue"):
        invested.run((*leg[:4], leg[4] | 1 << bit, 0, 0))


def test_sell__less_than_the_own_bound__reverts(invested: Desk) -> None:
    invested.target(BTC=300_000)
    with reverts("trader: below min out"):
        invested.run(invested.sell("ETH", 10.0, min_out=24_000 * 10**6))
