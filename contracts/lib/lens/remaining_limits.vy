# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What remains of each limit, and when each next step is possible
"""
from ...interfaces import IAuctionHouse
from ...interfaces import IIndexStrategy
from ...interfaces import IVaultLens
from ..policy import hourly_flow
from ..queue import queue_forecast
from ..queue import queue_settlement
from ..shared import constants
from ..strategy import risk_cadence
from . import entry_exit_rules
from . import flow_preview
from . import fund_links
from . import fund_now
from . import request_preview

uses: flow_preview
uses: fund_links
uses: fund_now
uses: request_preview

interface Cadence:
    def last_risk_up_at() -> uint256: view
    def last_flip_at() -> uint256: view
    def upward_flips() -> uint256: view
    def upward_flip_limit() -> uint256: view


@view
@internal
def _limits() -> IVaultLens.Limits:
    result: IVaultLens.Limits = empty(IVaultLens.Limits)
    now: fund_now.Now = fund_now._read()
    bound: uint256 = 0
    if flow_preview._entry_closed(now) == entry_exit_rules.OPEN:
        result.flow_in, bound = flow_preview._entry_capacity(now.entry, empty(address))
    if flow_preview._closed(now) == entry_exit_rules.OPEN:
        result.flow_out = fund_now._flow_capacity(False, now.exit)
    result.flow_resets_at = (block.timestamp // constants.HOUR + 1) * constants.HOUR
    if block.timestamp < now.state.paused_until:
        result.unpauses_at = now.state.paused_until

    result.remaining_loss = staticcall fund_links.TRADER.remaining_budget(False)
    result.remaining_loss_derisking = staticcall fund_links.TRADER.remaining_budget(True)
    result.loss_basis = staticcall fund_links.TRADER.loss_basis(now.nav)

    waiting: IIndexStrategy.Decision = staticcall fund_links.STRATEGY.pending()
    result.activates_at = waiting.activates_at
    result.expires_at = waiting.expires_at
    result.auctions_at = staticcall IAuctionHouse(staticcall fund_links.STRATEGY.auction_house()).silent_at()
    result.safe_state_at = staticcall fund_links.STRATEGY.safe_state_at()
    result.risk_up_at = staticcall Cadence(fund_links.STRATEGY.address).last_risk_up_at() + risk_cadence.SPACING
    result.upward_flip_at, result.remaining_upward_flips = self._flips(Cadence(fund_links.STRATEGY.address))

    batch: uint256 = 0
    asked: uint256[2] = empty(uint256[2])
    locked_at: uint256 = 0
    batch, asked, result.locks_at, locked_at = request_preview._open()
    if locked_at != 0:
        result.settles_at = locked_at + queue_settlement.FORWARD
        result.settles_for_anyone_at = locked_at + queue_forecast.EXECUTOR_ONLY

    management_bps: uint256 = 0
    platform_bps: uint256 = 0
    management_bps, platform_bps, result.fees_rise_at = staticcall fund_links.POLICY.announced_fees()
    return result


@view
@internal
def _flips(strategy: Cadence) -> (uint256, uint256):
    """
    @return unix seconds before which no flip upward may be activated, 0 where the limit is 0; how many remain of
            the 90 days up to now
    """
    limit: uint256 = staticcall strategy.upward_flip_limit()
    if limit == 0:
        return 0, 0
    times: uint256 = staticcall strategy.upward_flips()
    remaining: uint256 = limit
    for i: uint256 in range(limit, bound=risk_cadence.MAX_UPWARD_FLIPS):
        flipped_at: uint256 = (times >> (risk_cadence.TIME_BITS * i)) & risk_cadence.TIME
        if flipped_at + risk_cadence.FLIP_WINDOW > block.timestamp:
            remaining -= 1
    oldest: uint256 = (times >> (risk_cadence.TIME_BITS * (limit - 1))) & risk_cadence.TIME
    last_flip_at: uint256 = staticcall strategy.last_flip_at()
    return max(oldest + risk_cadence.FLIP_WINDOW, last_flip_at + risk_cadence.AFTER_FLIP), remaining
