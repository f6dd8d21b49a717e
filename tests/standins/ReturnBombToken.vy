# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A token that answers with 32 kB
@notice It moves what it is told, then makes a caller that copies the whole answer pay for it. Slot for slot the books
        of Token.vy.
"""
import erc20_ledger as ledger

initializes: ledger

exports: (
    ledger.name,
    ledger.symbol,
    ledger.decimals,
    ledger.minter,
    ledger.totalSupply,
    ledger.allowance,
    ledger.approve,
    ledger.mint,
)

WORDS: constant(uint256) = 1_000


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address):
    ledger.__init__(name, symbol, decimals, minter)


@view
@external
@raw_return
def balanceOf(owner: address) -> Bytes[WORDS * 32]:
    answer: uint256[WORDS] = empty(uint256[WORDS])
    answer[0] = ledger._balances[owner]
    return abi_encode(answer)


@external
@raw_return
def transfer(receiver: address, amount: uint256) -> Bytes[WORDS * 32]:
    ledger._move(msg.sender, receiver, amount)
    answer: uint256[WORDS] = empty(uint256[WORDS])
    answer[0] = 1
    return abi_encode(answer)


@external
@raw_return
def transferFrom(owner: address, receiver: address, amount: uint256) -> Bytes[WORDS * 32]:
    ledger._spend_allowance(owner, msg.sender, amount)
    ledger._move(owner, receiver, amount)
    answer: uint256[WORDS] = empty(uint256[WORDS])
    answer[0] = 1
    return abi_encode(answer)
