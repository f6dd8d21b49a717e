# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title An executor that is a thief's contract
@notice Holds the executor's role and any capital, and makes many calls in one transaction: what a flash loan, a deposit
        around a session, or twenty sessions in a row need. If one call reverts, all do.
"""

struct Call:
    target: address
    data: Bytes[2_048]


@external
def run(calls: DynArray[Call, 64]):
    for call: Call in calls:
        raw_call(call.target, call.data)
