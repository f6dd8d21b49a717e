# pragma version 0.4.3
# pragma nonreentrancy on
# pragma optimize codesize
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexVault: the only holder of the index's assets
@license AGPL-3.0-only
@notice
Custody. The vault holds every asset of the fund. Assets leave in three ways: to a holder who burns shares, to the owner of
a claim, or to a pool during a session of the trader. Nobody is ever approved. Nobody but a holder moves a holder's shares.

Liveness. redeem_in_kind uses no price, no role and no other contract of the fund. It works while entries are paused, while
no price is firm and after wind-down. No role, asset or feed can stop it.

Accounting. Balances are tracked (lib/vault/books), two to a slot, raw units. NAV = cash + sum of balance x price, in USD
with 18 decimals, over USDC's own price (lib/vault/net_assets). A donation changes nothing. Dust that a sale leaves stays in
the books and leaves the held list. What is retired counts for entries until it is written off, and never for exits at NAV.

Share. 18 decimals, ERC-20, ERC-2612, ERC-4626 over USDC (6 decimals), virtual offset 12; the seed is burned.

Entries and exits at NAV. Levy and platform fee: lib/vault/share_price. Assets without a firm price:
lib/registry/appraisal. An exit at NAV is paid from the USDC in the vault alone: one exit of all of it closes instant exits
until the keeper raises more. A request and an exit in kind need no such cash. FundPolicy bounds what enters and leaves at
NAV an hour; exits in kind and requests are not bounded by it.

Exit in kind. shares x (1 - the levy computed last) of every asset, no price, no keeper, no platform fee. What cannot be
paid becomes a claim; an exit of less than a whole share leaves none: lib/vault/in_kind.

Views. While a session runs totalAssets, convertTo*, totalSupply, balanceOf, held and book answer with the books as of its
open. max* are 0 then; nav and previews revert. What differs from the letter of ERC-4626: docs/TECH_SPEC.md.

Rounding. Against the caller, lib/shared/rounding.

Tokens. ERC-20 with or without a return value. What odd tokens do to an exit: lib/vault/in_kind.

Roles. The vault has no owner and no guardian. FundPolicy sets fees, pause, wind-down and what is retired or written off,
inside its caps. The trader opens a session, pays pools and settles; every other entry reverts meanwhile. The queue may mark
one valuation for its transaction. Nothing can be upgraded.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626
from snekmate.auth import ownable
from snekmate.tokens import erc20

from .interfaces import IAssetRegistry
from .interfaces import IIndexVault
from .lib.vault import books
from .lib.vault import flows
from .lib.vault import fund_state
from .lib.vault import held_list
from .lib.vault import in_kind
from .lib.vault import session_gate
from .lib.vault import net_assets
from .lib.vault import vault_flows
from .lib.vault import vault_in_kind
from .lib.vault import vault_session
from .lib.vault import vault_share
from .lib.vault import vault_policy

implements: IERC20
implements: IERC4626
implements: IIndexVault

initializes: ownable
initializes: erc20[ownable := ownable]
initializes: books
initializes: held_list[books := books]
initializes: fund_state
initializes: session_gate
initializes: in_kind[books := books]
initializes: net_assets[books := books, held_list := held_list]
initializes: flows[
    books := books, erc20 := erc20, fund_state := fund_state, net_assets := net_assets, session_gate := session_gate
]
initializes: vault_share[erc20 := erc20, session_gate := session_gate]
initializes: vault_flows[flows := flows, net_assets := net_assets, session_gate := session_gate]
initializes: vault_in_kind[
    books := books,
    erc20 := erc20,
    flows := flows,
    fund_state := fund_state,
    held_list := held_list,
    in_kind := in_kind,
    net_assets := net_assets,
    session_gate := session_gate,
]
initializes: vault_session[
    books := books,
    fund_state := fund_state,
    held_list := held_list,
    session_gate := session_gate,
    net_assets := net_assets,
]
initializes: vault_policy[
    erc20 := erc20,
    flows := flows,
    fund_state := fund_state,
    held_list := held_list,
    net_assets := net_assets,
    session_gate := session_gate,
]

exports: (
    vault_share.__interface__,
    vault_flows.__interface__,
    vault_in_kind.__interface__,
    vault_session.__interface__,
    vault_policy.__interface__,
)


@deploy
def __init__(policy: address, trader: address, queue: address, registry: address, usdc: address):
    """
    @param policy FundPolicy: stands already, and names this address
    @param trader may be the address where the trader will be; so may queue
    @param queue its entries and exits are not counted by the flow limit; the zero address: there is none
    """
    # snekmate's token wants an owner for the minters it could have; nobody here ever is one
    ownable.__init__()
    ownable._transfer_ownership(empty(address))
    erc20.__init__("Global 100", "GL100", 18, "Global 100", "1")
    books.__init__(usdc)
    session_gate.__init__(trader)
    net_assets.__init__(registry)
    flows.__init__(usdc, policy, queue)
    vault_policy.__init__(policy)


@view
@external
def nav() -> IAssetRegistry.Valuation:
    session_gate._idle()
    return net_assets._nav()


@view
@external
def held() -> DynArray[uint256, 112]:
    return held_list._ids()


@view
@external
def retired() -> DynArray[uint256, 16]:
    """
    @return ids whose part an exit in kind books as claims
    """
    return held_list._retired_ids()


@view
@external
def book(asset: uint256) -> (uint256, uint256):
    """
    @return the fund's balance and the claims pot, raw units
    """
    return books._split(books._word(asset))


@view
@external
def fund() -> fund_state.State:
    return fund_state._load()


@view
@external
def trader() -> address:
    return session_gate.TRADER


@view
@external
def registry() -> address:
    return net_assets.REGISTRY.address
