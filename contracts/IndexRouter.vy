# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexRouter: buying shares with a permit of USDC
@license AGPL-3.0-only
@notice
Custody. The router moves only USDC that msg.sender approved to it. It holds nothing between transactions and leaves no
approval behind. USDC sent to it by mistake stays there for good.

Roles. None. The router has no owner, no storage and no power in the vault; it is a customer of the vault like any other,
and no contract of the index knows it. Another router may be deployed beside it at any time.

Permits. lib/shared/permit: a permit that somebody else submitted first still works. No other function of the index
needs the router: sell, redeem and redeem_in_kind burn the caller's own shares without an allowance, the request queue
takes permits itself, and an account that has approved the vault calls it directly.

Token requirements. The router measures the USDC that arrives. It never holds another token.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626

from .interfaces import IIndexRouter
from .interfaces import IIndexVault
from .lib.shared import require
from .lib.shared import permit

implements: IIndexRouter


VAULT: immutable(IIndexVault)
USDC: immutable(IERC20)


@deploy
def __init__(vault: address):
    """
    @param vault deployed before: it says what USDC is
    """
    VAULT = IIndexVault(vault)
    USDC = IERC20(staticcall IERC4626(vault).asset())


@external
def buy_with_permit(
    assets: uint256, min_shares: uint256, receiver: address, deadline: uint256, v: uint8, r: bytes32, s: bytes32
) -> uint256:
    """
    @notice The vault's buy, paid with a permit of USDC.
    @param assets USDC, 6 decimals
    @param min_shares least shares to receive
    @param deadline of the permit and of the purchase, unix seconds
    @return shares to the receiver
    """
    require._that(receiver != self, "router: receiver")
    permit._use(USDC, assets, deadline, v, r, s)
    before: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    # not what it says it moved: what came in
    extcall USDC.transferFrom(msg.sender, self, assets, default_return_value=True)
    after: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    require._that(after == before + assets, "router: USDC not paid")
    # all of it is spent in the next call, or everything reverts
    extcall USDC.approve(VAULT.address, assets, default_return_value=True)
    return extcall VAULT.buy(assets, min_shares, receiver, deadline)


@view
@external
def vault() -> address:
    return VAULT.address
