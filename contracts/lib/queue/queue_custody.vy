# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Custody: how USDC and shares come in and go out
@notice The queue itself holds both. What it owes is written in batches and positions; nothing reads its balances but
        to measure what came in, so a donation changes nothing and stays where it is.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626

from ..shared import require
from . import queue_batches

VAULT: immutable(IERC4626)
USDC: immutable(IERC20)


@deploy
def __init__(vault: address):
    VAULT = IERC4626(vault)
    USDC = IERC20(staticcall VAULT.asset())


@internal
def _collect(side: uint256, owner: address, amount: uint256):
    """
    @notice Takes USDC for a deposit, shares for a redemption, that the owner approved to the queue.
    """
    if side == queue_batches.REDEMPTIONS:
        extcall IERC20(VAULT.address).transferFrom(owner, self, amount)
        return
    before: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    require._that(extcall USDC.transferFrom(owner, self, amount, default_return_value=True), "queue: USDC not paid")
    after: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    require._that(after >= before + amount, "queue: USDC not paid")


@internal
def _pay(shares: bool, receiver: address, amount: uint256):
    """
    @param shares or else USDC
    """
    require._that(receiver != empty(address) and receiver != self, "queue: receiver")
    if shares:
        extcall IERC20(VAULT.address).transfer(receiver, amount)
    else:
        require._that(extcall USDC.transfer(receiver, amount, default_return_value=True), "queue: USDC not paid")


@internal
def _enter(assets: uint256) -> uint256:
    """
    @notice Deposits raw USDC into the vault on the vault's terms.
    @return shares
    """
    require._that(extcall USDC.approve(VAULT.address, assets, default_return_value=True), "queue: USDC not approved")
    return extcall VAULT.deposit(assets, self)


@internal
def _leave(shares: uint256) -> uint256:
    """
    @notice Redeems shares at the vault on the vault's terms.
    @return raw USDC that came
    """
    before: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    said: uint256 = extcall VAULT.redeem(shares, self, self)
    after: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    return min(said, after - before)
