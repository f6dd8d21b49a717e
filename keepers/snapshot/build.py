"""Cut the snapshot of a day: the market's window, the book, the state, the overrides, the rules of a profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from keepers.decide.history import warmed
from keepers.decide.inputs import Inputs
from keepers.errors import BadOverride, ConfigError
from keepers.models import CASH_ID, WHOLE_PPM, BookEntry, Override, State
from keepers.parameters import Parameters
from keepers.snapshot.document import Snapshot, encoded
from keepers.snapshot.market import Market

__all__ = ["build", "first_state", "whole_market_book"]

_CASH = "USDC"
_FURTHER_STABLES = ("USDT", "DAI")


def build(
    market: Market,
    as_of: date,
    profile: str,
    parameters: Parameters,
    book: Sequence[BookEntry],
    state: State,
    overrides: Sequence[Override] = (),
) -> Snapshot:
    """The snapshot of the look at 00:00 UTC of a day; a pure function of its arguments.

    Raises DateOutOfRange, BadOverride, BadParameters, or ConfigError for a book without USDC as id 1.
    """
    rules = parameters.rules_of(profile)
    entries = tuple(sorted(book, key=lambda entry: entry.asset_id))
    ids, providers = [entry.asset_id for entry in entries], [entry.provider_id for entry in entries]
    if len(set(ids)) < len(ids) or len(set(providers)) < len(providers):
        raise ConfigError("book: an asset id or a provider id occurs twice; keep one entry of each")
    if not entries or entries[0].asset_id != CASH_ID or not entries[0].stable:
        raise ConfigError(f"book: USDC is missing; it must be stable and have id {CASH_ID}")
    panel = market.panel(as_of, rules, parameters, rules.window_days)
    known = {*market.assets, *providers}
    for override in overrides:
        if override.asset not in known:
            raise BadOverride(f"override of {override.asset!r}: no such asset in book or market; use the provider id")
        most = WHOLE_PPM if override.field == "weight_cap_ppm" else 1
        if not 0 <= override.value <= most:
            raise BadOverride(f"override of {override.asset}: {override.field} = {override.value}; use 0..{most}")
    ordered = tuple(sorted(overrides, key=lambda override: (override.asset, override.field, override.expiry)))
    inputs = Inputs(as_of, market.bitcoin, rules, panel, entries, state, ordered)
    return Snapshot(encoded(inputs, market.label))


def first_state(market: Market, as_of: date, profile: str, parameters: Parameters) -> State:
    """The state before the very first decision: weekly looks from the start of the market, beginning BEAR."""
    rules = parameters.rules_of(profile)
    return warmed(market.panel(as_of, rules, parameters), market.bitcoin, as_of, rules)


def whole_market_book(market: Market) -> tuple[BookEntry, ...]:
    """A book in which everything the market knows is listed, active and uncapped: for looking at rules without a chain.

    USDC is id 1, the further stable assets follow, then all others by provider id.
    """
    stables = (_CASH, *_FURTHER_STABLES)
    others = [asset for asset in market.assets if asset not in stables]
    return tuple(
        BookEntry(number, asset, asset, WHOLE_PPM, asset in stables, "active", 0)
        for number, asset in enumerate((*stables, *others), start=CASH_ID)
    )
