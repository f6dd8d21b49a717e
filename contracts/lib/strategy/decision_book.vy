# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Two pages: the active decision and the one that may follow it
@notice A proposal is written over the page that is not active; activation swaps the pages' roles and moves nothing.
        Words a shorter list leaves behind stay where they are (the header counts those that mean something), so that a
        switch to three stable assets and back rewrites slots, at 5,000 gas, instead of creating them, at 22,100.
"""
from ...interfaces import IIndexStrategy
from . import decision_header
from . import target_words

# Decisions activated so far; its parity says which page is active.
activations: uint256
headers: uint256[2]
hashes: bytes32[2]
words: uint256[2 * target_words.MAX_WORDS]

# When an activated decision last moved the targets far: unix seconds. Decisions to hold and small changes do not move it.
changed_at: public(uint256)


@deploy
def __init__():
    # So that the first long lists cost what every later one costs.
    for i: uint256 in range(2 * target_words.MAX_WORDS):
        self.words[i] = max_value(uint256)


# --- writing ---------------------------------------------------------------------------------------------------------

@internal
def _write_pending(
    header: decision_header.Header, data_hash: bytes32, words: DynArray[uint256, target_words.MAX_WORDS]
):
    page: uint256 = 1 - self._active_page()
    self.headers[page] = decision_header._pack(header)
    self.hashes[page] = data_hash
    place: uint256 = page * target_words.MAX_WORDS
    for word: uint256 in words:
        self.words[place] = word
        place += 1


@internal
def _mark_vetoed(header: decision_header.Header):
    marked: decision_header.Header = header
    marked.vetoed = True
    self.headers[1 - self._active_page()] = decision_header._pack(marked)


@internal
def _mark_active(header: decision_header.Header):
    marked: decision_header.Header = header
    marked.activated_at = block.timestamp
    self.headers[1 - self._active_page()] = decision_header._pack(marked)
    self.activations += 1
    if header.retargets:
        self.changed_at = block.timestamp


# --- reading ---------------------------------------------------------------------------------------------------------

@view
@internal
def _active_page() -> uint256:
    return self.activations % 2


@view
@internal
def _active_header() -> decision_header.Header:
    """
    @return epoch 0 before the first activation
    """
    return decision_header._unpack(self.headers[self._active_page()])


@view
@internal
def _other_header() -> decision_header.Header:
    """
    @return the header of the page that is not active, whatever became of it; see _is_pending
    """
    return decision_header._unpack(self.headers[1 - self._active_page()])


@pure
@internal
def _is_pending(header: decision_header.Header) -> bool:
    """
    @return whether it waits: proposed, neither activated nor vetoed. It may have expired.
    """
    return header.epoch != 0 and header.activated_at == 0 and not header.vetoed


@view
@internal
def _words_of(page: uint256, count: uint256) -> DynArray[uint256, target_words.MAX_WORDS]:
    words: DynArray[uint256, target_words.MAX_WORDS] = []
    place: uint256 = page * target_words.MAX_WORDS
    for i: uint256 in range(count, bound=target_words.MAX_WORDS):
        words.append(self.words[place + i])
    return words


@view
@internal
def _active_words(header: decision_header.Header) -> DynArray[uint256, target_words.MAX_WORDS]:
    return self._words_of(self._active_page(), header.word_count)


@view
@internal
def _active_hash() -> bytes32:
    """
    @return zero before the first activation
    """
    return self.hashes[self._active_page()]


@view
@internal
def _pending_words(header: decision_header.Header) -> DynArray[uint256, target_words.MAX_WORDS]:
    return self._words_of(1 - self._active_page(), header.word_count)


@view
@internal
def _other_first_word() -> uint256:
    """
    @return the first target word of the page that is not active: its lowest target is USDC
    """
    return self.words[(1 - self._active_page()) * target_words.MAX_WORDS]


@view
@internal
def _active() -> IIndexStrategy.Decision:
    """
    @return all zero before the first activation
    """
    return self._decision(self._active_header(), self._active_hash())


@view
@internal
def _pending() -> IIndexStrategy.Decision:
    """
    @return all zero when nothing waits
    """
    header: decision_header.Header = self._other_header()
    if not self._is_pending(header):
        return empty(IIndexStrategy.Decision)
    return self._decision(header, self.hashes[1 - self._active_page()])


@pure
@internal
def _decision(header: decision_header.Header, data_hash: bytes32) -> IIndexStrategy.Decision:
    return IIndexStrategy.Decision(
        epoch=header.epoch,
        bull=header.bull,
        risk_up=header.risk_up,
        volatile_ppm=header.volatile_ppm,
        gauge=header.gauge,
        proposed_at=header.proposed_at,
        activates_at=header.activates_at,
        expires_at=header.expires_at,
        open_by=header.open_by,
        activated_at=header.activated_at,
        data_hash=data_hash,
        methodology=header.methodology,
    )
