# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy off
"""
@title How the terms of an asset are packed
@notice Pricing an asset reads one cold slot, the terms word:

        bits   0..159  feed               Chainlink AggregatorV3 proxy
        bits 160..183  heartbeat          seconds after which an answer is stale
        bits 184..195  deviation_bps      what the feed may lag behind the market
        bits 196..204  slippage_bps       slippage limit of a leg
        bits 205..209  decimals           of the token, 0..27
        bits 210..214  feed_decimals      of the answer, 0..18
        bits 215..216  status             1 active, 2 sell-only, 3 impaired; 0: never listed
        bit  217       stable
        bits 218..224  exponent           of the reference
        bits 225..248  mantissa           of the reference: mantissa x 2**exponent, USD 18 decimals

        The policy (layout in IAssetRegistry) is 64 bits, four to a slot, so that the strategy checks 100 targets with
        25 cold reads. Status and stable are in both words; only the module listed_assets writes them.
        Pure functions; a field that does not fit is a caller's defect and reverts ("registry: terms").
"""

ACTIVE: constant(uint256) = 1
SELL_ONLY: constant(uint256) = 2
IMPAIRED: constant(uint256) = 3

FEED: constant(uint256) = 2**160 - 1
HEARTBEAT_SHIFT: constant(uint256) = 160
HEARTBEAT: constant(uint256) = 2**24 - 1
DEVIATION_SHIFT: constant(uint256) = 184
DEVIATION: constant(uint256) = 2**12 - 1
SLIPPAGE_SHIFT: constant(uint256) = 196
SLIPPAGE: constant(uint256) = 2**9 - 1
DECIMALS_SHIFT: constant(uint256) = 205
FEED_DECIMALS_SHIFT: constant(uint256) = 210
DECIMALS: constant(uint256) = 2**5 - 1
STATUS_SHIFT: constant(uint256) = 215
STATUS: constant(uint256) = 3
STABLE_SHIFT: constant(uint256) = 217
EXPONENT_SHIFT: constant(uint256) = 218
EXPONENT: constant(uint256) = 2**7 - 1
MANTISSA_SHIFT: constant(uint256) = 225
MANTISSA_BITS: constant(uint256) = 24
MANTISSA: constant(uint256) = 2**24 - 1
MAX_REFERENCE: constant(uint256) = 2**100 - 1     # as quote words

POLICY: constant(uint256) = 2**64 - 1
POLICY_CAP: constant(uint256) = 2**20 - 1
POLICY_STABLE_SHIFT: constant(uint256) = 20
POLICY_STATUS_SHIFT: constant(uint256) = 21
POLICY_CLASS_SHIFT: constant(uint256) = 23
POLICY_LISTED_SHIFT: constant(uint256) = 25
POLICY_LISTED: constant(uint256) = 2**39 - 1

struct Terms:
    feed: address
    heartbeat: uint256
    deviation_bps: uint256
    slippage_bps: uint256
    decimals: uint256
    feed_decimals: uint256
    status: uint256
    stable: bool
    reference: uint256        # USD 18 decimals; packed to 24 significant bits, rounded down by less than 2**-23


struct Policy:
    weight_cap_ppm: uint256
    stable: bool
    status: uint256
    liquidity_class: uint256
    listed_at: uint256


@pure
@internal
def _pack_terms(terms: Terms) -> uint256:
    assert (
        terms.heartbeat <= HEARTBEAT
        and terms.deviation_bps <= DEVIATION
        and terms.slippage_bps <= SLIPPAGE
        and terms.decimals <= DECIMALS
        and terms.feed_decimals <= DECIMALS
        and terms.status <= STATUS
        and terms.reference <= MAX_REFERENCE
    ), "registry: terms"
    return (
        convert(terms.feed, uint256)
        | (terms.heartbeat << HEARTBEAT_SHIFT)
        | (terms.deviation_bps << DEVIATION_SHIFT)
        | (terms.slippage_bps << SLIPPAGE_SHIFT)
        | (terms.decimals << DECIMALS_SHIFT)
        | (terms.feed_decimals << FEED_DECIMALS_SHIFT)
        | (terms.status << STATUS_SHIFT)
        | (convert(terms.stable, uint256) << STABLE_SHIFT)
        | self._pack_reference(terms.reference)
    )


@pure
@internal
def _unpack_terms(word: uint256) -> Terms:
    return Terms(
        feed=convert(word & FEED, address),
        heartbeat=(word >> HEARTBEAT_SHIFT) & HEARTBEAT,
        deviation_bps=(word >> DEVIATION_SHIFT) & DEVIATION,
        slippage_bps=(word >> SLIPPAGE_SHIFT) & SLIPPAGE,
        decimals=(word >> DECIMALS_SHIFT) & DECIMALS,
        feed_decimals=(word >> FEED_DECIMALS_SHIFT) & DECIMALS,
        status=(word >> STATUS_SHIFT) & STATUS,
        stable=(word >> STABLE_SHIFT) & 1 == 1,
        reference=((word >> MANTISSA_SHIFT) & MANTISSA) << ((word >> EXPONENT_SHIFT) & EXPONENT),
    )


@pure
@internal
def _pack_reference(reference: uint256) -> uint256:
    """
    @return mantissa and exponent in their places, rounded down to 24 significant bits
    """
    exponent: uint256 = 0
    # A reference has at most 100 bits, so 76 bits at most are dropped.
    for bits: uint256 in range(77):
        if reference >> (MANTISSA_BITS + bits) == 0:
            exponent = bits
            break
    return ((reference >> exponent) << MANTISSA_SHIFT) | (exponent << EXPONENT_SHIFT)


@pure
@internal
def _pack_policy(policy: Policy) -> uint256:
    assert (
        policy.weight_cap_ppm <= POLICY_CAP
        and policy.status <= STATUS
        and policy.liquidity_class <= 3
        and policy.listed_at <= POLICY_LISTED
    ), "registry: terms"
    return (
        policy.weight_cap_ppm
        | (convert(policy.stable, uint256) << POLICY_STABLE_SHIFT)
        | (policy.status << POLICY_STATUS_SHIFT)
        | (policy.liquidity_class << POLICY_CLASS_SHIFT)
        | (policy.listed_at << POLICY_LISTED_SHIFT)
    )


@pure
@internal
def _unpack_policy(word: uint256) -> Policy:
    return Policy(
        weight_cap_ppm=word & POLICY_CAP,
        stable=(word >> POLICY_STABLE_SHIFT) & 1 == 1,
        status=(word >> POLICY_STATUS_SHIFT) & STATUS,
        liquidity_class=(word >> POLICY_CLASS_SHIFT) & 3,
        listed_at=(word >> POLICY_LISTED_SHIFT) & POLICY_LISTED,
    )


@pure
@internal
def _place_policy(slot: uint256, place: uint256, policy: uint256) -> uint256:
    """
    @param place 0..3
    @return the slot with that policy replaced
    """
    low: uint256 = unsafe_mul(place, 64)
    return (slot & ~(POLICY << low)) | (policy << low)


@pure
@internal
def _policy_at(slot: uint256, place: uint256) -> uint256:
    """
    @param place 0..3
    """
    return (slot >> unsafe_mul(place, 64)) & POLICY
