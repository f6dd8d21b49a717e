# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A permit that may have been submitted already
@notice Anyone who sees an ERC-2612 signature can submit it first. permit() then fails here, but the allowance stands. So
        a failure is ignored and the allowance decides. It is short if the signature is wrong, expired, or of another
        chain or account; the call then ends with "permit: allowance". Only the caller's own allowance counts: a
        signature or an allowance of another account is of no use. A contract wallet has no v, r, s: it approves and
        passes any values.
"""
from ethereum.ercs import IERC20

from . import require


@internal
def _use(token: IERC20, amount: uint256, deadline: uint256, v: uint8, r: bytes32, s: bytes32):
    """
    @notice Afterwards msg.sender allows this contract that amount, raw units, or all reverts.
    """
    self._in_time(deadline)
    # not asked: a spent signature and a wrong one fail alike
    permitted: bool = raw_call(
        token.address,
        abi_encode(
            msg.sender,
            self,
            amount,
            deadline,
            v,
            r,
            s,
            method_id=method_id("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)"),
        ),
        revert_on_failure=False,
    )
    self._require_allowance(token, amount)


@view
@internal
def _require_allowance(token: IERC20, amount: uint256):
    allowed: uint256 = staticcall token.allowance(msg.sender, self)
    require._that(allowed >= amount, "permit: allowance")


@view
@internal
def _in_time(deadline: uint256):
    require._that(block.timestamp <= deadline, "permit: past deadline")
