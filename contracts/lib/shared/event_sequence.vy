# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A number on every event
@notice The first event of a contract has sequence 1, the next 2, and so on; the count is stored. Who reads the log and
        finds a gap, or fewer events than `sequence()` says, knows that the log is incomplete.
        Vyper 0.4.3 must not call inside a `log` statement: take the number first, then log.
"""

# Events logged so far, which is the number of the last one.
sequence: public(uint256)


@internal
def _next() -> uint256:
    """
    @return the number of the event about to be logged
    """
    # One event costs more than 375 gas: no chain can log 2**256 of them.
    sequence: uint256 = unsafe_add(self.sequence, 1)
    self.sequence = sequence
    return sequence
