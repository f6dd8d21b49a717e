# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A session of several transactions: what it carries from step to step
@notice Prices, books and targets are read anew by every step; carried are only what the session was authorised for,
        what it has cost, and which assets went which way. It lives an hour at most, and the next one may not open
        sooner than a minute longer than it lasted, so entries and exits at NAV are open half of the time whatever an
        executor does: the minute is for the blocks it opens and closes in, of which he may have the first and the last
        place.
        An exit in kind between two steps takes its part of the authorised notional with it.
"""

LIFE: constant(uint256) = 3_600                 # seconds
MORE_GAP: constant(uint256) = 60                # seconds the gap is longer than the session was: five blocks of mainnet

struct Session:
    number: uint256
    epoch: uint256
    opened_at: uint256          # unix seconds
    closes_by: uint256          # unix seconds; steps run before. 0: none is open
    steps: uint256              # run so far
    legs: uint256
    supply: uint256             # of the share at the open
    nav: uint256                # USD 18 decimals at the open; so distance
    distance: uint256
    turnover: uint256           # USD 18 decimals, so far
    cost: uint256


current: Session

# The next session of several steps may not open before: unix seconds.
reopens_at: public(uint256)

# session -> id // 256 -> assets sold, bought in it
sold: HashMap[uint256, HashMap[uint256, uint256]]
bought: HashMap[uint256, HashMap[uint256, uint256]]


@view
@internal
def _is_open() -> bool:
    return block.timestamp < self.current.closes_by


@internal
def _open(number: uint256, epoch: uint256, closes_by: uint256, supply: uint256, nav: uint256, distance: uint256):
    """
    @param closes_by unix seconds at which it ends by itself, LIFE from now
    """
    assert block.timestamp >= self.reopens_at, "trader: session gap"
    self.current = Session(
        number=number,
        epoch=epoch,
        opened_at=block.timestamp,
        closes_by=closes_by,
        steps=0,
        legs=0,
        supply=supply,
        nav=nav,
        distance=distance,
        turnover=0,
        cost=0,
    )
    self.reopens_at = closes_by + LIFE + MORE_GAP


@internal
def _close():
    ended_at: uint256 = min(block.timestamp, self.current.closes_by)
    self.reopens_at = ended_at + (ended_at - self.current.opened_at) + MORE_GAP
    self.current.closes_by = 0


@view
@internal
def _scaled(notional: uint256, supply: uint256) -> uint256:
    """
    @param supply of the share now
    @return the notional less the part that holders who left took with them; never more
    """
    return notional * min(supply, self.current.supply) // self.current.supply


@view
@internal
def _flags(session: uint256, ids: DynArray[uint256, 128]) -> (uint256, uint256):
    """
    @return bitmaps over the places of ids: sold, bought in earlier steps
    """
    sold: uint256 = 0
    bought: uint256 = 0
    for place: uint256 in range(len(ids), bound=128):
        id: uint256 = ids[place]
        sold |= ((self.sold[session][id >> 8] >> (id & 255)) & 1) << place
        bought |= ((self.bought[session][id >> 8] >> (id & 255)) & 1) << place
    return sold, bought


@internal
def _remember(session: uint256, ids: DynArray[uint256, 128], sold: uint256, bought: uint256):
    """
    @param sold bitmap over the places of ids; so bought
    """
    for place: uint256 in range(len(ids), bound=128):
        id: uint256 = ids[place]
        if (sold >> place) & 1 != 0:
            self.sold[session][id >> 8] |= 1 << (id & 255)
        if (bought >> place) & 1 != 0:
            self.bought[session][id >> 8] |= 1 << (id & 255)
