# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A token that does what it should, at a price in gas
@notice balanceOf and transfer use as much gas as set_weight() says before they do their work: a token behind several
        proxies, with hooks and snapshots. Told to look first, it refuses at once when it is given less, and leaves the
        caller the rest. Slot for slot the books of Token.vy.
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

balance_gas: public(uint256)
transfer_gas: public(uint256)
looks_first: public(bool)


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address):
    ledger.__init__(name, symbol, decimals, minter)


@external
def set_weight(balance_gas: uint256, transfer_gas: uint256):
    ledger._only_minter()
    self.balance_gas = balance_gas
    self.transfer_gas = transfer_gas


@external
def set_looks_first(looks_first: bool):
    ledger._only_minter()
    self.looks_first = looks_first


@view
@external
def balanceOf(owner: address) -> uint256:
    self._work(self.balance_gas)
    return ledger._balances[owner]


@external
def transfer(receiver: address, amount: uint256) -> bool:
    self._work(self.transfer_gas)
    ledger._move(msg.sender, receiver, amount)
    return True


@view
@internal
def _work(amount: uint256):
    before: uint256 = msg.gas
    assert not self.looks_first or before >= amount, "heavy: gas"
    for _: uint256 in range(10_000):
        if before - msg.gas >= amount:
            return
