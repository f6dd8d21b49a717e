"""An impairment of the guardian ends by itself, in every view at once; one of the owner lasts."""

from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.listings import ACTIVE, IMPAIRED, SELL_ONLY, Source, pricing, read_quote
from tests.contracts.registry.conftest import AAVE, CASH, DAI
from world.chain import Chain
from world.contract import Contract

DAY = 86_400
IMPAIRMENT, COOL_DOWN = 3 * DAY, 4 * DAY
SetPrice = Callable[..., None]


@pytest.fixture
def keep_fresh(aave_source: Source, cash_source: Source, set_price: SetPrice) -> Callable[[], None]:
    def keep_fresh() -> None:
        set_price(aave_source, 100 * 10**8)
        set_price(cash_source, 10**8)

    return keep_fresh


def status_of(registry: Contract) -> int:
    """What every view says of AAVE's status, which must be the same."""
    quote = read_quote(registry.quote(AAVE))
    (many,) = (read_quote(word) for word in registry.quotes([AAVE]))
    assert many == quote
    status = int(registry.asset(AAVE).status)
    assert registry.eligibility([AAVE])[0] >> 21 & 3 == status
    assert registry.eligibility([CASH, AAVE, DAI])[1] >> 21 & 3 == status
    assert (quote.buyable, quote.firm, quote.sellable) == (status == ACTIVE, status != IMPAIRED, True)
    unpriced = registry.valuation(10**12, [AAVE | 10**18 << 16, *[0] * 127]).unpriced
    assert unpriced == (AAVE if status == IMPAIRED else 0)
    return status


def test_impairment__of_the_guardian__ends_as_sell_only_to_the_second(
    registry: Contract, chain: Chain, guardian: str, keep_fresh: Callable[[], None]
) -> None:
    receipt = registry.set_status(AAVE, IMPAIRED, sender=guardian)
    until = chain.now() + IMPAIRMENT
    event = registry.events(receipt, "StatusSet")[0]
    assert (event.status, event.until) == (IMPAIRED, until)
    assert registry.asset(AAVE).impaired_until == until

    chain.mine(until - 1)
    before = chain.snapshot()
    keep_fresh()
    chain.revert(before)
    assert registry.asset(AAVE).status == IMPAIRED
    assert registry.eligibility([AAVE])[0] >> 21 & 3 == IMPAIRED
    chain.mine(until)
    assert registry.asset(AAVE).status == SELL_ONLY
    keep_fresh()
    assert status_of(registry) == SELL_ONLY
    assert registry.asset(AAVE).impaired_until == until


def test_impairment__while_it_lasts__leaves_the_price_sellable(
    registry: Contract, guardian: str, keep_fresh: Callable[[], None]
) -> None:
    keep_fresh()
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    assert status_of(registry) == IMPAIRED
    assert read_quote(registry.quote(AAVE)).price == 100 * 10**18


def test_impairment__feed_not_fresh__is_not_sellable_either(
    registry: Contract, chain: Chain, guardian: str, aave_source: Source, set_price: SetPrice
) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    for answer, age in ((100 * 10**8, 90_005), (501 * 10**8, 0), (19 * 10**8, 0)):
        set_price(aave_source, answer, age)
        quote = read_quote(registry.quote(AAVE))
        assert (quote.firm, quote.sellable) == (False, False)


@pytest.mark.parametrize("confirmed_after", [0, IMPAIRMENT - 10, IMPAIRMENT + 10])
def test_impairment__confirmed_by_the_owner__lasts(
    registry: Contract,
    chain: Chain,
    guardian: str,
    owner: str,
    keep_fresh: Callable[[], None],
    confirmed_after: int,
) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    chain.sleep(confirmed_after)
    receipt = registry.set_status(AAVE, IMPAIRED, sender=owner)
    assert registry.events(receipt, "StatusSet")[0].until == 0
    chain.sleep(365 * DAY)
    keep_fresh()
    assert status_of(registry) == IMPAIRED
    assert registry.asset(AAVE).impaired_until == 0


def test_impairment__again__four_days_after_its_end(
    registry: Contract, chain: Chain, guardian: str, keep_fresh: Callable[[], None]
) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    until = registry.asset(AAVE).impaired_until
    for _ in range(2):
        chain.mine(until)
        with reverts("registry: impaired lately"):
            registry.set_status(AAVE, IMPAIRED, sender=guardian)
        with reverts("registry: only worse"):
            registry.set_status(AAVE, SELL_ONLY, sender=guardian)
        # The call is mined a second later or more.
        chain.mine(until + COOL_DOWN - 2)
        with reverts("registry: impaired lately"):
            registry.set_status(AAVE, IMPAIRED, sender=guardian)
        chain.mine(until + COOL_DOWN)
        registry.set_status(AAVE, IMPAIRED, sender=guardian)
        keep_fresh()
        assert status_of(registry) == IMPAIRED
        until = registry.asset(AAVE).impaired_until
    assert status_of(registry) == IMPAIRED


@pytest.mark.parametrize("confirmed", [False, True])
def test_impairment__lifted_by_the_owner__the_cool_down_runs_from_there(
    registry: Contract, chain: Chain, guardian: str, owner: str, keep_fresh: Callable[[], None], confirmed: bool
) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    if confirmed:
        registry.set_status(AAVE, IMPAIRED, sender=owner)
    chain.sleep(DAY)
    registry.set_status(AAVE, ACTIVE, sender=owner)
    lifted_at = chain.now()
    keep_fresh()
    assert status_of(registry) == ACTIVE
    assert registry.asset(AAVE).impaired_until == lifted_at
    with reverts("registry: impaired lately"):
        registry.set_status(AAVE, IMPAIRED, sender=guardian)
    registry.set_status(AAVE, SELL_ONLY, sender=guardian)
    chain.mine(lifted_at + COOL_DOWN)
    registry.set_status(AAVE, IMPAIRED, sender=guardian)


def test_impairment__lapsed_and_made_active__stays_active(
    registry: Contract, chain: Chain, guardian: str, owner: str, keep_fresh: Callable[[], None]
) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    until = registry.asset(AAVE).impaired_until
    chain.mine(until + DAY)
    registry.set_status(AAVE, ACTIVE, sender=owner)
    keep_fresh()
    assert status_of(registry) == ACTIVE
    # The end of the impairment is what it was: the owner did not end it.
    assert registry.asset(AAVE).impaired_until == until


def test_impairment__lapsed__what_is_written_meanwhile_keeps_every_view_the_same(
    registry: Contract, chain: Chain, guardian: str, owner: str, anyone: str, aave_source: Source, set_price: SetPrice
) -> None:
    """A refresh and new terms write the terms word, not the eligibility; both must still say sell-only."""
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    chain.sleep(DAY)
    set_price(aave_source, 90 * 10**8)
    registry.refresh([AAVE], sender=anyone)
    registry.set_terms(AAVE, pricing(aave_source.feed), 300, 0, sender=owner)
    assert status_of_impaired(registry) == IMPAIRED
    chain.sleep(IMPAIRMENT)
    set_price(aave_source, 80 * 10**8)
    assert registry.refresh.call([AAVE], sender=anyone) == 1
    registry.refresh([AAVE], sender=anyone)
    assert registry.asset(AAVE).status == SELL_ONLY
    registry.set_terms(AAVE, pricing(aave_source.feed), 300, 0, sender=owner)
    quote = read_quote(registry.quote(AAVE))
    assert (quote.firm, quote.buyable, quote.sellable) == (True, False, True)
    assert registry.eligibility([AAVE])[0] >> 21 & 3 == SELL_ONLY
    chain.sleep(COOL_DOWN)
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    assert status_of_impaired(registry) == IMPAIRED


def status_of_impaired(registry: Contract) -> int:
    assert not read_quote(registry.quote(AAVE)).firm
    assert registry.eligibility([AAVE])[0] >> 21 & 3 == registry.asset(AAVE).status
    return int(registry.asset(AAVE).status)


def test_report_dead_feed__lapsed__is_not_active(registry: Contract, chain: Chain, guardian: str, anyone: str) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    chain.sleep(IMPAIRMENT)
    with reverts("registry: not active"):
        registry.report_dead_feed(AAVE, sender=anyone)


def test_impairment__other_assets__are_not_concerned(registry: Contract, guardian: str) -> None:
    registry.set_status(AAVE, IMPAIRED, sender=guardian)
    registry.set_status(DAI, IMPAIRED, sender=guardian)
