# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A next version that keeps no rule
@notice It makes a call of its choice when an entry begins and another when it ends, takes what arrives, and says
        whatever shares it likes. No lock anywhere.
"""


struct Call:
    target: address             # zero: none
    calldata: Bytes[4096]


# What it says of shares, and what it will say more at the end of each entry.
balanceOf: public(HashMap[address, uint256])
mints: public(uint256)

on_begin: Call
on_finish: Call

# How the last of these calls ended.
succeeded: public(bool)
answer: public(Bytes[256])


@external
def plan(on_begin: Call, on_finish: Call, mints: uint256):
    self.on_begin = on_begin
    self.on_finish = on_finish
    self.mints = mints


@external
def act(target: address, calldata: Bytes[4096]) -> Bytes[256]:
    """
    @notice One call outside of any entry.
    """
    return raw_call(target, calldata, max_outsize=256)


@external
def begin_entry_in_kind(tokens: DynArray[address, 113]):
    self._make(self.on_begin)


@external
def finish_entry_in_kind(receiver: address, paid: DynArray[uint256, 113]) -> uint256:
    self._make(self.on_finish)
    self.balanceOf[receiver] += self.mints
    return max_value(uint256)


@internal
def _make(call: Call):
    if call.target != empty(address):
        self.succeeded, self.answer = raw_call(call.target, call.calldata, max_outsize=256, revert_on_failure=False)
