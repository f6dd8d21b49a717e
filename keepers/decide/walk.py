"""Weekly looks one after the other: each decision starts from the state that the one before it left.

A live decision is a walk of one look, a backtest one of hundreds: the same functions, so the same decisions. What no
state enters (`survey`: gauge and candidates) is worked out for all looks together, and so are the wanted weights.
What remembers goes look by look: the regime, the buffer of the membership, the contract's limits.

A walk assumes that every decision becomes active. A look that cannot decide leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from keepers.decide.answers import Answers, answered
from keepers.decide.basket import bear_weights, bull_weights, coverages
from keepers.decide.gauge import Gauges, measure, turn
from keepers.decide.inputs import Bools, Ints, Panel, Rules
from keepers.decide.limits import capped_new_listings, moved
from keepers.decide.listing import Listing, listing
from keepers.decide.membership import buffered, ranks
from keepers.decide.universe import Candidates, candidates
from keepers.errors import DecisionError, KeeperError, TooFewAssets
from keepers.models import CASH_ID, WHOLE_PPM, BookEntry, Flip, Override, Regime, State

__all__ = ["Survey", "Walk", "flipped", "joined", "survey", "walk"]


@dataclass(frozen=True, slots=True)
class Survey:
    """What L looks see, whatever was decided before them."""

    panel: Panel
    looks: tuple[date, ...]
    gauges: Gauges
    found: Candidates
    ranked: Ints
    """(L, N) rank by cap among the eligible, 1 the largest; 0 for the others."""
    answers: Answers

    def too_few(self, look: int, rules: Rules) -> TooFewAssets | None:
        """Why nothing can be decided at a look, if so."""
        count = int(self.found.eligible[look].sum())
        if count >= rules.minimum_eligible:
            return None
        stale = int(self.found.stale_days[look])
        age = f"the newest rows of caps are {stale} days old" if stale >= 0 else "no rows of caps"
        return TooFewAssets(
            f"universe: {count} eligible assets on {self.looks[look]} ({age}), the minimum is "
            f"{rules.minimum_eligible}; complete the market data or choose another day"
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """What was decided at each look."""

    listed: Listing
    regimes: tuple[Regime, ...]
    members: Bools
    """(L, N)."""
    weights: Ints
    """(L, A) ppm."""
    coverage: Ints
    """(L,) ppm."""
    turning: tuple[tuple[str, ...], ...]
    """Alarms of the regime."""
    limiting: tuple[tuple[str, ...], ...]
    """Alarms of the limits."""
    refused: tuple[KeeperError | None, ...]
    """Why a look could not decide; the other fields then repeat the look before."""


def survey(
    panel: Panel, bitcoin: str, looks: Sequence[date], rules: Rules, overrides: Sequence[Override] = ()
) -> Survey:
    """Look at a market at 00:00 UTC of some days, ascending: closes and rows up to the day before each."""
    positions = np.array([panel.position(look) - 1 for look in looks], dtype=np.int64)
    answers = answered(overrides, panel.assets, looks)
    found = candidates(panel, positions, rules, answers)
    ranked = np.array([ranks(*row) for row in zip(found.caps, found.eligible, strict=True)], dtype=np.int64)
    return Survey(panel, tuple(looks), measure(panel, bitcoin, positions, rules), found, ranked, answers)


def walk(
    seen: Survey, book: Sequence[BookEntry], state: State, rules: Rules, regimes: Sequence[Regime] | None = None
) -> Walk:
    """Decide at every look of a survey. `regimes` takes the place of what the gauge says, for comparisons."""
    listed = listing(book, seen.panel.assets, state.targets, rules)
    if listed.ids[0] != CASH_ID:
        raise DecisionError(f"weights: the book lacks USDC, id {CASH_ID}; list it first")
    held = listed.weights(state.targets)
    steps = _Steps(seen, listed, rules, regimes, state, _columns(seen.panel, state.members), held, state.targets_regime)
    # Where a ceiling hangs on what is held, so does what is wanted, and looks cannot be weighed together.
    settled = bool((listed.active | listed.impaired).all())
    size = len(seen.looks) if settled else 1
    for first in range(0, len(seen.looks), size):
        steps.go(range(first, first + size))
    return Walk(
        listed,
        tuple(steps.regimes),
        np.array(steps.members),
        np.array(steps.weights),
        np.concatenate(steps.coverage),
        tuple(steps.turning),
        tuple(steps.limiting),
        tuple(steps.refused),
    )


def joined(seen: Survey, look: int, before: Bools, rules: Rules) -> Bools:
    """(N,) shadow members after a look. Raises TooFewAssets."""
    too_few = seen.too_few(look, rules)
    if too_few is not None:
        raise too_few
    members = buffered(before, seen.ranked[look], rules)
    member = seen.answers.member[look]
    return np.where(member < 0, members, (member == 1) & (seen.found.caps[look] > 0))


def flipped(state: State, day: date, regime: Regime, rules: Rules) -> State:
    """The state after a regime was decided: a flip is remembered for as long as the contract counts it."""
    flips = state.flips
    if regime != state.regime:
        flips = (*flips, Flip(day, regime))
    oldest = day - timedelta(days=rules.flip_window_days)
    if regime == state.regime and all(flip.day > oldest for flip in flips):
        return state
    return replace(state, regime=regime, flips=tuple(flip for flip in flips if flip.day > oldest))


@dataclass(slots=True)
class _Steps:
    """A walk under way: what stands before the next look, and one entry per look so far."""

    seen: Survey
    listed: Listing
    rules: Rules
    given: Sequence[Regime] | None
    state: State
    """Its regime and its flips; the rest of it are the arrays below."""
    before: Bools
    """(N,) members."""
    held: Ints
    """(A,) ppm, the active targets."""
    held_regime: Regime | None
    """Theirs; None without any."""
    regimes: list[Regime] = field(default_factory=list)
    members: list[Bools] = field(default_factory=list)
    weights: list[Ints] = field(default_factory=list)
    coverage: list[Ints] = field(default_factory=list)
    turning: list[tuple[str, ...]] = field(default_factory=list)
    limiting: list[tuple[str, ...]] = field(default_factory=list)
    refused: list[KeeperError | None] = field(default_factory=list)

    def go(self, looks: range) -> None:
        """The next looks. What they want may not hang on what the ones among them leave."""
        listed, rules, caps = self.listed, self.rules, self.seen.found.caps[looks.start : looks.stop]
        for look in looks:
            self._choose(look)
        members = np.array(self.members[looks.start :])
        self.coverage.append(coverages(caps, members, listed, self.held))
        bull = [look for look in looks if self.regimes[look] == "bull" and self.refused[look] is None]
        places = np.array(bull, dtype=np.int64) - looks.start
        allowed = self.seen.answers.cap[looks.start : looks.stop][places]
        wanted = iter(bull_weights(caps[places], members[places], listed, self.held, allowed, rules))
        safe = bear_weights(listed, self.held, rules)
        for look in looks:
            if self.refused[look] is None:
                self._limit(look, next(wanted) if self.regimes[look] == "bull" else safe)
            else:
                self.limiting.append(())
            self.weights.append(self.held)

    def _choose(self, look: int) -> None:
        """Regime and members, or why there is no decision."""
        seen, rules, day = self.seen, self.rules, self.seen.looks[look]
        gauge, known = int(seen.gauges.gauge[look]), bool(seen.gauges.known[look])
        regime, alarms = turn(self.state, gauge, known, day.toordinal(), rules)
        if self.given is not None:
            regime, alarms = self.given[look], ()
        refused: KeeperError | None = None
        try:
            members = joined(seen, look, self.before, rules)
            if regime == "bull" and not members[self.listed.columns][self.listed.holdable(self.held)].any():
                count = int(members.sum())
                raise DecisionError(
                    f"weights: none of the {count} members on {day} is listed and active; list some first"
                )
            self.before = members
            self.state = flipped(self.state, day, regime, rules)
        except KeeperError as error:
            refused = error
        self.regimes.append(self.state.regime)
        self.members.append(self.before)
        self.turning.append(alarms)
        self.refused.append(refused)

    def _limit(self, look: int, wanted: Ints) -> None:
        """What the strategy accepts: new listings capped, and in an unchanged regime no more than an epoch's moves."""
        listed, rules, regime = self.listed, self.rules, self.regimes[look]
        alarms: tuple[str, ...] = ()
        if rules.limits:
            new = listed.newly(self.seen.looks[look], rules)
            wanted = capped_new_listings(wanted, new, rules)
            if self.held_regime == regime and self.held.any():
                ceilings = listed.ceilings(self.held)
                ceilings[new] = np.minimum(ceilings[new], rules.new_listing_cap_ppm)
                wanted, alarms = moved(self.held, wanted, ceilings, listed.ids, rules)
        self.limiting.append(alarms)
        if wanted.sum() != WHOLE_PPM or not wanted[0]:
            raise DecisionError(f"weights: {np.count_nonzero(wanted)} targets do not sum to {WHOLE_PPM} ppm with USDC")
        self.held, self.held_regime = wanted, regime


def _columns(panel: Panel, members: Sequence[str]) -> Bools:
    chosen = np.zeros(len(panel.assets), dtype=np.bool_)
    chosen[[column for column, asset in enumerate(panel.assets) if asset in set(members)]] = True
    return chosen
