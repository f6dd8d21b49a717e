# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Constants that more than one contract uses
"""

CASH: constant(uint256) = 1                     # registry id of USDC
BPS: constant(uint256) = 10_000                 # basis points in one
PPM: constant(uint256) = 1_000_000              # parts per million in one
MAX_HELD: constant(uint256) = 112               # assets in the held list, USDC aside
HOUR: constant(uint256) = 3_600                 # seconds
DAY: constant(uint256) = 86_400                 # seconds
FAR_BPS: constant(uint256) = 500                # of NAV: a fund farther from its target than this is far, else near
