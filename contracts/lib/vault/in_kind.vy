# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Paying an exit in kind: best effort per asset, so that one bad asset never blocks the others
@notice Every call into a token is capped in gas, its return data is ignored, and the change of the receiver's balance
        decides what was paid. The rest becomes a claim. A transfer that took more from the vault than the receiver got
        (a fee on transfer) counts as paid by what the vault lost: the difference is the asset's doing, and those who
        stay do not bear it.
        An exit of less than CLAIM_SHARES books no claims: what cannot be paid then stays in the fund. Each claims pot
        costs every later session and exit the read of a cold slot, for ever, so dust must not open one.
        Too little gas is a revert, never a skipped asset: the floor below is checked before each asset.
"""
from ...interfaces import IIndexVault
from ..shared import require
from . import books

uses: books

BALANCE_GAS: constant(uint256) = 25_000
TRANSFER_GAS: constant(uint256) = 100_000

# four balance reads, one transfer and a claim booked into fresh slots, each cap reachable after EIP-150 keeps 1/64
GAS_FLOOR: constant(uint256) = 320_000

# A balance that cannot be read. Larger than any: a token that answers so is not believed either.
UNREADABLE: constant(uint256) = max_value(uint256)

# One whole share, 1 USDC at the seed's price. A rule in shares needs no price.
CLAIM_SHARES: constant(uint256) = 10**18


@view
@internal
def _balance_of(token: address, account: address) -> uint256:
    """
    @return what the token says, UNREADABLE where it does not answer inside the gas cap
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
        return UNREADABLE
    return convert(response, uint256)


@internal
def _pay_out(
    asset: uint256,
    receiver: address,
    claimant: address,
    numerator: uint256,
    denominator: uint256,
    skip: bool,
    claims: bool,
    sequence: uint256,
) -> (uint256, uint256):
    """
    @notice Pays the part numerator / denominator of what the fund holds of an asset, or books it as a claim.
    @param claimant owns the claim
    @param denominator not zero
    @param skip do not call the token
    @param claims whether what is not paid becomes a claim; otherwise it stays in the fund
    @param sequence of the last event
    @return raw units that left the fund's balance, rounded down, and the sequence of the last event
    """
    word: uint256 = books._word(asset)
    balance: uint256 = word & books.FIELD_MASK
    pot: uint256 = word >> books.POT_SHIFT
    amount: uint256 = unsafe_div(balance * numerator, denominator)
    last: uint256 = sequence
    if amount == 0 or skip and not claims:
        return 0, last

    token: address = empty(address)
    receiver_before: uint256 = UNREADABLE
    vault_before: uint256 = UNREADABLE
    if not skip:
        require._that(msg.gas >= GAS_FLOOR, "vault: gas")
        token = books._token(asset)
        receiver_before = self._balance_of(token, receiver)
        if receiver_before != UNREADABLE:
            vault_before = self._balance_of(token, self)
        if vault_before < unsafe_add(balance, pot):
            last = unsafe_add(last, 1)
            balance, pot = books._book_shortfall(asset, vault_before, last)
            amount = unsafe_div(balance * numerator, denominator)

    # booked before the call, so that a token that calls back finds nothing to take twice
    books._set_balance(asset, balance - amount)
    paid: uint256 = 0
    if vault_before != UNREADABLE and amount != 0:
        # the answer is ignored: tokens lie, balances decide
        sent: bool = raw_call(
            token,
            abi_encode(receiver, amount, method_id=method_id("transfer(address,uint256)")),
            gas=TRANSFER_GAS,
            revert_on_failure=False,
        )
        after: uint256 = self._balance_of(token, receiver)
        if after > receiver_before and after != UNREADABLE:
            paid = min(unsafe_sub(after, receiver_before), amount)
        if paid < amount:
            after = self._balance_of(token, self)
            if after < vault_before:
                paid = max(paid, min(unsafe_sub(vault_before, after), amount))
    if paid < amount:
        if not claims:
            books._set_balance(asset, balance - paid)
            return paid, last
        books._add_claim(asset, claimant, unsafe_sub(amount, paid))
        last = unsafe_add(last, 1)
        log IIndexVault.ClaimBooked(account=claimant, asset=asset, sequence=last, amount=unsafe_sub(amount, paid))
    return amount, last
