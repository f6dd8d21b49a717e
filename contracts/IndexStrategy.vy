# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexStrategy: the book of decisions
@license AGPL-3.0-only
@notice
    A decision says what the index should hold: regime, gauge, and target weights that sum to exactly 1,000,000 parts per
    million with USDC among them. It carries the hash of the data from which anyone can replay it.

    Life of a decision. The proposer proposes it. It waits, may be activated by anyone for a while, and expires. One
    decision waits at a time: a new proposal replaces it. Epochs count proposals from 1. An epoch is used once, whatever
    becomes of it.

    Risk. A decision is risk-up if some asset that is not stable weighs more than in the active one, or if it turns bear
    into bull. Every other decision is risk-down. Risk-down waits 10 minutes and nothing can stop it. Risk-up waits 6
    hours, in which the guardian may veto it. At least 6 days lie between two of them in one regime, 7 days between a
    flip and a flip upward, and at most 3 flips upward fall in 90 days.

    Flights. A waiting decision with less risk than the active one is a flight. Only a decision of the same risk or less
    replaces it, and all replacements together delay it by an hour at most (lib/strategy/flight).

    Checks. They are made when a decision is proposed. Ids strictly ascend and are listed. What is not
    active in the registry may not rise. No weight exceeds the registry's cap, nor 2 % for an asset listed within the week
    (stable assets exempt). Bear holds stable assets only. In an unchanged regime no weight moves by more than 5 points
    and the turnover is at most 20 %; the first decision, a flip, and the first decision after the safe state are exempt.
    Activation checks time and veto only. The registry's later word binds the trader, so a bad listing cannot hold up a
    flight.

    Silence. When the keeper has done no work for 28 days, or 3 days after the proposer was stopped, anyone may force the
    safe state: USDC alone, at once (lib/strategy/safe_state). The AuctionHouse says what else a silent keeper leaves to
    anyone.

    Liveness. Anyone may activate. active(), pending() and the words never revert.

    Roles. The proposer proposes. The guardian vetoes risk-up decisions and stops the proposer; it cannot veto its own
    replacement. The owner (a timelock) names the proposer and sets delays, limits and silence inside hard caps. The
    deployer holds no role.
"""
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from .interfaces import IAssetRegistry
from .interfaces import IIndexStrategy
from .lib.strategy import decision_book
from .lib.strategy import decision_header
from .lib.strategy import decision_rules
from .lib.strategy import flight
from .lib.shared import event_sequence
from .lib.shared import guarded
from .lib.strategy import risk_cadence
from .lib.strategy import safe_state
from .lib.strategy import strategy_limits
from .lib.strategy import target_words

implements: IIndexStrategy

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: event_sequence
initializes: strategy_limits[event_sequence := event_sequence]
initializes: risk_cadence
initializes: decision_book
initializes: safe_state[
    decision_book := decision_book,
    event_sequence := event_sequence,
    risk_cadence := risk_cadence,
    strategy_limits := strategy_limits,
]

exports: guarded.__interface__
exports: event_sequence.sequence
exports: decision_book.changed_at
exports: strategy_limits.__interface__
exports: risk_cadence.__interface__
exports: safe_state.__interface__

MAX_GAUGE: constant(uint256) = 100_000_000      # 100 points, 1e-6 of a point

registry: public(immutable(IAssetRegistry))


@deploy
def __init__(
    owner: address, guardian: address, proposer: address, registry_: IAssetRegistry, auction_house: address
):
    """
    @param auction_house may be the address where it will be: the contracts name each other
    """
    ownable.__init__()
    ownable_2step.__init__()
    guarded.__init__(owner, guardian)
    strategy_limits.__init__(proposer)
    decision_book.__init__()
    safe_state.__init__(auction_house)
    registry = registry_


# --- the proposer ----------------------------------------------------------------------------------------------------

@external
def propose(
    epoch: uint256,
    bull: bool,
    gauge: uint256,
    words: DynArray[uint256, 16],
    data_hash: bytes32,
    data_uri: String[128],
    methodology: uint256,
):
    """
    @notice Writes the decision that waits, over one that may be waiting already. Only the proposer. A flight that waits is
            replaced only by a decision of the same risk or less (lib/strategy/flight).
    @param epoch the last proposed epoch + 1
    @param gauge 0..100,000,000, 1e-6 of a point
    @param words target words (layout in IIndexStrategy)
    @param data_hash keccak256 of the canonical snapshot, not zero
    @param data_uri where the snapshot may be found; not checked
    @param methodology version, 1..65,535
    @dev Errors: "strategy: only proposer", "strategy: wrong epoch", "strategy: gauge", "strategy: methodology",
         "strategy: no data hash", "strategy: lower risk waits", those of target_words._ids, decision_rules._check and
         risk_cadence._check
    """
    assert msg.sender == strategy_limits.proposer, "strategy: only proposer"
    active: decision_header.Header = decision_book._active_header()
    other: decision_header.Header = decision_book._other_header()
    assert epoch == max(active.epoch, other.epoch) + 1, "strategy: wrong epoch"
    assert gauge <= MAX_GAUGE, "strategy: gauge"
    assert methodology != 0 and methodology <= decision_header.METHODOLOGY, "strategy: methodology"
    assert data_hash != empty(bytes32), "strategy: no data hash"

    flip: bool = active.epoch != 0 and active.bull != bull
    risk_up: bool = False
    turnover: uint256 = 0
    volatile: uint256 = 0
    risk: uint256 = 0
    active_risk: uint256 = 0
    risk_up, turnover, volatile, risk, active_risk = self._check_targets(words, active, bull, flip)
    upward_flip: bool = flip and bull
    risk_up = risk_up or upward_flip
    activates_at: uint256 = block.timestamp + strategy_limits.risk_down_delay
    if risk_up:
        activates_at = block.timestamp + strategy_limits.risk_up_delay
        risk_cadence._check(activates_at, upward_flip, strategy_limits.upward_flip_limit)
    expires_at: uint256 = activates_at + strategy_limits.expiry
    open_by: uint256 = activates_at + flight.WINDOW

    sequence: uint256 = 0
    if decision_book._is_pending(other):
        waiting_risk: uint256 = flight._risk(other.volatile_ppm, decision_book._other_first_word())
        if flight._is_protected(other, waiting_risk, active_risk):
            assert risk <= waiting_risk and activates_at <= other.open_by, "strategy: lower risk waits"
            open_by = min(open_by, other.open_by)
        sequence = event_sequence._next()
        log IIndexStrategy.Replaced(epoch=other.epoch, sequence=sequence)
    decision_book._write_pending(
        decision_header.Header(
            epoch=epoch,
            gauge=gauge,
            methodology=methodology,
            word_count=len(words),
            bull=bull,
            risk_up=risk_up,
            vetoed=False,
            retargets=turnover > decision_rules.FAR_PPM,
            volatile_ppm=volatile,
            proposed_at=block.timestamp,
            activates_at=activates_at,
            expires_at=expires_at,
            open_by=open_by,
            activated_at=0,
        ),
        data_hash,
        words,
    )
    sequence = event_sequence._next()
    log IIndexStrategy.Proposed(
        epoch=epoch,
        sequence=sequence,
        bull=bull,
        risk_up=risk_up,
        gauge=gauge,
        activates_at=activates_at,
        expires_at=expires_at,
        data_hash=data_hash,
        methodology=methodology,
        turnover_ppm=turnover,
        volatile_ppm=volatile,
        words=words,
        data_uri=data_uri,
    )


# --- the guardian ----------------------------------------------------------------------------------------------------

@external
def veto(epoch: uint256):
    """
    @notice Stops a waiting risk-up decision for good. Only the guardian (or the owner).
    @dev Errors: "roles: only guardian", "strategy: wrong epoch", "strategy: vetoed", "strategy: not risk-up"
    """
    guarded._only_guardian()
    header: decision_header.Header = self._waiting(epoch)
    assert header.risk_up, "strategy: not risk-up"
    decision_book._mark_vetoed(header)
    sequence: uint256 = event_sequence._next()
    log IIndexStrategy.Vetoed(epoch=epoch, sequence=sequence, by=msg.sender)


@external
def stop_proposer():
    """
    @notice Nobody may propose until the owner names another proposer. Anyone may open auctions at once, and force the safe
            state 3 days later. Only the guardian (or the owner).
    @dev Errors: "roles: only guardian", "strategy: no proposer"
    """
    guarded._only_guardian()
    assert strategy_limits.proposer != empty(address), "strategy: no proposer"
    strategy_limits._set_proposer(empty(address))


# --- anyone ----------------------------------------------------------------------------------------------------------

@external
def activate(epoch: uint256):
    """
    @notice Makes the waiting decision the active one, from its activation time to its expiry, both included.
    @dev Errors: "strategy: wrong epoch", "strategy: vetoed", "strategy: too early", "strategy: expired"
    """
    header: decision_header.Header = self._waiting(epoch)
    assert block.timestamp >= header.activates_at, "strategy: too early"
    assert block.timestamp <= header.expires_at, "strategy: expired"
    active: decision_header.Header = decision_book._active_header()
    decision_book._mark_active(header)
    risk_cadence._record(header.risk_up, active.epoch != 0 and active.bull != header.bull, header.bull)
    sequence: uint256 = event_sequence._next()
    log IIndexStrategy.Activated(epoch=epoch, sequence=sequence, bull=header.bull, by=msg.sender)


# --- the owner -------------------------------------------------------------------------------------------------------

@external
def set_proposer(proposer: address):
    """
    @notice Replaces the proposer. Only the owner.
    @param proposer the zero address stops the proposer, as stop_proposer() does
    """
    guarded._only_owner()
    strategy_limits._set_proposer(proposer)


@external
def set_delays(risk_down: uint256, risk_up: uint256, expiry: uint256):
    """
    @notice Only the owner.
    @param risk_down seconds, at most 1 hour
    @param risk_up seconds, at least risk_down, at most 72 hours
    @param expiry seconds from the earliest to the latest activation, 1 second to 7 days
    @dev Error: "strategy: delays"
    """
    guarded._only_owner()
    strategy_limits._set_delays(risk_down, risk_up, expiry)


@external
def set_limits(max_change_ppm: uint256, turnover_ppm: uint256, upward_flips: uint256):
    """
    @notice Only the owner.
    @param max_change_ppm of one asset in an unchanged regime, at most 200,000
    @param turnover_ppm in an unchanged regime, at most 600,000
    @param upward_flips in 90 days, at most 6
    @dev Error: "strategy: limits"
    """
    guarded._only_owner()
    strategy_limits._set_limits(max_change_ppm, turnover_ppm, upward_flips)


@external
def set_silence(auctions_after: uint256, safe_state_after: uint256):
    """
    @notice How long the keeper has done no work when others may act. Only the owner.
    @param auctions_after seconds until anyone may open auctions, 7 to 30 days
    @param safe_state_after seconds until anyone may force the safe state, 7 to 60 days
    @dev Error: "strategy: silence"
    """
    guarded._only_owner()
    strategy_limits._set_silence(auctions_after, safe_state_after)


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
def active() -> IIndexStrategy.Decision:
    """
    @return the decision in force, all zero before the first
    """
    return decision_book._active()


@view
@external
def pending() -> IIndexStrategy.Decision:
    """
    @return the decision that waits, also when it has expired; all zero if none
    """
    return decision_book._pending()


@view
@external
def active_words() -> (uint256, bytes32, DynArray[uint256, 16]):
    """
    @return epoch, data hash and target words of the decision in force; all zero and none before the first
    """
    header: decision_header.Header = decision_book._active_header()
    return header.epoch, decision_book._active_hash(), decision_book._active_words(header)


@view
@external
def pending_words() -> (uint256, DynArray[uint256, 16]):
    """
    @return epoch and target words of the decision that waits; 0 and none if none
    """
    header: decision_header.Header = decision_book._other_header()
    if not decision_book._is_pending(header):
        return 0, []
    return header.epoch, decision_book._pending_words(header)


@view
@external
def workable() -> bool:
    """
    @return whether activate(pending().epoch) would succeed now
    """
    header: decision_header.Header = decision_book._other_header()
    return (
        decision_book._is_pending(header)
        and block.timestamp >= header.activates_at
        and block.timestamp <= header.expires_at
    )


# --- internal --------------------------------------------------------------------------------------------------------

@view
@internal
def _waiting(epoch: uint256) -> decision_header.Header:
    """
    @dev Errors: "strategy: wrong epoch", "strategy: vetoed"
    """
    header: decision_header.Header = decision_book._other_header()
    assert epoch != 0 and header.epoch == epoch and header.activated_at == 0, "strategy: wrong epoch"
    assert not header.vetoed, "strategy: vetoed"
    return header


@view
@internal
def _check_targets(
    words: DynArray[uint256, 16], active: decision_header.Header, bull: bool, flip: bool
) -> (bool, uint256, uint256, uint256, uint256):
    """
    @return whether some asset that is not stable weighs more than now; turnover and volatile weight in parts per million;
            the risk of the words and of the active ones (lib/strategy/flight)
    """
    ids: DynArray[uint256, 112] = target_words._ids(words)
    eligibility: DynArray[uint256, 112] = staticcall registry.eligibility(ids)
    words_before: DynArray[uint256, 16] = decision_book._active_words(active)
    # The first decision, a flip, and what follows the safe state may change everything.
    max_change: uint256 = decision_rules.WHOLE_PPM
    max_turnover: uint256 = decision_rules.WHOLE_PPM
    if active.methodology != 0 and not flip:
        max_change = strategy_limits.max_change_ppm
        max_turnover = strategy_limits.turnover_ppm
    rises: bool = False
    turnover: uint256 = 0
    volatile: uint256 = 0
    rises, turnover, volatile = decision_rules._check(
        words, words_before, eligibility, bull, max_change, max_turnover
    )
    active_risk: uint256 = 0
    if len(words_before) != 0:
        active_risk = flight._risk(active.volatile_ppm, words_before[0])
    return rises, turnover, volatile, flight._risk(volatile, words[0]), active_risk
