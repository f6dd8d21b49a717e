# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title FundPolicy: what the fund charges and when its doors are open
@license AGPL-3.0-only
@notice
Promise. The vault has no owner and no guardian; it takes terms from this contract alone, and this contract can hand it
nothing but a Terms inside the caps below. Nothing here can move an asset or a share of a holder, or touch an exit in
kind.

Fees. A fall takes effect at once. A rise of either fee is announced and takes effect after NOTICE, when anyone applies
it, so that holders can leave first; a new announcement replaces the one that waits. The vault accrues at the old rate up
to the moment of change. Fee shares come here; distribute() pays them to manager and platform by a split.

Flow limit. Instant entries and instant exits, each: max(floor, shares of NAV) an hour. Requests are not limited by it.

Pause. The guardian closes entries and risk-up trading for 3 days; the next pause may begin 4 days after it ended.

Wind-down. One-way, by the owner: no entries, no fees, no levy. Exits and exits in kind stay.

Roles. Owner (a timelock): fees, flow limit, split, retired assets, wind-down. Guardian: pause. Anyone: apply what was
announced, distribute, drop dust. The vault: count what flowed. The deployer holds no role.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from .interfaces import IAssetRegistry
from .interfaces import IFundPolicy
from .interfaces import IIndexVault
from .lib.shared import event_sequence
from .lib.shared import guarded
from .lib.shared import quote
from .lib.policy import fee_split
from .lib.policy import hourly_flow

implements: IFundPolicy

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: event_sequence
initializes: fee_split[event_sequence := event_sequence]
initializes: hourly_flow

exports: (
    guarded.__interface__,
    event_sequence.sequence,
    fee_split.manager,
    fee_split.platform,
    fee_split.platform_share_bps,
)

IMPAIRED: constant(uint256) = 3                     # registry status: no price, nobody may buy
MAX_MANAGEMENT_BPS: constant(uint256) = 300         # 3 % a year
MAX_PLATFORM_BPS: constant(uint256) = 100           # 1 %
NOTICE: constant(uint256) = 604_800                 # 7 days from the announcement of a higher fee to its effect
PAUSE: constant(uint256) = 259_200                  # 3 days
COOL_DOWN: constant(uint256) = 345_600              # 4 days after a pause ended

VAULT: immutable(IIndexVault)

current: IFundPolicy.Policy

# The fees announced, and when they take effect; 0: nothing is announced.
announced_management_bps: uint256
announced_platform_bps: uint256
effective_at: uint256


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
    VAULT = IIndexVault(vault)
    self._check_fees(first.management_bps, first.platform_bps)
    self.current = first
    self._log_fees()
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
        self._forget_announcement()
        self._apply_fees(management_bps, platform_bps)
        return
    self.announced_management_bps = management_bps
    self.announced_platform_bps = platform_bps
    self.effective_at = block.timestamp + NOTICE
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.FeesAnnounced(
        sequence=sequence,
        management_bps=management_bps,
        platform_bps=platform_bps,
        effective_at=self.effective_at,
    )


@external
def withdraw_announcement():
    """
    @notice Only the owner.
    @dev Error: "policy: nothing announced"
    """
    guarded._only_owner()
    assert self.effective_at != 0, "policy: nothing announced"
    self._forget_announcement()


@external
def set_flow_limit(limit: IFundPolicy.FlowLimit):
    """
    @notice Only the owner.
    @param limit floor in raw USDC, at most a trillion; shares in ppm, at most 200,000 each
    @dev Error: "policy: flow limit"
    """
    guarded._only_owner()
    self._set_flow_limit(limit)


@external
def set_split(manager: address, platform: address, platform_share_bps: uint256):
    """
    @notice Only the owner. What was collected so far is distributed by the old split first.
    @param manager neither nobody, nor the vault, nor this contract; so platform
    @param platform_share_bps of the fee shares, the rest is the manager's; at most 10,000
    @dev Error: "policy: split"
    """
    guarded._only_owner()
    fee_split._distribute(IERC20(VAULT.address))
    fee_split._set_split(VAULT.address, manager, platform, platform_share_bps)


@external
def wind_down():
    """
    @notice Only the owner, once and for good.
    @dev Error: "policy: wound down"
    """
    guarded._only_owner()
    assert not self.current.wound_down, "policy: wound down"
    self.current.wound_down = True
    self.effective_at = 0
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.WoundDown(sequence=sequence)
    self._apply_fees(0, 0)


@external
def retire(asset: uint256):
    """
    @notice Only the owner. An asset that cannot be priced or sold any more leaves NAV; exits in kind book it as claims.
            It must be impaired: nobody can buy it again, and no healthy asset leaves NAV by mistake.
    @dev Errors: "policy: not impaired", "vault: not held", "vault: too many retired"
    """
    guarded._only_owner()
    registry: IAssetRegistry = IAssetRegistry(staticcall VAULT.registry())
    assert (staticcall registry.asset(asset)).status == IMPAIRED, "policy: not impaired"
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.AssetRetired(asset=asset, sequence=sequence)
    extcall VAULT.unhold(asset, True)


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
    extcall VAULT.set_policy(self.current)


# --- anyone ----------------------------------------------------------------------------------------------------------


@external
def apply_announced():
    """
    @notice Anyone, once the notice has passed.
    @dev Errors: "policy: nothing announced", "policy: too early"
    """
    assert self.effective_at != 0, "policy: nothing announced"
    assert block.timestamp >= self.effective_at, "policy: too early"
    self.effective_at = 0
    self._apply_fees(self.announced_management_bps, self.announced_platform_bps)


@external
def distribute():
    """
    @notice Anyone. Pays the fee shares collected here to platform (rounded down) and manager (the rest).
    """
    fee_split._distribute(IERC20(VAULT.address))


@external
def drop(asset: uint256):
    """
    @notice Anyone. An asset whose whole holding is worth a cent at most, at its last good price, leaves the held list;
            its dust stays in the books, as after a sale. For the one asset that no session can trade any more.
    @dev Errors: "policy: not dust", "registry: unlisted asset", "vault: not held"
    """
    registry: IAssetRegistry = IAssetRegistry(staticcall VAULT.registry())
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = staticcall VAULT.book(asset)
    value: uint256 = quote._value(staticcall registry.quote(asset), balance)
    assert value <= quote.DUST, "policy: not dust"
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.AssetDropped(asset=asset, sequence=sequence, balance=balance, value=value)
    extcall VAULT.unhold(asset, False)


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
    assert msg.sender == VAULT.address, "policy: only vault"
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
def flow_room(entry: bool, total: uint256, volatile_ppm: uint256) -> uint256:
    """
    @param total NAV in raw USDC
    @param volatile_ppm the part of it in volatile assets
    @return raw USDC that may still flow in that direction this hour, rounded down
    """
    return hourly_flow._room(entry, total, volatile_ppm)


@view
@external
def flow_left() -> (uint256, uint256):
    """
    @return raw USDC that may still enter and that may still leave this hour, at the vault's NAV of now
    """
    nav: IAssetRegistry.Valuation = staticcall VAULT.nav()
    total: uint256 = staticcall IERC4626(VAULT.address).totalAssets()
    return (
        hourly_flow._room(True, total, nav.volatile_ppm),
        hourly_flow._room(False, total, nav.volatile_ppm),
    )


@view
@external
def announced() -> (uint256, uint256, uint256):
    """
    @return management and platform fee in bps, and the unix second from which they may be applied; zeros if none
    """
    if self.effective_at == 0:
        return 0, 0, 0
    return self.announced_management_bps, self.announced_platform_bps, self.effective_at


@view
@external
def vault() -> address:
    return VAULT.address


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
    extcall VAULT.set_policy(self.current)


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


@internal
def _forget_announcement():
    if self.effective_at != 0:
        self.effective_at = 0
        sequence: uint256 = event_sequence._next()
        log IFundPolicy.AnnouncementWithdrawn(sequence=sequence)
