# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Netting: depositors and redeemers of a batch change places at NAV
@notice Nothing is traded, so nobody pays a levy and those who stay are not touched. Both sides pay the platform fee in
        shares, as at the vault: redeemers on what they give, depositors on what they get.
        What remains goes through the vault on the vault's terms.
"""
from ..vault import share_price

struct Netted:
    assets: uint256         # raw USDC from depositors to redeemers
    shares_given: uint256   # by redeemers, fee included
    shares_taken: uint256   # by depositors, fee taken off
    fee: uint256            # shares, of both sides


@pure
@internal
def _net(assets: uint256, shares: uint256, total: uint256, supply: uint256, platform_bps: uint256) -> Netted:
    """
    @param assets raw USDC of the depositors
    @param shares of the redeemers
    @param total NAV in raw USDC
    @param supply accrued
    """
    gross: uint256 = shares - share_price._fee_of(shares, platform_bps)
    used: uint256 = share_price._plain_assets(gross, total, supply)
    given: uint256 = shares
    if used > assets:
        used = assets
        gross = share_price._plain_shares(assets, total, supply)
        # the least of which the fee leaves that many, so never more than there are
        given = share_price._with_fee(gross, platform_bps)
    if used == 0 or gross == 0:
        return empty(Netted)
    taken: uint256 = gross - share_price._fee_of(gross, platform_bps)
    return Netted(assets=used, shares_given=given, shares_taken=taken, fee=given - taken)

