"""valuation(): what is uncertain counts for entries and not for exits, what is retired likewise and in no test."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from tests.contracts.listings import IMPAIRED, VAULT_SHARES, Source, listing, new_source
from tests.contracts.registry.conftest import AAVE, DAI
from world.chain import Chain
from world.contract import Contract

DOLLAR = 10**18
SHARE = 4
RETIRED = 1 << 255
STALE = 90_005  # seconds
SetPrice = Callable[..., None]


@pytest.fixture
def fresh(
    registry: Contract, cash_source: Source, aave_source: Source, dai_source: Source, set_price: SetPrice
) -> Contract:
    """USDC 1, AAVE 100, DAI 1, all fresh; deviations 50 bps."""
    set_price(cash_source, 10**8)
    set_price(aave_source, 100 * 10**8)
    set_price(dai_source, 10**8)
    return registry


@pytest.fixture
def saving(fresh: Contract, chain: Chain, owner: str, market: str) -> tuple[Contract, Contract]:
    """The registry, and a vault of a stable asset whose rate is 1.00, listed as 4."""
    dollars = new_source(chain, market, "USDS", price=10**8, decimals=6)
    vault = chain.deploy("ShareVault", "Savings", "sUSDS", 18, market, dollars.token, 10**6)
    fresh.list_asset(listing(dollars, token=vault, kind=VAULT_SHARES, stable=True), sender=owner)
    return fresh, vault


def held(asset: int, dollars: int, price: int = 1, *, retired: bool = False) -> int:
    """A holding word of 18 decimals."""
    return asset | (dollars * DOLLAR // price) << 16 | (RETIRED if retired else 0)


def value(registry: Contract, cash: int, *holdings: int) -> Any:
    return registry.valuation(cash * 10**6, [*holdings, *[0] * (128 - len(holdings))])


def test_valuation__retired__counts_for_entries_alone(fresh: Contract) -> None:
    plain = value(fresh, 1_000, held(AAVE, 3_000, 100), held(DAI, 1_000))
    valued = value(fresh, 1_000, held(AAVE, 3_000, 100), held(DAI, 1_000), held(AAVE, 700, 100, retired=True))
    assert (plain.value, plain.firm_value, plain.volatile_ppm) == (5_000 * DOLLAR, 5_000 * DOLLAR, 600_000)
    assert valued == plain._replace(value=5_700 * DOLLAR)
    assert valued.levy_bps == plain.levy_bps > 0


@pytest.mark.parametrize("how", ["fresh", "stale", "impaired", "out of band"])
def test_valuation__retired_without_a_price__closes_nothing(
    fresh: Contract, guardian: str, aave_source: Source, set_price: SetPrice, how: str
) -> None:
    """At its last good price, however much it was."""
    if how == "stale":
        set_price(aave_source, 100 * 10**8, STALE)
    if how == "impaired":
        fresh.set_status(AAVE, IMPAIRED, sender=guardian)
    if how == "out of band":
        set_price(aave_source, 501 * 10**8)
    valued = value(fresh, 10, held(AAVE, 1_000_000, 100, retired=True))
    assert (valued.firm, valued.unpriced, valued.firm_value) == (True, 0, 10 * DOLLAR)
    assert abs(valued.value - 1_000_010 * DOLLAR) < DOLLAR
    assert (valued.volatile_ppm, valued.levy_bps) == (0, 2)


def test_valuation__what_is_not_retired__is_tested_without_it(
    fresh: Contract, aave_source: Source, set_price: SetPrice
) -> None:
    """Half a percent of what is left, not of what the retired asset once was."""
    set_price(aave_source, 100 * 10**8, STALE)
    small = held(AAVE, 600, 100)
    assert value(fresh, 120_000, small).firm
    for retired in (0, 10**9):
        valued = value(fresh, 110_000, small, held(DAI, retired, retired=True) if retired else 0)
        assert (valued.firm, valued.unpriced, valued.firm_value) == (False, AAVE, 110_000 * DOLLAR)


def test_valuation__order_of_holdings__does_not_matter(saving: tuple[Contract, Contract], market: str) -> None:
    registry, vault = saving
    vault.set_rate(1_010_000, sender=market)
    words = (held(AAVE, 300, 100), held(DAI, 200, retired=True), held(SHARE, 100))
    answers = [value(registry, 1_000, *order) for order in permutations(words)]
    assert len(set(answers)) == 1


@pytest.mark.parametrize(
    ("rate", "reported", "counted", "firm"),
    [
        (1_004_900, 1.0049, 1.0049, True),
        (1_009_900, 1.0099, 1.005, True),  # 0.49 % of a fund that is all shares
        (1_011_000, 1.011, 1.005, False),
        (1_099_000, 1.099, 1.005, False),
        (1_500_000, 1.1, 0, False),  # beyond 11/10 nothing is sure, and no more is believed
    ],
)
def test_valuation__rate_above_the_line__entries_count_it_and_exits_do_not(
    saving: tuple[Contract, Contract], market: str, rate: int, reported: float, counted: float, firm: bool
) -> None:
    registry, vault = saving
    vault.set_rate(rate, sender=market)
    valued = value(registry, 0, held(SHARE, 1_000_000))
    precision = 3e-6 * 10**6 * DOLLAR  # a rate taken keeps 21 bits
    assert abs(valued.value - reported * 10**6 * DOLLAR) < precision
    assert abs(valued.firm_value - counted * 10**6 * DOLLAR) < precision
    assert (valued.firm, valued.unpriced) == (firm, SHARE if rate > 1_005_000 else 0)


def test_valuation__excess_and_no_price__count_together(
    saving: tuple[Contract, Contract], market: str, aave_source: Source, set_price: SetPrice
) -> None:
    registry, vault = saving
    vault.set_rate(1_008_000, sender=market)
    set_price(aave_source, 100 * 10**8, STALE)
    shares, small = held(SHARE, 100_000), held(AAVE, 250, 100)
    assert value(registry, 0, shares).firm and value(registry, 100_000, small).firm
    valued = value(registry, 0, shares, small)
    assert (valued.firm, valued.unpriced) == (False, SHARE)
