# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A feed, or an ERC-4626 vault, that answers well and costs what it is told to cost
@notice A read uses as much gas as set_weight() says and then answers. It is its own token, so that it can be listed as
        vault shares, and its own aggregator, which tells no bounds.
"""
ANSWER: immutable(int256)
decimals: public(immutable(uint8))
asset: public(immutable(address))

weight: public(uint256)


@deploy
def __init__(decimals_: uint8, answer: int256, underlying: address):
    """
    @param answer of the feed; as a vault, raw units of the underlying asset for a whole share
    """
    decimals = decimals_
    ANSWER = answer
    asset = underlying


@external
def set_weight(weight: uint256):
    self.weight = weight


@view
@external
def latestRoundData() -> (uint80, int256, uint256, uint256, uint80):
    self._burn(msg.gas)
    return 1, ANSWER, block.timestamp, block.timestamp, 1


@view
@external
def convertToAssets(shares: uint256) -> uint256:
    self._burn(msg.gas)
    return shares * convert(ANSWER, uint256) // 10 ** convert(decimals, uint256)


@view
@internal
def _burn(before: uint256):
    weight: uint256 = self.weight
    for _: uint256 in range(10_000):
        if before - msg.gas >= weight:
            break
