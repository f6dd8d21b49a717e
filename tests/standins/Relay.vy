# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A contract that calls what it is told to
@notice For a thief who speaks through somebody else, and for an executor that is a contract.
"""


@external
def forward(target: address, data: Bytes[16_384]):
    raw_call(target, data)


@external
def forward_both(target: address, first: Bytes[16_384], second: Bytes[16_384]):
    """
    @notice Two calls in one transaction.
    """
    raw_call(target, first)
    raw_call(target, second)
