# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The packing modules of the registry and the strategy, callable
@notice For property tests: what is packed comes out as it went in.
"""
from contracts.lib.registry import asset_terms
from contracts.lib.strategy import decision_header
from contracts.lib.registry import second_factor


@pure
@external
def pack_terms(terms: asset_terms.Terms) -> uint256:
    return asset_terms._pack_terms(terms)


@pure
@external
def unpack_terms(word: uint256) -> asset_terms.Terms:
    return asset_terms._unpack_terms(word)


@pure
@external
def pack_factor(factor: second_factor.Factor) -> uint256:
    return second_factor._pack(factor)


@pure
@external
def unpack_factor(word: uint256) -> second_factor.Factor:
    return second_factor._unpack(word)


@pure
@external
def pack_eligibility(eligibility: asset_terms.Eligibility) -> uint256:
    return asset_terms._pack_eligibility(eligibility)


@pure
@external
def unpack_eligibility(word: uint256) -> asset_terms.Eligibility:
    return asset_terms._unpack_eligibility(word)


@pure
@external
def place_eligibility(slot: uint256, place: uint256, eligibility: uint256) -> uint256:
    return asset_terms._place_eligibility(slot, place, eligibility)


@pure
@external
def eligibility_at(slot: uint256, place: uint256) -> uint256:
    return asset_terms._eligibility_at(slot, place)


@pure
@external
def pack_header(header: decision_header.Header) -> uint256:
    return decision_header._pack(header)


@pure
@external
def unpack_header(word: uint256) -> decision_header.Header:
    return decision_header._unpack(word)
