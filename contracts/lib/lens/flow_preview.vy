# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Previews of entries and exits in USDC, and the rules that close or bound them
@notice The arithmetic is lib/vault/flows and lib/vault/share_price. The rules stand in the order in which the vault checks
        them. The balance of the payer and the allowance of the caller are not read.
"""
from ethereum.ercs import IERC20

from ...interfaces import IVaultLens
from ..shared import constants
from ..shared import entry_rule
from ..vault import flows
from ..vault import share_price
from . import entry_exit_rules
from . import fund_links
from . import fund_now

uses: fund_links
uses: fund_now


# No account has more shares, so the products of share_price stay below 2**256.
MAX_SHARES: constant(uint256) = 2**112


@view
@internal
def _buy(assets: uint256, receiver: address) -> IVaultLens.Preview:
    """
    @param assets raw USDC
    """
    now: fund_now.Now = fund_now._read()
    inputs: flows.FlowInputs = now.entry
    preview: IVaultLens.Preview = empty(IVaultLens.Preview)
    rule: uint256 = self._entry_closed(now)
    bound: uint256 = rule
    preview.gross = assets
    if now.answered:
        paid: uint256 = min(assets, entry_rule.MAX_TOTAL_ASSETS)
        preview.result, preview.fee_shares = flows._shares_of(paid, inputs)
        preview.levy_bps = inputs.levy_bps
        preview.levy = paid - paid * (constants.BPS - inputs.levy_bps) // constants.BPS
        preview.platform_bps = inputs.platform_bps
        preview.fee = share_price._plain_assets(preview.fee_shares, inputs.total, inputs.supply)
    if rule == entry_exit_rules.OPEN and receiver in [empty(address), fund_links.VAULT.address]:
        rule = entry_exit_rules.RECEIVER
        bound = rule
    if rule == entry_exit_rules.OPEN:
        preview.max_in, bound = self._entry_capacity(inputs, receiver)
        fee: uint256 = 0
        preview.max_out, fee = flows._shares_of(preview.max_in, inputs)
        if preview.result == 0:
            rule = entry_exit_rules.ZERO
        elif assets > entry_rule._capacity(inputs.total):
            rule = entry_exit_rules.ABOVE_MAX
        elif assets > preview.max_in:
            rule = entry_exit_rules.FLOW
    preview.reason = entry_exit_rules._text(rule, inputs.unpriced)
    preview.bound = entry_exit_rules._text(bound, inputs.unpriced)
    return preview


@view
@internal
def _sell(shares: uint256, owner: address) -> IVaultLens.Preview:
    now: fund_now.Now = fund_now._read()
    inputs: flows.FlowInputs = now.exit
    preview: IVaultLens.Preview = empty(IVaultLens.Preview)
    rule: uint256 = self._closed(now)
    bound: uint256 = rule
    counted: uint256 = min(shares, MAX_SHARES)
    if now.answered:
        preview.result = flows._assets_for(counted, inputs)
        preview.platform_bps = inputs.platform_bps
        preview.fee_shares = share_price._fee_of(counted, inputs.platform_bps)
        preview.gross = share_price._plain_assets(counted, inputs.total, inputs.supply)
        burned: uint256 = share_price._plain_assets(counted - preview.fee_shares, inputs.total, inputs.supply)
        preview.fee = preview.gross - burned
        preview.levy_bps = inputs.levy_bps
        preview.levy = burned - preview.result
    if rule == entry_exit_rules.OPEN:
        balance: uint256 = staticcall IERC20(fund_links.VAULT.address).balanceOf(owner)
        flow_capacity: uint256 = max_value(uint256)
        if owner != fund_links.QUEUE.address:
            flow_capacity = fund_now._flow_capacity(False, inputs)
        bound = entry_exit_rules.FLOW
        if inputs.cash <= flow_capacity:
            bound = entry_exit_rules.ABOVE_MAX
        cash_out: uint256 = min(inputs.cash, flow_capacity)
        shares_out: uint256 = flows._shares_for(cash_out, inputs)
        if balance <= shares_out:
            bound = entry_exit_rules.BURNED
            shares_out = balance
        preview.max_out = min(flows._assets_for(shares_out, inputs), cash_out)
        if preview.max_out != 0:
            preview.max_in = shares_out

        if preview.result == 0:
            rule = entry_exit_rules.ZERO
        elif preview.result > inputs.cash:
            rule = entry_exit_rules.ABOVE_MAX
        elif preview.result > flow_capacity:
            rule = entry_exit_rules.FLOW
        elif counted - preview.fee_shares > balance:
            rule = entry_exit_rules.BURNED
        elif counted > balance:
            rule = entry_exit_rules.TRANSFERRED
    preview.reason = entry_exit_rules._text(rule, inputs.unpriced)
    preview.bound = entry_exit_rules._text(bound, inputs.unpriced)
    return preview


@view
@internal
def _entry_closed(now: fund_now.Now) -> uint256:
    """
    @return the rule that closes entries at NAV
    """
    rule: uint256 = self._closed(now)
    if rule != entry_exit_rules.OPEN or now.entry.open:
        return rule
    if now.entry.supply == 0:
        return entry_exit_rules.NOT_SEEDED
    if now.state.wound_down:
        return entry_exit_rules.WOUND_DOWN
    return entry_exit_rules.PAUSED


@view
@internal
def _closed(now: fund_now.Now) -> uint256:
    """
    @return the rule that closes entries and exits at NAV alike
    """
    if now.entry.unpriced != 0:
        return entry_exit_rules.NO_PRICE
    if not now.answered:
        return entry_exit_rules.SESSION
    return entry_exit_rules.OPEN


@view
@internal
def _entry_capacity(inputs: flows.FlowInputs, receiver: address) -> (uint256, uint256):
    """
    @return the most raw USDC an open entry may bring, and the rule that more would meet
    """
    capacity: uint256 = entry_rule._capacity(inputs.total)
    if receiver != fund_links.QUEUE.address:
        flow_capacity: uint256 = fund_now._flow_capacity(True, inputs)
        if flow_capacity < capacity:
            return flow_capacity, entry_exit_rules.FLOW
    return capacity, entry_exit_rules.ABOVE_MAX
