"""From members to targets: who can be held, wanted weights of the regime, and what the contract lets through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from keepers.decide.inputs import Bools, Inputs, Ints, Rules
from keepers.decide.limits import capped_new_listings, moved, newly_listed
from keepers.decide.universe import Candidates
from keepers.decide.weights import allot
from keepers.errors import DecisionError
from keepers.models import CASH_ID, WHOLE_PPM, BookEntry, Regime, Target

__all__ = ["targets_of"]


def targets_of(
    inputs: Inputs, regime: Regime, found: Candidates, members: Bools
) -> tuple[tuple[Target, ...], int, tuple[str, ...]]:
    """Targets (ids ascending, sum exactly 1_000_000), coverage in ppm, and alarms.

    Coverage is the share of the members' cap that is listed here and may be held, also in a bear regime.
    Raises DecisionError if in a bull regime no member can be held.
    """
    held = {target.asset_id: target.ppm for target in inputs.state.targets}
    names = {inputs.panel.assets[column]: int(column) for column in np.flatnonzero(members)}
    relevant = [entry for entry in inputs.book if entry.provider_id in names or entry.stable or entry.asset_id in held]
    ceilings = _ceilings(relevant, held, inputs.rules)
    holdable = [
        entry
        for entry in relevant
        if entry.provider_id in names and not entry.stable and entry.status != "impaired" and ceilings[entry.asset_id]
    ]
    columns = np.array([names[entry.provider_id] for entry in holdable], dtype=np.int64)
    total = int(found.caps[members].sum())
    coverage = int(found.caps[columns].sum()) * 1_000_000 // max(total, 1)
    if regime == "bear":
        wanted = _bear(relevant, ceilings, inputs.rules)
    elif holdable:
        wanted = _bull(found.caps[columns], holdable, ceilings, inputs)
    else:
        raise DecisionError(
            f"weights: none of the {len(names)} members on {inputs.as_of} is listed and active; list some first"
        )
    alarms: tuple[str, ...] = ()
    if inputs.rules.limits:
        wanted, alarms = _limited(wanted, ceilings, relevant, regime, inputs)
    targets = tuple(Target(key, ppm) for key, ppm in sorted(wanted.items()) if ppm)
    if sum(target.ppm for target in targets) != WHOLE_PPM or targets[0].asset_id != CASH_ID:
        raise DecisionError(f"weights: {len(targets)} targets do not sum to {WHOLE_PPM} ppm with USDC; report this")
    return targets, coverage, alarms


def _ceilings(relevant: Sequence[BookEntry], held: Mapping[int, int], rules: Rules) -> dict[int, int]:
    """id -> most that the contract lets it weigh: its registry cap, and what is not active may not rise."""
    ceilings = {}
    for entry in relevant:
        most = entry.weight_cap_ppm if rules.registry_caps else WHOLE_PPM
        if entry.status != "active":
            most = min(most, held.get(entry.asset_id, 0))
        ceilings[entry.asset_id] = WHOLE_PPM if entry.asset_id == CASH_ID else most
    return ceilings


def _bull(caps: Ints, holdable: Sequence[BookEntry], ceilings: Mapping[int, int], inputs: Inputs) -> dict[int, int]:
    """By cap between floor and caps; what the caps leave over is cash."""
    rules = inputs.rules
    asked = {
        override.asset: override.value
        for override in inputs.overrides
        if override.field == "weight_cap_ppm" and inputs.as_of <= override.expiry
    }
    high = np.array(
        [
            min(ceilings[entry.asset_id], rules.weight_cap_ppm, asked.get(entry.provider_id, WHOLE_PPM))
            for entry in holdable
        ],
        dtype=np.int64,
    )
    low = np.full(len(caps), rules.floor_ppm, dtype=np.int64)
    ids = np.array([entry.asset_id for entry in holdable], dtype=np.int64)
    total = np.array([WHOLE_PPM - rules.cash_ppm])
    parts = allot(caps[None, :], total, low[None, :], high[None, :], ids)[0]
    wanted = {int(key): int(part) for key, part in zip(ids, parts, strict=True) if part}
    wanted[CASH_ID] = WHOLE_PPM - sum(wanted.values())
    return wanted


def _bear(relevant: Sequence[BookEntry], ceilings: Mapping[int, int], rules: Rules) -> dict[int, int]:
    """USDC and the first further stable assets by id, each at most its ceiling; the rest is USDC."""
    others = [entry for entry in relevant if entry.stable and entry.asset_id != CASH_ID]
    sound = [entry.asset_id for entry in others if entry.status != "impaired"]
    usable = [key for key in sound if ceilings[key] > 0][: rules.bear_stables]
    wanted = {key: min(rules.bear_stable_ppm, ceilings[key]) for key in usable}
    wanted[CASH_ID] = WHOLE_PPM - sum(wanted.values())
    return wanted


def _limited(
    wanted: dict[int, int],
    ceilings: dict[int, int],
    relevant: Sequence[BookEntry],
    regime: Regime,
    inputs: Inputs,
) -> tuple[dict[int, int], tuple[str, ...]]:
    """What the strategy accepts: new listings capped, and in an unchanged regime no more than an epoch's moves."""
    rules, state = inputs.rules, inputs.state
    new = newly_listed(relevant, inputs.as_of, rules)
    wanted = capped_new_listings(wanted, new, rules)
    if not state.targets or state.targets_regime != regime:
        return wanted, ()
    for key in new:
        ceilings[key] = min(ceilings[key], rules.new_listing_cap_ppm)
    return moved(state.targets, wanted, ceilings, rules)
