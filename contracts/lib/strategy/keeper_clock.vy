# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title When the keeper last did its work
@notice Silence is judged by what was done, never by the number of a decision. Either of these is work:
        - a decision that moved the targets far (decision_book.changed_at). The keeper needs time to trade toward it;
        - a decision and a fund near its target, both. The older of the two times counts. So decisions to hold do not
          keep a keeper awake that does not trade, and a fund that happens to be near does not stand for decisions.
        A pure function, shared by the strategy (safe state) and the auction house (auctions for anyone).
"""


@pure
@internal
def _acted_at(changed_at: uint256, activated_at: uint256, near_at: uint256) -> uint256:
    """
    @param changed_at when an activated decision last moved the targets far
    @param activated_at when the active decision was activated
    @param near_at when the fund was last seen near its target
    @return unix seconds
    """
    return max(changed_at, min(activated_at, near_at))
