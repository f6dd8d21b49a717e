# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The held list: which assets NAV counts and an exit pays, cash aside; and the retired ones
@notice Sixteen 16-bit ids a word, lowest first, zero ends the list: 112 ids are read with 7 slots instead of 112.
        Order carries no meaning.
        No id is in both lists: an asset is retired out of the held list, and what is retired cannot be bought.
"""

from ...interfaces import IIndexVault
from . import books
from ..shared import require
from ..shared import constants

uses: books

IDS_PER_WORD: constant(uint256) = 16
ID_BITS: constant(uint256) = 16
ID_MASK: constant(uint256) = 65_535
WORDS: constant(uint256) = 7


words: uint256[WORDS]

# Up to sixteen retired ids, packed alike: no session touches them, exits in kind book them as claims.
retired: uint256

# retired asset -> entries pay nothing for it any more
written_off: HashMap[uint256, bool]


@view
@internal
def _ids() -> DynArray[uint256, constants.MAX_HELD]:
    ids: DynArray[uint256, constants.MAX_HELD] = []
    for i: uint256 in range(WORDS):
        word: uint256 = self.words[i]
        for j: uint256 in range(IDS_PER_WORD):
            if word == 0:
                return ids
            ids.append(word & ID_MASK)
            word = word >> ID_BITS
    return ids


@internal
def _store(ids: DynArray[uint256, constants.MAX_HELD]) -> (bool, DynArray[uint256, WORDS]):
    """
    @param ids none of them zero
    @return whether anything changed, and the words now in use
    """
    packed: DynArray[uint256, WORDS] = []
    changed: bool = False
    count: uint256 = len(ids)
    for i: uint256 in range(WORDS):
        first: uint256 = i * IDS_PER_WORD
        word: uint256 = 0
        if first < count:
            for j: uint256 in range(min(IDS_PER_WORD, count - first), bound=IDS_PER_WORD):
                word |= ids[first + j] << (ID_BITS * j)
            packed.append(word)
        if self.words[i] != word:
            self.words[i] = word
            changed = True
        if word == 0:
            # words behind the first empty one are empty: the list has no holes
            if i + 1 == WORDS or self.words[i + 1] == 0:
                break
    return changed, packed


@view
@internal
def _retired_ids() -> DynArray[uint256, IDS_PER_WORD]:
    ids: DynArray[uint256, IDS_PER_WORD] = []
    rest: uint256 = self.retired
    for _: uint256 in range(IDS_PER_WORD):
        if rest == 0:
            break
        ids.append(rest & ID_MASK)
        rest = rest >> ID_BITS
    return ids


@internal
def _retire(asset: uint256):
    """
    @notice Puts an asset that was held among the retired ones. A place whose balance is gone is free again.
    """
    word: uint256 = asset
    count: uint256 = 1
    ids: DynArray[uint256, IDS_PER_WORD] = self._retired_ids()
    for id: uint256 in ids:
        if books._balance(id) != 0:
            require._that(count != IDS_PER_WORD, "vault: too many retired")
            word |= id << (ID_BITS * count)
            count = unsafe_add(count, 1)
    self.retired = word
    self.written_off[asset] = False


@internal
def _remove(asset: uint256) -> (uint256, DynArray[uint256, WORDS]):
    """
    @notice Takes an id off the held list.
    @return how many are held now, and the words in use
    """
    kept: DynArray[uint256, constants.MAX_HELD] = []
    ids: DynArray[uint256, constants.MAX_HELD] = self._ids()
    for id: uint256 in ids:
        if id != asset:
            kept.append(id)
    require._that(len(kept) < len(ids), "vault: not held")
    changed: bool = False
    words: DynArray[uint256, WORDS] = []
    changed, words = self._store(kept)
    return len(kept), words


@internal
def _log(sequence: uint256, count: uint256, words: DynArray[uint256, WORDS]):
    """
    @param sequence of the event
    """
    log IIndexVault.HeldSet(sequence=sequence, count=count, words=words)
