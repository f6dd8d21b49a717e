# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The share: ERC-20 and ERC-2612
@notice snekmate's token without its mint and burn. Transfers and the supply share the vault's lock: snekmate's own stay
        callable while a token calls back.
"""
from snekmate.tokens import erc20

from . import session_gate

uses: erc20
uses: session_gate

exports: (
    erc20.DOMAIN_SEPARATOR,
    erc20.allowance,
    erc20.approve,
    erc20.balanceOf,
    erc20.decimals,
    erc20.name,
    erc20.nonces,
    erc20.permit,
    erc20.symbol,
)


@external
def transfer(to: address, amount: uint256) -> bool:
    session_gate._idle()
    erc20._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(owner: address, to: address, amount: uint256) -> bool:
    session_gate._idle()
    erc20._spend_allowance(owner, msg.sender, amount)
    erc20._transfer(owner, to, amount)
    return True


@view
@external
def totalSupply() -> uint256:
    return erc20.totalSupply
