# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Share price: USDC to shares and back, levy and platform fee included
@notice Virtual offset of 12 decimals: 10**12 shares and one raw USDC that nobody owns make the first deposit fair and a
        donation worthless. Shares have 18 decimals, USDC 6.
        An entry of x USDC is worth gross = x * (1 - levy) * (supply + 10**12) / (total + 1) shares. The platform fee is
        taken in shares: the receiver gets gross - fee, the fee receiver the fee. An exit of s shares gives the fee
        receiver its part of s and burns the rest for USDC; the levy stays in the fund.
        Each pair below is inverse with rounding against the caller, so preview and execution agree to the unit.
        Totals are capped at 10**18 raw USDC by the vault, so no product reaches 2**256.
"""
from ..shared import rounding
from ..shared import constants

YEAR: constant(uint256) = 31_536_000              # seconds, 365 days
VIRTUAL_SHARES: constant(uint256) = 10**12
VIRTUAL_ASSETS: constant(uint256) = 1             # raw USDC


@pure
@internal
def _plain_shares(assets: uint256, total: uint256, supply: uint256) -> uint256:
    """
    @return shares without levy and fee, rounded down
    """
    return rounding._received(assets, supply + VIRTUAL_SHARES, total + VIRTUAL_ASSETS)


@pure
@internal
def _plain_assets(shares: uint256, total: uint256, supply: uint256) -> uint256:
    """
    @return raw USDC without levy and fee, rounded down
    """
    return rounding._received(shares, total + VIRTUAL_ASSETS, supply + VIRTUAL_SHARES)


@pure
@internal
def _gross_for_assets(assets: uint256, total: uint256, supply: uint256, levy_bps: uint256) -> uint256:
    """
    @return shares an entry is worth before the platform fee, rounded down
    """
    return rounding._received(assets * (constants.BPS - levy_bps), supply + VIRTUAL_SHARES, (total + VIRTUAL_ASSETS) * constants.BPS)


@pure
@internal
def _assets_for_gross(gross: uint256, total: uint256, supply: uint256, levy_bps: uint256) -> uint256:
    """
    @return raw USDC an entry of that many gross shares costs, rounded up
    """
    return rounding._paid(gross * constants.BPS, total + VIRTUAL_ASSETS, (supply + VIRTUAL_SHARES) * (constants.BPS - levy_bps))


@pure
@internal
def _assets_for_burn(burned: uint256, total: uint256, supply: uint256, levy_bps: uint256) -> uint256:
    """
    @return raw USDC an exit pays for shares burned, rounded down
    """
    return rounding._received(burned * (constants.BPS - levy_bps), total + VIRTUAL_ASSETS, (supply + VIRTUAL_SHARES) * constants.BPS)


@pure
@internal
def _burn_for_assets(assets: uint256, total: uint256, supply: uint256, levy_bps: uint256) -> uint256:
    """
    @return shares to burn for raw USDC, rounded up
    """
    return rounding._paid(assets * constants.BPS, supply + VIRTUAL_SHARES, (total + VIRTUAL_ASSETS) * (constants.BPS - levy_bps))


@pure
@internal
def _fee_of(shares: uint256, platform_bps: uint256) -> uint256:
    """
    @return the platform fee inside an amount of shares, rounded up
    """
    return rounding._paid(shares, platform_bps, constants.BPS)


@pure
@internal
def _with_fee(shares: uint256, platform_bps: uint256) -> uint256:
    """
    @return the least amount of which the platform fee leaves that many shares
    """
    return rounding._paid(shares, constants.BPS, constants.BPS - platform_bps)


@pure
@internal
def _management_shares(supply: uint256, management_bps: uint256, elapsed: uint256) -> uint256:
    """
    @notice The manager's part x = rate x time of the fund, paid by dilution: fee = supply * x / (1 - x).
            x is clamped to one half, which 0.75 % a year reaches after 66 years without any call.
    @param elapsed seconds
    @return shares to mint, rounded down
    """
    part: uint256 = management_bps * elapsed                # bps x seconds
    whole: uint256 = constants.BPS * YEAR
    part = min(part, whole // 2)
    return supply * part // (whole - part)
