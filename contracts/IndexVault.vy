# pragma version 0.4.3
# pragma nonreentrancy on
# pragma optimize codesize
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexVault: the only holder of the index's assets
@license AGPL-3.0-only
@notice
Promise. Every asset of the fund is here and leaves it in three ways only: to a holder who burns shares for it, to a
claimant, or to a pool inside a session of the trader. Nobody is ever approved, nobody but a holder moves a holder's
shares, and no role, asset or feed can stop redeem_in_kind.

Accounting. Balances are tracked (lib/books): one word per asset, raw units. NAV = cash + sum of balance x price, in USD
with 18 decimals, over USDC's own price (lib/valuation). A donation changes nothing. Dust that a sale leaves is kept in
the books but not in the held list.

Share. 18 decimals, ERC-20, ERC-2612, ERC-4626 over USDC (6 decimals), virtual offset 12; the seed is burned.

Entries and exits at NAV. Levy and platform fee: lib/share_price; what an asset without a firm price does: lib/valuation.
totalAssets and convertTo* use last good prices and never revert; max* are 0 where an entry or exit would revert.

Exit in kind. shares x (1 - the levy computed last) of every asset, no price, no keeper, no platform fee; lib/in_kind.

Rounding. Against the caller, lib/rounding.

Token requirements. ERC-20 with or without a return value. What odd tokens do to an exit: lib/in_kind.

Liveness. Guardian: pauses entries for 3 days, then not again for 4 days. Owner: fees inside hard caps. Trader: open_session,
pay, settle, which exclude every other entry between open and settle (transient). Nothing here can be upgraded.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626
from snekmate.auth import ownable
from snekmate.auth import ownable_2step
from snekmate.tokens import erc20

from .interfaces import IIndexVault
from .lib import books
from .lib import flows
from .lib import fund_state
from .lib import guarded
from .lib import held_list
from .lib import in_kind
from .lib import session_gate
from .lib import valuation
from .lib import vault_flows
from .lib import vault_in_kind
from .lib import vault_session
from .lib import vault_share
from .lib import vault_terms

implements: IERC20
implements: IERC4626
implements: IIndexVault

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: erc20[ownable := ownable]
initializes: books
initializes: held_list
initializes: fund_state
initializes: session_gate
initializes: in_kind[books := books]
initializes: valuation[books := books, held_list := held_list]
initializes: flows[books := books, erc20 := erc20, fund_state := fund_state, valuation := valuation]
initializes: vault_share[erc20 := erc20, session_gate := session_gate]
initializes: vault_flows[erc20 := erc20, flows := flows, session_gate := session_gate]
initializes: vault_in_kind[
    books := books,
    erc20 := erc20,
    flows := flows,
    fund_state := fund_state,
    held_list := held_list,
    in_kind := in_kind,
    session_gate := session_gate,
]
initializes: vault_session[
    books := books,
    fund_state := fund_state,
    held_list := held_list,
    session_gate := session_gate,
    valuation := valuation,
]
initializes: vault_terms[
    erc20 := erc20, flows := flows, fund_state := fund_state, guarded := guarded, session_gate := session_gate
]

exports: (
    guarded.__interface__,
    vault_share.__interface__,
    vault_flows.__interface__,
    vault_in_kind.__interface__,
    vault_session.__interface__,
    vault_terms.__interface__,
)


@deploy
def __init__(
    owner: address,
    guardian: address,
    trader: address,
    registry: address,
    usdc: address,
    fee_receiver: address,
    management_bps: uint256,
    platform_bps: uint256,
):
    """
    @param trader may be the address where the trader will be: the contracts name each other
    @param management_bps a year, at most 300
    @param platform_bps of shares on entry and exit, at most 100
    """
    ownable.__init__()
    ownable_2step.__init__()
    guarded.__init__(owner, guardian)
    erc20.__init__("Global 100", "GL100", 18, "Global 100", "1")
    books.__init__(usdc)
    session_gate.__init__(trader)
    valuation.__init__(registry)
    flows.__init__(usdc)
    vault_terms.__init__(management_bps, platform_bps, fee_receiver)


@view
@external
def nav() -> IIndexVault.Nav:
    session_gate._idle()
    return valuation._nav()


@view
@external
def held() -> DynArray[uint256, 112]:
    return held_list._ids()


@view
@external
def book(asset: uint256) -> (uint256, uint256):
    """
    @return the fund's balance and the claims pot, raw units
    """
    return books._split(books.words[asset])


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
    return valuation.REGISTRY.address
