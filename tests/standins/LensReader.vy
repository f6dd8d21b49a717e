# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A contract that asks the lens from inside another account's transaction
"""
from contracts.interfaces import IVaultLens

LENS: immutable(IVaultLens)

buy: String[64]
sell: String[64]


@deploy
def __init__(lens: IVaultLens):
    LENS = lens


@external
def observe(amount: uint256, account: address):
    """
    @notice Remember what an entry and an exit would say now.
    """
    bought: IVaultLens.Preview = staticcall LENS.preview_buy(amount, account)
    sold: IVaultLens.Preview = staticcall LENS.preview_sell(amount * 10**12, account)
    self.buy = bought.reason
    self.sell = sold.reason


@view
@external
def seen_values() -> (String[64], String[64]):
    return self.buy, self.sell
