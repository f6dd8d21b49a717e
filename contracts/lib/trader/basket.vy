# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The basket of a running session: what is held, at which price, toward which target
@notice Read once at the open into flat arrays that share one index, the place of an asset; cash has place 0, then come
        the assets held, then those bought but not held. Written back to the vault once, at the close.
"""
from ethereum.ercs import IERC20

from ...interfaces import IAssetRegistry
from ...interfaces import IIndexStrategy
from ...interfaces import IIndexVault
from ...interfaces import IRequestQueue
from ..vault import books
from ..shared import levy
from ..shared import quote
from ..strategy import target_words
from ..shared import constants

struct Basket:
    epoch: uint256                            # of the active decision
    ids: DynArray[uint256, MAX_PLACES]
    words: DynArray[uint256, MAX_PLACES]      # book words: balance | pot << 128, raw units
    quotes: DynArray[uint256, MAX_PLACES]     # quote words, see IAssetRegistry
    ppm: uint256[MAX_PLACES]                  # target weights of the active decision
    values: uint256[MAX_PLACES]               # USD 18 decimals, of the balances in words; kept in step by who changes them
    held: uint256                             # places held at the open, cash included
    nav: uint256                              # USD 18 decimals, at the open
    cash_need: uint256                        # USD 18 decimals, at most nav: set aside for locked redemptions
    distance: uint256                         # USD 18 decimals, at the open
    departing: uint256                        # USD 18 decimals, at the open: of what is held and no target
    paused: bool                              # the vault's entries are paused: no risk is added


MAX_PLACES: constant(uint256) = 128
ID_SPACE: constant(uint256) = 65_536
ID_BITS: constant(uint256) = 16

# id -> place. Never cleared: an entry counts only if the basket has that very id at that place, so that a second
# session of the same transaction cannot be misled by what the first one left.
places: transient(uint256[ID_SPACE])


@view
@internal
def _place(asset: uint256) -> uint256:
    """
    @return the place of the asset if it is in the basket, else some number. Callers compare the id at that place.
    """
    assert asset < ID_SPACE, "trader: unknown asset"
    return self.places[asset]


@internal
def _open(
    vault: IIndexVault,
    registry: IAssetRegistry,
    strategy: IIndexStrategy,
    queue: IRequestQueue,
    epoch: uint256,
    data_hash: bytes32,
    bought: DynArray[uint256, MAX_PLACES],
) -> Basket:
    """
    @notice Locks the vault until the basket is closed.
    @param epoch of the active decision; 0: whichever is active, and the data hash is not compared
    @param data_hash of the active decision: after a reorganisation of the chain an epoch may be another decision
    @param bought ids of the assets that legs buy; repeats allowed
    """
    basket: Basket = empty(Basket)
    active_hash: bytes32 = empty(bytes32)
    targets: DynArray[uint256, target_words.MAX_WORDS] = []
    basket.epoch, active_hash, targets = staticcall strategy.active_words()
    assert basket.epoch != 0 and (epoch == 0 or epoch == basket.epoch), "trader: epoch"
    assert epoch == 0 or data_hash == active_hash, "trader: data hash"

    basket.ids, basket.words, basket.paused = extcall vault.open_session()
    basket.held = len(basket.ids)
    for i: uint256 in range(basket.held, bound=MAX_PLACES):
        self.places[basket.ids[i]] = i
    if len(bought) != 0:
        fresh: DynArray[uint256, MAX_PLACES] = []
        for asset: uint256 in bought:
            place: uint256 = self._place(asset)
            if place >= len(basket.ids) or basket.ids[place] != asset:
                assert len(basket.ids) < MAX_PLACES, "trader: too many assets"
                self.places[asset] = len(basket.ids)
                basket.ids.append(asset)
                fresh.append(asset)
        if len(fresh) != 0:
            for word: uint256 in staticcall vault.book_words(fresh):
                basket.words.append(word)
    basket.quotes = staticcall registry.quotes(basket.ids)

    count: uint256 = len(basket.ids)
    for word: uint256 in targets:
        rest: uint256 = word
        for j: uint256 in range(target_words.TARGETS_PER_WORD):
            if rest == 0:
                break
            asset: uint256 = rest & target_words.ID
            place: uint256 = self.places[asset]
            if place < count and basket.ids[place] == asset:
                basket.ppm[place] = (rest >> target_words.PPM_SHIFT) & target_words.PPM
            rest = rest >> target_words.TARGET_BITS

    # the dust of what is not held has a value here, but NAV does not count it
    for i: uint256 in range(count, bound=MAX_PLACES):
        value: uint256 = quote._value(basket.quotes[i], basket.words[i] & books.FIELD_MASK)
        basket.values[i] = value
        if i < basket.held:
            basket.nav = unsafe_add(basket.nav, value)
            if basket.ppm[i] == 0 and i != 0:
                basket.departing = unsafe_add(basket.departing, value)
    basket.cash_need = self._cash_need(vault, queue, basket.nav, basket.quotes[0])
    basket.distance = self._distance(basket.values, basket.ppm, basket.held, basket.nav, basket.cash_need)
    return basket


@internal
def _close(vault: IIndexVault, basket: Basket, traded: uint256) -> (uint256, uint256):
    """
    @notice Writes the books of what was traded and the new held list, and unlocks the vault. An asset worth dust leaves
            the list and its dust stays in the books; without a firm price its worth is unknown and it stays.
    @param basket with words and values after the legs
    @param traded bitmap of the places whose balance changed, cash aside
    @return NAV and distance to target after, USD 18 decimals
    """
    count: uint256 = len(basket.ids)
    # id | balance << 16
    bookings: DynArray[uint256, MAX_PLACES] = [constants.CASH | ((basket.words[0] & books.FIELD_MASK) << ID_BITS)]
    held: DynArray[uint256, constants.MAX_HELD] = []
    values: uint256[MAX_PLACES] = basket.values
    nav: uint256 = values[0]
    volatile_value: uint256 = 0
    weighted_deviation: uint256 = 0     # USD 18 decimals x bps
    cash_deviation: uint256 = quote._deviation_bps(basket.quotes[0])
    for i: uint256 in range(1, count, bound=MAX_PLACES):
        if (traded >> i) & 1 != 0:
            bookings.append(basket.ids[i] | ((basket.words[i] & books.FIELD_MASK) << ID_BITS))
        elif i >= basket.held:
            # its purchase failed
            values[i] = 0
            continue
        asset_quote: uint256 = basket.quotes[i]
        value: uint256 = values[i]
        # fields of a quote are taken out here: a call costs more than a shift
        if value <= quote.DUST and asset_quote & quote.FIRM != 0:
            values[i] = 0
        else:
            assert len(held) < constants.MAX_HELD, "trader: too many assets"
            held.append(basket.ids[i])
            nav = unsafe_add(nav, value)
            deviation: uint256 = (asset_quote >> quote.DEVIATION_SHIFT) & quote.DEVIATION
            if asset_quote & quote.STABLE != 0:
                deviation = unsafe_add(deviation, cash_deviation)
            else:
                volatile_value = unsafe_add(volatile_value, value)
            weighted_deviation = unsafe_add(weighted_deviation, unsafe_mul(value, deviation))
    levy_bps: uint256 = levy._levy_bps(weighted_deviation, volatile_value, nav)
    extcall vault.settle(bookings, held, levy_bps)
    return nav, self._distance(values, basket.ppm, count, nav, min(nav, basket.cash_need))


@view
@internal
def _cash_need(vault: IIndexVault, queue: IRequestQueue, nav: uint256, cash_quote: uint256) -> uint256:
    """
    @notice What the redemptions of the next settlement are worth, before levy and fee, less its deposits, which pay them
            first. The queue says how much of the locked batch that settlement takes.
    @return USD 18 decimals, rounded up to a millionth of NAV, at most NAV
    """
    assets: uint256 = 0
    shares: uint256 = 0
    cash_price: uint256 = quote._price(cash_quote)
    # raw USDC = USD 18 x 10**6 / USD 18 of one USDC; without a price of USDC nothing settles
    total: uint256 = nav * 1_000_000 // cash_price if cash_price != 0 else 0
    assets, shares = staticcall queue.locked_requests(total)
    if shares == 0:
        return 0
    supply: uint256 = staticcall IERC20(vault.address).totalSupply()
    # shares are below 2**112 and part of the supply; their part of NAV in ppm keeps the product below 2**256 (quote.vy)
    part: uint256 = min((shares * constants.PPM + supply - 1) // supply, constants.PPM)
    need: uint256 = unsafe_mul(nav, part) // constants.PPM
    return need - min(need, quote._value(cash_quote, assets))


@pure
@internal
def _distance(
    values: uint256[MAX_PLACES], ppm: uint256[MAX_PLACES], count: uint256, nav: uint256, cash_need: uint256
) -> uint256:
    """
    @notice Half the sum of |value - target value| over all assets, which is the sum of what is above its target: values
            and target values both sum to NAV.
    @param count places that NAV counts
    @param cash_need at most nav; the weights are of the rest
    @return USD 18 decimals
    """
    invested: uint256 = unsafe_sub(nav, cash_need)
    total: uint256 = 0                  # USD 18 decimals x ppm
    need: uint256 = unsafe_mul(cash_need, constants.PPM)
    for i: uint256 in range(count, bound=MAX_PLACES):
        actual: uint256 = unsafe_mul(values[i], constants.PPM)
        target: uint256 = unsafe_mul(invested, ppm[i])
        if i == 0:
            target = unsafe_add(target, need)
        if actual > target:
            total = unsafe_add(total, unsafe_sub(actual, target))
    return unsafe_div(total, constants.PPM)
