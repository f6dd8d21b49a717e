# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title How far the fund is from its target, and what an auction of one asset would have to move
@notice The same arithmetic as a session of the trader (lib/trader/basket), from views alone: fresh prices, locked
        redemptions set aside, half the sum of the differences. The trader holds every fill to it anew, so that what is
        found here bounds nothing; it says what is worth opening.
"""
from ...interfaces import IAssetRegistry
from ...interfaces import IIndexStrategy
from ...interfaces import IIndexVault
from ...interfaces import IRequestQueue
from ..shared import quote
from ..registry import appraisal
from ..strategy import target_words
from ..trader import basket
from ..trader import limits
from ..vault import fund_state
from ..shared import constants


interface Fund:
    def fund() -> fund_state.State: view


interface Links:
    def vault() -> address: view
    def registry() -> address: view
    def strategy() -> address: view
    def queue() -> address: view


struct Found:
    epoch: uint256                                  # 0: no decision is active
    ids: DynArray[uint256, MAX_PLACES]              # cash, then what is held
    quotes: DynArray[uint256, MAX_PLACES]
    values: uint256[MAX_PLACES]                     # USD 18 decimals
    ppm: uint256[MAX_PLACES]                        # target weights
    targets: DynArray[uint256, target_words.MAX_TARGETS]    # id | ppm << 16, ids ascending
    nav: uint256                                    # USD 18 decimals
    invested: uint256                               # USD 18 decimals: NAV less locked redemptions; weights are of it
    distance: uint256                               # USD 18 decimals
    unpriced: uint256                               # USD 18 decimals, of what has no firm price
    paused: bool                                    # no risk is added


MAX_PLACES: constant(uint256) = 128

VAULT: immutable(IIndexVault)
REGISTRY: immutable(IAssetRegistry)
STRATEGY: immutable(IIndexStrategy)
QUEUE: immutable(IRequestQueue)


@deploy
def __init__(trader: address):
    """
    @param trader stands already: what it names is what the house works with
    """
    VAULT = IIndexVault(staticcall Links(trader).vault())
    REGISTRY = IAssetRegistry(staticcall Links(trader).registry())
    STRATEGY = IIndexStrategy(staticcall Links(trader).strategy())
    QUEUE = IRequestQueue(staticcall Links(trader).queue())


@view
@internal
def _read() -> Found:
    found: Found = empty(Found)
    words: DynArray[uint256, target_words.MAX_WORDS] = []
    data_hash: bytes32 = empty(bytes32)
    found.epoch, data_hash, words = staticcall STRATEGY.active_words()
    for word: uint256 in words:
        rest: uint256 = word
        for _: uint256 in range(target_words.TARGETS_PER_WORD):
            if rest == 0:
                break
            found.targets.append(rest & (target_words.ID | target_words.WEIGHT))
            rest >>= target_words.TARGET_BITS

    found.ids.append(constants.CASH)
    for held: uint256 in staticcall VAULT.held():
        found.ids.append(held)
    found.quotes = staticcall REGISTRY.quotes(found.ids)
    count: uint256 = len(found.ids)
    for i: uint256 in range(count, bound=MAX_PLACES):
        asset: uint256 = found.ids[i]
        value: uint256 = self._booked_value(asset, found.quotes[i])
        found.values[i] = value
        found.nav += value
        if not quote._is_firm(found.quotes[i]):
            found.unpriced += value
        found.ppm[i] = self._weight(found.targets, asset)
    cash_need: uint256 = basket._cash_need(VAULT, QUEUE, found.nav, found.quotes[0])
    found.invested = found.nav - cash_need
    found.distance = basket._distance(found.values, found.ppm, count, found.nav, cash_need)
    state: fund_state.State = staticcall Fund(VAULT.address).fund()
    found.paused = state.wound_down or block.timestamp < state.paused_until
    return found


@view
@internal
def _lot(found: Found, asset: uint256) -> (bool, uint256):
    """
    @notice What lies between an asset and its target, if the trader would let it trade now. Dust is left where it is, but
            for an asset that has no weight any more: of it everything goes, one raw unit aside, as in a session.
    @return whether the fund buys, and raw units of the asset, 0 if there is nothing to trade
    """
    if asset == constants.CASH or found.epoch == 0:
        return False, 0
    asset_quote: uint256 = 0
    value: uint256 = 0
    for i: uint256 in range(len(found.ids), bound=MAX_PLACES):
        if found.ids[i] == asset:
            asset_quote = found.quotes[i]
            value = found.values[i]
    ppm: uint256 = self._weight(found.targets, asset)
    if asset_quote == 0:
        if ppm == 0:
            return False, 0
        # not held: dust in the books counts, as it does for a leg
        asset_quote = staticcall REGISTRY.quote(asset)
        value = self._booked_value(asset, asset_quote)
    if not quote._is_firm(asset_quote) or not quote._is_firm(found.quotes[0]):
        return False, 0

    if ppm == 0:
        balance: uint256 = self._booked(asset)
        return False, balance - min(balance, 1)
    target: uint256 = limits._target_value(found.invested, ppm)
    dust: uint256 = limits._dust(found.nav, target)
    if value > target + dust:
        return False, self._amount(asset_quote, value - target)
    if value + dust < target and quote._is_buyable(asset_quote) and (quote._is_stable(asset_quote) or not found.paused):
        return True, self._amount(asset_quote, target - value)
    return False, 0


@view
@internal
def _is_priced(found: Found) -> bool:
    """
    @return whether what has no firm price is too little to matter, as for entries and exits
    """
    return (
        quote._is_firm(found.quotes[0]) and found.unpriced * constants.BPS <= found.nav * appraisal.MATERIALITY_BPS
    )


@pure
@internal
def _weight(targets: DynArray[uint256, target_words.MAX_TARGETS], asset: uint256) -> uint256:
    """
    @param targets id | ppm << 16, ids ascending
    @return parts per million, 0 for what is no target
    """
    low: uint256 = 0
    high: uint256 = len(targets)
    for _: uint256 in range(8):
        if low == high:
            break
        middle: uint256 = (low + high) // 2
        if targets[middle] & target_words.ID < asset:
            low = middle + 1
        else:
            high = middle
    if low == len(targets) or targets[low] & target_words.ID != asset:
        return 0
    return targets[low] >> target_words.PPM_SHIFT


@view
@internal
def _booked(asset: uint256) -> uint256:
    """
    @return raw units of the fund, claims not included
    """
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = staticcall VAULT.book(asset)
    return balance


@view
@internal
def _booked_value(asset: uint256, asset_quote: uint256) -> uint256:
    return quote._value(asset_quote, self._booked(asset))


@pure
@internal
def _amount(asset_quote: uint256, worth: uint256) -> uint256:
    """
    @param worth USD 18 decimals
    @return raw units worth that, rounded down; 0 for an asset worth nothing
    """
    price: uint256 = quote._price(asset_quote)
    if price == 0:
        return 0
    return worth * 10 ** ((asset_quote >> quote.DECIMALS_SHIFT) & 255) // price
