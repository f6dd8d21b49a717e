"""Events alone rebuild history: numbers without a gap, amounts as booked, NAV and distance as computed apart."""

from typing import Any

import pytest

from tests.contracts.trader.desk import Desk

ONE_PPB = 1e-9


def values(desk: Desk) -> dict[int, int]:
    """USD 18 decimals by id, from books and registry, cash included."""
    ids = [1, *desk.vault.held()]
    words = desk.registry.quotes(ids)
    balances = [desk.vault.book(asset)[0] for asset in ids]
    return {
        asset: balance * (word & (2**128 - 1)) // 10 ** (word >> 128 & 0xFF)
        for asset, word, balance in zip(ids, words, balances, strict=True)
    }


def distance(held: dict[int, int], weights: dict[int, int]) -> float:
    """Half the sum of |value - target value|, USD 18 decimals."""
    nav = sum(held.values())
    return sum(abs(held.get(a, 0) - nav * weights.get(a, 0) / 10**6) for a in held.keys() | weights.keys()) / 2


def test_log__sequence__has_no_gap_over_sessions_and_roles(desk: Desk, owner: str, executor: str) -> None:
    first = desk.trader.sequence()
    desk.target(BTC=300_000, DAI=100_000)
    receipts = [
        desk.run(desk.buy("BTC", 100_000), desk.buy("DAI", 50_000)),
        desk.trader.set_executor(executor, sender=owner),
        desk.run(desk.buy("BTC", 100_000)),
    ]
    numbers: list[int] = []
    for receipt in receipts:
        for name in ("LegTraded", "SessionClosed", "ExecutorSet"):
            numbers += [event.sequence for event in desk.trader.events(receipt, name)]
    assert numbers == list(range(first + 1, first + 7))
    assert desk.trader.sequence() == first + 6


def test_log__summary__agrees_with_books_and_registry(invested: Desk) -> None:
    invested.target(BTC=200_000, ETH=360_000, DAI=100_000)
    weights = {invested.id("BTC"): 200_000, invested.id("ETH"): 360_000, invested.id("DAI"): 100_000, 1: 340_000}
    before = values(invested)
    receipt = invested.run(invested.sell("LINK"), invested.sell("BTC", 2), invested.buy("ETH", 40_000))
    after = values(invested)
    closed = invested.summary(receipt)
    assert closed.nav_before == sum(before.values())
    assert closed.nav_after == sum(after.values()) == invested.vault.nav().value
    assert closed.distance_before == pytest.approx(distance(before, weights), rel=ONE_PPB)
    assert closed.distance_after == pytest.approx(distance(after, weights), rel=ONE_PPB)
    assert (closed.session, closed.epoch, closed.legs) == (2, 2, 3)


def test_log__turnover_and_cost__are_the_sums_of_the_legs(invested: Desk) -> None:
    invested.target(BTC=200_000, ETH=360_000, DAI=100_000)
    receipt = invested.run(invested.sell("LINK"), invested.sell("BTC", 2), invested.buy("ETH", 40_000))
    turnover = cost = 0
    closed = invested.summary(receipt)
    for leg in invested.legs_of(receipt):
        name = next(a for a in ("BTC", "ETH", "LINK") if invested.id(a) == leg.asset)
        value_in, value_out = worth(leg, invested.unit(name), closed.cash_price)
        turnover += value_in
        cost += max(0, value_in - value_out)
    assert (closed.turnover, closed.cost) == (turnover, cost)


def test_log__prices__are_the_registry_s_of_the_block(invested: Desk) -> None:
    invested.target(BTC=300_000)
    prices = [invested.registry.quote(asset) & (2**128 - 1) for asset in (invested.id("ETH"), 1)]
    receipt = invested.run(invested.sell("ETH", 10))
    (leg,) = invested.legs_of(receipt)
    assert [leg.price, invested.summary(receipt).cash_price] == prices


def test_log__levy__is_what_the_vault_computes_itself(invested: Desk) -> None:
    invested.target(BTC=200_000, ETH=360_000, DAI=100_000)
    invested.run(invested.sell("LINK"), invested.sell("BTC", 2), invested.buy("ETH", 40_000))
    assert invested.vault.fund().exit_levy_bps == invested.vault.nav().levy_bps


def worth(leg: Any, unit: int, cash_price: int) -> tuple[int, int]:
    """USD 18 decimals of what went in and of what came out."""
    asset, cash = (leg.amount_out, leg.amount_in) if leg.buy else (leg.amount_in, leg.amount_out)
    asset_value, cash_value = asset * leg.price // unit, cash * cash_price // 10**6
    return (cash_value, asset_value) if leg.buy else (asset_value, cash_value)
