# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title FundPolicy: fees, the flow limit, the pause, wind-down, and what is written off
@license AGPL-3.0-only
@notice
Bounds. The vault has no owner and no guardian. It takes its policy from this contract alone, and this contract can hand
it no policy outside the caps below. Nothing here moves an asset or a holder's share, and nothing here stops an exit in
kind.

Notice. A change that could cost a holder is announced, and takes effect 7 days later at the earliest, when anyone may
apply it. 14 days after that the announcement lapses. A new announcement replaces the one that waits. This holds for a
rise of a fee, for a lower flow limit and for a write-off.

Fees. A fall takes effect at once, a rise after its notice. The vault accrues at the old rate up to the moment of change.
Fee shares come here; distribute() pays them to manager and platform by a split.

Flow limit. Instant entries and instant exits, each: max(floor, shares of NAV) an hour. Requests are not limited by it. A
lower limit waits, for it closes the instant exit of holders who counted on it. A higher one is set at once: it opens
exits, and what feed lag may then cost is bounded by the caps. Neither share can be set below 0.1 % of NAV an hour.

Retired assets. The owner retires an asset that can be neither priced nor sold and whose impairment the owner confirmed.
It leaves the held list and nobody can buy it again. Exits in kind book their part of it as a claim. Entries pay for it at
its last good price, exits at NAV get nothing for it, until the owner writes it off after notice. Then nobody pays for it
any more; it is still paid in kind.

Pause. The guardian closes entries and risk-up trading for 3 days; the next pause may begin 4 days after it ended.

Wind-down. One-way, by the owner: no entries, no fees, no levy. Exits and exits in kind stay.

Roles. Owner (a timelock): fees, flow limit, split, retired assets, write-offs, wind-down. Guardian: pause. Anyone: apply
what was announced, distribute, drop dust. The vault: count what flowed. The deployer holds no role.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from .interfaces import IAssetRegistry
from .interfaces import IFundPolicy
from .lib.shared import event_sequence
from .lib.shared import guarded
from .lib.policy import fee_split
from .lib.policy import hourly_flow
from .lib.policy import notice
from .lib.policy import retired_assets

implements: IFundPolicy

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: event_sequence
initializes: fee_split[event_sequence := event_sequence]
initializes: hourly_flow
initializes: notice[event_sequence := event_sequence]
initializes: retired_assets[event_sequence := event_sequence, guarded := guarded, notice := notice]

exports: (
    guarded.__interface__,
    event_sequence.sequence,
    fee_split.manager,
    fee_split.platform,
    fee_split.platform_share_bps,
    retired_assets.__interface__,
)

MAX_MANAGEMENT_BPS: constant(uint256) = 300         # 3 % a year
MAX_PLATFORM_BPS: constant(uint256) = 100           # 1 %
PAUSE: constant(uint256) = 259_200                  # 3 days
COOL_DOWN: constant(uint256) = 345_600              # 4 days after a pause ended

current: IFundPolicy.Policy

# What was announced last; lib/policy/notice knows whether it still waits.
coming_management_bps: uint256
coming_platform_bps: uint256
coming_flow_limit: IFundPolicy.FlowLimit


@deploy
def __init__(
    owner: address,
    guardian: address,
    vault: address,
    first: IFundPolicy.Policy,
    limit: IFundPolicy.FlowLimit,
    manager: address,
    platform: address,
    platform_share_bps: uint256,
):
    """
    @param vault may be the address where the vault will be: it reads its first terms from here when it is deployed
    @param first not paused, not wound down
    """
    ownable.__init__()
    ownable_2step.__init__()
    guarded.__init__(owner, guardian)
    assert first.paused_until == 0 and not first.wound_down, "policy: first policy"
    retired_assets.__init__(vault)
    self._check_fees(first.management_bps, first.platform_bps)
    self.current = first
    self._log_fees()
    hourly_flow._check_limit(limit)
    self._set_flow_limit(limit)
    fee_split._set_split(vault, manager, platform, platform_share_bps)


# --- the owner -------------------------------------------------------------------------------------------------------


@external
def set_fees(management_bps: uint256, platform_bps: uint256):
    """
    @notice Only the owner. Where neither fee rises it is done at once, else announced.
    @param management_bps a year, at most 300
    @param platform_bps of shares on entry and exit, at most 100
    @dev Errors: "policy: fee above cap", "policy: wound down"
    """
    guarded._only_owner()
    self._check_fees(management_bps, platform_bps)
    assert not self.current.wound_down, "policy: wound down"
    if management_bps <= self.current.management_bps and platform_bps <= self.current.platform_bps:
        notice._withdraw(notice.FEES)
        self._apply_fees(management_bps, platform_bps)
        return
    self.coming_management_bps = management_bps
    self.coming_platform_bps = platform_bps
    effective_at: uint256 = notice._announce(notice.FEES)
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.FeesAnnounced(
        sequence=sequence,
        management_bps=management_bps,
        platform_bps=platform_bps,
        effective_at=effective_at,
    )


@external
def set_flow_limit(limit: IFundPolicy.FlowLimit):
    """
    @notice Only the owner. Where no part of it falls it is set at once, else announced.
    @param limit floor in raw USDC, at most a trillion; shares in ppm, 1,000 to 200,000 each
    @dev Error: "policy: flow limit"
    """
    guarded._only_owner()
    hourly_flow._check_limit(limit)
    if not hourly_flow._lowers(limit):
        notice._withdraw(notice.FLOW_LIMIT)
        self._set_flow_limit(limit)
        return
    self.coming_flow_limit = limit
    effective_at: uint256 = notice._announce(notice.FLOW_LIMIT)
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.FlowLimitAnnounced(
        sequence=sequence,
        least=limit.least,
        volatile_share_ppm=limit.volatile_share_ppm,
        stable_share_ppm=limit.stable_share_ppm,
        effective_at=effective_at,
    )


@external
def withdraw_announcement(subject: uint256):
    """
    @notice Only the owner.
    @param subject 0: fees; 1: the flow limit; any other: the asset that was to be written off
    @dev Error: "policy: nothing announced"
    """
    guarded._only_owner()
    assert notice._withdraw(subject), "policy: nothing announced"


@external
def set_split(manager: address, platform: address, platform_share_bps: uint256):
    """
    @notice Only the owner. What was collected so far is distributed by the old split first.
    @param manager neither nobody, nor the vault, nor this contract; so platform
    @param platform_share_bps of the fee shares, the rest is the manager's; at most 10,000
    @dev Error: "policy: split"
    """
    guarded._only_owner()
    fee_split._distribute(IERC20(retired_assets.VAULT.address))
    fee_split._set_split(retired_assets.VAULT.address, manager, platform, platform_share_bps)


@external
def wind_down():
    """
    @notice Only the owner, once and for good.
    @dev Error: "policy: wound down"
    """
    guarded._only_owner()
    assert not self.current.wound_down, "policy: wound down"
    self.current.wound_down = True
    notice._withdraw(notice.FEES)
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.WoundDown(sequence=sequence)
    self._apply_fees(0, 0)


# --- the guardian ----------------------------------------------------------------------------------------------------


@external
def pause_entries():
    """
    @notice Guardian. Entries and risk-up trading close for 3 days; the next pause may begin 4 days after this one ended.
    @dev Error: "policy: cool-down"
    """
    guarded._only_guardian()
    until: uint256 = self.current.paused_until
    assert until == 0 or block.timestamp >= until + COOL_DOWN, "policy: cool-down"
    until = block.timestamp + PAUSE
    self.current.paused_until = until
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.EntriesPaused(sequence=sequence, until=until, by=msg.sender)
    extcall retired_assets.VAULT.set_policy(self.current)


# --- anyone ----------------------------------------------------------------------------------------------------------


@external
def apply_fees():
    """
    @notice Anyone, once the notice has passed and before the announcement lapses.
    @dev Errors: "policy: nothing announced", "policy: too early", "policy: announcement lapsed"
    """
    notice._take(notice.FEES)
    self._apply_fees(self.coming_management_bps, self.coming_platform_bps)


@external
def apply_flow_limit():
    """
    @notice Anyone, once the notice has passed and before the announcement lapses.
    @dev Errors: as apply_fees
    """
    notice._take(notice.FLOW_LIMIT)
    self._set_flow_limit(self.coming_flow_limit)


@external
def distribute():
    """
    @notice Anyone. Pays the fee shares collected here to platform (rounded down) and manager (the rest).
    """
    fee_split._distribute(IERC20(retired_assets.VAULT.address))


# --- the vault -------------------------------------------------------------------------------------------------------


@external
def use_flow(entry: bool, assets: uint256, total: uint256, volatile_ppm: uint256):
    """
    @notice Only the vault: counts an instant entry or exit.
    @param assets raw USDC
    @param total NAV in raw USDC
    @param volatile_ppm the part of NAV in volatile assets
    @dev Errors: "policy: only vault", "policy: above the flow of the hour"
    """
    assert msg.sender == retired_assets.VAULT.address, "policy: only vault"
    hourly_flow._use(entry, assets, total, volatile_ppm)


# --- views -----------------------------------------------------------------------------------------------------------


@view
@external
def policy() -> IFundPolicy.Policy:
    return self.current


@view
@external
def flow_limit() -> IFundPolicy.FlowLimit:
    return hourly_flow._limit()


@view
@external
@reentrant
def flow_capacity(entry: bool, total: uint256, volatile_ppm: uint256) -> uint256:
    """
    @param total NAV in raw USDC
    @param volatile_ppm the part of it in volatile assets
    @return raw USDC that may still flow in that direction this hour, rounded down
    """
    return hourly_flow._capacity(entry, total, volatile_ppm)


@view
@external
def remaining_flow() -> (uint256, uint256):
    """
    @return raw USDC that may still enter and that may still leave this hour, at the vault's NAV of now
    """
    nav: IAssetRegistry.Valuation = staticcall retired_assets.VAULT.nav()
    total: uint256 = staticcall IERC4626(retired_assets.VAULT.address).totalAssets()
    return (
        hourly_flow._capacity(True, total, nav.volatile_ppm),
        hourly_flow._capacity(False, total, nav.volatile_ppm),
    )


@view
@external
def announced_fees() -> (uint256, uint256, uint256):
    """
    @return management and platform fee in bps, and the unix second from which they may be applied; zeros if none wait
    """
    effective_at: uint256 = notice._waits_until(notice.FEES)
    if effective_at == 0:
        return 0, 0, 0
    return self.coming_management_bps, self.coming_platform_bps, effective_at


@view
@external
def announced_flow_limit() -> (IFundPolicy.FlowLimit, uint256):
    """
    @return the limit, and the unix second from which it may be applied; zeros if none waits
    """
    effective_at: uint256 = notice._waits_until(notice.FLOW_LIMIT)
    if effective_at == 0:
        return empty(IFundPolicy.FlowLimit), 0
    return self.coming_flow_limit, effective_at


@view
@external
def vault() -> address:
    return retired_assets.VAULT.address


# --- internal --------------------------------------------------------------------------------------------------------


@pure
@internal
def _check_fees(management_bps: uint256, platform_bps: uint256):
    assert management_bps <= MAX_MANAGEMENT_BPS and platform_bps <= MAX_PLATFORM_BPS, "policy: fee above cap"


@internal
def _apply_fees(management_bps: uint256, platform_bps: uint256):
    self.current.management_bps = management_bps
    self.current.platform_bps = platform_bps
    self._log_fees()
    extcall retired_assets.VAULT.set_policy(self.current)


@internal
def _log_fees():
    policy: IFundPolicy.Policy = self.current
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.FeesSet(
        sequence=sequence,
        management_bps=policy.management_bps,
        platform_bps=policy.platform_bps,
    )


@internal
def _set_flow_limit(limit: IFundPolicy.FlowLimit):
    hourly_flow._set_limit(limit)
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.FlowLimitSet(
        sequence=sequence,
        least=limit.least,
        volatile_share_ppm=limit.volatile_share_ppm,
        stable_share_ppm=limit.stable_share_ppm,
    )
