# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The address a price feed is known by
@notice The read path of Chainlink's EACAggregatorProxy: an access controller that is unset, the current phase, its
        aggregator; the round answered carries the phase in its upper bits.
"""

interface Aggregator:
    def latestRoundData() -> (uint80, int256, uint256, uint256, uint80): view
    def decimals() -> uint8: view
    def description() -> String[64]: view


PHASE_BITS: constant(uint256) = 64

OWNER: immutable(address)

accessController: public(address)
phaseId: public(uint256)
aggregator: public(Aggregator)


@deploy
def __init__(aggregator: Aggregator):
    OWNER = msg.sender
    self.phaseId = 1
    self.aggregator = aggregator


@external
def confirm(aggregator: Aggregator):
    """
    @notice The next phase: another aggregator behind the same address, of whatever decimals.
    """
    assert msg.sender == OWNER, "feed: only owner"
    self.phaseId += 1
    self.aggregator = aggregator


@view
@external
def latestRoundData() -> (uint80, int256, uint256, uint256, uint80):
    assert self.accessController == empty(address), "No access"
    phase: uint256 = self.phaseId << PHASE_BITS
    round: uint80 = 0
    answer: int256 = 0
    started_at: uint256 = 0
    updated_at: uint256 = 0
    answered_in: uint80 = 0
    round, answer, started_at, updated_at, answered_in = staticcall self.aggregator.latestRoundData()
    return (
        convert(phase | convert(round, uint256), uint80),
        answer,
        started_at,
        updated_at,
        convert(phase | convert(answered_in, uint256), uint80),
    )


@view
@external
def decimals() -> uint8:
    return staticcall self.aggregator.decimals()


@view
@external
def description() -> String[64]:
    return staticcall self.aggregator.description()
