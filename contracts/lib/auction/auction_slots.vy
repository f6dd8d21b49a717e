# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One auction per asset, in one word
@notice bits   0..127  remaining  raw units of the asset that nobody has taken yet
        bits 128..167  opened_at  unix seconds
        bits 168..199  epoch      the decision it was opened under
        bit  200       buy        the fund buys
        An auction lives for an hour, or until nothing remains. Then the next may be opened in its place. One whose side is
        wrong under the active decision may be replaced before; the trader fills none of it.
"""

struct Slot:
    remaining: uint256
    opened_at: uint256
    epoch: uint256
    buy: bool


LIFE: constant(uint256) = 3_600             # seconds
REMAINING: constant(uint256) = 2**128 - 1
TIME_SHIFT: constant(uint256) = 128
TIME: constant(uint256) = 2**40 - 1
EPOCH_SHIFT: constant(uint256) = 168
EPOCH: constant(uint256) = 2**32 - 1
BUY: constant(uint256) = 1 << 200


slots: HashMap[uint256, uint256]


@internal
def _open(asset: uint256, epoch: uint256, amount: uint256, buy: bool):
    """
    @param amount raw units, at most 2**120
    """
    word: uint256 = amount | (block.timestamp << TIME_SHIFT) | (epoch << EPOCH_SHIFT)
    if buy:
        word |= BUY
    self.slots[asset] = word


@internal
def _set_remaining(asset: uint256, remaining: uint256):
    """
    @param remaining raw units, no more than remained before
    """
    self.slots[asset] = (self.slots[asset] & ~REMAINING) | remaining


@view
@internal
def _load(asset: uint256) -> Slot:
    """
    @return epoch 0 if none was ever opened
    """
    word: uint256 = self.slots[asset]
    return Slot(
        remaining=word & REMAINING,
        opened_at=(word >> TIME_SHIFT) & TIME,
        epoch=(word >> EPOCH_SHIFT) & EPOCH,
        buy=word & BUY != 0,
    )


@view
@internal
def _is_live(slot: Slot) -> bool:
    """
    @return whether something remains within its hour
    """
    return slot.remaining != 0 and block.timestamp < slot.opened_at + LIFE
