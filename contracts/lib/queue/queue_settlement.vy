# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Settlement: one NAV, netting first, the rest through the vault
@notice The cost of a settlement is that of the vault's NAV and of one entry or exit, however many requests there were.

        Price     NAV as of the settlement, the management fee accrued; both sides of what is netted meet at it. The rest
                  pays the vault's levy. Everyone on one side of a batch gets the same rate.
        When      An hour after the lock at the earliest, so that nobody asks at a price he knows. Within a day of the
                  lock by the executor alone, or one of the batch would choose the moment at which the feeds lag in his
                  favour; and only if all redemptions are filled. After that by anyone, with whatever cash there is, so
                  that a silent keeper holds nothing up; then no more enters than the hour lets in at once, for whoever
                  settles may have chosen the minute.
        Shortage  What the vault's cash does not cover is left over, pro rata, and goes back as shares: no batch waits
                  behind another for cash. Deposits go back where the vault takes none: paused, wound down or full.
        No price  Where the vault knows no firm NAV the settlement waits and says for which asset.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626

from ...interfaces import IAssetRegistry
from ...interfaces import IFundPolicy
from ...interfaces import IIndexVault
from ...interfaces import IRequestQueue
from ..shared import require
from ..vault import fund_state
from . import queue_batches
from . import queue_custody
from . import queue_netting
from ..vault import share_price

uses: queue_batches
uses: queue_custody

interface Fund:
    def fund() -> fund_state.State: view


# What netting works with.
struct NettingInputs:
    total: uint256          # raw USDC, unpriced assets at their last good price
    supply: uint256         # accrued
    platform_bps: uint256


DUST_ASSETS: constant(uint256) = 10             # raw USDC, a hundred-thousandth of a dollar
MIN_ASSETS: constant(uint256) = 10_000_000      # raw USDC: 10 USDC a request
FIRST_MIN_SHARES: constant(uint256) = 10**19    # the same at the price of the seed, 1 USDC a share
FORWARD: constant(uint256) = 3_600              # an hour between lock and settlement
PATIENCE: constant(uint256) = 86_400            # a day after the lock, in which only a whole settlement is one

# least shares of a redemption request: worth MIN_ASSETS at the last settlement
min_shares: public(uint256)


@deploy
def __init__():
    self.min_shares = FIRST_MIN_SHARES


@internal
def _settle(by_executor: bool):
    batch: uint256 = queue_batches._locked_batch()
    require._that(batch != 0, "queue: nothing locked")
    locked_at: uint256 = queue_batches.batches[batch].locked_at
    require._that(block.timestamp >= locked_at + FORWARD, "queue: too early")
    require._that(by_executor or block.timestamp >= locked_at + PATIENCE, "queue: only executor")
    deposits: queue_batches.Side = queue_batches.batches[batch].sides[queue_batches.DEPOSITS]
    redemptions: queue_batches.Side = queue_batches.batches[batch].sides[queue_batches.REDEMPTIONS]
    queue_batches._end_waiting(batch)

    inputs: NettingInputs = empty(NettingInputs)
    netted: queue_netting.Netted = empty(queue_netting.Netted)
    # all of a locked batch may have been taken back after a week without a price
    if deposits.received != 0 or redemptions.received != 0:
        inputs = self._inputs()
        self.min_shares = share_price._plain_shares(MIN_ASSETS, inputs.total, inputs.supply)
        room: uint256 = 0
        if deposits.received != 0:
            room = staticcall queue_custody.VAULT.maxDeposit(self)
            if not by_executor:
                room = min(room, self._flow_left())
        if room != 0:
            netted = queue_netting._net(
                deposits.received, redemptions.received, inputs.total, inputs.supply, inputs.platform_bps
            )
        self._enter(batch, deposits, netted, room)
        self._leave(batch, redemptions, netted, inputs, locked_at + PATIENCE)
        if netted.fee != 0:
            extcall IERC20(queue_custody.VAULT.address).transfer(
                staticcall IIndexVault(queue_custody.VAULT.address).policy(), netted.fee
            )
    self._log(batch, inputs, netted)


@internal
def _inputs() -> NettingInputs:
    vault: IIndexVault = IIndexVault(queue_custody.VAULT.address)
    supply: uint256 = extcall vault.accrue()
    nav: IAssetRegistry.Valuation = staticcall vault.nav()
    if not nav.firm:
        raise concat("queue: no price for asset ", uint2str(nav.unpriced))
    state: fund_state.State = staticcall Fund(vault.address).fund()
    # raw USDC = USD 18 x 10**6 / USD 18 of one USDC, rounded down
    return NettingInputs(
        total=nav.value * 1_000_000 // nav.cash_price, supply=supply, platform_bps=state.platform_bps
    )


@view
@internal
def _flow_left() -> uint256:
    """
    @return raw USDC that may still enter the vault at once within the hour
    """
    policy: address = staticcall IIndexVault(queue_custody.VAULT.address).policy()
    entering: uint256 = 0
    leaving: uint256 = 0
    entering, leaving = staticcall IFundPolicy(policy).remaining_flow()
    return entering


@internal
def _enter(batch: uint256, deposits: queue_batches.Side, netted: queue_netting.Netted, room: uint256):
    """
    @notice Fills deposits: what was netted, and what the vault takes of the rest.
    """
    rest: uint256 = min(deposits.received - netted.assets, room)
    paid: uint256 = netted.shares_taken
    if rest != 0:
        paid += queue_custody._enter(rest)
    queue_batches.batches[batch].sides[queue_batches.DEPOSITS] = queue_batches.Side(
        received=deposits.received, filled=netted.assets + rest, paid=paid
    )


@internal
def _leave(
    batch: uint256,
    redemptions: queue_batches.Side,
    netted: queue_netting.Netted,
    inputs: NettingInputs,
    patience_ends: uint256,
):
    """
    @notice Fills redemptions: what was netted, and what the vault pays for of the rest, as it says itself.
    """
    rest: uint256 = redemptions.received - netted.shares_given
    worth: uint256 = share_price._plain_assets(rest, inputs.total, inputs.supply)
    part: uint256 = 0
    if worth > DUST_ASSETS:
        part = min(rest, staticcall queue_custody.VAULT.maxRedeem(self))
    filled: uint256 = netted.shares_given + part
    if netted.assets != 0 and worth <= DUST_ASSETS:
        # what rounding left of a netted batch stays here, ownerless: the vault may have no raw USDC for it
        filled = redemptions.received
    else:
        require._that(part == rest or block.timestamp >= patience_ends, "queue: cash short")
    paid: uint256 = netted.assets
    if part != 0:
        paid += queue_custody._leave(part)
    queue_batches.batches[batch].sides[queue_batches.REDEMPTIONS] = queue_batches.Side(
        received=redemptions.received, filled=filled, paid=paid
    )


@internal
def _log(batch: uint256, inputs: NettingInputs, netted: queue_netting.Netted):
    sequence: uint256 = queue_batches._next_sequence()
    deposits: queue_batches.Side = queue_batches.batches[batch].sides[queue_batches.DEPOSITS]
    redemptions: queue_batches.Side = queue_batches.batches[batch].sides[queue_batches.REDEMPTIONS]
    log IRequestQueue.Settled(
        batch=batch,
        sequence=sequence,
        total_assets=inputs.total,
        supply=inputs.supply,
        netted_assets=netted.assets,
        fee_shares=netted.fee,
        assets_filled=deposits.filled,
        shares_paid=deposits.paid,
        shares_filled=redemptions.filled,
        assets_paid=redemptions.paid,
    )
