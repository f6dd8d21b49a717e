from collections.abc import Callable
from typing import Any

from tests.conftest import reverts
from tests.contracts.listings import DEEP, HEARTBEAT, NO_FEED, Source, listing
from tests.contracts.registry.conftest import CASH
from world.chain import Chain
from world.contract import Contract

ZERO = "0x" + "00" * 20


def test_constructor__lists_cash_as_id_1(registry: Contract, cash_source: Source) -> None:
    cash = registry.asset(CASH)

    assert cash.token == cash_source.token.address
    assert (cash.decimals, cash.stable, cash.liquidity_class) == (6, True, DEEP)
    assert cash.reference <= 10**18 < cash.reference * (1 + 2**-20)
    assert cash.heartbeat == HEARTBEAT


def test_constructor__roles__are_the_arguments(registry: Contract, owner: str, guardian: str) -> None:
    assert (registry.owner(), registry.guardian(), registry.pending_owner()) == (owner, guardian, ZERO)


def test_constructor__deployer__holds_no_role(
    deploy: Callable[..., Any], deployer: str, owner: str, guardian: str, cash_source: Source, spare_source: Source
) -> None:
    registry = deploy("AssetRegistry", owner, guardian, listing(cash_source, stable=True), NO_FEED)
    with reverts("roles: only owner"):
        registry.list_asset(listing(spare_source), sender=deployer)
    with reverts("roles: only guardian"):
        registry.set_status(CASH, 3, sender=deployer)


def test_constructor__cash_not_stable__reverts(
    deploy: Callable[..., Any], owner: str, guardian: str, spare_source: Source
) -> None:
    with reverts("registry: cash must be stable"):
        deploy("AssetRegistry", owner, guardian, listing(spare_source, stable=False), NO_FEED)


def test_constructor__no_owner__reverts(deploy: Callable[..., Any], guardian: str, spare_source: Source) -> None:
    with reverts("roles: no owner"):
        deploy("AssetRegistry", ZERO, guardian, listing(spare_source, stable=True), NO_FEED)


def test_sequence__counts_every_event(registry: Contract, chain: Chain, owner: str, spare_source: Source) -> None:
    before = registry.sequence()
    assert before == 9  # three listings, each AssetListed, TermsSet and ReferenceMoved

    receipt = registry.list_asset(listing(spare_source), sender=owner)

    numbers = [registry.events(receipt, name)[0].sequence for name in ("AssetListed", "TermsSet", "ReferenceMoved")]
    assert numbers == [before + 1, before + 2, before + 3]
    assert registry.sequence() == before + 3
