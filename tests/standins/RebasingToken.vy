# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A token whose balances all grow or shrink at once
@notice The books hold parts; what a part is worth moves with rebase(). Slot for slot the books of Token.vy.
"""
import erc20_ledger as ledger

initializes: ledger

exports: (
    ledger.name,
    ledger.symbol,
    ledger.decimals,
    ledger.minter,
    ledger.allowance,
    ledger.approve,
)

ONE: constant(uint256) = 10**18

_drift: int256    # what a part is worth more than ONE; 0 before the first rebase


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address):
    ledger.__init__(name, symbol, decimals, minter)


@external
def rebase(bps: uint256):
    """
    @notice Every balance becomes this many bps of what it is: 5_000 halves, 20_000 doubles.
    """
    ledger._only_minter()
    self._drift = convert(self._worth() * bps // 10_000, int256) - convert(ONE, int256)


@external
def mint(receiver: address, amount: uint256):
    ledger._only_minter()
    ledger._credit(receiver, self._parts(amount))


@view
@external
def totalSupply() -> uint256:
    return ledger.totalSupply * self._worth() // ONE


@view
@external
def balanceOf(owner: address) -> uint256:
    return ledger._balances[owner] * self._worth() // ONE


@external
def transfer(receiver: address, amount: uint256) -> bool:
    ledger._move(msg.sender, receiver, self._parts(amount))
    return True


@external
def transferFrom(owner: address, receiver: address, amount: uint256) -> bool:
    ledger._spend_allowance(owner, msg.sender, amount)
    ledger._move(owner, receiver, self._parts(amount))
    return True


@view
@internal
def _worth() -> uint256:
    return convert(convert(ONE, int256) + self._drift, uint256)


@view
@internal
def _parts(amount: uint256) -> uint256:
    # Rounded down, so that the last unit of a balance can always leave; it may move a unit less, as stETH does.
    return amount * ONE // self._worth()
