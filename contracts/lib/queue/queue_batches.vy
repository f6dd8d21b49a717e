# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Batches: one is open, at most one is locked, the others are settled
@notice Batches are numbered from 1 and settle in order. Everything of a batch is a sum or a ratio: nothing here, and
        nothing in a settlement, knows how many requests there were.
        What every request and claim reads and writes is one word: number of the open batch in bits 0..31, its USDC in
        32..95, its shares in 96..207, events logged so far in 208..254, and in bit 255 whether the batch before the
        open one is locked and waits for its settlement.
"""
from ..shared import require

struct Open:
    batch: uint256
    amounts: uint256[2]     # by side: raw USDC, shares
    sequence: uint256
    waiting: bool           # the batch before it is locked and not settled


# One side of a batch. Deposits: USDC in, shares out. Redemptions: shares in, USDC out.
struct Side:
    received: uint256       # in, as locked
    filled: uint256         # in, as settled; the rest goes back
    paid: uint256           # out, after all fees


struct Batch:
    locked_at: uint256      # unix seconds
    settled_at: uint256     # unix seconds, 0 until then; only views read it
    sides: Side[2]


DEPOSITS: constant(uint256) = 0
REDEMPTIONS: constant(uint256) = 1
CADENCE: constant(uint256) = 86_400             # a day between two locks
MAX_ASSETS: constant(uint256) = 2**64 - 1       # raw USDC: 18 trillion dollars
MAX_SHARES: constant(uint256) = 2**112 - 1      # 5 x 10**15 shares
BATCH_MASK: constant(uint256) = 2**32 - 1
SEQUENCE_MASK: constant(uint256) = 2**47 - 1
WAITING: constant(uint256) = 1 << 255

open_word: uint256
batches: HashMap[uint256, Batch]


@deploy
def __init__():
    # batch 0 stands for what was before: the first lock is a day away
    self.batches[0].locked_at = block.timestamp
    self.open_word = 1


@view
@internal
def _load() -> Open:
    word: uint256 = self.open_word
    return Open(
        batch=word & BATCH_MASK,
        amounts=[(word >> 32) & MAX_ASSETS, (word >> 96) & MAX_SHARES],
        sequence=(word >> 208) & SEQUENCE_MASK,
        waiting=word & WAITING != 0,
    )


@internal
def _store(opened: Open):
    """
    @dev Numbers of batches and events cannot outgrow their bits: one batch a day, 2**47 events.
    """
    require._that(
        opened.amounts[DEPOSITS] <= MAX_ASSETS and opened.amounts[REDEMPTIONS] <= MAX_SHARES, "queue: amount"
    )
    word: uint256 = (
        opened.batch
        | (opened.amounts[DEPOSITS] << 32)
        | (opened.amounts[REDEMPTIONS] << 96)
        | (opened.sequence << 208)
    )
    if opened.waiting:
        word |= WAITING
    self.open_word = word


@internal
def _next_sequence() -> uint256:
    """
    @return the number of the event about to be logged
    """
    opened: Open = self._load()
    opened.sequence += 1
    self._store(opened)
    return opened.sequence


@internal
def _lock() -> Open:
    """
    @notice Closes the open batch to requests and cancellations and opens the next.
    @return the batch that was open
    """
    closed: Open = self._load()
    last_lock: uint256 = self.batches[closed.batch - 1].locked_at
    require._that(not closed.waiting, "queue: batch not settled")
    require._that(block.timestamp >= last_lock + CADENCE, "queue: before the cut-off")
    require._that(closed.amounts[DEPOSITS] != 0 or closed.amounts[REDEMPTIONS] != 0, "queue: nothing to lock")
    closed.sequence += 1
    self.batches[closed.batch].locked_at = block.timestamp
    self.batches[closed.batch].sides[DEPOSITS].received = closed.amounts[DEPOSITS]
    self.batches[closed.batch].sides[REDEMPTIONS].received = closed.amounts[REDEMPTIONS]
    self._store(Open(batch=closed.batch + 1, amounts=[0, 0], sequence=closed.sequence, waiting=True))
    return closed


@internal
def _end_waiting(batch: uint256):
    """
    @param batch the locked one, settled from now on
    """
    self.batches[batch].settled_at = block.timestamp
    opened: Open = self._load()
    opened.waiting = False
    self._store(opened)


@view
@internal
def _locked_batch() -> uint256:
    """
    @return the batch that is locked and not settled, 0 if none
    """
    opened: Open = self._load()
    return opened.batch - 1 if opened.waiting else 0


@view
@internal
def _is_settled(batch: uint256) -> bool:
    """
    @param batch below 2**32
    """
    opened: Open = self._load()
    return batch + convert(opened.waiting, uint256) < opened.batch


@view
@internal
def _share_of(batch: uint256, side: uint256, amount: uint256) -> (uint256, uint256, uint256):
    """
    @notice What a settled batch made of a request. Below 2**224: both factors are below 2**112.
    @param amount requested in that batch and side, not zero
    @return the filled part of the amount, what is paid for it, and what goes back; filled and back sum to the amount,
            the payment is rounded down
    """
    result: Side = self.batches[batch].sides[side]
    back: uint256 = amount * (result.received - result.filled) // result.received
    return amount - back, amount * result.paid // result.received, back
