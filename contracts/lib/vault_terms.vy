# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Fees, the seed and the entry pause
@notice Owner (a timelock): fees inside hard caps, the seed. Guardian: closes entries for 3 days, then not again for 4.
        Anyone: accrue.
"""
from snekmate.tokens import erc20

from ..interfaces import IIndexVault
from . import check
from . import flows
from . import fund_state
from . import guarded
from . import session_gate

uses: erc20
uses: flows
uses: fund_state
uses: guarded
uses: session_gate

MAX_MANAGEMENT_BPS: constant(uint256) = 300     # 3 % a year
MAX_PLATFORM_BPS: constant(uint256) = 100       # 1 %
PAUSE: constant(uint256) = 259_200              # 3 days
COOL_DOWN: constant(uint256) = 345_600          # 4 days after a pause ended
BURNED: constant(address) = 0x000000000000000000000000000000000000dEaD


@deploy
def __init__(management_bps: uint256, platform_bps: uint256, fee_receiver: address):
    state: fund_state.State = empty(fund_state.State)
    state.accrued_at = block.timestamp
    self._set_fees(state, management_bps, platform_bps, fee_receiver)



@external
def accrue() -> uint256:
    """
    @notice Mints the management fee up to now.
    @return supply after
    """
    session_gate._idle()
    fund_state._store(flows._accrue(fund_state._load()))
    return erc20.totalSupply


@external
def seed(assets: uint256):
    """
    @notice The first deposit, by the owner, burned: the fund never returns to an empty state.
    @param assets USDC, 6 decimals
    """
    session_gate._idle()
    guarded._only_owner()
    flows._seed(assets, BURNED)


@external
def pause_entries():
    """
    @notice Guardian. Entries and risk-up trading close for 3 days; the next pause may begin 4 days after this one ended.
    """
    guarded._only_guardian()
    state: fund_state.State = fund_state._load()
    check._that(state.paused_until == 0 or block.timestamp >= state.paused_until + COOL_DOWN, "vault: cool-down")
    state.paused_until = block.timestamp + PAUSE
    state.sequence += 1
    fund_state._store(state)
    log IIndexVault.EntriesPaused(sequence=state.sequence, until=state.paused_until, by=msg.sender)


@external
def set_fees(management_bps: uint256, platform_bps: uint256, receiver: address):
    """
    @notice Owner. Accrues at the old rate first.
    @param management_bps a year, at most 300
    @param platform_bps of shares on entry and exit, at most 100
    """
    session_gate._idle()
    guarded._only_owner()
    self._set_fees(flows._accrue(fund_state._load()), management_bps, platform_bps, receiver)


@internal
def _set_fees(state: fund_state.State, management_bps: uint256, platform_bps: uint256, receiver: address):
    check._that(management_bps <= MAX_MANAGEMENT_BPS and platform_bps <= MAX_PLATFORM_BPS, "vault: fee above cap")
    check._that(receiver != empty(address) and receiver != self, "vault: receiver")
    fees: fund_state.State = state
    fees.management_bps = management_bps
    fees.platform_bps = platform_bps
    fees.sequence += 1
    fund_state._store(fees)
    flows.fee_receiver = receiver
    log IIndexVault.FeesSet(
        sequence=fees.sequence, management_bps=management_bps, platform_bps=platform_bps, receiver=receiver
    )
