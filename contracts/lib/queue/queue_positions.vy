# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Positions: what each controller asked for and may collect, in three words a side
@notice A controller has requests in two batches at most that are not settled, the open one and the one locked before
        it. What settled is folded together at the rate of its own batch whenever the position is next touched, so no
        call walks over batches and a claim may come any time later. What is folded from several batches is shown under
        the newest of their numbers.

        requests   batch 32 bits | asked for in it 112 | asked for in the batch before it 112
        claims     amount settled 112 | what is paid for it 112 | batch 32
        returns    amount 112 | batch 32: cancelled, or left over by a settlement
"""
from ..shared import require
from . import queue_batches

uses: queue_batches

struct Words:
    requests: uint256
    claims: uint256
    returns: uint256


struct Position:
    batch: uint256          # of the newest request, 0: none waits
    amount: uint256         # asked for in it: raw USDC or shares, by side
    amount_before: uint256  # asked for in the batch before it
    claimable: uint256      # settled: raw USDC or shares, by side
    owed: uint256           # to be paid for it, in the other of the two
    claim_batch: uint256
    returned: uint256       # to be given back
    return_batch: uint256


BATCH_BITS: constant(uint256) = 32
AMOUNT_BITS: constant(uint256) = 112
BATCH_MASK: constant(uint256) = 2**32 - 1
AMOUNT_MASK: constant(uint256) = 2**112 - 1

# side -> controller
words: HashMap[uint256, HashMap[address, Words]]


@view
@internal
def _load(side: uint256, controller: address) -> Position:
    """
    @return the position with everything settled folded in; nothing is written
    """
    words: Words = self.words[side][controller]
    position: Position = Position(
        batch=words.requests & BATCH_MASK,
        amount=(words.requests >> BATCH_BITS) & AMOUNT_MASK,
        amount_before=words.requests >> (BATCH_BITS + AMOUNT_BITS),
        claimable=words.claims & AMOUNT_MASK,
        owed=(words.claims >> AMOUNT_BITS) & AMOUNT_MASK,
        claim_batch=words.claims >> (2 * AMOUNT_BITS),
        returned=words.returns & AMOUNT_MASK,
        return_batch=words.returns >> AMOUNT_BITS,
    )
    if position.amount_before != 0 and queue_batches._is_settled(position.batch - 1):
        position = self._folded(side, position, position.batch - 1, position.amount_before)
        position.amount_before = 0
    if position.amount != 0 and queue_batches._is_settled(position.batch):
        position = self._folded(side, position, position.batch, position.amount)
        position.amount = 0
    return position


@internal
def _store(side: uint256, controller: address, position: Position):
    require._that(
        max(max(position.amount, position.amount_before), max(position.claimable, max(position.owed, position.returned)))
        <= AMOUNT_MASK,
        "queue: amount",
    )
    words: Words = empty(Words)
    if position.amount != 0 or position.amount_before != 0:
        words.requests = (
            position.batch
            | (position.amount << BATCH_BITS)
            | (position.amount_before << (BATCH_BITS + AMOUNT_BITS))
        )
    if position.claimable != 0:
        words.claims = (
            position.claimable
            | (position.owed << AMOUNT_BITS)
            | (position.claim_batch << (2 * AMOUNT_BITS))
        )
    if position.returned != 0:
        words.returns = position.returned | (position.return_batch << AMOUNT_BITS)
    self.words[side][controller] = words


@internal
def _ask(side: uint256, controller: address, batch: uint256, amount: uint256):
    """
    @param batch the open one
    """
    position: Position = self._load(side, controller)
    if position.batch != batch:
        # a request that still waits is in the locked batch, the one before the open one
        if position.amount != 0:
            position.amount_before = position.amount
        position.batch = batch
        position.amount = 0
    position.amount += amount
    self._store(side, controller, position)


@internal
def _withdraw(side: uint256, controller: address, batch: uint256) -> uint256:
    """
    @notice Turns the request of a batch that is not settled into an amount to be given back.
    @return the whole amount asked for, 0 if none
    """
    position: Position = self._load(side, controller)
    amount: uint256 = self._asked(position, batch)
    if amount != 0:
        if position.batch == batch:
            position.amount = 0
        else:
            position.amount_before = 0
        position.returned += amount
        position.return_batch = batch
        self._store(side, controller, position)
    return amount


@pure
@internal
def _asked(position: Position, batch: uint256) -> uint256:
    """
    @return what waits in a batch
    """
    if position.batch == 0:
        return 0
    if position.batch == batch:
        return position.amount
    return position.amount_before if position.batch - 1 == batch else 0


@view
@internal
def _folded(side: uint256, position: Position, batch: uint256, amount: uint256) -> Position:
    result: Position = position
    filled: uint256 = 0
    paid: uint256 = 0
    back: uint256 = 0
    filled, paid, back = queue_batches._share_of(batch, side, amount)
    if filled != 0:
        result.claimable += filled
        result.owed += paid
        result.claim_batch = batch
    if back != 0:
        result.returned += back
        result.return_batch = batch
    return result
