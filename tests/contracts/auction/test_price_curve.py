"""The price curve against a model in fractions: to the last digit, monotone, and inside the trader's limit."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.contracts.auction.price_model import exact_factor, rounded_factor, rounded_usdc
from world.chain import Chain
from world.contract import Contract

UNIT = 10**8
LIFE = 3_600
USD = 10**18


@pytest.fixture(scope="session")
def curve(chain: Chain) -> Contract:
    return chain.deploy("ExposedCurve")


@given(elapsed=st.integers(0, LIFE), slippage_bps=st.integers(0, 500), buy=st.booleans())
@example(elapsed=0, slippage_bps=100, buy=False)
@example(elapsed=599, slippage_bps=400, buy=True)
@example(elapsed=600, slippage_bps=400, buy=False)
@example(elapsed=LIFE - 1, slippage_bps=500, buy=True)
def test_factor__any_moment__is_the_models_to_the_last_digit(
    curve: Contract, elapsed: int, slippage_bps: int, buy: bool
) -> None:
    assert curve.factor(elapsed, slippage_bps, buy) == rounded_factor(elapsed, slippage_bps, buy=buy)


@pytest.mark.parametrize(
    ("minutes", "sale"), [(0, 102.0), (5, 101.25), (10, 100.5), (20, 99.75), (30, 99.375), (60, 99.046875)]
)
def test_factor__of_a_deep_asset__is_the_table_of_the_header(curve: Contract, minutes: int, sale: float) -> None:
    assert curve.factor(60 * minutes, 100, False) == sale * UNIT / 100
    assert curve.factor(60 * minutes, 100, True) == 2 * UNIT - sale * UNIT / 100


@given(elapsed=st.integers(0, LIFE - 1), slippage_bps=st.integers(0, 500))
def test_factor__second_by_second__moves_one_way_and_never_reaches_the_limit(
    curve: Contract, elapsed: int, slippage_bps: int
) -> None:
    now, later = (curve.factor(at, slippage_bps, False) for at in (elapsed, elapsed + 1))
    assert (10_000 - slippage_bps) * UNIT // 10_000 < later <= now
    now, later = (curve.factor(at, slippage_bps, True) for at in (elapsed, elapsed + 1))
    assert now <= later < (10_000 + slippage_bps) * UNIT // 10_000


@given(
    amount=st.integers(0, 2**120 - 1),
    decimals=st.integers(0, 27),
    price=st.integers(1, 2**100 - 1),
    cash_price=st.integers(USD // 2, USD * 11 // 10),
    factor=st.integers(UNIT * 95 // 100, UNIT * 105 // 100),
    buy=st.booleans(),
)
@example(amount=2**120 - 1, decimals=27, price=2**100 - 1, cash_price=USD, factor=UNIT, buy=False)
@example(amount=1, decimals=0, price=1, cash_price=USD, factor=UNIT, buy=False)
@example(amount=1, decimals=27, price=1, cash_price=USD, factor=UNIT, buy=True)
def test_usdc__any_amount__is_the_models_and_rounded_for_the_vault(
    curve: Contract, amount: int, decimals: int, price: int, cash_price: int, factor: int, buy: bool
) -> None:
    asset_quote, cash_quote = (value | places << 128 for value, places in ((price, decimals), (cash_price, 6)))
    wanted = rounded_usdc(amount, decimals, price, cash_price, factor, buy=buy)
    assert curve.usdc(asset_quote, cash_quote, amount, factor, buy) == wanted


@given(
    amount=st.integers(0, 2**120 - 1),
    price=st.integers(1, 2**100 - 1),
    excess=st.integers(0, 2**28 - 1),
    buy=st.booleans(),
)
@example(amount=10**18, price=USD, excess=95 * 10**5, buy=False)
def test_usdc__rate_above_its_bound__is_what_a_bidder_pays_and_not_what_it_gets(
    curve: Contract, amount: int, price: int, excess: int, buy: bool
) -> None:
    """A vault share whose rate jumped is sold at the rate as told, and bought at the bounded one."""
    counted = price if buy else price + -(-price * excess // 10**8)
    wanted = rounded_usdc(amount, 18, counted, USD, UNIT, buy=buy)
    assert curve.usdc(price | excess << 100 | 18 << 128, USD | 6 << 128, amount, UNIT, buy) == wanted


@given(
    elapsed=st.integers(0, LIFE - 1),
    slippage_bps=st.integers(1, 500),
    dollars=st.integers(1, 10**9),
    cents=st.integers(50, 110),
    buy=st.booleans(),
)
def test_price__at_any_moment__is_inside_the_limit_of_a_leg(
    elapsed: int, slippage_bps: int, dollars: int, cents: int, buy: bool
) -> None:
    """In the model: what the trader asks of a leg (limits._check_price) holds at every price a bid can have."""
    factor = rounded_factor(elapsed, slippage_bps, buy=buy)
    cash_price = USD * cents // 100
    usdc = rounded_usdc(dollars, 0, USD, cash_price, factor, buy=buy)
    value, paid = dollars * USD, usdc * cash_price // 10**6
    given, got = (paid, value) if buy else (value, paid)
    assert got * 10_000 >= given * (10_000 - slippage_bps)


def test_model__straight_between_two_halvings() -> None:
    start, middle, end = (exact_factor(at, 300, buy=False) for at in (600, 900, 1_200))
    assert (start, end) == (Fraction(9_950, 10_000), Fraction(9_825, 10_000))
    assert middle == (start + end) / 2
