# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Previews of requests: what they would bring, and when
@notice Arithmetic: lib/vault/flows for what goes through the vault, lib/queue/queue_netting for what is netted.
"""
from ...interfaces import IVaultLens
from ..queue import queue_batches
from ..queue import queue_forecast
from ..queue import queue_settlement
from ..vault import flows
from ..vault import share_price
from . import fund_links
from . import fund_now

uses: fund_links
uses: fund_now

interface Queue:
    def open_requests() -> (uint256, uint256, uint256): view
    def batch(requestId: uint256) -> queue_batches.Batch: view
    def min_shares() -> uint256: view


@view
@internal
def _request(amount: uint256, redemption: bool) -> IVaultLens.RequestPreview:
    """
    @param amount raw USDC, or shares of a redemption
    """
    queue: Queue = Queue(fund_links.QUEUE.address)
    preview: IVaultLens.RequestPreview = empty(IVaultLens.RequestPreview)
    asked: uint256[2] = empty(uint256[2])
    waiting_locked_at: uint256 = 0
    preview.batch, asked, preview.locks_at, waiting_locked_at = self._open()
    preview.settles_at = preview.locks_at + queue_settlement.FORWARD
    preview.settles_for_anyone_at = preview.locks_at + queue_forecast.EXECUTOR_ONLY

    side: uint256 = queue_batches.DEPOSITS
    most: uint256 = queue_batches.MAX_ASSETS
    preview.least = queue_settlement.MIN_ASSETS
    if redemption:
        side = queue_batches.REDEMPTIONS
        most = queue_batches.MAX_SHARES
        preview.least = staticcall queue.min_shares()
    if amount < preview.least:
        preview.reason = "queue: below minimum"
    elif amount > most - asked[side]:
        preview.reason = "queue: amount"
    preview.estimate, preview.estimate_netted = self._estimates(min(amount, most), redemption)
    return preview


@view
@internal
def _open() -> (uint256, uint256[2], uint256, uint256):
    """
    @return the open batch; its raw USDC and shares; the earliest second at which it may be locked, if the batch before
            is settled by then; when the batch before was locked, 0 if it is settled
    """
    queue: Queue = Queue(fund_links.QUEUE.address)
    batch: uint256 = 0
    assets: uint256 = 0
    shares: uint256 = 0
    batch, assets, shares = staticcall queue.open_requests()
    before: queue_batches.Batch = staticcall queue.batch(batch - 1)
    locks_at: uint256 = max(before.locked_at + queue_batches.CADENCE, block.timestamp)
    # batch 0 does not exist and is never settled
    if batch == 1 or before.settled_at != 0:
        return batch, [assets, shares], locks_at, 0
    return batch, [assets, shares], locks_at, before.locked_at


@view
@internal
def _estimates(amount: uint256, redemption: bool) -> (uint256, uint256):
    """
    @return shares or raw USDC through the vault, and by netting; zeros while the vault does not answer
    """
    now: fund_now.Now = fund_now._read()
    if not now.answered:
        return 0, 0
    if redemption:
        burned: uint256 = amount - share_price._fee_of(amount, now.exit.platform_bps)
        netted: uint256 = share_price._plain_assets(burned, now.plain_total, now.exit.supply)
        return flows._assets_for(amount, now.exit), netted
    shares: uint256 = 0
    fee: uint256 = 0
    shares, fee = flows._shares_of(amount, now.entry)
    gross: uint256 = share_price._plain_shares(amount, now.plain_total, now.entry.supply)
    return shares, gross - share_price._fee_of(gross, now.entry.platform_bps)
