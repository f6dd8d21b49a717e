"""The ledger on a life small enough to follow by hand."""

from typing import Any

import pytest

from demo.accounting import EXACT, Ledger, ledger_at
from demo.prices import Tape, Tick
from demo.settings import DemoError
from keepers.chain import Record

USD = 10**18
CASH, COIN = 1, 2
DECIMALS = {CASH: 6, COIN: 8}


def record(block: int, event: str, **fields: Any) -> Record:
    return Record(block, 0, "0x", 5, "vault", None, event, fields)


def tick(block: int, asset: int, price: float) -> Tick:
    return Tick(block, 0, asset, round(price * USD))


LIFE = [
    record(2, "Entered", assets=1_000_000_000),  # 1,000 USDC
    record(3, "LegTraded", asset=COIN, buy=True, amount_in=600_000_000, amount_out=5_900_000_000),  # 59 coins for 600
    record(5, "LegTraded", asset=COIN, buy=False, amount_in=900_000_000, amount_out=108_500_000),  # 9 for 108.50
    record(6, "Exited", assets=108_500_000),
    record(7, "ExitedInKind", assets=[CASH, COIN], amounts=[100_000_000, 1_000_000_000]),  # 100 USDC and 10 coins
]
# 10 USD, then 12; USDC at 1, then 0.99
TICKS = (tick(1, CASH, 1), tick(1, COIN, 10), tick(4, COIN, 12), tick(8, CASH, 0.99))


def at(block: int) -> Ledger:
    return next(ledger_at(LIFE, Tape(TICKS, DECIMALS), [block]))


def test_ledger__leg__costs_what_it_gave_more_than_it_got() -> None:
    totals = at(3).totals.usd()
    assert (totals.deposits, totals.costs, totals.turnover) == (1_000 * USD, 10 * USD, 600 * USD)
    assert totals.market == 0


def test_ledger__price__moves_what_is_held() -> None:
    assert at(4).totals.usd().market == 59 * 2 * USD


def test_ledger__leg_above_the_feed__is_a_negative_cost() -> None:
    assert at(5).totals.costs - at(4).totals.costs == -USD // 2 * EXACT


def test_ledger__exits__are_worth_the_prices_of_their_moment() -> None:
    totals = at(8).totals.usd()
    assert totals.proceeds == 108_500_000 * 10**12
    assert totals.in_kind == (100 + 120) * USD


def test_ledger__worth__is_the_sum_of_its_five_ways() -> None:
    for block in range(2, 9):
        ledger = at(block)
        totals = ledger.totals
        assert ledger.whole() == totals.deposits - totals.proceeds - totals.in_kind + totals.market - totals.costs


def test_ledger__several_blocks__go_on() -> None:
    seen = [ledger.totals.usd().deposits for ledger in ledger_at(LIFE, Tape(TICKS, DECIMALS), [1, 2, 8])]
    assert seen == [0, 1_000 * USD, 1_000 * USD]


def test_ledger__shortfall__is_refused() -> None:
    short = [*LIFE, record(8, "ShortfallBooked", asset=COIN)]
    with pytest.raises(DemoError, match="shortfall of asset 2"):
        next(ledger_at(short, Tape(TICKS, DECIMALS), [9]))
