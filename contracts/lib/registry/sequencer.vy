# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Whether the chain's sequencer has been up for long enough
@notice On a rollup, prices stand still while the sequencer is down. The first transaction after it is back could trade
        at them. Chainlink's uptime feed says when: answer 0 for up, and the time it last changed. While it
        says down, for an hour after it came up, or when it says nothing that can be believed, no price is firm.
        A chain without a sequencer has no such feed: the empty address, and nothing is read.
"""
from . import price_feed

GRACE: constant(uint256) = 3_600    # seconds: feeds catch up

sequencer_feed: public(immutable(address))


@deploy
def __init__(feed: address):
    """
    @param feed the empty address where no sequencer orders transactions
    @dev Error: "registry: sequencer" (no code)
    """
    assert feed == empty(address) or feed.is_contract, "registry: sequencer"
    sequencer_feed = feed


@view
@internal
def _is_up() -> bool:
    """
    @dev Error: "registry: gas"
    """
    if sequencer_feed == empty(address):
        return True
    gas_before: uint256 = msg.gas
    answered: bool = False
    round: Bytes[price_feed.ROUND_BYTES] = b""
    answered, round = raw_call(
        sequencer_feed,
        price_feed.LATEST_ROUND_DATA,
        max_outsize=price_feed.ROUND_BYTES,
        gas=price_feed.READ_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not answered or len(round) != price_feed.ROUND_BYTES:
        assert gas_before >= price_feed.FAIR_GAS, "registry: gas"
        return False
    if extract32(round, 32, output_type=uint256) != 0:
        return False
    changed_at: uint256 = extract32(round, 64, output_type=uint256)
    # At 0 the feed has never been told anything.
    return changed_at != 0 and changed_at <= block.timestamp and block.timestamp - changed_at > GRACE
