# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What a share of an ERC-4626 vault is worth in its underlying asset, bounded
@notice The rate is what convertToAssets answers for a million whole shares, read like a feed: capped gas, bounded return,
        no revert for what the vault does. A million, because the answer has no more decimals than the underlying asset.
        The vault may be made to report anything: a donation raises the rate, a broken vault says any number. So it is
        held against the rate that was taken last:

        - the line grows from that rate by 20 % a year, pro rata, from the second it was taken;
        - up to half a percent above the line the rate counts as it is (vaults that book their yield in steps);
        - above that the share counts no more than the line and half a percent. Up to 11/10 of the line the price stays
          firm, and the quote tells the excess: entries and sales count the rate as reported, exits and NAV the capped
          one, and the excess belongs to what is uncertain, so a large one closes entries and exits at NAV. Beyond 11/10
          nobody knows what happened: not firm;
        - a fall counts at once, down to half the rate taken; below that the vault is broken or lies: not firm, and
          the price is that of the rate taken.

        A rate is taken at most once a day and never above the line, so steps do not add up. It is never taken downward:
        a vault that was made to report little for a moment shall not be capped for long. After a real loss the owner sets
        the terms anew.
"""
from . import asset_terms
from . import price_feed
from ..shared import quote
from . import second_factor

CONVERT_TO_ASSETS: constant(Bytes[4]) = method_id("convertToAssets(uint256)")
# Seconds in which the line grows by as much as the rate was: 20 % in 365 days.
DOUBLING: constant(uint256) = 5 * 365 * 86_400
# The step above the line: 1/200, 0.5 %.
STEPS: constant(uint256) = 200
# Whole shares asked for, and the decimals of that number.
SHARES: constant(uint256) = 10**6
SHARES_DECIMALS: constant(uint256) = 6


@view
@internal
def _read(second: uint256, decimals: uint256) -> uint256:
    """
    @param second the second word
    @param decimals of the share
    @return underlying per whole share, 18 decimals, rounded down; 0 for no usable answer
    @dev Error: "registry: gas"
    """
    gas_before: uint256 = msg.gas
    answered: bool = False
    answer: Bytes[32] = b""
    answered, answer = raw_call(
        convert(second & asset_terms.FEED, address),
        abi_encode(pow_mod256(10, unsafe_add(decimals, SHARES_DECIMALS)), method_id=CONVERT_TO_ASSETS),
        max_outsize=32,
        gas=price_feed.READ_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not answered or len(answer) != 32:
        assert gas_before >= price_feed.FAIR_GAS, "registry: gas"
        return 0
    assets: uint256 = extract32(answer, 0, output_type=uint256)
    if assets > asset_terms.MAX_REFERENCE * SHARES:
        return 0
    # 18 decimals = raw units x 10 ** (18 - decimals of the underlying) / shares. assets < 2**117, the factor below 2**60.
    rate: uint256 = unsafe_div(
        unsafe_mul(
            assets,
            pow_mod256(10, unsafe_sub(18, (second >> asset_terms.FEED_DECIMALS_SHIFT) & asset_terms.FEED_DECIMALS)),
        ),
        SHARES,
    )
    if rate > asset_terms.MAX_REFERENCE:
        return 0
    return rate


@view
@internal
def _line(second: uint256) -> uint256:
    """
    @return what the rate may have grown to by now, 18 decimals, rounded down
    """
    taken: uint256 = asset_terms._unpack_reference(second)
    return taken + taken * (block.timestamp - (second >> second_factor.TAKEN_SHIFT)) // DOUBLING


@view
@internal
def _bounded(second: uint256, rate: uint256) -> uint256:
    """
    @param rate what _read answered
    @return the rate that counts, 18 decimals; FRESH is set beside it when it is to be trusted, and EXCESS by how much
            more the vault reports, at most up to 11/10 of the line
    """
    taken: uint256 = asset_terms._unpack_reference(second)
    if rate * 2 < taken:
        return taken
    line: uint256 = self._line(second)
    counted: uint256 = min(rate, line + line // STEPS)
    bounded: uint256 = counted
    if rate > counted:
        # 1e-8 of what counts, rounded up; at most 11/10 : 201/200, less than a tenth
        reported: uint256 = min(rate, line * 11 // 10)
        bounded |= ((reported * quote.EXCESS_UNIT + counted - 1) // counted - quote.EXCESS_UNIT) << quote.EXCESS_SHIFT
    if rate * 10 <= line * 11:
        bounded |= quote.FRESH
    return bounded


@view
@internal
def _times(word: uint256, second: uint256) -> uint256:
    """
    @param word the quote word of the underlying asset, on the terms of the share
    @param second the second word
    @return the quote word of the share, its price rounded down
    @dev Error: "registry: gas"
    """
    decimals: uint256 = (word >> quote.DECIMALS_SHIFT) & 255
    bounded: uint256 = self._bounded(second, self._read(second, decimals))
    # USD 18 per share = USD 18 per unit x units 18 per share / 10**18. Below 2**100 x 2**98.
    price: uint256 = quote._price(word) * (bounded & quote.MAX_PRICE) // 10**18
    terms: uint256 = (word >> quote.DECIMALS_SHIFT) << quote.DECIMALS_SHIFT
    if price == 0 or price > quote.MAX_PRICE:
        return (terms & ~quote.FRESH) | min(price, quote.MAX_PRICE)
    return (terms & (bounded | ~quote.FRESH)) | (bounded & quote.EXCESS) | price
