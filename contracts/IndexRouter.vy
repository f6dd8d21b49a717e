# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexRouter: one transaction where the vault alone needs two
@license AGPL-3.0-only
@notice
Promise. Every function moves what msg.sender approved to the router, and nobody else's. The router is a customer of the
vault like any other: it has no power there, no owner, no storage, and nothing that could be set or upgraded. Between
transactions it holds nothing and has approved nobody; what is sent here by mistake stays here for good.

Permits. lib/shared/permit: one that somebody submitted first does no harm. Nothing else of the index needs the router for one:
sell, redeem and redeem_in_kind burn the caller's own shares without an allowance, the request queue takes permits
itself, and whoever has approved the vault, a contract wallet above all, calls it himself.

Migration. In kind, without a price of ours and without a sale: the vault pays the assets straight to the next version
(interfaces/INextVault), which gives msg.sender new shares for what arrived. What the vault cannot pay, and what he
names in skip, becomes his claim on this vault, as in any exit in kind; so do retired assets. The exit levy stays here.
The router vouches for no next version: msg.sender chooses it, and a false one gets what he sends and nothing else. It
must give him at least min_new_shares, or everything reverts.

Token requirements. USDC, measured when it comes in; of other tokens the router never has any.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626

from .interfaces import IAssetRegistry
from .interfaces import IIndexRouter
from .interfaces import IIndexVault
from .interfaces import INextVault
from .lib.shared import require
from .lib.shared import permit
from .lib.shared import constants

implements: IIndexRouter


VAULT: immutable(IIndexVault)
REGISTRY: immutable(IAssetRegistry)
USDC: immutable(IERC20)


@deploy
def __init__(vault: address):
    """
    @param vault deployed before: it says what USDC and the registry are
    """
    VAULT = IIndexVault(vault)
    REGISTRY = IAssetRegistry(staticcall VAULT.registry())
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


@external
def migrate(
    shares: uint256, new_vault: address, min_new_shares: uint256, skip: DynArray[uint256, 112], deadline: uint256
) -> uint256:
    """
    @notice Leaves the vault in kind and enters a next version with what was paid. Open whenever redeem_in_kind is.
    @param shares of msg.sender's, approved to the router
    @param new_vault keeps the rules of INextVault; msg.sender's own choice and risk
    @param min_new_shares least shares of the new vault to receive; one raw unit is always asked for
    @param skip ids whose tokens are not called: they become claims here. Name what the new vault does not take
    @param deadline unix seconds
    @return shares of the new vault that msg.sender received
    """
    permit._in_time(deadline)
    permit._require_allowance(IERC20(VAULT.address), shares)
    return self._migrate(shares, new_vault, min_new_shares, skip)


@external
def migrate_with_permit(
    shares: uint256,
    new_vault: address,
    min_new_shares: uint256,
    skip: DynArray[uint256, 112],
    deadline: uint256,
    v: uint8,
    r: bytes32,
    s: bytes32,
) -> uint256:
    """
    @notice migrate with a permit of shares instead of an approval.
    """
    permit._use(IERC20(VAULT.address), shares, deadline, v, r, s)
    return self._migrate(shares, new_vault, min_new_shares, skip)


@view
@external
def vault() -> address:
    return VAULT.address


@view
@external
def registry() -> address:
    return REGISTRY.address


@internal
def _migrate(shares: uint256, new_vault: address, min_new_shares: uint256, skip: DynArray[uint256, 112]) -> uint256:
    require._that(new_vault.is_contract and new_vault != VAULT.address, "router: new vault")
    before: uint256 = staticcall IERC20(new_vault).balanceOf(msg.sender)
    tokens: DynArray[address, 113] = []
    places: DynArray[uint256, 113] = []
    tokens, places = self._leaving(skip)
    extcall INextVault(new_vault).begin_entry_in_kind(tokens)
    # straight to the new vault; what cannot be paid is msg.sender's claim
    amounts: DynArray[uint256, 129] = extcall VAULT.redeem_in_kind(shares, new_vault, msg.sender, skip)
    paid: DynArray[uint256, 113] = []
    for place: uint256 in places:
        paid.append(amounts[place])
    extcall INextVault(new_vault).finish_entry_in_kind(msg.sender, paid)
    # not what it says it minted: what msg.sender has
    after: uint256 = staticcall IERC20(new_vault).balanceOf(msg.sender)
    require._that(after > before and after - before >= min_new_shares, "router: below minimum out")
    return after - before


@view
@internal
def _leaving(skip: DynArray[uint256, 112]) -> (DynArray[address, 113], DynArray[uint256, 113]):
    """
    @return the tokens an exit in kind pays now, and the place of each among the amounts it answers: USDC and what is
            held, less what is skipped. Retired assets come behind, and are always claims
    """
    ids: DynArray[uint256, 113] = [constants.CASH]
    held: DynArray[uint256, 112] = staticcall VAULT.held()
    for id: uint256 in held:
        ids.append(id)
    tokens: DynArray[address, 113] = []
    places: DynArray[uint256, 113] = []
    for place: uint256 in range(len(ids), bound=113):
        if len(skip) == 0 or ids[place] not in skip:
            tokens.append(staticcall REGISTRY.token(ids[place]))
            places.append(place)
    return tokens, places
