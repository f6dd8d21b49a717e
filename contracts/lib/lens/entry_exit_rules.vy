# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The rules that close or bound an entry or an exit, with the vault's reasons
@notice A rule is a number inside the lens. Its text is the reason with which the vault, or FundPolicy, reverts.
"""

OPEN: constant(uint256) = 0
SESSION: constant(uint256) = 1
NO_PRICE: constant(uint256) = 2
NOT_SEEDED: constant(uint256) = 3
WOUND_DOWN: constant(uint256) = 4
PAUSED: constant(uint256) = 5
ZERO: constant(uint256) = 6
ABOVE_MAX: constant(uint256) = 7        # of an exit: the cash in the books, or that the vault really has
FLOW: constant(uint256) = 8
BURNED: constant(uint256) = 9           # the owner does not have the shares
TRANSFERRED: constant(uint256) = 10     # the owner has what is burned, but not the fee on top
RECEIVER: constant(uint256) = 11        # the zero address or the vault itself


@pure
@internal
def _text(rule: uint256, unpriced: uint256) -> String[64]:
    """
    @param unpriced the asset that NO_PRICE is about
    """
    if rule == SESSION:
        return "vault: session open"
    if rule == NO_PRICE:
        return concat("vault: no price for asset ", uint2str(convert(unpriced, uint16)))
    if rule == NOT_SEEDED:
        return "vault: not seeded"
    if rule == WOUND_DOWN:
        return "vault: wound down"
    if rule == PAUSED:
        return "vault: entries paused"
    if rule == RECEIVER:
        return "vault: receiver"
    if rule == ZERO:
        return "vault: zero"
    if rule == ABOVE_MAX:
        return "vault: above max"
    if rule == FLOW:
        return "policy: above the flow of the hour"
    if rule == BURNED:
        return "erc20: burn amount exceeds balance"
    if rule == TRANSFERRED:
        return "erc20: transfer amount exceeds balance"
    return ""
