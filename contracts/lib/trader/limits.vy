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
    @return USD 18 decimals by which a leg may pass its target: amounts are planned before the block's prices are known
    """
    return max(unsafe_div(nav, DUST_OF_NAV), unsafe_div(target_value, DUST_OF_TARGET))


@pure
@internal
def _check_direction(
    buy: bool, value_before: uint256, value_after: uint256, nav: uint256, cash_need: uint256, ppm: uint256
):
    """
    @notice A leg starts on the wrong side of its target and ends at most dust beyond it. An asset that is not a target
            is never bought, not even for dust.
    @param cash_need at most nav; the weight is of the rest
    """
    target: uint256 = self._target_value(unsafe_sub(nav, cash_need), ppm)
    dust: uint256 = self._dust(nav, target)
    if buy:
        assert ppm != 0, "trader: not a target"
        assert value_before < target and value_after <= unsafe_add(target, dust), "trader: past target"
    else:
        assert value_before > target and unsafe_add(value_after, dust) >= target, "trader: past target"


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
