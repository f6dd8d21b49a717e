import itertools

import pytest

from tests.conftest import reverts
from tests.contracts.listings import ACTIVE, IMPAIRED, SELL_ONLY, read_quote
from tests.contracts.registry.conftest import AAVE, CASH, UNLISTED
from world.contract import Contract

STATUSES = (ACTIVE, SELL_ONLY, IMPAIRED)


def test_set_status__anyone__reverts(registry: Contract, anyone: str) -> None:
    with reverts("roles: only guardian"):
        registry.set_status(AAVE, IMPAIRED, sender=anyone)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(STATUSES, STATUSES)))
def test_set_status__owner__sets_any(registry: Contract, owner: str, before: int, after: int) -> None:
    registry.set_status(AAVE, before, sender=owner)
    registry.set_status(AAVE, after, sender=owner)
    assert registry.asset(AAVE).status == after


@pytest.mark.parametrize(("before", "after"), list(itertools.product(STATUSES, STATUSES)))
def test_set_status__guardian__only_worsens(
    registry: Contract, owner: str, guardian: str, before: int, after: int
) -> None:
    registry.set_status(AAVE, before, sender=owner)
    if after > before:
        registry.set_status(AAVE, after, sender=guardian)
        assert registry.asset(AAVE).status == after
    else:
        with reverts("registry: only worse"):
            registry.set_status(AAVE, after, sender=guardian)
        assert registry.asset(AAVE).status == before


def test_set_status__cash__is_beyond_the_guardian(registry: Contract, owner: str, guardian: str) -> None:
    with reverts("registry: cash"):
        registry.set_status(CASH, IMPAIRED, sender=guardian)
    registry.set_status(CASH, IMPAIRED, sender=owner)


@pytest.mark.parametrize("status", [0, 4, 2**256 - 1])
def test_set_status__no_such_status__reverts(registry: Contract, owner: str, status: int) -> None:
    with reverts("registry: status"):
        registry.set_status(AAVE, status, sender=owner)


@pytest.mark.parametrize("asset", [0, UNLISTED])
def test_set_status__unlisted_asset__reverts(registry: Contract, owner: str, asset: int) -> None:
    with reverts("registry: unlisted asset"):
        registry.set_status(asset, IMPAIRED, sender=owner)


@pytest.mark.parametrize("status", STATUSES)
def test_set_status__quote_and_policy__never_disagree(registry: Contract, owner: str, status: int) -> None:
    before = registry.asset(AAVE)

    receipt = registry.set_status(AAVE, status, sender=owner)

    assert registry.asset(AAVE) == before._replace(status=status)
    assert registry.eligibility([AAVE])[0] >> 21 & 3 == status
    quote = read_quote(registry.quote(AAVE))
    assert (quote.buyable, quote.firm) == (status == ACTIVE, status != IMPAIRED)
    event = registry.events(receipt, "StatusSet")[0]
    assert (event.asset, event.status, event.by) == (AAVE, status, owner)
