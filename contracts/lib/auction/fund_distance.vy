# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title How far the fund is from its target, and what an auction of one asset would have to move
@notice The same arithmetic as a session of the trader (lib/trader/basket), from views alone: fresh prices, locked
        redemptions set aside, half the sum of the differences. It says what is worth opening and bounds nothing: the
        trader computes it anew for every fill.
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


struct Portfolio:
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
def _read() -> Portfolio:
    portfolio: Portfolio = empty(Portfolio)
    words: DynArray[uint256, target_words.MAX_WORDS] = []
    data_hash: bytes32 = empty(bytes32)
    portfolio.epoch, data_hash, words = staticcall STRATEGY.active_words()
    for word: uint256 in words:
        rest: uint256 = word
        for _: uint256 in range(target_words.TARGETS_PER_WORD):
            if rest == 0:
                break
            portfolio.targets.append(rest & (target_words.ID | target_words.WEIGHT))
            rest >>= target_words.TARGET_BITS

    portfolio.ids.append(constants.CASH)
    for held: uint256 in staticcall VAULT.held():
        portfolio.ids.append(held)
    portfolio.quotes = staticcall REGISTRY.quotes(portfolio.ids)
    count: uint256 = len(portfolio.ids)
    for i: uint256 in range(count, bound=MAX_PLACES):
        asset: uint256 = portfolio.ids[i]
        value: uint256 = self._booked_value(asset, portfolio.quotes[i])
        portfolio.values[i] = value
        portfolio.nav += value
        if not quote._is_firm(portfolio.quotes[i]):
            portfolio.unpriced += value
        portfolio.ppm[i] = self._weight(portfolio.targets, asset)
    cash_need: uint256 = basket._cash_need(VAULT, QUEUE, portfolio.nav, portfolio.quotes[0])
    portfolio.invested = portfolio.nav - cash_need
    portfolio.distance = basket._distance(portfolio.values, portfolio.ppm, count, portfolio.nav, cash_need)
    state: fund_state.State = staticcall Fund(VAULT.address).fund()
    portfolio.paused = state.wound_down or block.timestamp < state.paused_until
    return portfolio


@view
@internal
def _lot(portfolio: Portfolio, asset: uint256) -> (bool, uint256):
    """
    @notice What lies between an asset and its target, if the trader would let it trade now. A difference of dust is no
            lot. An asset without weight is sold whole but for one raw unit, as in a session.
    @return whether the fund buys, and raw units of the asset, 0 if there is nothing to trade
    """
    if asset == constants.CASH or portfolio.epoch == 0:
        return False, 0
    asset_quote: uint256 = 0
    value: uint256 = 0
    for i: uint256 in range(len(portfolio.ids), bound=MAX_PLACES):
        if portfolio.ids[i] == asset:
            asset_quote = portfolio.quotes[i]
            value = portfolio.values[i]
            break
    ppm: uint256 = self._weight(portfolio.targets, asset)
    if asset_quote == 0:
        if ppm == 0:
            return False, 0
        # Not held: dust in the books counts, as it does for a leg.
        asset_quote = staticcall REGISTRY.quote(asset)
        value = self._booked_value(asset, asset_quote)
    if not quote._is_firm(portfolio.quotes[0]):
        return False, 0

    sellable: bool = quote._is_sellable(asset_quote)
    if ppm == 0:
        balance: uint256 = self._booked(asset)
        return False, balance - min(balance, 1) if sellable else 0
    target: uint256 = limits._target_value(portfolio.invested, ppm)
    dust: uint256 = limits._dust(portfolio.nav, target)
    if value > target + dust and sellable:
        return False, self._amount(asset_quote, value - target)
    buyable: bool = quote._is_firm(asset_quote) and quote._is_buyable(asset_quote)
    if value + dust < target and buyable and (quote._is_stable(asset_quote) or not portfolio.paused):
        return True, self._amount(asset_quote, target - value)
    return False, 0


@view
@internal
def _is_priced(portfolio: Portfolio) -> bool:
    """
    @return whether what has no firm price is too little to matter, as for entries and exits
    """
    return (
        quote._is_firm(portfolio.quotes[0]) and portfolio.unpriced * constants.BPS <= portfolio.nav * appraisal.MATERIALITY_BPS
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
