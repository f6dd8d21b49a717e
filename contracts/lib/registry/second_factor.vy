# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The second word of an asset whose price has two factors
@notice Read only for the kinds that need it; an asset with one feed has none.

        bits   0..159  source          two feeds: the second feed; vault shares: the vault, which is the token itself
        bits 160..164  decimals        of the feed's answer or of the vault's underlying asset, 0..18
        bits 165..184  heartbeat       of the second feed, seconds; 0 for a vault
        bits 185..212  rate            of a vault when it was last taken: underlying per share, 18 decimals, packed as a
                                       reference is
        bits 213..252  taken_at        unix seconds

        Source, decimals and heartbeat lie where the terms word has them, so that price_feed reads either.
"""
from . import asset_terms

struct Factor:
    source: address
    decimals: uint256
    heartbeat: uint256
    rate: uint256             # 18 decimals; 21 significant bits are kept, rounded down by less than one in 2**20
    taken_at: uint256


TAKEN_SHIFT: constant(uint256) = 213
TAKEN: constant(uint256) = 2**40 - 1


@pure
@internal
def _pack(factor: Factor) -> uint256:
    assert (
        factor.decimals <= asset_terms.FEED_DECIMALS
        and factor.heartbeat <= asset_terms.HEARTBEAT
        and factor.rate <= asset_terms.MAX_REFERENCE
        and factor.taken_at <= TAKEN
    ), "registry: terms"
    return (
        convert(factor.source, uint256)
        | (factor.decimals << asset_terms.FEED_DECIMALS_SHIFT)
        | (factor.heartbeat << asset_terms.HEARTBEAT_SHIFT)
        | asset_terms._pack_reference(factor.rate)
        | (factor.taken_at << TAKEN_SHIFT)
    )


@pure
@internal
def _unpack(word: uint256) -> Factor:
    return Factor(
        source=convert(word & asset_terms.FEED, address),
        decimals=(word >> asset_terms.FEED_DECIMALS_SHIFT) & asset_terms.FEED_DECIMALS,
        heartbeat=(word >> asset_terms.HEARTBEAT_SHIFT) & asset_terms.HEARTBEAT,
        rate=asset_terms._unpack_reference(word),
        taken_at=word >> TAKEN_SHIFT,
    )
