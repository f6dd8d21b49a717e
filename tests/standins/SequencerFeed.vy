# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Chainlink's uptime feed of a rollup's sequencer
@notice Answer 0 is up, 1 is down; `started at` is when that began. The owner sets both, however wrong, and may make
        reads fail.
"""

flag Failure:
    REVERTS         # 1
    SWALLOWS_GAS    # 2


OWNER: immutable(address)

_answer: int256
_started_at: uint256
_failure: Failure


@deploy
def __init__(owner: address, started_at: uint256):
    """
    @param started_at since when it is up, unix seconds
    """
    OWNER = owner
    self._started_at = started_at


@external
def set(answer: int256, started_at: uint256):
    assert msg.sender == OWNER, "feed: only owner"
    self._answer = answer
    self._started_at = started_at


@external
def fail(failure: Failure):
    """
    @notice How reads end from now on; 0 heals it.
    """
    assert msg.sender == OWNER, "feed: only owner"
    self._failure = failure


@view
@external
def latestRoundData() -> (uint80, int256, uint256, uint256, uint80):
    """
    @return round, answer, started at, updated at, answered in round
    """
    if self._failure == Failure.REVERTS:
        raise "feed: out of order"
    if self._failure == Failure.SWALLOWS_GAS:
        raise UNREACHABLE
    return 1, self._answer, self._started_at, block.timestamp, 1
