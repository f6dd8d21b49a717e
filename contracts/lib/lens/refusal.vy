# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A call asked for its answer or for the reason why there is none
"""

MAX_REASON: constant(uint256) = 64
# the selector of Error(string), its offset, its length
HEAD_BYTES: constant(uint256) = 68
MAX_ANSWER: constant(uint256) = 192
ERROR: constant(Bytes[4]) = method_id("Error(string)")


@view
@internal
def _asked(target: address, data: Bytes[260]) -> (bool, String[64], Bytes[MAX_ANSWER]):
    """
    @return whether it was refused, the reason, and else the answer
    @dev Error: "lens: gas"
    """
    gas_before: uint256 = msg.gas
    answered: bool = False
    response: Bytes[MAX_ANSWER] = b""
    answered, response = raw_call(
        target, data, max_outsize=MAX_ANSWER, is_static_call=True, revert_on_failure=False
    )
    if answered:
        return False, "", response
    if len(response) < HEAD_BYTES or slice(response, 0, 4) != ERROR:
        # a revert without a reason
        assert msg.gas >= gas_before // 2, "lens: gas"
        return True, "lens: no reason", b""
    size: uint256 = min(extract32(response, 36, output_type=uint256), MAX_REASON)
    return True, convert(slice(response, HEAD_BYTES, size), String[MAX_REASON]), b""
