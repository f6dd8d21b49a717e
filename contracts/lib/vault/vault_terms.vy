# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Terms, accrual and the seed
@notice The vault has no owner. FundTerms, its neighbour by immutable address, hands it terms inside caps written there;
        the management fee accrues at the old rate up to that moment.
"""
from snekmate.tokens import erc20

from ...interfaces import IFundTerms
from ...interfaces import IIndexVault
from .. import check
from . import flows
from . import fund_state
from . import held_list
from . import session_gate

uses: erc20
uses: flows
uses: fund_state
uses: held_list
uses: session_gate

BURNED: constant(address) = 0x000000000000000000000000000000000000dEaD

TERMS: immutable(address)


@deploy
def __init__(terms: address):
    """
    @param terms must stand already: the first terms are read from it
    """
    TERMS = terms
    state: fund_state.State = empty(fund_state.State)
    state.accrued_at = block.timestamp
    self._set_terms(state, staticcall IFundTerms(terms).terms())


@external
def set_terms(terms: IFundTerms.Terms):
    """
    @notice Only FundTerms.
    """
    session_gate._idle()
    self._only_terms()
    self._set_terms(flows._accrue(fund_state._load()), terms)


@external
def unhold(asset: uint256, retired: bool):
    """
    @notice Only FundTerms. The asset leaves the held list, and so NAV.
    @param retired every later exit in kind books its part of the asset as a claim, so that who wants it can collect it
    """
    session_gate._idle()
    self._only_terms()
    count: uint256 = 0
    words: DynArray[uint256, 7] = []
    count, words = held_list._remove(asset, retired)
    sequence: uint256 = fund_state._next_sequence()
    log IIndexVault.HeldSet(sequence=sequence, count=count, words=words)


@external
def accrue() -> uint256:
    """
    @notice Anyone. Mints the management fee up to now.
    @return supply after
    """
    session_gate._idle()
    fund_state._store(flows._accrue(fund_state._load()))
    return erc20.totalSupply


@external
def seed(assets: uint256):
    """
    @notice Anyone, once. The first deposit, burned: the fund never returns to an empty state.
    @param assets USDC, 6 decimals
    """
    session_gate._idle()
    flows._seed(assets, BURNED)


@view
@external
def terms() -> address:
    return TERMS


@view
@internal
def _only_terms():
    check._that(msg.sender == TERMS, "vault: only terms")


@internal
def _set_terms(state: fund_state.State, terms: IFundTerms.Terms):
    next: fund_state.State = state
    next.management_bps = terms.management_bps
    next.platform_bps = terms.platform_bps
    next.paused_until = terms.paused_until
    if terms.wound_down:
        next.wound_down = True
        next.exit_levy_bps = 0
    fund_state._store(next)
