# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The levy: what an entry or an exit leaves in the fund
@notice An entry or an exit pays for two costs that it causes, so that the other holders do not: the lag of the feeds (a
        trader who sees the market one update ahead gains at most the deviation of what is held) and the cost of
        investing the cash of an entry or raising the cash of an exit.
        NAV is counted in USDC, so USDC's own feed lags too. For volatile assets the deploy cost is the larger of the two
        and pays for it; for stable ones, whose deploy cost is small, callers add USDC's deviation to the asset's.
        The deploy cost is weighted by what is held, not by the regime: before a switch a newcomer's cash is invested
        together with that of all holders, and the newcomer bears a part of that cost as a holder.
"""
from . import constants

DEPLOY_VOLATILE_BPS: constant(uint256) = 30     # 0.30 % of value: pool fee and impact of a basket of volatile assets
DEPLOY_STABLE_BPS: constant(uint256) = 2        # 0.02 % of value: the same for stable assets
MAX_LEVY_BPS: constant(uint256) = 200           # 2 %


@pure
@internal
def _levy_bps(weighted_deviation: uint256, volatile_value: uint256, total_value: uint256) -> uint256:
    """
    @param weighted_deviation sum over all assets but cash of value x deviation, USD 18 decimals x bps; the deviation
           of a stable asset includes that of USDC
    @param volatile_value USD 18 decimals, assets that are not stable
    @param total_value USD 18 decimals, cash included
    @return bps, rounded up, at most MAX_LEVY_BPS
    """
    if total_value == 0:
        return DEPLOY_STABLE_BPS
    stable_value: uint256 = total_value - volatile_value
    # USD 18 x bps; below 2**250: each value is below 2**235 (quote.vy), each factor below 2**14
    cost: uint256 = weighted_deviation + volatile_value * DEPLOY_VOLATILE_BPS + stable_value * DEPLOY_STABLE_BPS
    return min((cost + total_value - 1) // total_value, MAX_LEVY_BPS)
