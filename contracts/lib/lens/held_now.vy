# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Holdings beside their targets, asset by asset
@notice Cash, then held assets, then targets that are not held.
"""
from ...interfaces import IAssetRegistry
from ...interfaces import IVaultLens
from ..registry import asset_terms
from ..registry import price_feed
from ..shared import constants
from ..shared import quote
from ..strategy import target_words
from ..trader import basket
from ..trader import limits
from ..vault import books
from . import fund_links
from . import priced_books

uses: fund_links
uses: priced_books

# cash, 112 held and 112 other targets
MAX_ROWS: constant(uint256) = 225


@view
@internal
def _holdings() -> (IVaultLens.Portfolio, DynArray[IVaultLens.Holding, MAX_ROWS]):
    """
    @dev Errors: "registry: gas", "lens: gas"
    """
    epoch: uint256 = 0
    targets: DynArray[uint256, target_words.MAX_WORDS] = []
    epoch, targets = fund_links._targets()
    fund: basket.Basket = priced_books._read(targets)
    rows: DynArray[IVaultLens.Holding, MAX_ROWS] = []
    for i: uint256 in range(fund.held, bound=basket.MAX_PLACES):
        row: IVaultLens.Holding = self._row(fund.ids[i], fund.words[i], fund.quotes[i], fund.ppm[i])
        row.held = True
        if fund.nav != 0:
            row.weight_ppm = row.value * constants.PPM // fund.nav
        target: uint256 = limits._target_value(fund.nav - fund.cash_need, fund.ppm[i])
        if i == 0:
            target += fund.cash_need
        row.drift = convert(row.value, int256) - convert(target, int256)
        rows.append(row)

    for word: uint256 in targets:
        rest: uint256 = word
        for _: uint256 in range(target_words.TARGETS_PER_WORD):
            if rest == 0:
                break
            asset: uint256 = rest & target_words.ID
            ppm: uint256 = (rest >> target_words.PPM_SHIFT) & target_words.PPM
            rest >>= target_words.TARGET_BITS
            if asset in fund.ids:
                continue
            quoted: uint256 = staticcall fund_links.REGISTRY.quote(asset)
            row: IVaultLens.Holding = self._row(asset, fund_links._book_word(asset), quoted, ppm)
            # NAV does not count its dust: all of its target is missing
            row.drift = -convert(limits._target_value(fund.nav - fund.cash_need, ppm), int256)
            rows.append(row)
    return (
        IVaultLens.Portfolio(epoch=epoch, nav=fund.nav, cash_need=fund.cash_need, distance=fund.distance),
        rows,
    )


@view
@internal
def _row(asset: uint256, word: uint256, quoted: uint256, ppm: uint256) -> IVaultLens.Holding:
    """
    @param word book word
    @param quoted quote word
    @return without what depends on NAV
    """
    listed: IAssetRegistry.Asset = staticcall fund_links.REGISTRY.asset(asset)
    updated_at: uint256 = self._updated_at(listed.feed)
    if listed.kind == asset_terms.TWO_FEEDS:
        updated_at = min(updated_at, self._updated_at(listed.second_feed))
    return IVaultLens.Holding(
        asset=asset,
        token=listed.token,
        decimals=listed.decimals,
        status=listed.status,
        stable=listed.stable,
        held=False,
        balance=word & books.FIELD_MASK,
        claims=word >> books.POT_SHIFT,
        price=quote._price(quoted),
        firm=quote._is_firm(quoted),
        updated_at=updated_at,
        value=quote._value(quoted, word & books.FIELD_MASK),
        weight_ppm=0,
        target_ppm=ppm,
        drift=0,
    )


@view
@internal
def _updated_at(feed: address) -> uint256:
    """
    @return unix seconds of the latest answer, as the feed says; 0 for one that does not answer
    @dev Error: "lens: gas"
    """
    gas_before: uint256 = msg.gas
    answered: bool = False
    round: Bytes[price_feed.ROUND_BYTES] = b""
    answered, round = raw_call(
        feed,
        price_feed.LATEST_ROUND_DATA,
        max_outsize=price_feed.ROUND_BYTES,
        gas=price_feed.READ_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not answered or len(round) != price_feed.ROUND_BYTES:
        assert gas_before >= price_feed.FAIR_GAS, "lens: gas"
        return 0
    return extract32(round, 96, output_type=uint256)
