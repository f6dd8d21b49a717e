# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Target words: seven target weights to a word
@notice The layout is specified in IIndexStrategy. There is exactly one way to pack a list: every word but the last holds
        seven targets, the last at least one, and nothing lies behind the last target. So equal lists are equal words,
        and a reader may stop at the first zero.
"""

MAX_WORDS: constant(uint256) = 16
MAX_TARGETS: constant(uint256) = 112
TARGETS_PER_WORD: constant(uint256) = 7
TARGET_BITS: constant(uint256) = 36
ID: constant(uint256) = 2**16 - 1
PPM_SHIFT: constant(uint256) = 16
PPM: constant(uint256) = 2**20 - 1
WEIGHT: constant(uint256) = PPM << PPM_SHIFT


@pure
@internal
def _ids(words: DynArray[uint256, MAX_WORDS]) -> DynArray[uint256, MAX_TARGETS]:
    """
    @notice Whether the words are packed as they must be; what the weights sum to is the caller's to check.
    @return the ids, strictly ascending
    @dev Errors: "strategy: not ascending", "strategy: zero weight", "strategy: packing"
    """
    ids: DynArray[uint256, MAX_TARGETS] = []
    previous: uint256 = 0
    full: bool = True
    for word: uint256 in words:
        # A word after one that was not full, or an empty one.
        assert full and word != 0, "strategy: packing"
        rest: uint256 = word
        for _: uint256 in range(TARGETS_PER_WORD):
            if rest == 0:
                full = False
                break
            id: uint256 = rest & ID
            assert id > previous, "strategy: not ascending"
            assert rest & WEIGHT != 0, "strategy: zero weight"
            ids.append(id)
            previous = id
            rest >>= TARGET_BITS
        # Bits 252..255.
        assert rest == 0, "strategy: packing"
    return ids
