# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Settlement: one NAV, netting first, the rest through the vault
@notice A settlement costs one NAV and one entry or exit of the vault, however many requests there were.

        Price     NAV as of the settlement, shortfalls booked and the management fee accrued; both sides of what is netted
                  meet at it. The rest pays the vault's levy. Everyone on one side of a batch gets the same rate.
        When      An hour after the lock at the earliest, so that nobody asks at a known price. In the second hour the
                  executor alone settles: a participant could otherwise wait until the feeds lag in their favor. After
                  two hours anyone settles a batch whose redemptions are all paid for, the executor with no more rights
                  than anyone. After a day anyone settles with whatever cash there is.
        Amount    How much of a batch is taken at most, and when its deposits count: lib/queue/queue_forecast.
        Shortage  After a day, what the vault's cash does not cover goes back as shares, pro rata: no batch waits behind
                  another for cash. Deposits that the vault does not take go back too.
        No price  Without a firm NAV the settlement waits and names the asset. After a day requests may be taken back.
"""
from ethereum.ercs import IERC20

from ...interfaces import IAssetRegistry
from ...interfaces import IFundPolicy
from ...interfaces import IIndexVault
from ...interfaces import IRequestQueue
from ..shared import entry_rule
from ..shared import require
from ..vault import share_price
from . import queue_batches
from . import queue_custody
from . import queue_forecast
from . import queue_netting
from . import queue_shortfalls

uses: queue_batches
uses: queue_custody
uses: queue_forecast
uses: queue_shortfalls


# What a settlement works with. Totals are NAV in raw USDC, rounded down.
struct Inputs:
    total: uint256          # unpriced assets at their last good price
    firm_total: uint256     # unpriced assets at zero: what an exit is paid at
    cash: uint256           # raw USDC in the vault's books
    supply: uint256         # accrued
    policy: IFundPolicy.Policy


DUST_ASSETS: constant(uint256) = 10             # raw USDC, a hundred-thousandth of a dollar
MIN_ASSETS: constant(uint256) = 10_000_000      # raw USDC: 10 USDC a request
FIRST_MIN_SHARES: constant(uint256) = 10**19    # the same at the price of the seed, 1 USDC a share
FORWARD: constant(uint256) = 3_600              # an hour between lock and settlement
PATIENCE: constant(uint256) = 86_400            # a day after the lock in which redemptions are filled whole or wait

# least shares of a redemption request: worth MIN_ASSETS at the last settlement
min_shares: public(uint256)


@deploy
def __init__():
    self.min_shares = FIRST_MIN_SHARES


@internal
def _settle(by_executor: bool):
    batch: uint256 = queue_batches._locked_batch()
    require._that(batch != 0, "queue: nothing locked")
    age: uint256 = block.timestamp - queue_batches.batches[batch].locked_at
    require._that(age >= FORWARD, "queue: too early")
    require._that(by_executor or age >= queue_forecast.EXECUTOR_ONLY, "queue: only executor")
    deposits: uint256 = queue_batches.batches[batch].sides[queue_batches.DEPOSITS].received
    redemptions: uint256 = queue_batches.batches[batch].sides[queue_batches.REDEMPTIONS].received
    queue_batches._end_waiting(batch)

    inputs: Inputs = empty(Inputs)
    netted: queue_netting.Netted = empty(queue_netting.Netted)
    # all of a locked batch may have been taken back after a day without a settlement
    if deposits != 0 or redemptions != 0:
        queue_shortfalls._book()
        inputs = self._inputs()
        self.min_shares = share_price._plain_shares(MIN_ASSETS, inputs.total, inputs.supply)
        assets: uint256 = 0
        shares: uint256 = 0
        assets, shares = queue_forecast._taken(batch, inputs.total, inputs.supply, inputs.policy)
        if assets != 0:
            netted = queue_netting._net(assets, shares, inputs.total, inputs.supply, inputs.policy.platform_bps)
        inputs.cash += self._enter(batch, deposits, assets, netted, inputs.total)
        self._leave(batch, redemptions, shares, netted, inputs, age >= PATIENCE)
        if netted.fee != 0:
            extcall IERC20(queue_custody.VAULT.address).transfer(queue_forecast.POLICY.address, netted.fee)
    self._log(batch, inputs, netted)


@internal
def _inputs() -> Inputs:
    vault: IIndexVault = IIndexVault(queue_custody.VAULT.address)
    supply: uint256 = extcall vault.accrue()
    nav: IAssetRegistry.Valuation = extcall vault.mark()
    if not nav.firm:
        raise concat("queue: no price for asset ", uint2str(nav.unpriced))
    policy: IFundPolicy.Policy = staticcall queue_forecast.POLICY.policy()
    # raw USDC = USD 18 x 10**6 / USD 18 of one USDC, rounded down
    return Inputs(
        total=nav.value * 1_000_000 // nav.cash_price,
        firm_total=nav.firm_value * 1_000_000 // nav.cash_price,
        cash=nav.cash,
        supply=supply,
        policy=policy,
    )


@internal
def _enter(
    batch: uint256, received: uint256, taken: uint256, netted: queue_netting.Netted, total: uint256
) -> uint256:
    """
    @notice Fills deposits: what was netted, and what the vault takes of the rest.
    @param received raw USDC of the whole batch
    @param taken raw USDC that may enter
    @param total NAV in raw USDC, rounded down
    @return raw USDC that entered the vault
    """
    rest: uint256 = min(taken - netted.assets, entry_rule._capacity(total + 1))
    paid: uint256 = netted.shares_taken
    if rest != 0:
        paid += queue_custody._enter(rest)
    queue_batches.batches[batch].sides[queue_batches.DEPOSITS] = queue_batches.Side(
        received=received, filled=netted.assets + rest, paid=paid
    )
    return rest


@internal
def _leave(
    batch: uint256,
    received: uint256,
    taken: uint256,
    netted: queue_netting.Netted,
    inputs: Inputs,
    pro_rata: bool,
):
    """
    @notice Fills redemptions: what was netted, and what the vault pays for of the rest.
    @param received shares of the whole batch
    @param taken shares that may leave
    @param inputs cash after what entered
    @param pro_rata cash may be short
    """
    rest: uint256 = taken - netted.shares_given
    # an exit pays this less levy and fee, so what the cash covers leaves whole; only a shortage asks the vault
    worth: uint256 = share_price._plain_assets(rest, inputs.firm_total, inputs.supply)
    part: uint256 = 0
    if worth > DUST_ASSETS:
        part = rest
        if worth > inputs.cash:
            part = min(rest, staticcall queue_custody.VAULT.maxRedeem(self))
    filled: uint256 = netted.shares_given + part
    if netted.assets != 0 and share_price._plain_assets(rest, inputs.total, inputs.supply) <= DUST_ASSETS:
        # rounding of the netting left this; it stays here, ownerless: the vault may have no raw USDC for it
        filled = taken
    else:
        require._that(part == rest or pro_rata, "queue: cash short")
    paid: uint256 = netted.assets
    if part != 0:
        paid += queue_custody._leave(part)
    queue_batches.batches[batch].sides[queue_batches.REDEMPTIONS] = queue_batches.Side(
        received=received, filled=filled, paid=paid
    )


@internal
def _log(batch: uint256, inputs: Inputs, netted: queue_netting.Netted):
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
