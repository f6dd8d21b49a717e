"""eligibility, asset, token, id_of: what they answer for listed ids and for others."""

import pytest

from tests.conftest import reverts
from tests.contracts.listings import ACTIVE, DEEP, MEDIUM, Source
from tests.contracts.registry.conftest import AAVE, CASH, DAI, UNLISTED
from world.contract import Contract


def policy(cap: int, stable: bool, liquidity_class: int, listed_at: int) -> int:
    return cap | stable << 20 | ACTIVE << 21 | liquidity_class << 23 | listed_at << 25


def test_policies__in_the_order_asked(registry: Contract) -> None:
    listed = {asset: registry.asset(asset).listed_at for asset in (CASH, AAVE, DAI)}
    cash = policy(1_000_000, True, DEEP, listed[CASH])
    aave = policy(100_000, False, MEDIUM, listed[AAVE])
    dai = policy(1_000_000, True, DEEP, listed[DAI])

    assert registry.eligibility([CASH, AAVE, DAI]) == [cash, aave, dai]
    assert registry.eligibility([DAI, CASH, AAVE, DAI]) == [dai, cash, aave, dai]


@pytest.mark.parametrize("asset", [0, UNLISTED, 65_536, 2**256 - 1])
def test_policies__unlisted_asset__answers_zero(registry: Contract, asset: int) -> None:
    eligibility = registry.eligibility([CASH, asset, AAVE])
    assert eligibility[1] == 0
    assert eligibility[0] != 0 != eligibility[2]


def test_token_and_id_of__are_each_others_inverse(registry: Contract, aave_source: Source) -> None:
    assert registry.token(AAVE) == aave_source.token.address
    assert registry.id_of(aave_source.token) == AAVE


def test_id_of__unlisted_token__answers_zero(registry: Contract, spare_source: Source) -> None:
    assert registry.id_of(spare_source.token) == 0


@pytest.mark.parametrize("asset", [0, UNLISTED])
def test_asset_and_token__unlisted_asset__revert(registry: Contract, asset: int) -> None:
    with reverts("registry: unlisted asset"):
        registry.asset(asset)
    with reverts("registry: unlisted asset"):
        registry.token(asset)
