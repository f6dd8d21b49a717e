# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A token that calls somebody in the middle of a transfer
@notice After the balances moved it calls what set_hook() named, once per transfer, and remembers how that ended. What
        the hook does is done as this token, which may own shares and claims. Slot for slot the books of Token.vy.
"""
import erc20_ledger as ledger

initializes: ledger

exports: (
    ledger.name,
    ledger.symbol,
    ledger.decimals,
    ledger.minter,
    ledger.totalSupply,
    ledger.balanceOf,
    ledger.allowance,
    ledger.approve,
    ledger.mint,
)

target: public(address)
calldata: public(Bytes[4096])
calls: public(uint256)
succeeded: public(bool)
answer: public(Bytes[256])
_inside: bool


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address):
    ledger.__init__(name, symbol, decimals, minter)


@external
def set_hook(target: address, calldata: Bytes[4096]):
    """
    @param target the contract to call in every transfer; zero: none
    """
    ledger._only_minter()
    self.target = target
    self.calldata = calldata


@external
def act(target: address, calldata: Bytes[4096]) -> Bytes[256]:
    """
    @notice Call a contract as this token, outside of any transfer: to buy shares, or to approve.
    """
    ledger._only_minter()
    return raw_call(target, calldata, max_outsize=256)


@external
def transfer(receiver: address, amount: uint256) -> bool:
    ledger._move(msg.sender, receiver, amount)
    self._call_hook()
    return True


@external
def transferFrom(owner: address, receiver: address, amount: uint256) -> bool:
    ledger._spend_allowance(owner, msg.sender, amount)
    ledger._move(owner, receiver, amount)
    self._call_hook()
    return True


@internal
def _call_hook():
    if self.target == empty(address) or self._inside:
        return
    self._inside = True
    self.calls += 1
    self.succeeded, self.answer = raw_call(self.target, self.calldata, max_outsize=256, revert_on_failure=False)
    self._inside = False
