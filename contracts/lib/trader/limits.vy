# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The limits of a leg
@notice All values are USD with 18 decimals, computed from the registry's quotes of this transaction, below 2**228
        (quote.vy), so that a value times 1_000_000 stays below 2**248 and the unsafe arithmetic here is exact.
"""
from ..shared import constants

DUST_OF_NAV: constant(uint256) = 10_000     # 0.01 % of NAV
DUST_OF_TARGET: constant(uint256) = 200     # 0.5 % of the target value
SMALL_DUST_BPS: constant(uint256) = 300     # 3 % of the target value


@pure
@internal
def _target_value(nav: uint256, ppm: uint256) -> uint256:
    """
    @return USD 18 decimals, rounded down
    """
    return unsafe_div(unsafe_mul(nav, ppm), constants.PPM)


@pure
@internal
def _dust(nav: uint256, target_value: uint256) -> uint256:
    """
    @notice Amounts are planned before the block's prices are known. A dust that were large for a small target would let
            a swing around it be repeated without a decision.
    @return USD 18 decimals: what a leg may pass its target by, and what it must be away from its target by to begin; 0
            for an asset that is no target
    """
    small: uint256 = unsafe_div(unsafe_mul(target_value, SMALL_DUST_BPS), constants.BPS)
    return max(min(unsafe_div(nav, DUST_OF_NAV), small), unsafe_div(target_value, DUST_OF_TARGET))


@pure
@internal
def _notional(nav: uint256, distance: uint256) -> uint256:
    """
    @return USD 18 decimals: what a session that opens so far from its target is authorised to move, one way
    """
    return unsafe_add(distance, unsafe_div(nav, DUST_OF_NAV))


@pure
@internal
def _check_direction(
    buy: bool, value_before: uint256, value_after: uint256, nav: uint256, cash_need: uint256, ppm: uint256
):
    """
    @notice A leg starts more than dust from its target and ends at most dust beyond it. An asset that is not a target is
            never bought, and sold from any value: its dust is 0. So nothing is sold and bought in one session: after a
            sale it is dust below its target at most, and a purchase begins lower.
    @param cash_need at most nav; the weight is of the rest
    """
    if ppm == 0:
        assert not buy, "trader: not a target"
        assert value_before != 0, "trader: past target"
        return
    target: uint256 = self._target_value(unsafe_sub(nav, cash_need), ppm)
    dust: uint256 = self._dust(nav, target)
    if buy:
        assert unsafe_add(value_before, dust) < target and value_after <= unsafe_add(target, dust), "trader: past target"
    else:
        assert value_before > unsafe_add(target, dust) and unsafe_add(value_after, dust) >= target, "trader: past target"


@pure
@internal
def _check_cash_target(cash_value: uint256, cost: uint256, nav: uint256, cash_need: uint256, ppm: uint256):
    """
    @notice Purchases leave the cash target and the cash need in the fund. What the session itself lost on the way is
            forgiven: it is bounded by the slippage limits and known only afterwards.
    @param cash_need at most nav; the weight is of the rest
    """
    target: uint256 = unsafe_add(self._target_value(unsafe_sub(nav, cash_need), ppm), cash_need)
    covered: uint256 = unsafe_add(unsafe_add(cash_value, cost), self._dust(nav, target))
    assert covered >= target, "trader: cash below target"


@pure
@internal
def _check_price(value_in: uint256, value_out: uint256, slippage_bps: uint256):
    """
    @param slippage_bps the asset's limit, at most 500
    """
    assert unsafe_mul(value_out, constants.BPS) >= unsafe_mul(value_in, constants.BPS - slippage_bps), "trader: slippage"
