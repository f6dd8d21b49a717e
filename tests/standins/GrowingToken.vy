# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A token whose balances anyone may make grow
@notice In one of the forms in which tokens pay their holders: a rebase, a reward for an account, interest by time, a
        reflection at each transfer, a fee.
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

flag Form:
    REBASES         # 1
    PAYS_ANYONE     # 2
    BY_TIME         # 4
    REFLECTS        # 8
    TAKES_FEE       # 16


FORM: immutable(Form)
STARTED: immutable(uint256)
grown: uint256


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address, form: Form):
    ledger.__init__(name, symbol, decimals, minter)
    FORM = form
    STARTED = block.timestamp


@external
def rebase():
    if FORM == Form.REBASES:
        self.grown += 100


@external
def getReward(account: address):
    if FORM == Form.PAYS_ANYONE:
        ledger._credit(account, 1_000)


@view
@external
def balanceOf(owner: address) -> uint256:
    balance: uint256 = ledger._balances[owner]
    balance += balance * self.grown // 10_000
    if FORM == Form.BY_TIME:
        balance += balance * (block.timestamp - STARTED) // (365 * 86_400)
    return balance


@external
def transfer(receiver: address, amount: uint256) -> bool:
    if FORM == Form.REFLECTS:
        self.grown += 1
    ledger._move(msg.sender, receiver, amount - amount // 100 if FORM == Form.TAKES_FEE else amount)
    return True
