# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title FundTerms: what the fund charges and when its doors are open
@license AGPL-3.0-only
@notice
Promise. The vault has no owner and no guardian; it takes terms from this contract alone, and this contract can hand it
nothing but a Terms inside the caps below. Nothing here can move an asset or a share of a holder, or touch an exit in
kind.

Fees. A fall takes effect at once. A rise of either fee is announced and takes effect after NOTICE, when anyone applies
it, so that holders can leave first; a new announcement replaces the one that waits. The vault accrues at the old rate up
to the moment of change. Fee shares come here; distribute() pays them to manager and platform by a split.

Flow limit. Instant entries and instant exits, each: max(floor, share of NAV) an hour. Requests are not limited by it.

Pause. The guardian closes entries and risk-up trading for 3 days; the next pause may begin 4 days after it ended.

Wind-down. One-way, by the owner: no entries, no fees, no levy. Exits and exits in kind stay.

Roles. Owner (a timelock): fees, flow limit, split, retired assets, wind-down. Guardian: pause. Anyone: apply what was announced,
distribute. The deployer holds no role.
"""
from ethereum.ercs import IERC20
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from .interfaces import IAssetRegistry
from .interfaces import IFundTerms
from .interfaces import IIndexVault
from .lib import event_sequence
from .lib import guarded

implements: IFundTerms

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: event_sequence

exports: guarded.__interface__
exports: event_sequence.sequence

BPS: constant(uint256) = 10_000
IMPAIRED: constant(uint256) = 3                     # registry status: no price, nobody may buy
MAX_MANAGEMENT_BPS: constant(uint256) = 300         # 3 % a year
MAX_PLATFORM_BPS: constant(uint256) = 100           # 1 %
MAX_FLOW_FLOOR: constant(uint256) = 10**12 * 10**6  # raw USDC: a trillion, no limit
MAX_FLOW_SHARE_PPM: constant(uint256) = 200_000     # 20 % of NAV an hour
NOTICE: constant(uint256) = 604_800                 # 7 days from the announcement of a higher fee to its effect
PAUSE: constant(uint256) = 259_200                  # 3 days
COOL_DOWN: constant(uint256) = 345_600              # 4 days after a pause ended

VAULT: immutable(IIndexVault)

current: IFundTerms.Terms

# The fees announced, and when they take effect; 0: nothing is announced.
announced_management_bps: uint256
announced_platform_bps: uint256
effective_at: uint256

manager: public(address)
platform: public(address)
platform_share_bps: public(uint256)


@deploy
def __init__(
    owner: address,
    guardian: address,
    vault: address,
    first: IFundTerms.Terms,
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
    assert first.paused_until == 0 and not first.wound_down, "terms: first terms"
    VAULT = IIndexVault(vault)
    self._check_fees(first.management_bps, first.platform_bps)
    self._check_flow_limit(first.flow_floor, first.flow_share_ppm)
    self.current = first
    self._log_terms()
    self._set_split(manager, platform, platform_share_bps)


# --- the owner -------------------------------------------------------------------------------------------------------


@external
def set_fees(management_bps: uint256, platform_bps: uint256):
    """
    @notice Only the owner. Where neither fee rises it is done at once, else announced.
    @param management_bps a year, at most 300
    @param platform_bps of shares on entry and exit, at most 100
    @dev Errors: "terms: fee above cap", "terms: wound down"
    """
    guarded._only_owner()
    self._check_fees(management_bps, platform_bps)
    assert not self.current.wound_down, "terms: wound down"
    if management_bps <= self.current.management_bps and platform_bps <= self.current.platform_bps:
        self._forget_announcement()
        self._apply_fees(management_bps, platform_bps)
        return
    self.announced_management_bps = management_bps
    self.announced_platform_bps = platform_bps
    self.effective_at = block.timestamp + NOTICE
    sequence: uint256 = event_sequence._next()
    log IFundTerms.FeesAnnounced(
        sequence=sequence,
        management_bps=management_bps,
        platform_bps=platform_bps,
        effective_at=self.effective_at,
    )


@external
def withdraw_announcement():
    """
    @notice Only the owner.
    @dev Error: "terms: nothing announced"
    """
    guarded._only_owner()
    assert self.effective_at != 0, "terms: nothing announced"
    self._forget_announcement()


@external
def set_flow_limit(least: uint256, share_ppm: uint256):
    """
    @notice Only the owner.
    @param least raw USDC an hour and direction, at most a trillion
    @param share_ppm of NAV, at most 200,000
    @dev Error: "terms: flow limit"
    """
    guarded._only_owner()
    self._check_flow_limit(least, share_ppm)
    self.current.flow_floor = least
    self.current.flow_share_ppm = share_ppm
    self._log_terms()
    extcall VAULT.set_terms(self.current)


@external
def set_split(manager: address, platform: address, platform_share_bps: uint256):
    """
    @notice Only the owner. What was collected so far is distributed by the old split first.
    @param manager neither nobody, nor the vault, nor this contract; so platform
    @param platform_share_bps of the fee shares, the rest is the manager's; at most 10,000
    @dev Error: "terms: split"
    """
    guarded._only_owner()
    self._distribute()
    self._set_split(manager, platform, platform_share_bps)


@external
def wind_down():
    """
    @notice Only the owner, once and for good.
    @dev Error: "terms: wound down"
    """
    guarded._only_owner()
    assert not self.current.wound_down, "terms: wound down"
    self.current.wound_down = True
    self.effective_at = 0
    sequence: uint256 = event_sequence._next()
    log IFundTerms.WoundDown(sequence=sequence)
    self._apply_fees(0, 0)


@external
def retire(asset: uint256):
    """
    @notice Only the owner. An asset that cannot be priced or sold any more leaves NAV; exits in kind book it as claims.
            It must be impaired: nobody can buy it again, and no healthy asset leaves NAV by mistake.
    @dev Errors: "terms: not impaired", "vault: not held", "vault: too many retired"
    """
    guarded._only_owner()
    registry: IAssetRegistry = IAssetRegistry(staticcall VAULT.registry())
    assert (staticcall registry.asset(asset)).status == IMPAIRED, "terms: not impaired"
    extcall VAULT.retire(asset)


# --- the guardian ----------------------------------------------------------------------------------------------------


@external
def pause_entries():
    """
    @notice Guardian. Entries and risk-up trading close for 3 days; the next pause may begin 4 days after this one ended.
    @dev Error: "terms: cool-down"
    """
    guarded._only_guardian()
    until: uint256 = self.current.paused_until
    assert until == 0 or block.timestamp >= until + COOL_DOWN, "terms: cool-down"
    until = block.timestamp + PAUSE
    self.current.paused_until = until
    sequence: uint256 = event_sequence._next()
    log IFundTerms.EntriesPaused(sequence=sequence, until=until, by=msg.sender)
    extcall VAULT.set_terms(self.current)


# --- anyone ----------------------------------------------------------------------------------------------------------


@external
def apply_announced():
    """
    @notice Anyone, once the notice has passed.
    @dev Errors: "terms: nothing announced", "terms: too early"
    """
    assert self.effective_at != 0, "terms: nothing announced"
    assert block.timestamp >= self.effective_at, "terms: too early"
    self.effective_at = 0
    self._apply_fees(self.announced_management_bps, self.announced_platform_bps)


@external
def distribute():
    """
    @notice Anyone. Pays the fee shares collected here to platform (rounded down) and manager (the rest).
    """
    self._distribute()


# --- views -----------------------------------------------------------------------------------------------------------


@view
@external
def terms() -> IFundTerms.Terms:
    return self.current


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
    assert management_bps <= MAX_MANAGEMENT_BPS and platform_bps <= MAX_PLATFORM_BPS, "terms: fee above cap"


@pure
@internal
def _check_flow_limit(least: uint256, share_ppm: uint256):
    assert least <= MAX_FLOW_FLOOR and share_ppm <= MAX_FLOW_SHARE_PPM, "terms: flow limit"


@internal
def _apply_fees(management_bps: uint256, platform_bps: uint256):
    self.current.management_bps = management_bps
    self.current.platform_bps = platform_bps
    self._log_terms()
    extcall VAULT.set_terms(self.current)


@internal
def _log_terms():
    terms: IFundTerms.Terms = self.current
    sequence: uint256 = event_sequence._next()
    log IFundTerms.TermsSet(
        sequence=sequence,
        management_bps=terms.management_bps,
        platform_bps=terms.platform_bps,
        flow_floor=terms.flow_floor,
        flow_share_ppm=terms.flow_share_ppm,
    )


@internal
def _forget_announcement():
    if self.effective_at != 0:
        self.effective_at = 0
        sequence: uint256 = event_sequence._next()
        log IFundTerms.AnnouncementWithdrawn(sequence=sequence)


@internal
def _set_split(manager: address, platform: address, platform_share_bps: uint256):
    # shares sent to the vault or to here would be stuck, or end every later distribution and split
    nowhere: address[3] = [empty(address), VAULT.address, self]
    assert manager not in nowhere and platform not in nowhere, "terms: split"
    assert platform_share_bps <= BPS, "terms: split"
    self.manager = manager
    self.platform = platform
    self.platform_share_bps = platform_share_bps
    sequence: uint256 = event_sequence._next()
    log IFundTerms.SplitSet(
        sequence=sequence, manager=manager, platform=platform, platform_share_bps=platform_share_bps
    )


@internal
def _distribute():
    share: IERC20 = IERC20(VAULT.address)
    total: uint256 = staticcall share.balanceOf(self)  # lint: balance-of-self, fee shares are all it holds
    if total == 0:
        return
    to_platform: uint256 = total * self.platform_share_bps // BPS
    sequence: uint256 = event_sequence._next()
    log IFundTerms.Distributed(
        sequence=sequence, manager_shares=total - to_platform, platform_shares=to_platform
    )
    # the share is the vault's own ERC-20: it reverts or answers True
    if to_platform != 0:
        extcall share.transfer(self.platform, to_platform)
    if total != to_platform:
        extcall share.transfer(self.manager, total - to_platform)
