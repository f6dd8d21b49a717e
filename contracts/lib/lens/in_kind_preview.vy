# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What an exit in kind would take out of the books now
@notice As lib/vault/vault_in_kind does it. What a failing token does not pay becomes a claim of the same amount. An exit
        of less than a whole share books no claims, so a failing token takes less than this preview says. A shortfall
        that the exit would book is read with the exit's own gas cap.
"""
from ..shared import constants
from ..vault import books
from ..vault import fund_state
from ..vault import in_kind
from ..vault import share_price
from . import fund_links

uses: fund_links


@view
@internal
def _in_kind(shares: uint256) -> (DynArray[uint256, 129], DynArray[uint256, 129]):
    """
    @param shares more than the supply counts as the supply
    @return ids: cash, held assets, retired ones; raw units of each, rounded down
    """
    state: fund_state.State = fund_links._state()
    minted: uint256 = 0
    supply: uint256 = 0
    minted, supply = fund_links._supply(state)
    numerator: uint256 = min(shares, minted) * (constants.BPS - state.exit_levy_bps)
    denominator: uint256 = (supply + share_price.VIRTUAL_SHARES) * constants.BPS

    assets: DynArray[uint256, 129] = [constants.CASH]
    amounts: DynArray[uint256, 129] = [self._part(constants.CASH, numerator, denominator, True)]
    held: DynArray[uint256, 112] = fund_links._held()
    for asset: uint256 in held:
        assets.append(asset)
        amounts.append(self._part(asset, numerator, denominator, True))
    retired: DynArray[uint256, 16] = staticcall fund_links.VAULT.retired()
    for asset: uint256 in retired:
        assets.append(asset)
        amount: uint256 = 0
        if shares >= in_kind.CLAIM_SHARES:
            amount = self._part(asset, numerator, denominator, False)
        amounts.append(amount)
    return assets, amounts


@view
@internal
def _part(asset: uint256, numerator: uint256, denominator: uint256, paid: bool) -> uint256:
    """
    @param paid whether the exit calls the token, and so sees a shortfall
    @return raw units
    """
    word: uint256 = fund_links._book_word(asset)
    balance: uint256 = word & books.FIELD_MASK
    amount: uint256 = balance * numerator // denominator
    if amount == 0 or not paid:
        return amount
    assert msg.gas >= in_kind.GAS_FLOOR, "lens: gas"
    # UNREADABLE, where it does not answer, is above all that is tracked
    actual: uint256 = in_kind._balance_of(staticcall fund_links.REGISTRY.token(asset), fund_links.VAULT.address)
    tracked: uint256 = balance + (word >> books.POT_SHIFT)
    if actual < tracked:
        balance = balance * actual // tracked
        return balance * numerator // denominator
    return amount
