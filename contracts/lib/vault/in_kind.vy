# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Paying an exit in kind: best effort per asset, so that one bad asset never blocks the others
@notice Every call into a token is capped in gas, its return data is ignored, and the receiver's balance change decides
        whether he was paid. What he was not paid becomes his claim. A transfer that took more from the vault than
        the receiver got (a fee on transfer) counts as paid by what the vault lost: the difference is the asset's
        doing, and those who stay do not bear it.
        Too little gas is a revert, never a skipped asset: the floor below is checked before each asset.
"""
from ...interfaces import IIndexVault
from . import books

uses: books

BALANCE_GAS: constant(uint256) = 25_000
TRANSFER_GAS: constant(uint256) = 100_000

# four balance reads, one transfer and a claim booked into fresh slots, each cap reachable after EIP-150 keeps 1/64
GAS_FLOOR: constant(uint256) = 320_000


@view
@internal
def _balance_of(token: address, account: address) -> (bool, uint256):
    """
    @return whether the token answered inside the gas cap, and what it said
    """
    success: bool = False
    response: Bytes[32] = b""
    success, response = raw_call(
        token,
        abi_encode(account, method_id=method_id("balanceOf(address)")),
        max_outsize=32,
        gas=BALANCE_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not success or len(response) != 32:
        return False, 0
    return True, convert(response, uint256)


@internal
def _send(token: address, receiver: address, amount: uint256, receiver_before: uint256, vault_before: uint256) -> uint256:
    """
    @param amount raw units, not zero
    @return raw units that count as paid, at most amount
    """
    # the answer is ignored: tokens lie, balances decide
    sent: bool = raw_call(
        token,
        abi_encode(receiver, amount, method_id=method_id("transfer(address,uint256)")),
        gas=TRANSFER_GAS,
        revert_on_failure=False,
    )
    answered: bool = False
    after: uint256 = 0
    answered, after = self._balance_of(token, receiver)
    paid: uint256 = 0
    if answered and after > receiver_before:
        paid = after - receiver_before
    if paid < amount:
        answered, after = self._balance_of(token, self)
        if answered and after < vault_before:
            paid = max(paid, vault_before - after)
    return min(paid, amount)


@internal
def _pay_out(
    asset: uint256,
    receiver: address,
    claimant: address,
    numerator: uint256,
    denominator: uint256,
    skip: bool,
    sequence: uint256,
) -> (uint256, uint256):
    """
    @notice Pays the part numerator / denominator of what the fund holds of an asset, or books it as a claim.
    @param claimant owns what could not be paid
    @param skip book a claim without calling the token
    @param sequence of the last event
    @return raw units that left the fund's balance, rounded down, and the sequence of the last event
    """
    last: uint256 = sequence
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = books._split(books.words[asset])
    amount: uint256 = balance * numerator // denominator
    if amount == 0:
        return 0, last

    paid: uint256 = 0
    if not skip:
        assert msg.gas >= GAS_FLOOR, "vault: gas"
        token: address = books.tokens[asset]
        answered: bool = False
        receiver_before: uint256 = 0
        vault_before: uint256 = 0
        answered, receiver_before = self._balance_of(token, receiver)
        if answered:
            answered, vault_before = self._balance_of(token, self)
        if answered:
            if vault_before < balance + pot:
                balance, pot = books._book_shortfall(asset, vault_before, last + 1)
                last += 1
                amount = balance * numerator // denominator
            # booked before the call, so that a token that calls back finds nothing to take twice
            books._write(asset, balance - amount, pot)
            if amount != 0:
                paid = self._send(token, receiver, amount, receiver_before, vault_before)

    if paid < amount:
        pot = books._add_claim(asset, claimant, amount - paid, pot)
        last += 1
        log IIndexVault.ClaimBooked(account=claimant, asset=asset, sequence=last, amount=amount - paid)
        books._write(asset, balance - amount, pot)
    return amount, last
