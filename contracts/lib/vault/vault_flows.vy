# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Entries and exits in USDC: ERC-4626, and buy and sell with a bound and a deadline
@notice USDC has 6 decimals, shares 18.
        totalAssets and convertTo* use last good prices and never revert for what a feed or a token does. While a session
        of the trader runs they answer with the books as of its open, as do totalSupply and balanceOf; nothing that moves
        value works then, and max* are 0.
        max* are 0 where an entry or an exit would revert, and at most the USDC that the vault really has. They cannot
        know that USDC is paused or blocks an account.
        Previews act as though the amount were accepted: pauses, wind-down, limits and balances do not stop them. Without
        a firm price, and while a session runs, they revert: nobody knows the price then. docs/TECH_SPEC.md lists what
        differs from the letter of ERC-4626, with reasons.
"""
from ...interfaces import IAssetRegistry
from ..shared import require
from . import flows
from . import net_assets
from . import session_gate
from . import share_price

uses: flows
uses: net_assets
uses: session_gate


@view
@external
def asset() -> address:
    return flows.USDC.address


@view
@external
def totalAssets() -> uint256:
    """
    @return USDC, 6 decimals: NAV with unpriced assets at their last good price
    """
    total: uint256 = 0
    supply: uint256 = 0
    total, supply = flows._plain_inputs()
    return total


@view
@external
def convertToShares(assets: uint256) -> uint256:
    total: uint256 = 0
    supply: uint256 = 0
    total, supply = flows._plain_inputs()
    return share_price._plain_shares(assets, total, supply)


@view
@external
def convertToAssets(shares: uint256) -> uint256:
    total: uint256 = 0
    supply: uint256 = 0
    total, supply = flows._plain_inputs()
    return share_price._plain_assets(shares, total, supply)


@view
@external
def maxDeposit(receiver: address) -> uint256:
    return flows._max_entry(flows._inputs(True), receiver)


@view
@external
def maxMint(receiver: address) -> uint256:
    inputs: flows.FlowInputs = flows._inputs(True)
    shares: uint256 = 0
    fee: uint256 = 0
    shares, fee = flows._shares_of(flows._max_entry(inputs, receiver), inputs)
    return shares


@view
@external
def maxWithdraw(owner: address) -> uint256:
    return self._max_out(owner)[1]


@view
@external
def maxRedeem(owner: address) -> uint256:
    return self._max_out(owner)[0]


@view
@external
def previewDeposit(assets: uint256) -> uint256:
    shares: uint256 = 0
    fee: uint256 = 0
    shares, fee = flows._shares_of(assets, flows._priced_inputs(True))
    return shares


@view
@external
def previewMint(shares: uint256) -> uint256:
    assets: uint256 = 0
    fee: uint256 = 0
    assets, fee = flows._assets_of(shares, flows._priced_inputs(True))
    return assets


@view
@external
def previewWithdraw(assets: uint256) -> uint256:
    return flows._shares_for(assets, flows._priced_inputs(False))


@view
@external
def previewRedeem(shares: uint256) -> uint256:
    return flows._assets_for(shares, flows._priced_inputs(False))


@external
def mark() -> IAssetRegistry.Valuation:
    """
    @notice Only the queue. Values the fund once for the rest of this transaction: entries and exits of the queue use it
            until something other than their cash changes what the fund holds.
    """
    session_gate._idle()
    require._that(msg.sender == flows.QUEUE, "vault: only queue")
    return net_assets._set_mark()


@external
def deposit(assets: uint256, receiver: address) -> uint256:
    return self._buy(assets, receiver)


@external
def mint(shares: uint256, receiver: address) -> uint256:
    inputs: flows.FlowInputs = flows._entry_inputs()
    assets: uint256 = 0
    fee: uint256 = 0
    assets, fee = flows._assets_of(shares, inputs)
    flows._enter(assets, shares, fee, receiver, inputs)
    return assets


@external
def withdraw(assets: uint256, receiver: address, owner: address) -> uint256:
    inputs: flows.FlowInputs = flows._priced_inputs(False)
    shares: uint256 = flows._shares_for(assets, inputs)
    flows._exit(assets, shares, receiver, owner, inputs)
    return shares


@external
def redeem(shares: uint256, receiver: address, owner: address) -> uint256:
    return self._sell(shares, receiver, owner)


@external
def buy(assets: uint256, min_shares: uint256, receiver: address, deadline: uint256) -> uint256:
    """
    @notice deposit with the caller's own bound and a deadline.
    @param assets USDC, 6 decimals
    @param min_shares least shares to receive
    @param deadline unix seconds
    @return shares to the receiver
    """
    self._require_in_time(deadline)
    shares: uint256 = self._buy(assets, receiver)
    self._require_least(shares >= min_shares)
    return shares


@external
def sell(shares: uint256, min_assets: uint256, receiver: address, deadline: uint256) -> uint256:
    """
    @notice redeem of the caller's own shares with the caller's own bound and a deadline.
    @param min_assets least USDC to receive, 6 decimals
    @param deadline unix seconds
    @return USDC to the receiver, 6 decimals
    """
    self._require_in_time(deadline)
    assets: uint256 = self._sell(shares, receiver, msg.sender)
    self._require_least(assets >= min_assets)
    return assets


@view
@internal
def _max_out(owner: address) -> (uint256, uint256):
    """
    @return shares and raw USDC of the largest exit that the owner could make now
    """
    return flows._redeemable(owner, flows._inputs(False))


@view
@internal
def _require_in_time(deadline: uint256):
    require._that(block.timestamp <= deadline, "vault: past deadline")


@pure
@internal
def _require_least(ok: bool):
    require._that(ok, "vault: below minimum out")


@internal
def _buy(assets: uint256, receiver: address) -> uint256:
    inputs: flows.FlowInputs = flows._entry_inputs()
    shares: uint256 = 0
    fee: uint256 = 0
    shares, fee = flows._shares_of(assets, inputs)
    flows._enter(assets, shares, fee, receiver, inputs)
    return shares


@internal
def _sell(shares: uint256, receiver: address, owner: address) -> uint256:
    inputs: flows.FlowInputs = flows._priced_inputs(False)
    assets: uint256 = flows._assets_for(shares, inputs)
    flows._exit(assets, shares, receiver, owner, inputs)
    return assets
