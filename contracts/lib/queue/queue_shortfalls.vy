# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Shortfalls: what the vault lost without a transfer of its own is booked before a batch is priced
@notice An exit at NAV would otherwise be paid from books that count assets the vault no longer has, at the cost of those
        who stay. USDC and the held assets of the deep class are compared with their tokens: only these may weigh more
        than a tenth of the fund. The keeper books the rest; anyone may, by the vault's sync.
        A token that does not answer, or burns gas, is passed over: it must not stop a settlement.
"""
from ...interfaces import IAssetRegistry
from ...interfaces import IIndexVault
from ..registry import asset_terms
from ..registry import liquidity_class
from ..shared import constants
from . import queue_custody

uses: queue_custody

MAX_SYNCED: constant(uint256) = 8       # held assets a settlement compares, in the order of the held list
SYNC_GAS: constant(uint256) = 200_000   # for each: a booked shortfall takes less than half

REGISTRY: immutable(IAssetRegistry)


@deploy
def __init__():
    REGISTRY = IAssetRegistry(staticcall IIndexVault(queue_custody.VAULT.address).registry())


@internal
def _book():
    self._sync(constants.CASH)
    held: DynArray[uint256, constants.MAX_HELD] = staticcall IIndexVault(queue_custody.VAULT.address).held()
    words: DynArray[uint256, constants.MAX_HELD] = staticcall REGISTRY.eligibility(held)
    synced: uint256 = 0
    for i: uint256 in range(len(held), bound=constants.MAX_HELD):
        # fields are taken out here: a call costs more than a shift
        if (words[i] >> asset_terms.ELIGIBILITY_CLASS_SHIFT) & asset_terms.ELIGIBILITY_CLASS == liquidity_class.DEEP:
            self._sync(held[i])
            synced += 1
            if synced == MAX_SYNCED:
                break


@internal
def _sync(asset: uint256):
    # too little gas for this call is too little for the valuation that follows, so nobody can leave it out
    answered: bool = raw_call(
        queue_custody.VAULT.address,
        abi_encode(asset, method_id=method_id("sync(uint256)")),
        gas=SYNC_GAS,
        revert_on_failure=False,
    )
