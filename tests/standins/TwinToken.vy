# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A token with two addresses
@notice One ledger that answers here and at a second address (SecondAddress.vy), as TrueUSD's once did: an old contract
        forwards to the new one. Slot for slot the books of Token.vy.
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

second_address: public(address)


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address):
    ledger.__init__(name, symbol, decimals, minter)


@external
def set_second_address(second_address: address):
    ledger._only_minter()
    self.second_address = second_address


@external
def burn(owner: address, amount: uint256):
    """
    @notice The minter takes back what it gave: a loss of the ledger, seen at both addresses.
    """
    ledger._only_minter()
    ledger._burn(owner, amount)


@external
def transfer(receiver: address, amount: uint256) -> bool:
    ledger._move(msg.sender, receiver, amount)
    return True


@external
def transferFrom(owner: address, receiver: address, amount: uint256) -> bool:
    ledger._spend_allowance(owner, msg.sender, amount)
    ledger._move(owner, receiver, amount)
    return True


@external
def move(sender: address, receiver: address, amount: uint256):
    """
    @param sender who called the second address
    """
    assert msg.sender == self.second_address, "token: only second address"
    ledger._move(sender, receiver, amount)
