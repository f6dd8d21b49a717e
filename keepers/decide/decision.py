"""From a snapshot to a decision: gauge, membership, weights, limits, in that order. No clock, no file, no chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from keepers.decide.gauge import Gauges, measure, turn
from keepers.decide.inputs import Bools, Hashed, Inputs, Ints, Panel, Rules
from keepers.decide.limits import capped_new_listings, moved, newly_listed
from keepers.decide.membership import buffered, ranks
from keepers.decide.universe import Candidates, candidates
from keepers.decide.weights import allot
from keepers.errors import DecisionError, TooFewAssets
from keepers.models import CASH_ID, WHOLE_PPM, BookEntry, Decision, Flip, Regime, State, Target

__all__ = ["advance", "decide", "decide_measured", "members_after"]


def decide(snapshot: Hashed) -> Decision:
    """The decision of a snapshot: the same call for the live keeper, for replay, and week by week for a backtest.

    Raises TooFewAssets or DecisionError; what a person should look at without stopping the index is an alarm.
    """
    inputs = snapshot.inputs
    t = inputs.panel.position(inputs.as_of) - 1
    gauges = measure(inputs.panel, inputs.bitcoin, np.array([t]), inputs.rules)
    return decide_measured(inputs, gauges, 0, snapshot.data_hash)


def decide_measured(inputs: Inputs, gauges: Gauges, look: int, data_hash: bytes) -> Decision:
    """As `decide`, with gauges that were measured before: a backtest measures all looks at once."""
    rules, state = inputs.rules, inputs.state
    gauge, known = int(gauges.gauge[look]), bool(gauges.known[look])
    regime, alarms = turn(state, gauge, known, inputs.as_of.toordinal(), rules)
    found, members, more = members_after(inputs)
    wanted, coverage = _wanted(inputs, regime, found, members)
    targets, limited = _limited(inputs, regime, wanted)
    names = _names(inputs.panel, members)
    entered = tuple(sorted(set(names) - set(state.members)))
    left = tuple(sorted(set(state.members) - set(names)))
    changes = len(entered) + len(left)
    asks: tuple[str, ...] = ()
    if state.members and changes > rules.changes_to_ask:
        asks = (f"ask a person: {changes} names in and out, more than {rules.changes_to_ask}",)
    return Decision(
        as_of=inputs.as_of,
        regime=regime,
        gauge=gauge,
        trend=int(gauges.trend[look]),
        momentum=int(gauges.momentum[look]),
        breadth=int(gauges.breadth[look]),
        targets=targets,
        members=names,
        entered=entered,
        left=left,
        coverage_ppm=coverage,
        alarms=(*alarms, *more, *asks, *limited),
        data_hash=data_hash,
        methodology=rules.version,
    )


def advance(state: State, decision: Decision, rules: Rules) -> State:
    """The state after a decision whose targets became active. Flips outside their window are forgotten."""
    flips = state.flips
    if decision.regime != state.regime:
        flips = (*flips, Flip(decision.as_of, decision.regime))
    oldest = decision.as_of - timedelta(days=rules.flip_window_days)
    return State(
        as_of=decision.as_of,
        regime=decision.regime,
        targets_regime=decision.regime,
        members=decision.members,
        targets=decision.targets,
        flips=tuple(flip for flip in flips if flip.day > oldest),
    )


def members_after(inputs: Inputs) -> tuple[Candidates, Bools, tuple[str, ...]]:
    """The look's candidates, the (N,) shadow members after it, and alarms.

    Raises TooFewAssets with fewer than `minimum_eligible` candidates.
    """
    panel, rules = inputs.panel, inputs.rules
    t = panel.position(inputs.as_of) - 1
    place = {asset: column for column, asset in enumerate(panel.assets)}
    accepted = np.zeros(len(panel.assets), dtype=np.bool_)
    forced = np.full(len(panel.assets), -1, dtype=np.int64)
    chosen = np.full(len(panel.assets), -1, dtype=np.int64)
    for override in inputs.overrides:
        if inputs.as_of <= override.expiry and override.asset in place:
            column = place[override.asset]
            if override.field == "accept":
                accepted[column] = override.value == 1
            elif override.field == "eligible":
                forced[column] = override.value
            elif override.field == "member":
                chosen[column] = override.value
    found = candidates(panel, t, rules, accepted, forced)
    count = int(found.eligible.sum())
    if count < rules.minimum_eligible:
        age = f"the newest rows of caps are {found.stale_days} days old" if found.stale_days >= 0 else "no rows of caps"
        raise TooFewAssets(
            f"universe: {count} eligible assets on {inputs.as_of} ({age}), the minimum is {rules.minimum_eligible}; "
            "complete the market data or choose another day"
        )
    before = np.array([asset in set(inputs.state.members) for asset in panel.assets], dtype=np.bool_)
    members = buffered(before, ranks(found.caps, found.eligible), rules)
    members = np.where(chosen < 0, members, (chosen == 1) & (found.caps > 0))
    alarms = [
        f"ask a person: the supply of {asset} jumped by more than {rules.supply_jump_ppm} ppm; the old one is used"
        for asset in _names(panel, found.jumped & members)
    ]
    alarms += [f"universe: {asset} follows the dollar or a larger asset" for asset in _names(panel, found.pegged)]
    return found, members, tuple(alarms)


def _wanted(inputs: Inputs, regime: Regime, found: Candidates, members: Bools) -> tuple[dict[int, int], int]:
    """The weights before the strategy's limits, and the coverage in ppm."""
    panel, rules = inputs.panel, inputs.rules
    held = {target.asset_id: target.ppm for target in inputs.state.targets}
    ceilings = _ceilings(inputs, held)
    by_provider = {entry.provider_id: entry for entry in inputs.book}
    columns: list[int] = []
    entries: list[BookEntry] = []
    for column in np.flatnonzero(members):
        entry = by_provider.get(panel.assets[column])
        if entry is not None and not entry.stable and entry.status != "impaired" and ceilings[entry.asset_id]:
            columns.append(int(column))
            entries.append(entry)
    total = int(found.caps[members].sum())
    covered = int(found.caps[columns].sum()) if columns else 0
    coverage = covered * 1_000_000 // total if total else 0
    if regime == "bear":
        return _bear(inputs, ceilings), coverage
    if not entries:
        raise DecisionError(
            f"weights: none of the {int(members.sum())} members on {inputs.as_of} is listed and active; list some first"
        )
    ids = np.array([entry.asset_id for entry in entries], dtype=np.int64)
    high = np.array([ceilings[entry.asset_id] for entry in entries], dtype=np.int64)
    ppm = _bull(found.caps[columns], high, ids, rules)
    wanted = {int(key): int(part) for key, part in zip(ids, ppm, strict=True) if part}
    wanted[CASH_ID] = WHOLE_PPM - sum(wanted.values())
    return wanted, coverage


def _bull(caps: Ints, high: Ints, ids: Ints, rules: Rules) -> Ints:
    low = np.full(len(caps), rules.floor_ppm, dtype=np.int64)
    high = np.minimum(high, rules.weight_cap_ppm)
    total = np.array([WHOLE_PPM - rules.cash_ppm])
    ppm: Ints = allot(caps[None, :], total, low[None, :], high[None, :], ids)[0]
    return ppm


def _bear(inputs: Inputs, ceilings: Mapping[int, int]) -> dict[int, int]:
    """USDC and the first further stable assets by id, each at most its ceiling; the rest is USDC."""
    rules = inputs.rules
    others = [entry for entry in inputs.book if entry.stable and entry.asset_id != CASH_ID]
    sound = [entry.asset_id for entry in others if entry.status != "impaired"]
    usable = [key for key in sound if ceilings[key] > 0][: rules.bear_stables]
    wanted = {key: min(rules.bear_stable_ppm, ceilings[key]) for key in usable}
    wanted[CASH_ID] = WHOLE_PPM - sum(wanted.values())
    return wanted


def _ceilings(inputs: Inputs, held: Mapping[int, int]) -> dict[int, int]:
    """id -> most the contract lets it weigh: its registry cap, and what is not active may not rise.

    The cap of a new listing comes later: its remainder goes to USDC and is not redistributed.
    """
    caps = {
        override.asset: override.value
        for override in inputs.overrides
        if override.field == "weight_cap_ppm" and inputs.as_of <= override.expiry
    }
    ceilings = {}
    for entry in inputs.book:
        most = entry.weight_cap_ppm if inputs.rules.registry_caps else WHOLE_PPM
        most = min(most, caps.get(entry.provider_id, WHOLE_PPM))
        if entry.status != "active":
            most = min(most, held.get(entry.asset_id, 0))
        ceilings[entry.asset_id] = WHOLE_PPM if entry.asset_id == CASH_ID else most
    return ceilings


def _limited(inputs: Inputs, regime: Regime, wanted: dict[int, int]) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    """The targets that the strategy accepts, ids ascending."""
    rules, state = inputs.rules, inputs.state
    alarms: tuple[str, ...] = ()
    if rules.limits:
        new = newly_listed(inputs.book, inputs.as_of, rules)
        wanted = capped_new_listings(wanted, new, rules)
        if state.targets and state.targets_regime == regime:
            held = {target.asset_id: target.ppm for target in state.targets}
            ceilings = _ceilings(inputs, held)
            for key in new & ceilings.keys():
                ceilings[key] = min(ceilings[key], rules.new_listing_cap_ppm)
            wanted, alarms = moved(state.targets, wanted, ceilings, rules)
    targets = tuple(Target(key, ppm) for key, ppm in sorted(wanted.items()) if ppm)
    if sum(target.ppm for target in targets) != WHOLE_PPM or targets[0].asset_id != CASH_ID:
        raise DecisionError(f"weights: {len(targets)} targets do not sum to {WHOLE_PPM} ppm with USDC; report this")
    return targets, alarms


def _names(panel: Panel, chosen: Bools) -> tuple[str, ...]:
    return tuple(panel.assets[column] for column in np.flatnonzero(chosen))
