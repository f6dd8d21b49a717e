# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Operators: accounts that act for another one here
@notice As ERC-7540 has it: an operator may request with the account's USDC and shares, cancel, and claim to any
        receiver. An account trusts its operators with both.
"""
from ...interfaces import IRequestQueue
from ..shared import require

# controller -> operator
isOperator: public(HashMap[address, HashMap[address, bool]])


@external
def setOperator(operator: address, approved: bool) -> bool:
    self.isOperator[msg.sender][operator] = approved
    log IRequestQueue.OperatorSet(controller=msg.sender, operator=operator, approved=approved)
    return True


@view
@internal
def _only_for(account: address):
    require._that(msg.sender == account or self.isOperator[account][msg.sender], "queue: not operator")
