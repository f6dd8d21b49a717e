"""keepers/parameters.toml against deployed contracts: every default by a view, every hard cap by its setter.

What has no view is tried where that is cheap; tests/project/test_parameters.py reads all constants from the source.
"""

from collections.abc import Callable
from typing import Any

import pytest

from deployment.parameter_places import PLACES, View
from keepers.parameters import load_parameters
from tests.conftest import reverts
from tests.contracts.listings import DEEP, MEDIUM, THIN, listing, new_source, pricing
from tests.target_words import pack, with_cash
from world.contract import Contract
from world.market import World

CONTRACT = load_parameters().contract
CLASSES = {"deep": DEEP, "medium": MEDIUM, "thin": THIN}
HASH = b"\x01" * 32
LOSSES = ("loss_session_bps", "loss_week_bps", "loss_derisking_bps")
SILENCE = ("silence_auctions", "silence_safe_state")
FLOW = ("flow_floor_usdc", "flow_share_ppm", "flow_stable_share_ppm")


def default(name: str) -> int:
    """In the chain's unit."""
    return PLACES[name].on_chain(CONTRACT[name].default)


def fees(world: World, **changed: int) -> Any:
    """set_fees with the defaults but for what is changed; a rise is waited for."""
    values = {name: default(name) for name in ("management_fee_ppm", "platform_fee_bps")} | changed
    world.index.policy.set_fees(*values.values(), sender=world.roles.owner)
    world.chain.mine(world.index.policy.announced_fees()[2])
    return world.index.policy.apply_fees(sender=world.roles.anyone)


def flow_limit(world: World, **changed: int) -> Any:
    """set_flow_limit with the defaults but for what is changed."""
    values = {name: default(name) for name in FLOW} | changed
    return world.index.policy.set_flow_limit(tuple(values.values()), sender=world.roles.owner)


def budget(world: World, **changed: int) -> Any:
    """set_budget with the defaults but for what is changed."""
    values = {name: default(name) for name in LOSSES} | changed
    return world.index.trader.set_budget(tuple(values.values()), sender=world.roles.owner)


def delays(world: World, **changed: int) -> Any:
    """set_delays with the defaults but for what is changed."""
    values = {name: default(name) for name in ("risk_down_delay", "risk_up_delay", "expiry")} | changed
    return world.index.strategy.set_delays(*values.values(), sender=world.roles.owner)


def limits(world: World, **changed: int) -> Any:
    """set_limits with the defaults but for what is changed."""
    values = {name: default(name) for name in ("max_change_ppm", "turnover_ppm", "upward_flips")} | changed
    return world.index.strategy.set_limits(*values.values(), sender=world.roles.owner)


def silence(world: World, **changed: int) -> Any:
    """set_silence with the defaults but for what is changed."""
    values = {name: default(name) for name in SILENCE} | changed
    return world.index.strategy.set_silence(*values.values(), sender=world.roles.owner)


def slippage(world: World, **changed: int) -> Any:
    """set_terms of an asset of the class that the changed parameter names."""
    ((name, value),) = changed.items()
    registry = world.index.registry
    asset = asset_of(world, name.split("_")[1])
    terms = registry.asset(asset)
    price = pricing(terms.feed, heartbeat=terms.heartbeat, deviation_bps=terms.deviation_bps)
    return registry.set_terms(asset, price, value, 0, sender=world.roles.owner)


Setter = Callable[..., Any]
SETTERS: dict[str, tuple[Setter, str]] = {
    **dict.fromkeys(("management_fee_ppm", "platform_fee_bps"), (fees, "policy: fee above cap")),
    **dict.fromkeys(LOSSES, (budget, "trader: budget")),
    **dict.fromkeys(SILENCE, (silence, "strategy: silence")),
    **dict.fromkeys(FLOW, (flow_limit, "policy: flow limit")),
    **dict.fromkeys(("risk_down_delay", "risk_up_delay", "expiry"), (delays, "strategy: delays")),
    **dict.fromkeys(("max_change_ppm", "turnover_ppm", "upward_flips"), (limits, "strategy: limits")),
    **{f"slippage_{liquidity}_bps": (slippage, "registry: slippage") for liquidity in CLASSES},
}


def asset_of(world: World, liquidity_class: str) -> int:
    """The id of a volatile asset on the terms of its class, listed just now if there is none."""
    registry = world.index.registry
    for asset in range(1, registry.asset_count() + 1):
        terms = registry.asset(asset)
        if terms.liquidity_class == CLASSES[liquidity_class] and not terms.stable:
            return asset
    return listed(world, liquidity_class)


def listed(world: World, liquidity_class: str, **terms: int) -> int:
    """The id of an asset that is listed now."""
    registry, source = world.index.registry, new_source(world.chain, world.roles.market, "NEW", price=10**8)
    registry.list_asset(listing(source, liquidity_class=CLASSES[liquidity_class], **terms), sender=world.roles.owner)
    return int(registry.asset_count())


def answer(world: World, view: View) -> int:
    """What the chain says."""
    contract: Contract = getattr(world.index, view.contract)
    arguments = [asset_of(world, view.liquidity_class)] if view.liquidity_class else []
    said = getattr(contract, view.function)(*arguments)
    return int(getattr(said, view.field) if view.field else said)


def propose(world: World, targets: dict[int, int], *, bull: bool = True) -> Any:
    """The proposer proposes what is missing from the whole in cash."""
    strategy = world.index.strategy
    epoch = max(strategy.active().epoch, strategy.pending().epoch) + 1
    words = pack(with_cash(targets))
    return strategy.propose(epoch, bull, 60_000_000, words, HASH, "", 1, sender=world.roles.proposer)


def activate(world: World) -> int:
    """The pending decision becomes active as soon as it may; that time."""
    pending = world.index.strategy.pending()
    world.chain.mine(pending.activates_at)
    world.index.strategy.activate(pending.epoch, sender=world.roles.anyone)
    return int(world.index.strategy.active().activated_at)


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.view])
def test_default__by_the_view__is_the_files(world: World, name: str) -> None:
    view = PLACES[name].view
    assert view is not None
    assert answer(world, view) == default(name)


def test_setters__of_every_hard_cap__are_known_here() -> None:
    assert SETTERS.keys() == {name for name, place in PLACES.items() if place.cap}


@pytest.mark.parametrize("name", SETTERS)
def test_cap__is_taken_and_one_above_reverts(world: World, name: str) -> None:
    setter, reason = SETTERS[name]
    place, cap = PLACES[name], CONTRACT[name].cap
    assert cap is not None
    assert place.view is not None
    highest = place.on_chain(cap)
    setter(world, **{name: highest})
    assert answer(world, place.view) == highest
    with reverts(reason):
        setter(world, **{name: highest + 1})


@pytest.mark.parametrize("liquidity_class", ["medium", "thin"])
def test_weight_cap__of_a_class__no_listing_is_above_it(world: World, liquidity_class: str) -> None:
    with reverts("registry: weight cap"):
        listed(world, liquidity_class, weight_cap_ppm=default(f"weight_cap_{liquidity_class}_ppm") + 1)


def test_levy__of_cash_alone__is_the_bear_levy(world: World) -> None:
    assert world.index.vault.nav().levy_bps == default("levy_bear_bps")


def test_pause__ends_and_comes_again__when_the_file_says(world: World) -> None:
    terms, guardian = world.index.policy, world.roles.guardian
    terms.pause_entries(sender=guardian)
    ends = world.chain.now() + default("guardian_pause")
    assert world.index.vault.fund().paused_until == ends
    again = ends + default("guardian_cool_down")
    with reverts("policy: cool-down"), world.chain.one_block(again - 1):
        terms.pause_entries(sender=guardian)
    with world.chain.one_block(again):
        terms.pause_entries(sender=guardian)


def test_new_listing__above_its_cap__reverts_for_a_week(world: World) -> None:
    asset, cap = listed(world, "deep"), default("new_listing_cap_ppm")
    born = world.index.registry.asset(asset).listed_at
    propose(world, {asset: cap})
    with reverts("strategy: new asset"), world.chain.one_block(born + default("new_listing_days") - 1):
        propose(world, {asset: cap + 1})
    with world.chain.one_block(born + default("new_listing_days")):
        propose(world, {asset: cap + 1})


def test_spacing__of_risk_up_decisions__is_the_files(world: World) -> None:
    bitcoin = world.asset("BTC").asset_id
    propose(world, {bitcoin: 500_000})
    earliest = activate(world) + default("spacing") - default("risk_up_delay")
    with reverts("strategy: spacing"), world.chain.one_block(earliest - 1):
        propose(world, {bitcoin: 510_000})
    with world.chain.one_block(earliest):
        propose(world, {bitcoin: 510_000})


def test_upward_flip__after_a_flip__waits_as_long_as_the_file_says(world: World) -> None:
    bitcoin = world.asset("BTC").asset_id
    propose(world, {bitcoin: 500_000})
    activate(world)
    propose(world, {}, bull=False)
    earliest = activate(world) + default("flip_spacing") - default("risk_up_delay")
    with reverts("strategy: spacing"), world.chain.one_block(earliest - 1):
        propose(world, {bitcoin: 500_000})
    with world.chain.one_block(earliest):
        propose(world, {bitcoin: 500_000})
