# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The second address of a token
@notice Has no books: it reads and moves those of TwinToken.vy.
"""

interface Ledger:
    def balanceOf(owner: address) -> uint256: view
    def decimals() -> uint8: view
    def totalSupply() -> uint256: view
    def move(sender: address, receiver: address, amount: uint256): nonpayable


LEDGER: immutable(Ledger)


@deploy
def __init__(ledger: Ledger):
    LEDGER = ledger


@view
@external
def decimals() -> uint8:
    return staticcall LEDGER.decimals()


@view
@external
def totalSupply() -> uint256:
    return staticcall LEDGER.totalSupply()


@view
@external
def balanceOf(owner: address) -> uint256:
    return staticcall LEDGER.balanceOf(owner)


@external
def transfer(receiver: address, amount: uint256) -> bool:
    extcall LEDGER.move(msg.sender, receiver, amount)
    return True
