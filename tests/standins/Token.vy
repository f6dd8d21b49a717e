# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A plain ERC-20 of the local world
@notice Does what the standard says and nothing else. The market mints it.
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


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address):
    ledger.__init__(name, symbol, decimals, minter)


@external
def transfer(receiver: address, amount: uint256) -> bool:
    ledger._move(msg.sender, receiver, amount)
    return True


@external
def transferFrom(owner: address, receiver: address, amount: uint256) -> bool:
    ledger._spend_allowance(owner, msg.sender, amount)
    ledger._move(owner, receiver, amount)
    return True
