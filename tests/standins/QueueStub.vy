# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title An account at the queue's address that makes several calls in one transaction
@notice What the vault marks for its queue lasts for a transaction, so tests of the mark need a queue that calls the vault
        several times in one. It has no state: its code may replace a queue's.
"""

struct Call:
    target: address
    calldata: Bytes[1024]


@external
def run(calls: DynArray[Call, 8]) -> DynArray[Bytes[32], 8]:
    """
    @return the first word of each answer
    """
    answers: DynArray[Bytes[32], 8] = []
    for call: Call in calls:
        answers.append(raw_call(call.target, call.calldata, max_outsize=32))
    return answers
