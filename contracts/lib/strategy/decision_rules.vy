# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The rules for a list of targets
@notice The selection bound: at perfect prices a stolen proposer key moves at most these steps, within these caps,
        through a delay in which anyone can replay the decision. Weights are parts per million of the index.
"""
from ..registry import asset_terms
from . import target_words
from ..shared import constants

WHOLE_PPM: constant(uint256) = 1_000_000
# An asset listed for less than a week has no history here: 2 % at most, stable assets exempt.
NEW_ASSET_AGE: constant(uint256) = 7 * 86_400     # seconds
NEW_ASSET_CAP_PPM: constant(uint256) = 20_000
# A turnover above this may leave a fund far (constants.FAR_BPS of NAV) that was on target before.
FAR_PPM: constant(uint256) = constants.FAR_BPS * constants.PPM // constants.BPS


@view
@internal
def _check(
    words: DynArray[uint256, target_words.MAX_WORDS],
    words_before: DynArray[uint256, target_words.MAX_WORDS],
    eligibility: DynArray[uint256, target_words.MAX_TARGETS],
    bull: bool,
    max_change_ppm: uint256,
    max_turnover_ppm: uint256,
) -> (bool, uint256, uint256):
    """
    @param words target words that target_words._ids has passed
    @param words_before the active ones, none at genesis
    @param eligibility the registry's eligibility words, in the order of the targets
    @return whether the weight of an asset that is not stable rises; turnover: sum of |change| / 2, exact;
            the weight of all assets that are not stable. Turnover and weight in parts per million
    @dev Errors: "strategy: no cash target", "strategy: change", "strategy: turnover", "strategy: weight sum" and
         those of _check_target
    """
    assert len(words) != 0 and words[0] & target_words.ID == constants.CASH, "strategy: no cash target"
    rises: bool = False
    # A weight is below 2**20 and there are at most 112 on each side: what is summed here stays below 2**28, counts
    # below 2**8, and each difference takes the smaller from the larger. So the unchecked sums are exact.
    total: uint256 = 0
    volatile: uint256 = 0
    moved: uint256 = 0
    place: uint256 = 0
    # Both lists ascend: one walk over both. `old` is the rest of a word of the list before, `next` the word to come.
    old: uint256 = 0
    next: uint256 = 0
    for word: uint256 in words:
        rest: uint256 = word
        for _: uint256 in range(target_words.TARGETS_PER_WORD):
            if rest == 0:
                break
            id: uint256 = rest & target_words.ID
            weight: uint256 = (rest >> target_words.PPM_SHIFT) & target_words.PPM
            before: uint256 = 0
            for step: uint256 in range(target_words.MAX_TARGETS + 1):
                if old == 0:
                    if next == len(words_before):
                        break
                    old = words_before[next]
                    next = unsafe_add(next, 1)
                old_id: uint256 = old & target_words.ID
                if old_id > id:
                    break
                old_weight: uint256 = (old >> target_words.PPM_SHIFT) & target_words.PPM
                old >>= target_words.TARGET_BITS
                if old_id == id:
                    before = old_weight
                    break
                # It left the list.
                assert old_weight <= max_change_ppm, "strategy: change"
                moved = unsafe_add(moved, old_weight)

            change: uint256 = unsafe_sub(before, weight)
            if weight > before:
                change = unsafe_sub(weight, before)
            assert change <= max_change_ppm, "strategy: change"
            stable: bool = self._check_target(weight, weight > before, bull, eligibility[place])
            if not stable:
                volatile = unsafe_add(volatile, weight)
                if weight > before:
                    rises = True
            total = unsafe_add(total, weight)
            moved = unsafe_add(moved, change)
            place = unsafe_add(place, 1)
            rest >>= target_words.TARGET_BITS

    # What the list before holds beyond the last id left it too.
    for _: uint256 in range(target_words.MAX_TARGETS + 1):
        if old == 0:
            if next == len(words_before):
                break
            old = words_before[next]
            next = unsafe_add(next, 1)
        old_weight: uint256 = (old >> target_words.PPM_SHIFT) & target_words.PPM
        old >>= target_words.TARGET_BITS
        assert old_weight <= max_change_ppm, "strategy: change"
        moved = unsafe_add(moved, old_weight)

    assert total == WHOLE_PPM, "strategy: weight sum"
    turnover: uint256 = moved // 2
    assert turnover <= max_turnover_ppm, "strategy: turnover"
    return rises, turnover, volatile


@view
@internal
def _check_target(weight: uint256, rises: bool, bull: bool, eligibility: uint256) -> bool:
    """
    @return whether the asset is stable
    @dev Errors: "strategy: unlisted asset", "strategy: not active" (sell-only and impaired assets may stay or shrink),
         "strategy: not stable in bear", "strategy: weight cap", "strategy: new asset"
    """
    status: uint256 = (eligibility >> asset_terms.ELIGIBILITY_STATUS_SHIFT) & asset_terms.ELIGIBILITY_STATUS
    stable: bool = eligibility & asset_terms.ELIGIBILITY_STABLE != 0
    assert eligibility != 0, "strategy: unlisted asset"
    assert status == asset_terms.ACTIVE or not rises, "strategy: not active"
    assert bull or stable, "strategy: not stable in bear"
    assert weight <= eligibility & asset_terms.ELIGIBILITY_CAP, "strategy: weight cap"
    if weight > NEW_ASSET_CAP_PPM and not stable:
        age: uint256 = unsafe_sub(block.timestamp, eligibility >> asset_terms.ELIGIBILITY_LISTED_SHIFT)
        assert age >= NEW_ASSET_AGE, "strategy: new asset"
    return stable
