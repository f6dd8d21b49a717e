# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The books of a stand-in token
@notice What every token of the local world shares: names, balances, allowances, a minter. Each token exports what it
        keeps of it and writes its own transfer, for that is where tokens differ. Decimals 0 to 27.
"""

event Transfer:
    sender: indexed(address)
    receiver: indexed(address)
    amount: uint256


event Approval:
    owner: indexed(address)
    spender: indexed(address)
    amount: uint256


name: public(immutable(String[64]))
symbol: public(immutable(String[32]))
decimals: public(immutable(uint8))
minter: public(immutable(address))

_balances: HashMap[address, uint256]
allowance: public(HashMap[address, HashMap[address, uint256]])
totalSupply: public(uint256)


@deploy
def __init__(name_: String[64], symbol_: String[32], decimals_: uint8, minter_: address):
    name = name_
    symbol = symbol_
    decimals = decimals_
    minter = minter_


@view
@external
def balanceOf(owner: address) -> uint256:
    return self._balances[owner]


@external
def approve(spender: address, amount: uint256) -> bool:
    self.allowance[msg.sender][spender] = amount
    log Approval(owner=msg.sender, spender=spender, amount=amount)
    return True


@external
def mint(receiver: address, amount: uint256):
    """
    @notice Only the minter, who is the market of the local world.
    """
    self._only_minter()
    self._credit(receiver, amount)


@view
@internal
def _only_minter():
    assert msg.sender == minter, "token: only minter"


@internal
def _credit(receiver: address, amount: uint256):
    self._balances[receiver] += amount
    self.totalSupply += amount
    log Transfer(sender=empty(address), receiver=receiver, amount=amount)


@internal
def _burn(owner: address, amount: uint256):
    assert self._balances[owner] >= amount, "token: balance"
    self._balances[owner] -= amount
    self.totalSupply -= amount
    log Transfer(sender=owner, receiver=empty(address), amount=amount)


@internal
def _move(sender: address, receiver: address, amount: uint256):
    assert self._balances[sender] >= amount, "token: balance"
    self._balances[sender] -= amount
    self._balances[receiver] += amount
    log Transfer(sender=sender, receiver=receiver, amount=amount)


@internal
def _spend_allowance(owner: address, spender: address, amount: uint256):
    allowed: uint256 = self.allowance[owner][spender]
    if allowed == max_value(uint256):
        return
    assert allowed >= amount, "token: allowance"
    self.allowance[owner][spender] = allowed - amount
