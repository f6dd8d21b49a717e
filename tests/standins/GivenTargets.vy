# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A strategy that says what it was told
@notice For tests of the trader that need targets no real strategy would let pass within a week.
"""

epoch: uint256
words: DynArray[uint256, 16]


@external
def set(epoch: uint256, words: DynArray[uint256, 16]):
    self.epoch = epoch
    self.words = words


@view
@external
def active_words() -> (uint256, bytes32, DynArray[uint256, 16]):
    return self.epoch, keccak256(convert(self.epoch, bytes32)), self.words
