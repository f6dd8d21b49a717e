# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The address USDC is known by
@notice Delegates every call to the implementation, after a look at the admin, as Circle's FiatTokenProxy does. Vyper
        cannot choose slots, so the implementation (Usdc.vy) leaves the first two to this contract.
"""

_implementation: address
_admin: address


@deploy
def __init__(implementation: address, admin: address):
    self._implementation = implementation
    self._admin = admin


@payable
@external
@raw_return
def __default__() -> Bytes[128]:
    assert msg.sender != self._admin, "proxy: admin cannot call the token"
    return raw_call(self._implementation, msg.data, max_outsize=128, is_delegate_call=True)
