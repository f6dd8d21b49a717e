# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Flows: entries and exits in USDC at NAV
@notice One NAV a call serves preview and execution. Fees accrue before anything reads supply; books and supply change
        before USDC moves; USDC in is measured by balance.
        Entries count what is retired, and whatever has no firm price, at its last good price; exits count it at zero.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626
from snekmate.tokens import erc20

from ...interfaces import IAssetRegistry
from ...interfaces import IFundPolicy
from ...interfaces import IIndexVault
from . import books
from ..shared import entry_rule
from ..shared import require
from . import fund_state
from . import in_kind
from . import share_price
from . import net_assets
from . import session_gate
from ..shared import constants

uses: books
uses: erc20
uses: fund_state
uses: net_assets
uses: session_gate

# What one entry or exit works with: NAV in raw USDC, supply after accrual, levy.
struct FlowInputs:
    total: uint256
    supply: uint256
    levy_bps: uint256
    platform_bps: uint256
    open: bool            # entry or exit at NAV is possible
    unpriced: uint256     # id of the asset that closes them for lack of a price, 0 if none
    cash: uint256         # raw USDC in the books
    volatile_ppm: uint256 # part of NAV in volatile assets


USDC: immutable(IERC20)

# FundPolicy: counts what flows; collects the fee shares and splits them
FUND_POLICY: immutable(IFundPolicy)

# The request queue: batches at one NAV are not what the flow limit is for
QUEUE: immutable(address)


@deploy
def __init__(usdc: address, policy: address, queue: address):
    USDC = IERC20(usdc)
    FUND_POLICY = IFundPolicy(policy)
    QUEUE = queue


@view
@internal
def _supply(state: fund_state.State) -> (uint256, uint256):
    """
    @return supply with the management fee accrued to now, and the part not minted yet
    """
    supply: uint256 = erc20.totalSupply
    pending: uint256 = share_price._management_shares(
        supply, state.management_bps, block.timestamp - state.accrued_at
    )
    return supply + pending, pending


@view
@internal
def _plain_inputs() -> (uint256, uint256):
    """
    @return NAV in raw USDC with unpriced assets at their last good price, rounded down, and the accrued supply
    """
    valued: IAssetRegistry.Valuation = net_assets._nav()
    supply: uint256 = 0
    pending: uint256 = 0
    supply, pending = self._supply(fund_state._load())
    return net_assets._to_cash_down(valued.value, valued.cash_price), supply


@view
@internal
def _inputs(entry: bool) -> FlowInputs:
    """
    @notice Never reverts. For the queue at the NAV it marked in this transaction.
    """
    valued: IAssetRegistry.Valuation = empty(IAssetRegistry.Valuation)
    if net_assets.marked and msg.sender == QUEUE:
        valued = net_assets._marked_nav()
    else:
        valued = net_assets._nav()
    state: fund_state.State = fund_state._load()
    inputs: FlowInputs = empty(FlowInputs)
    pending: uint256 = 0
    inputs.supply, pending = self._supply(state)
    if not state.wound_down:
        inputs.levy_bps = valued.levy_bps
    inputs.platform_bps = state.platform_bps
    inputs.cash = valued.cash
    inputs.volatile_ppm = valued.volatile_ppm
    inputs.open = valued.firm and not session_gate.is_open
    if not valued.firm:
        inputs.unpriced = valued.unpriced
    if entry:
        inputs.total = net_assets._to_cash_up(valued.value, valued.cash_price)
        inputs.open = inputs.open and entry_rule._is_open(
            block.timestamp, state.paused_until, state.wound_down, inputs.supply
        )
    else:
        inputs.total = net_assets._to_cash_down(valued.firm_value, valued.cash_price)
    return inputs


@view
@internal
def _priced_inputs(entry: bool) -> FlowInputs:
    """
    @return what an entry or an exit works with if it is accepted
    """
    session_gate._idle()
    inputs: FlowInputs = self._inputs(entry)
    if inputs.unpriced != 0:
        raise concat("vault: no price for asset ", uint2str(inputs.unpriced))
    return inputs


@view
@internal
def _entry_inputs() -> FlowInputs:
    """
    @return what an entry works with, where entries are open
    """
    inputs: FlowInputs = self._priced_inputs(True)
    if not inputs.open:
        require._that(inputs.supply != 0, "vault: not seeded")
        require._that(not fund_state._load().wound_down, "vault: wound down")
        require._that(False, "vault: entries paused")
    return inputs


@view
@internal
def _max_entry(inputs: FlowInputs, receiver: address) -> uint256:
    """
    @return the most raw USDC an entry for that receiver may bring now
    """
    if not inputs.open or not self._may_receive(receiver):
        return 0
    capacity: uint256 = entry_rule._capacity(inputs.total)
    if receiver != QUEUE:
        capacity = min(capacity, self._flow_capacity(True, inputs))
    return capacity


@view
@internal
def _may_receive(receiver: address) -> bool:
    """
    @return whether that account may receive: what the zero address or the vault gets belongs to nobody
    """
    return receiver != empty(address) and receiver != self


@view
@internal
def _max_withdrawable(inputs: FlowInputs, owner: address) -> uint256:
    """
    @return the most raw USDC an exit of that owner may take now
    """
    if not inputs.open:
        return 0
    # less than the books say where nobody has booked a shortfall yet
    cash: uint256 = min(inputs.cash, in_kind._balance_of(USDC.address, self))
    if owner == QUEUE:
        return cash
    return min(cash, self._flow_capacity(False, inputs))


@view
@internal
def _flow_capacity(entry: bool, inputs: FlowInputs) -> uint256:
    return staticcall FUND_POLICY.flow_capacity(entry, inputs.total, inputs.volatile_ppm)


@view
@internal
def _redeemable(owner: address, inputs: FlowInputs) -> (uint256, uint256):
    """
    @return the part of the owner's shares that can be redeemed now, none that is worth nothing, and raw USDC for it
    """
    most: uint256 = self._max_withdrawable(inputs, owner)
    shares: uint256 = min(erc20.balanceOf[owner], self._shares_for(most, inputs))
    assets: uint256 = min(self._assets_for(shares, inputs), most)
    return shares if assets != 0 else 0, assets


@pure
@internal
def _assets_for(shares: uint256, inputs: FlowInputs) -> uint256:
    """
    @return raw USDC an exit of shares pays, rounded down
    """
    burned: uint256 = shares - share_price._fee_of(shares, inputs.platform_bps)
    return share_price._assets_for_burn(burned, inputs.total, inputs.supply, inputs.levy_bps)


@pure
@internal
def _shares_for(assets: uint256, inputs: FlowInputs) -> uint256:
    """
    @return shares an exit of raw USDC takes, rounded up
    """
    burned: uint256 = share_price._burn_for_assets(assets, inputs.total, inputs.supply, inputs.levy_bps)
    return share_price._with_fee(burned, inputs.platform_bps)


@pure
@internal
def _shares_of(assets: uint256, inputs: FlowInputs) -> (uint256, uint256):
    """
    @return shares an entry of raw USDC gives its receiver, rounded down, and the fee shares beside them
    """
    gross: uint256 = share_price._gross_for_assets(assets, inputs.total, inputs.supply, inputs.levy_bps)
    fee: uint256 = share_price._fee_of(gross, inputs.platform_bps)
    return gross - fee, fee


@pure
@internal
def _assets_of(shares: uint256, inputs: FlowInputs) -> (uint256, uint256):
    """
    @return raw USDC an entry for that many shares costs, rounded up, and the fee shares beside them
    """
    gross: uint256 = share_price._with_fee(shares, inputs.platform_bps)
    return share_price._assets_for_gross(gross, inputs.total, inputs.supply, inputs.levy_bps), gross - shares


@internal
def _accrue(state: fund_state.State) -> fund_state.State:
    """
    @notice Mints the management fee up to now. The caller stores the state.
    """
    accrued: fund_state.State = state
    supply: uint256 = 0
    pending: uint256 = 0
    supply, pending = self._supply(state)
    accrued.accrued_at = block.timestamp
    if pending != 0:
        erc20._mint(FUND_POLICY.address, pending)
        accrued.sequence += 1
        log IIndexVault.FeesAccrued(sequence=accrued.sequence, shares=pending, supply=supply)
    return accrued


@internal
def _enter(assets: uint256, shares: uint256, fee: uint256, receiver: address, inputs: FlowInputs):
    self._require_receiver(receiver)
    self._require_some(shares != 0 and assets != 0)
    self._require_capacity(assets <= entry_rule._capacity(inputs.total))
    if receiver != QUEUE:
        extcall FUND_POLICY.use_flow(True, assets, inputs.total, inputs.volatile_ppm)
    next: fund_state.State = self._accrue(fund_state._load())
    next.sequence += 1
    next.exit_levy_bps = inputs.levy_bps
    fund_state._store(next)
    books._set_balance(constants.CASH, books._balance(constants.CASH) + assets)
    erc20._mint(receiver, shares)
    if fee != 0:
        erc20._mint(FUND_POLICY.address, fee)
    log IERC4626.Deposit(sender=msg.sender, owner=receiver, assets=assets, shares=shares)
    log IIndexVault.Entered(
        receiver=receiver,
        sequence=next.sequence,
        payer=msg.sender,
        assets=assets,
        shares=shares,
        fee_shares=fee,
        levy_bps=inputs.levy_bps,
        total_assets=inputs.total,
        supply=inputs.supply,
    )
    self._collect(assets)


@internal
def _exit(
    assets: uint256, shares: uint256, receiver: address, owner: address, inputs: FlowInputs
):
    self._require_some(shares != 0 and assets != 0)
    self._require_capacity(assets <= inputs.cash)
    if owner != QUEUE:
        extcall FUND_POLICY.use_flow(False, assets, inputs.total, inputs.volatile_ppm)
    if msg.sender != owner:
        erc20._spend_allowance(owner, msg.sender, shares)
    next: fund_state.State = self._accrue(fund_state._load())
    next.sequence += 1
    next.exit_levy_bps = inputs.levy_bps
    fund_state._store(next)
    fee: uint256 = share_price._fee_of(shares, inputs.platform_bps)
    erc20._burn(owner, shares - fee)
    if fee != 0:
        erc20._transfer(owner, FUND_POLICY.address, fee)
    books._set_balance(constants.CASH, books._balance(constants.CASH) - assets)
    log IERC4626.Withdraw(sender=msg.sender, receiver=receiver, owner=owner, assets=assets, shares=shares)
    log IIndexVault.Exited(
        owner=owner,
        sequence=next.sequence,
        receiver=receiver,
        assets=assets,
        shares=shares,
        fee_shares=fee,
        levy_bps=inputs.levy_bps,
        total_assets=inputs.total,
        supply=inputs.supply,
    )
    self._require_paid(extcall USDC.transfer(receiver, assets, default_return_value=True))


@internal
def _seed(assets: uint256, receiver: address):
    """
    @notice The first deposit, without levy and fee: nobody else is there yet.
    """
    inputs: FlowInputs = self._inputs(True)
    require._that(inputs.supply == 0, "vault: seeded")
    inputs.open = True
    inputs.levy_bps = 0
    self._enter(assets, share_price._plain_shares(assets, 0, 0), 0, receiver, inputs)


@internal
def _collect(assets: uint256):
    """
    @notice Takes USDC from the caller, measured by balance: USDC could switch on a fee.
    """
    before: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    self._require_paid(extcall USDC.transferFrom(msg.sender, self, assets, default_return_value=True))
    after: uint256 = staticcall USDC.balanceOf(self)  # lint: balance-of-self, what came in
    self._require_paid(after >= before + assets)


# Reasons that stand at several places, once each: a reason costs about 60 bytes.


@view
@internal
def _require_receiver(receiver: address):
    require._that(self._may_receive(receiver), "vault: receiver")


@pure
@internal
def _require_some(ok: bool):
    require._that(ok, "vault: zero")


@pure
@internal
def _require_capacity(ok: bool):
    require._that(ok, "vault: above max")


@pure
@internal
def _require_paid(ok: bool):
    require._that(ok, "vault: USDC not paid")
