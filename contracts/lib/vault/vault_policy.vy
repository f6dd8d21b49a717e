# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Policy, accrual and the seed
@notice The vault has no owner. FundPolicy, at an immutable address, hands it its policy inside caps written there; the
        management fee accrues at the old rate up to that moment.
"""
from snekmate.tokens import erc20

from ...interfaces import IFundPolicy
from ..shared import require
from . import flows
from . import fund_state
from . import held_list
from . import net_assets
from . import session_gate

uses: erc20
uses: flows
uses: fund_state
uses: held_list
uses: net_assets
uses: session_gate

BURNED: constant(address) = 0x000000000000000000000000000000000000dEaD


@deploy
def __init__(policy: address):
    """
    @param policy deployed before: the first policy is read from it
    """
    state: fund_state.State = empty(fund_state.State)
    state.accrued_at = block.timestamp
    self._set_policy(state, staticcall IFundPolicy(policy).policy())


@external
def set_policy(policy: IFundPolicy.Policy):
    """
    @notice Only FundPolicy.
    """
    self._only_policy()
    self._set_policy(flows._accrue(fund_state._load()), policy)


@external
def remove_held(asset: uint256, retired: bool):
    """
    @notice Only FundPolicy. The asset leaves the held list: no session trades it and no exit pays it.
    @param retired exits in kind book their part of it as a claim, entries pay for it until it is written off
    """
    self._only_policy()
    count: uint256 = 0
    words: DynArray[uint256, 7] = []
    count, words = held_list._remove(asset)
    if retired:
        held_list._retire(asset)
    held_list._log(fund_state._next_sequence(), count, words)


@external
def write_off(asset: uint256):
    """
    @notice Only FundPolicy. Entries pay nothing for a retired asset any more; exits in kind still book it as claims.
    """
    self._only_policy()
    held_list.written_off[asset] = True


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
def written_off(asset: uint256) -> bool:
    """
    @return whether entries pay nothing for this retired asset any more
    """
    return held_list.written_off[asset]


@view
@external
def policy() -> address:
    return flows.FUND_POLICY.address


@internal
def _only_policy():
    session_gate._idle()
    require._that(msg.sender == flows.FUND_POLICY.address, "vault: only policy")
    net_assets.marked = False


@internal
def _set_policy(state: fund_state.State, policy: IFundPolicy.Policy):
    next: fund_state.State = state
    next.management_bps = policy.management_bps
    next.platform_bps = policy.platform_bps
    next.paused_until = policy.paused_until
    if policy.wound_down:
        next.wound_down = True
        next.exit_levy_bps = 0
    fund_state._store(next)
