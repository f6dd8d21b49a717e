# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The price of every asset, and what moves slowly beside it
@notice One feed costs one cold word of ours; two feeds and vault shares a second one. The terms are set by price_terms;
        here references move, rates are taken and reports of dead feeds are kept. It authorises nobody, and it does not
        ask the sequencer: the contract does.
"""
from ...interfaces import IAssetRegistry
from . import asset_terms
from ..shared import event_sequence
from . import price_feed
from ..shared import quote
from . import second_factor
from . import share_rate

uses: event_sequence

# A reference moves once a day, to at most 3/2 or at least 2/3 of itself; a rate is taken once a day.
REFERENCE_PERIOD: constant(uint256) = 86_400      # seconds

TOKEN: constant(uint256) = 2**160 - 1
TIME: constant(uint256) = 2**40 - 1               # unix seconds
REFRESHED_SHIFT: constant(uint256) = 160
REPORTED_SHIFT: constant(uint256) = 200
SECOND: constant(uint256) = 1 << 16               # beside an id

# id -> terms word (asset_terms); never 0 once listed
terms_words: HashMap[uint256, uint256]
# id -> second word (second_factor); 0 for one feed
second_words: HashMap[uint256, uint256]
# id -> unix seconds at which the last impairment ends or ended; 0 if there was none, or if the owner set it: that one does
# not end by itself. Read only for what is impaired.
impaired_until: HashMap[uint256, uint256]
# id, with SECOND for the second feed -> bounds of the feed's answers (price_feed), where the terms say clamped
bounds: HashMap[uint256, uint256]
# id -> token in bits 0..159, when its reference last moved in 160..199, when its feed was reported dead in 200..239
records: HashMap[uint256, uint256]


# --- writing ---------------------------------------------------------------------------------------------------------

@internal
def _refresh(asset: uint256) -> bool:
    """
    @notice Moves the reference toward a firm price: at most to 3/2 or to 2/3 of itself, rounded down, once a day.
            A stable asset's reference does not move: it is what the peg is measured against. Takes the rate of vault
            shares, once a day, and voids the report of a feed that is alive.
    @return whether the reference moved or the rate was taken
    """
    word: uint256 = self._word(asset)
    record: uint256 = self.records[asset]
    if record >> REPORTED_SHIFT != 0:
        self._void_report(asset)
    taken: bool = False
    if word & asset_terms.KIND == asset_terms.VAULT_SHARES << asset_terms.KIND_SHIFT:
        taken = self._take_rate(asset, word)
    refreshed_at: uint256 = (record >> REFRESHED_SHIFT) & TIME
    if asset_terms._is_stable(word) or block.timestamp < refreshed_at + REFERENCE_PERIOD:
        return taken
    answer: uint256 = self._quote_of_feeds(asset, word)
    if not quote._is_firm(answer):
        return taken
    before: uint256 = asset_terms._unpack_reference(word)
    reference: uint256 = min(max(quote._price(answer), before * 2 // 3), before * 3 // 2)
    moved: uint256 = (word & ~asset_terms.REFERENCE) | asset_terms._pack_reference(reference)
    if moved == word:
        return taken
    self._write_reference(asset, before, moved)
    return True


@internal
def _take_rate(asset: uint256, word: uint256) -> bool:
    """
    @param word the terms word
    @return whether a rate was taken; also one that leaves the line where it was, which starts anew from today
    """
    second: uint256 = self.second_words[asset]
    factor: second_factor.Factor = second_factor._unpack(second)
    if block.timestamp < factor.taken_at + REFERENCE_PERIOD or word & asset_terms.UNIMPAIRED == 0:
        return False
    rate: uint256 = share_rate._read(second, asset_terms._decimals(word))
    if not quote._is_firm(share_rate._bounded(second, rate)):
        return False
    self._write_rate(asset, factor, max(factor.rate, min(rate, share_rate._line(second))))
    return True


@internal
def _void_report(asset: uint256):
    """
    @notice A feed that is alive was not dead for a day.
    """
    if self._reported_at(asset) != 0 and quote._is_firm(self._quote(asset)):
        self._write_report(asset, 0)


@internal
def _write_report(asset: uint256, reported_at: uint256):
    """
    @param reported_at unix seconds, 0 to void it
    """
    self.records[asset] = (self.records[asset] & (2**REPORTED_SHIFT - 1)) | (reported_at << REPORTED_SHIFT)
    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.FeedReported(asset=asset, sequence=sequence, reported_at=reported_at, by=msg.sender)


@internal
def _write_reference(asset: uint256, before: uint256, word: uint256):
    """
    @param before the reference so far, USD 18 decimals
    @param word the terms word with the reference from now on
    """
    self.terms_words[asset] = word
    reference: uint256 = asset_terms._unpack_reference(word)
    if reference == before:
        return
    self.records[asset] = (
        (self.records[asset] & ~(TIME << REFRESHED_SHIFT)) | (block.timestamp << REFRESHED_SHIFT)
    )
    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.ReferenceMoved(asset=asset, sequence=sequence, before=before, reference=reference)


@internal
def _write_rate(asset: uint256, before: second_factor.Factor, rate: uint256):
    factor: second_factor.Factor = before
    factor.rate = rate
    factor.taken_at = block.timestamp
    word: uint256 = second_factor._pack(factor)
    self.second_words[asset] = word
    sequence: uint256 = event_sequence._next()
    taken: uint256 = asset_terms._unpack_reference(word)
    log IAssetRegistry.RateTaken(asset=asset, sequence=sequence, before=before.rate, rate=taken)


# --- reading ---------------------------------------------------------------------------------------------------------

@view
@internal
def _quote(asset: uint256) -> uint256:
    """
    @return the quote word, whatever the sequencer says
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    terms: uint256 = self.terms_words[asset]
    # An asset that is not listed has no kind.
    if terms & asset_terms.PLAIN == asset_terms.PLAIN_ONE_FEED:
        reading: uint256 = price_feed._read(terms)
        return price_feed._banded(terms, reading)
    assert terms != 0, "registry: unlisted asset"
    terms = self._in_force(asset, terms)
    word: uint256 = self._quote_of_feeds(asset, terms)
    if terms & asset_terms.KIND == asset_terms.VAULT_SHARES << asset_terms.KIND_SHIFT:
        return share_rate._times(word, self.second_words[asset])
    return word


@view
@internal
def _quote_of_feeds(asset: uint256, terms: uint256) -> uint256:
    """
    @param terms the terms word in force
    @return the quote word; for vault shares that of their underlying asset, on the terms of the share
    @dev Error: "registry: gas"
    """
    reading: uint256 = price_feed._read(terms)
    if terms & asset_terms.CLAMPED != 0:
        reading = price_feed._unclamped(reading, self.bounds[asset])
    if terms & asset_terms.KIND == asset_terms.TWO_FEEDS << asset_terms.KIND_SHIFT:
        other: uint256 = price_feed._read(self.second_words[asset])
        if terms & asset_terms.CLAMPED != 0:
            other = price_feed._unclamped(other, self.bounds[asset | SECOND])
        reading = price_feed._product(reading, other)
    return price_feed._banded(terms, reading)


@view
@internal
def _word(asset: uint256) -> uint256:
    """
    @return the terms word in force
    @dev Error: "registry: unlisted asset"
    """
    word: uint256 = self.terms_words[asset]
    assert word != 0, "registry: unlisted asset"
    return self._in_force(asset, word)


@view
@internal
def _in_force(asset: uint256, terms: uint256) -> uint256:
    """
    @param terms the terms word as stored
    @return the same; sell-only where it says impaired and the impairment has ended
    """
    if terms & asset_terms.UNIMPAIRED == 0 and self._has_lapsed(asset):
        return terms | asset_terms.UNIMPAIRED
    return terms


@view
@internal
def _has_lapsed(asset: uint256) -> bool:
    """
    @param asset one that was set impaired
    """
    until: uint256 = self.impaired_until[asset]
    return until != 0 and block.timestamp >= until


@view
@internal
def _known_bounds(asset: uint256, clamped: bool) -> uint256:
    """
    @param asset id, with SECOND for the second feed
    @param clamped what the terms say
    """
    if clamped:
        return self.bounds[asset]
    return price_feed.NO_BOUNDS


@view
@internal
def _token(asset: uint256) -> address:
    """
    @dev Error: "registry: unlisted asset"
    """
    record: uint256 = self.records[asset]
    assert record != 0, "registry: unlisted asset"
    return convert(record & TOKEN, address)


@view
@internal
def _refreshed_at(asset: uint256) -> uint256:
    return (self.records[asset] >> REFRESHED_SHIFT) & TIME


@view
@internal
def _reported_at(asset: uint256) -> uint256:
    return self.records[asset] >> REPORTED_SHIFT
