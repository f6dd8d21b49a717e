# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The least a refresh of references can cost
@notice For each asset the feed is read and one word is written. No band, no step, no event.
"""

interface Feed:
    def latestRoundData() -> (uint80, int256, uint256, uint256, uint80): view


references: HashMap[uint256, uint256]


@external
def refresh(feeds: DynArray[address, 128]):
    for feed: address in feeds:
        round: uint80 = 0
        answer: int256 = 0
        started_at: uint256 = 0
        updated_at: uint256 = 0
        answered_in: uint80 = 0
        round, answer, started_at, updated_at, answered_in = staticcall Feed(feed).latestRoundData()
        self.references[convert(feed, uint256)] = convert(answer, uint256)
