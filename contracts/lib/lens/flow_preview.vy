# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What an entry or an exit in USDC would bring now, and what closes or bounds it
@notice Arithmetic: lib/vault/flows and share_price. Rules in the order in which the vault meets them. Whether the payer
        has the USDC and whether the caller has an allowance is not looked at.
"""
from ethereum.ercs import IERC20

from ...interfaces import IVaultLens
from . import door_rules
from ..shared import entry_rule
from ..vault import flows
from . import fund_links
from . import fund_now
from ..vault import share_price
from ..shared import constants

uses: fund_links
uses: fund_now


# Nobody has more shares: the products of share_price stay below 2**256.
MOST_SHARES: constant(uint256) = 2**112


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
    if rule == door_rules.OPEN and receiver in [empty(address), fund_links.VAULT.address]:
        rule = door_rules.RECEIVER
        bound = rule
    if rule == door_rules.OPEN:
        preview.most_in, bound = self._entry_room(inputs, receiver)
        fee: uint256 = 0
        preview.most_out, fee = flows._shares_of(preview.most_in, inputs)
        if preview.result == 0:
            rule = door_rules.ZERO
        elif assets > entry_rule._capacity(inputs.total):
            rule = door_rules.ABOVE_MAX
        elif assets > preview.most_in:
            rule = door_rules.FLOW
    preview.reason = door_rules._text(rule, inputs.unpriced)
    preview.bound = door_rules._text(bound, inputs.unpriced)
    return preview


@view
@internal
def _sell(shares: uint256, owner: address) -> IVaultLens.Preview:
    now: fund_now.Now = fund_now._read()
    inputs: flows.FlowInputs = now.exit
    preview: IVaultLens.Preview = empty(IVaultLens.Preview)
    rule: uint256 = self._closed(now)
    bound: uint256 = rule
    counted: uint256 = min(shares, MOST_SHARES)
    if now.answered:
        preview.result = flows._assets_for(counted, inputs)
        preview.platform_bps = inputs.platform_bps
        preview.fee_shares = share_price._fee_of(counted, inputs.platform_bps)
        preview.gross = share_price._plain_assets(counted, inputs.total, inputs.supply)
        burned: uint256 = share_price._plain_assets(counted - preview.fee_shares, inputs.total, inputs.supply)
        preview.fee = preview.gross - burned
        preview.levy_bps = inputs.levy_bps
        preview.levy = burned - preview.result
    if rule == door_rules.OPEN:
        balance: uint256 = staticcall IERC20(fund_links.VAULT.address).balanceOf(owner)
        flow_capacity: uint256 = max_value(uint256)
        if owner != fund_links.QUEUE.address:
            flow_capacity = fund_now._flow_capacity(False, inputs)
        bound = door_rules.FLOW
        if inputs.cash <= flow_capacity:
            bound = door_rules.ABOVE_MAX
        cash_out: uint256 = min(inputs.cash, flow_capacity)
        shares_out: uint256 = flows._shares_for(cash_out, inputs)
        if balance <= shares_out:
            bound = door_rules.BURNED
            shares_out = balance
        preview.most_out = min(flows._assets_for(shares_out, inputs), cash_out)
        if preview.most_out != 0:
            preview.most_in = shares_out

        if preview.result == 0:
            rule = door_rules.ZERO
        elif preview.result > inputs.cash:
            rule = door_rules.ABOVE_MAX
        elif preview.result > flow_capacity:
            rule = door_rules.FLOW
        elif counted - preview.fee_shares > balance:
            rule = door_rules.BURNED
        elif counted > balance:
            rule = door_rules.TRANSFERRED
    preview.reason = door_rules._text(rule, inputs.unpriced)
    preview.bound = door_rules._text(bound, inputs.unpriced)
    return preview


@view
@internal
def _entry_closed(now: fund_now.Now) -> uint256:
    """
    @return the rule that closes entries at NAV
    """
    rule: uint256 = self._closed(now)
    if rule != door_rules.OPEN or now.entry.open:
        return rule
    if now.entry.supply == 0:
        return door_rules.NOT_SEEDED
    if now.state.wound_down:
        return door_rules.WOUND_DOWN
    return door_rules.PAUSED


@view
@internal
def _closed(now: fund_now.Now) -> uint256:
    """
    @return the rule that closes entries and exits at NAV alike
    """
    if now.entry.unpriced != 0:
        return door_rules.NO_PRICE
    if not now.answered:
        return door_rules.SESSION
    return door_rules.OPEN


@view
@internal
def _entry_room(inputs: flows.FlowInputs, receiver: address) -> (uint256, uint256):
    """
    @return the most raw USDC an open entry may bring, and the rule that more would meet
    """
    room: uint256 = entry_rule._capacity(inputs.total)
    if receiver != fund_links.QUEUE.address:
        flow_capacity: uint256 = fund_now._flow_capacity(True, inputs)
        if flow_capacity < room:
            return flow_capacity, door_rules.FLOW
    return room, door_rules.ABOVE_MAX
