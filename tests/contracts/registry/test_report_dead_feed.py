"""Two reports of a dead feed, a day to three days apart, make an asset sell-only; whoever makes them."""

from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.listings import ACTIVE, HEARTBEAT, IMPAIRED, SELL_ONLY, Source, pricing, read_quote
from tests.contracts.registry.conftest import AAVE, CASH, DAI, UNLISTED
from world.chain import Chain
from world.contract import Contract

DAY = 86_400
REVERTS = 1
SetPrice = Callable[..., None]


@pytest.fixture
def reported(registry: Contract, chain: Chain, anyone: str, market: str, aave_source: Source) -> int:
    """AAVE's feed dead and reported once; when that was."""
    aave_source.aggregator.fail(REVERTS, sender=market)
    registry.report_dead_feed(AAVE, sender=anyone)
    return chain.now()


def test_report_dead_feed__first__is_written_down_and_changes_nothing(
    registry: Contract, chain: Chain, anyone: str, market: str, aave_source: Source
) -> None:
    before, sequence = registry.asset(AAVE), registry.sequence()
    aave_source.aggregator.fail(REVERTS, sender=market)
    assert registry.report_dead_feed.call(AAVE, sender=anyone) is False

    receipt = registry.report_dead_feed(AAVE, sender=anyone)

    assert registry.asset(AAVE) == before._replace(reported_at=chain.now())
    event = registry.events(receipt, "FeedReported")[0]
    assert (event.asset, event.sequence, event.reported_at, event.by) == (AAVE, sequence + 1, chain.now(), anyone)


def test_report_dead_feed__second_a_day_later__sell_only(
    registry: Contract, chain: Chain, anyone: str, other_holder: str, reported: int
) -> None:
    chain.mine(reported + DAY)
    sequence = registry.sequence()
    assert registry.report_dead_feed.call(AAVE, sender=other_holder) is True

    receipt = registry.report_dead_feed(AAVE, sender=other_holder)

    assert (registry.asset(AAVE).status, registry.asset(AAVE).reported_at) == (SELL_ONLY, 0)
    assert not read_quote(registry.quote(AAVE)).buyable
    assert registry.eligibility([AAVE])[0] >> 21 & 3 == SELL_ONLY
    event = registry.events(receipt, "StatusSet")[0]
    assert (event.asset, event.status, event.by) == (AAVE, SELL_ONLY, other_holder)
    assert [registry.events(receipt, name)[0].sequence for name in ("FeedReported", "StatusSet")] == [
        sequence + 1,
        sequence + 2,
    ]


def test_report_dead_feed__second_within_a_day__reverts(
    registry: Contract, chain: Chain, anyone: str, reported: int
) -> None:
    chain.mine(reported + DAY - 10)
    with reverts("registry: too early"):
        registry.report_dead_feed(AAVE, sender=anyone)
    assert registry.asset(AAVE).reported_at == reported


def test_report_dead_feed__second_after_three_days__is_a_first_one_again(
    registry: Contract, chain: Chain, anyone: str, reported: int
) -> None:
    chain.mine(reported + 3 * DAY + 1)
    registry.report_dead_feed(AAVE, sender=anyone)
    asset = registry.asset(AAVE)
    assert (asset.status, asset.reported_at) == (ACTIVE, chain.now())


def test_report_dead_feed__recovered__a_report_voids_it(
    registry: Contract, chain: Chain, anyone: str, market: str, aave_source: Source, set_price: SetPrice, reported: int
) -> None:
    chain.mine(reported + DAY)
    aave_source.aggregator.fail(0, sender=market)
    set_price(aave_source, 100 * 10**8)
    receipt = registry.report_dead_feed(AAVE, sender=anyone)
    assert registry.events(receipt, "FeedReported")[0].reported_at == 0
    assert (registry.asset(AAVE).status, registry.asset(AAVE).reported_at) == (ACTIVE, 0)

    # Dead again: it takes two reports again.
    aave_source.aggregator.fail(REVERTS, sender=market)
    registry.report_dead_feed(AAVE, sender=anyone)
    assert registry.asset(AAVE).status == ACTIVE


@pytest.mark.parametrize("way", ["refresh", "set_terms"])
def test_report_dead_feed__recovered__refresh_and_new_terms_void_it_too(
    registry: Contract,
    owner: str,
    anyone: str,
    market: str,
    aave_source: Source,
    set_price: SetPrice,
    reported: int,
    way: str,
) -> None:
    registry.refresh([AAVE], sender=anyone)
    assert registry.asset(AAVE).reported_at == reported  # dead still
    aave_source.aggregator.fail(0, sender=market)
    set_price(aave_source, 100 * 10**8)
    if way == "refresh":
        registry.refresh([AAVE], sender=anyone)
    else:
        registry.set_terms(AAVE, pricing(aave_source.feed), 200, 0, sender=owner)
    assert registry.asset(AAVE).reported_at == 0


def test_report_dead_feed__reference_moves__the_report_of_another_asset_stays(
    registry: Contract, chain: Chain, anyone: str, dai_source: Source, set_price: SetPrice, reported: int
) -> None:
    chain.mine(reported + DAY)
    set_price(dai_source, 10**8)
    registry.refresh([CASH, DAI, AAVE], sender=anyone)
    assert registry.asset(AAVE).reported_at == reported


@pytest.mark.parametrize("death", ["stale", "out of band", "zero"])
def test_report_dead_feed__no_firm_price_for_whatever_the_feed_does(
    registry: Contract, chain: Chain, anyone: str, aave_source: Source, set_price: SetPrice, death: str
) -> None:
    def die() -> None:
        answer, age = {"stale": (10**10, HEARTBEAT + 9), "out of band": (10**8, 0), "zero": (0, 0)}[death]
        set_price(aave_source, answer, age)

    die()
    registry.report_dead_feed(AAVE, sender=anyone)
    chain.sleep(DAY)
    die()
    registry.report_dead_feed(AAVE, sender=anyone)
    assert registry.asset(AAVE).status == SELL_ONLY


def test_report_dead_feed__alive__reverts(registry: Contract, anyone: str) -> None:
    with reverts("registry: feed alive"):
        registry.report_dead_feed(AAVE, sender=anyone)


def test_report_dead_feed__cash__is_exempt(registry: Contract, anyone: str, market: str, cash_source: Source) -> None:
    cash_source.aggregator.fail(REVERTS, sender=market)
    with reverts("registry: cash"):
        registry.report_dead_feed(CASH, sender=anyone)


@pytest.mark.parametrize("status", [SELL_ONLY, IMPAIRED])
def test_report_dead_feed__not_active__reverts(
    registry: Contract, owner: str, anyone: str, market: str, aave_source: Source, status: int
) -> None:
    registry.set_status(AAVE, status, sender=owner)
    aave_source.aggregator.fail(REVERTS, sender=market)
    with reverts("registry: not active"):
        registry.report_dead_feed(AAVE, sender=anyone)


@pytest.mark.parametrize("asset", [0, UNLISTED, 2**256 - 1])
def test_report_dead_feed__unlisted_asset__reverts(registry: Contract, anyone: str, asset: int) -> None:
    with reverts("registry: unlisted asset"):
        registry.report_dead_feed(asset, sender=anyone)


def test_report_dead_feed__too_little_gas_to_tell__reverts(
    registry: Contract, anyone: str, market: str, aave_source: Source
) -> None:
    aave_source.aggregator.fail(REVERTS, sender=market)
    with reverts("registry: gas"):
        registry.report_dead_feed(AAVE, sender=anyone, gas=105_000)


def test_report_dead_feed__owner_restores__and_it_takes_two_reports_again(
    registry: Contract, chain: Chain, owner: str, anyone: str, reported: int
) -> None:
    chain.mine(reported + DAY)
    registry.report_dead_feed(AAVE, sender=anyone)
    registry.set_status(AAVE, ACTIVE, sender=owner)
    registry.report_dead_feed(AAVE, sender=anyone)
    assert registry.asset(AAVE).status == ACTIVE
