# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The trader's basket without a session: books, current prices and active targets
@notice The basket of lib/trader/basket, read through the vault's views instead of under its lock; NAV, cash need and
        distance are the trader's own arithmetic.
"""
from ..shared import constants
from ..shared import quote
from ..strategy import target_words
from ..trader import basket
from ..vault import books
from . import fund_links

uses: fund_links


@view
@internal
def _read(targets: DynArray[uint256, target_words.MAX_WORDS]) -> basket.Basket:
    """
    @param targets of the active decision
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    result: basket.Basket = empty(basket.Basket)
    result.ids = [constants.CASH]
    held: DynArray[uint256, 112] = fund_links._held()
    for asset: uint256 in held:
        result.ids.append(asset)
    result.held = len(result.ids)
    result.quotes = staticcall fund_links.REGISTRY.quotes(result.ids)
    count: uint256 = len(result.ids)
    for i: uint256 in range(count, bound=basket.MAX_PLACES):
        word: uint256 = fund_links._book_word(result.ids[i])
        result.words.append(word)
        result.values[i] = quote._value(result.quotes[i], word & books.FIELD_MASK)
        result.nav += result.values[i]
    for word: uint256 in targets:
        rest: uint256 = word
        for _: uint256 in range(target_words.TARGETS_PER_WORD):
            if rest == 0:
                break
            for i: uint256 in range(count, bound=basket.MAX_PLACES):
                if result.ids[i] == rest & target_words.ID:
                    result.ppm[i] = (rest >> target_words.PPM_SHIFT) & target_words.PPM
                    break
            rest >>= target_words.TARGET_BITS
    result.cash_need = basket._cash_need(fund_links.VAULT, fund_links.QUEUE, result.nav, result.quotes[0])
    result.distance = basket._distance(result.values, result.ppm, count, result.nav, result.cash_need)
    return result
