# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The contracts of the index, found from the vault
"""
from ethereum.ercs import IERC20

from ...interfaces import IAssetRegistry
from ...interfaces import IFundPolicy
from ...interfaces import IIndexStrategy
from ...interfaces import IIndexTrader
from ...interfaces import IIndexVault
from ...interfaces import IRequestQueue
from ..strategy import target_words
from ..vault import books
from ..vault import fund_state
from ..vault import share_price

interface Fund:
    def fund() -> fund_state.State: view


interface Trader:
    def strategy() -> address: view
    def queue() -> address: view


VAULT: immutable(IIndexVault)
REGISTRY: immutable(IAssetRegistry)
POLICY: immutable(IFundPolicy)
TRADER: immutable(IIndexTrader)
STRATEGY: immutable(IIndexStrategy)
QUEUE: immutable(IRequestQueue)


@deploy
def __init__(vault: address):
    """
    @param vault deployed before, as are the contracts that it names
    """
    VAULT = IIndexVault(vault)
    REGISTRY = IAssetRegistry(staticcall VAULT.registry())
    POLICY = IFundPolicy(staticcall VAULT.policy())
    trader: address = staticcall VAULT.trader()
    TRADER = IIndexTrader(trader)
    STRATEGY = IIndexStrategy(staticcall Trader(trader).strategy())
    QUEUE = IRequestQueue(staticcall Trader(trader).queue())


@view
@internal
def _state() -> fund_state.State:
    return staticcall Fund(VAULT.address).fund()


@view
@internal
def _supply(state: fund_state.State) -> (uint256, uint256):
    """
    @return shares, and shares with the management fee accrued to now
    """
    supply: uint256 = staticcall IERC20(VAULT.address).totalSupply()
    elapsed: uint256 = block.timestamp - state.accrued_at
    return supply, supply + share_price._management_shares(supply, state.management_bps, elapsed)


@view
@internal
def _held() -> DynArray[uint256, 112]:
    return staticcall VAULT.held()


@view
@internal
def _targets() -> (uint256, DynArray[uint256, target_words.MAX_WORDS]):
    """
    @return epoch and target words of the active decision; 0 and none before the first
    """
    epoch: uint256 = 0
    data_hash: bytes32 = empty(bytes32)
    words: DynArray[uint256, target_words.MAX_WORDS] = []
    epoch, data_hash, words = staticcall STRATEGY.active_words()
    return epoch, words


@view
@internal
def _book_word(asset: uint256) -> uint256:
    """
    @return raw units: balance | pot << 128
    """
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = staticcall VAULT.book(asset)
    return balance | (pot << books.POT_SHIFT)
