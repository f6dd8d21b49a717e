# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The inputs of an entry or an exit at this moment
@notice The numbers of lib/vault/flows, read through the vault's views. The vault does not answer in the middle of a call
        or of a session; no entry and no exit is possible then either.
"""
from ...interfaces import IAssetRegistry
from ..shared import constants
from ..vault import flows
from ..vault import fund_state
from ..vault import in_kind
from ..vault import net_assets
from . import fund_links

uses: fund_links

# An asset without a firm price counts in `entry` at its last good price, in `exit` at zero.
struct Now:
    answered: bool              # if false, nothing below has a meaning
    entry: flows.FlowInputs
    exit: flows.FlowInputs
    nav: uint256                # USD 18 decimals, unpriced assets at their last good price
    plain_total: uint256        # the same in raw USDC, rounded down: what the queue nets at
    state: fund_state.State


VALUATION_BYTES: constant(uint256) = 256


@view
@internal
def _read() -> Now:
    """
    @dev Error: "lens: gas"
    """
    now: Now = empty(Now)
    valued: IAssetRegistry.Valuation = empty(IAssetRegistry.Valuation)
    now.answered, valued = self._nav()
    if not now.answered:
        return now
    now.state = fund_links._state()
    minted: uint256 = 0
    supply: uint256 = 0
    minted, supply = fund_links._supply(now.state)
    inputs: flows.FlowInputs = flows.FlowInputs(
        total=net_assets._to_cash_up(valued.value, valued.cash_price),
        supply=supply,
        levy_bps=0 if now.state.wound_down else valued.levy_bps,
        platform_bps=now.state.platform_bps,
        open=valued.firm,
        unpriced=0 if valued.firm else valued.unpriced,
        cash=valued.cash,
        volatile_ppm=valued.volatile_ppm,
    )
    now.nav = valued.value
    now.plain_total = net_assets._to_cash_down(valued.value, valued.cash_price)
    now.exit = inputs
    now.exit.total = net_assets._to_cash_down(valued.firm_value, valued.cash_price)
    # where nobody has booked a shortfall of USDC yet
    assert msg.gas >= in_kind.GAS_FLOOR, "lens: gas"
    usdc: address = staticcall fund_links.REGISTRY.token(constants.CASH)
    now.exit.cash = min(valued.cash, in_kind._balance_of(usdc, fund_links.VAULT.address))
    inputs.open = (
        inputs.open and supply != 0 and not now.state.wound_down and block.timestamp >= now.state.paused_until
    )
    now.entry = inputs
    return now


@view
@internal
def _flow_capacity(entry: bool, inputs: flows.FlowInputs) -> uint256:
    """
    @return raw USDC
    """
    return staticcall fund_links.POLICY.flow_capacity(entry, inputs.total, inputs.volatile_ppm)


@view
@internal
def _nav() -> (bool, IAssetRegistry.Valuation):
    """
    @return whether the vault answered, and what
    @dev Error: "lens: gas"
    """
    gas_before: uint256 = msg.gas
    answered: bool = False
    response: Bytes[VALUATION_BYTES] = b""
    answered, response = raw_call(
        fund_links.VAULT.address,
        method_id("nav()"),
        max_outsize=VALUATION_BYTES,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not answered:
        # the vault refuses within a few thousand gas; what used half of it ran out
        assert msg.gas >= gas_before // 2, "lens: gas"
        return False, empty(IAssetRegistry.Valuation)
    return True, abi_decode(response, IAssetRegistry.Valuation)
