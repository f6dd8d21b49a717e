# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A wallet that is a contract
@notice Its owner tells it whom to call. It signs nothing itself: by ERC-1271 it says whether a signature is its
        owner's, which a permit that recovers a signer does not ask.
"""

MAGIC: constant(bytes4) = method_id("isValidSignature(bytes32,bytes)", output_type=bytes4)

OWNER: immutable(address)


@deploy
def __init__(owner: address):
    OWNER = owner


@external
def execute(target: address, data: Bytes[16_384]):
    assert msg.sender == OWNER, "wallet: only owner"
    raw_call(target, data)


@view
@external
def isValidSignature(digest: bytes32, signature: Bytes[65]) -> bytes4:
    """
    @param signature r, s and v of the owner
    """
    r: uint256 = extract32(signature, 0, output_type=uint256)
    s: uint256 = extract32(signature, 32, output_type=uint256)
    v: uint256 = convert(slice(signature, 64, 1), uint256)
    if ecrecover(digest, v, r, s) == OWNER:
        return MAGIC
    return empty(bytes4)
