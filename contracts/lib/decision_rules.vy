# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy off
"""
@title What a list of targets must satisfy, whoever proposes it
@notice The selection bound: at perfect prices a stolen proposer key moves at most these steps, within these caps,
        through a delay in which anyone can replay the decision. Weights are parts per million of the index.
"""
from . import asset_terms
from . import target_words

CASH: constant(uint256) = 1
WHOLE_PPM: constant(uint256) = 1_000_000
# An asset listed for less than a week has no history here: 2 % at most, stable assets exempt.
NEW_ASSET_AGE: constant(uint256) = 7 * 86_400     # seconds
NEW_ASSET_CAP_PPM: constant(uint256) = 20_000


@view
@internal
def _check(
    ids: DynArray[uint256, target_words.MAX_TARGETS],
    weights: DynArray[uint256, target_words.MAX_TARGETS],
    policies: DynArray[uint256, target_words.MAX_TARGETS],
    ids_before: DynArray[uint256, target_words.MAX_TARGETS],
    weights_before: DynArray[uint256, target_words.MAX_TARGETS],
    bull: bool,
    max_change_ppm: uint256,
    max_turnover_ppm: uint256,
) -> (bool, uint256):
    """
    @param ids strictly ascending, as target_words unpacks them; also ids_before
    @param policies the registry's policy words of ids
    @param ids_before the active targets, none at genesis
    @return whether the weight of an asset that is not stable rises; turnover: sum of |change| / 2, exact
    @dev Errors: "strategy: no cash target", "strategy: change", "strategy: turnover", "strategy: weight sum" and
         those of _check_target
    """
    assert len(ids) != 0 and ids[0] == CASH, "strategy: no cash target"
    rises: bool = False
    total: uint256 = 0
    moved: uint256 = 0
    # Both lists ascend: one walk over both. `old` is the place in the list before. A weight is below 2**20 and there
    # are at most 112 on each side: sums stay below 2**28, so the unchecked additions cannot overflow, and each
    # subtraction takes the smaller from the larger.
    old: uint256 = 0
    for i: uint256 in range(len(ids), bound=target_words.MAX_TARGETS):
        id: uint256 = ids[i]
        for _: uint256 in range(target_words.MAX_TARGETS):
            if old == len(ids_before) or ids_before[old] >= id:
                break
            # Left the list.
            assert weights_before[old] <= max_change_ppm, "strategy: change"
            moved = unsafe_add(moved, weights_before[old])
            old = unsafe_add(old, 1)
        before: uint256 = 0
        if old < len(ids_before) and ids_before[old] == id:
            before = weights_before[old]
            old = unsafe_add(old, 1)

        weight: uint256 = weights[i]
        change: uint256 = unsafe_sub(max(weight, before), min(weight, before))
        assert change <= max_change_ppm, "strategy: change"
        total = unsafe_add(total, weight)
        moved = unsafe_add(moved, change)
        stable: bool = self._check_target(weight, weight > before, bull, policies[i])
        if weight > before and not stable:
            rises = True
    for i: uint256 in range(old, len(ids_before), bound=target_words.MAX_TARGETS):
        assert weights_before[i] <= max_change_ppm, "strategy: change"
        moved = unsafe_add(moved, weights_before[i])

    assert total == WHOLE_PPM, "strategy: weight sum"
    turnover: uint256 = moved // 2
    assert turnover <= max_turnover_ppm, "strategy: turnover"
    return rises, turnover


@view
@internal
def _check_target(weight: uint256, rises: bool, bull: bool, policy_word: uint256) -> bool:
    """
    @return whether the asset is stable
    @dev Errors: "strategy: unlisted asset", "strategy: not active" (sell-only and impaired assets may stay or shrink),
         "strategy: not stable in bear", "strategy: weight cap", "strategy: new asset"
    """
    policy: asset_terms.Policy = asset_terms._unpack_policy(policy_word)
    assert policy.status != 0, "strategy: unlisted asset"
    assert policy.status == asset_terms.ACTIVE or not rises, "strategy: not active"
    assert bull or policy.stable, "strategy: not stable in bear"
    assert weight <= policy.weight_cap_ppm, "strategy: weight cap"
    assert (
        policy.stable
        or weight <= NEW_ASSET_CAP_PPM
        or block.timestamp >= unsafe_add(policy.listed_at, NEW_ASSET_AGE)
    ), "strategy: new asset"
    return policy.stable
