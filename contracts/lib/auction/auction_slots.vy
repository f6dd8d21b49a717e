# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One auction an asset, in one word
@notice bits   0..127  left       raw units of the asset that nobody has taken yet
        bits 128..167  opened_at  unix seconds
        bits 168..199  epoch      the decision it was opened for
        bit  200       buy        the fund buys
        bit  201       fallback   anyone could open it
        An auction is over after an hour, when nothing is left, or when another decision is active; then the next may be
        opened in its place.
"""

LIFE: constant(uint256) = 3_600             # seconds
LEFT: constant(uint256) = 2**128 - 1
TIME_SHIFT: constant(uint256) = 128
TIME: constant(uint256) = 2**40 - 1
EPOCH_SHIFT: constant(uint256) = 168
EPOCH: constant(uint256) = 2**32 - 1
BUY: constant(uint256) = 1 << 200
FALLBACK: constant(uint256) = 1 << 201

struct Slot:
    left: uint256
    opened_at: uint256
    epoch: uint256
    buy: bool
    fallback: bool


slots: HashMap[uint256, uint256]


@internal
def _open(asset: uint256, epoch: uint256, amount: uint256, buy: bool, fallback: bool):
    """
    @param amount raw units, at most 2**120
    """
    word: uint256 = amount | (block.timestamp << TIME_SHIFT) | (epoch << EPOCH_SHIFT)
    if buy:
        word |= BUY
    if fallback:
        word |= FALLBACK
    self.slots[asset] = word


@internal
def _take(asset: uint256, amount: uint256):
    """
    @param amount at most what is left
    """
    self.slots[asset] -= amount


@view
@internal
def _load(asset: uint256) -> Slot:
    """
    @return epoch 0 if none was ever opened
    """
    word: uint256 = self.slots[asset]
    return Slot(
        left=word & LEFT,
        opened_at=(word >> TIME_SHIFT) & TIME,
        epoch=(word >> EPOCH_SHIFT) & EPOCH,
        buy=word & BUY != 0,
        fallback=word & FALLBACK != 0,
    )


@view
@internal
def _is_live(slot: Slot, epoch: uint256) -> bool:
    """
    @param epoch the active one
    """
    return slot.left != 0 and slot.epoch == epoch and block.timestamp < slot.opened_at + LIFE
