# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A token that starts plain and turns odd
@notice become() switches on, and off with 0, what listed assets have been seen to do. Oddities add up. The books are
        those of Token.vy, slot for slot, so that this code can take the place of a plain token's (tests/odd_tokens.py).
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

flag Oddity:
    TAKES_FEE                # 1: a part of what is sent never arrives
    ZERO_REVERTS             # 2: as LEND
    UINT96                   # 4: larger amounts revert, as UNI
    RETURNS_NOTHING          # 8: as USDT and BNB
    RETURNS_FALSE            # 16: and moves nothing
    PAYS_RETURNS_FALSE       # 32: moves, and says it did not, as Tether Gold
    RETURNS_GARBAGE          # 64: moves, and answers a word that is no boolean
    PAUSED                   # 128
    TRANSFER_BURNS_GAS       # 256: all it is given
    BALANCE_BURNS_GAS        # 512
    LIES                     # 1024: balanceOf answers twice the truth


FEE_BPS: constant(uint256) = 100
GARBAGE: constant(uint256) = 57_005

oddity: public(Oddity)
blocked: public(HashMap[address, bool])


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, minter: address):
    ledger.__init__(name, symbol, decimals, minter)


@external
def become(oddity: Oddity):
    ledger._only_minter()
    self.oddity = oddity


@external
def set_blocked(account: address, blocked: bool):
    ledger._only_minter()
    self.blocked[account] = blocked


@view
@external
def balanceOf(owner: address) -> uint256:
    if self.oddity in Oddity.BALANCE_BURNS_GAS:
        raise UNREACHABLE
    balance: uint256 = ledger._balances[owner]
    if self.oddity in Oddity.LIES:
        return balance * 2
    return balance


@external
@raw_return
def transfer(receiver: address, amount: uint256) -> Bytes[32]:
    return self._transfer(msg.sender, receiver, amount)


@external
@raw_return
def transferFrom(owner: address, receiver: address, amount: uint256) -> Bytes[32]:
    ledger._spend_allowance(owner, msg.sender, amount)
    return self._transfer(owner, receiver, amount)


@internal
def _transfer(owner: address, receiver: address, amount: uint256) -> Bytes[32]:
    odd: Oddity = self.oddity
    if odd in Oddity.TRANSFER_BURNS_GAS:
        raise UNREACHABLE
    assert odd not in Oddity.PAUSED, "token: paused"
    assert not (self.blocked[owner] or self.blocked[receiver]), "token: blocked"
    assert odd not in Oddity.ZERO_REVERTS or amount > 0, "token: zero"
    assert odd not in Oddity.UINT96 or amount < 2**96, "token: exceeds 96 bits"
    if odd in Oddity.RETURNS_FALSE:
        return abi_encode(False)

    fee: uint256 = 0
    if odd in Oddity.TAKES_FEE:
        fee = amount * FEE_BPS // 10_000
        ledger._burn(owner, fee)
    ledger._move(owner, receiver, amount - fee)

    if odd in Oddity.RETURNS_NOTHING:
        return b""
    if odd in Oddity.PAYS_RETURNS_FALSE:
        return abi_encode(False)
    if odd in Oddity.RETURNS_GARBAGE:
        return abi_encode(GARBAGE)
    return abi_encode(True)
