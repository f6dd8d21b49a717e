# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title An auction house that says when the fund was near its target
@notice For tests of the strategy alone: no fund stands behind it.
"""

near_at: public(uint256)


@external
def set_near(at: uint256):
    self.near_at = at
