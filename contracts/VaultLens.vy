# pragma version 0.4.3
# pragma nonreentrancy on
# pragma optimize codesize
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title VaultLens: what would happen, what is left, what is held
@license AGPL-3.0-only
@notice
Promise. It reads. There is no state, no owner, nothing that could be set; no contract of the index knows it, so that
another one may be deployed beside it at any time. It is what a page, a console or a bot asks before it acts: an eth_call
of each function over 112 assets stays under 30 million gas.

Previews. Numbers are those of the call in the same block, to the unit, and a reason is the text that the call would
revert with: the arithmetic is the vault's and the queue's own (lib/vault, lib/queue), the order of the rules is theirs
and the tests hold it to it. preview_buy, preview_sell and preview_request do not revert; they name the rule instead.
An eth_call of IndexTrader.rebalance, sent from the executor, previews a leg. In the middle of a call of the vault they say that a session is open.

What is not looked at: the caller's USDC, shares and allowances beside those named, blocklists, and what a pool or a
token does wrong. A simulation of the transaction finds that.

Gas. Too little of it is a revert ("lens: gas", "registry: gas"), never an answer that looks like another.
"""
from .interfaces import IVaultLens
from .lib.lens import flow_preview
from .lib.lens import fund_links
from .lib.lens import fund_now
from .lib.lens import held_now
from .lib.lens import in_kind_preview
from .lib.lens import limits_left
from .lib.lens import priced_books
from .lib.lens import request_preview

implements: IVaultLens

initializes: fund_links
initializes: fund_now[fund_links := fund_links]
initializes: priced_books[fund_links := fund_links]
initializes: flow_preview[fund_links := fund_links, fund_now := fund_now]
initializes: held_now[fund_links := fund_links, priced_books := priced_books]
initializes: in_kind_preview[fund_links := fund_links]
initializes: request_preview[fund_links := fund_links, fund_now := fund_now]
initializes: limits_left[
    flow_preview := flow_preview,
    fund_links := fund_links,
    fund_now := fund_now,
    request_preview := request_preview,
]


@deploy
def __init__(vault: address):
    """
    @param vault deployed before, as are the contracts that it, and the trader, name
    """
    fund_links.__init__(vault)


@view
@external
def preview_buy(assets: uint256, receiver: address) -> IVaultLens.Preview:
    """
    @notice The vault's buy, or deposit, of now.
    @param assets USDC, 6 decimals
    """
    return flow_preview._buy(assets, receiver)


@view
@external
def preview_sell(shares: uint256, owner: address) -> IVaultLens.Preview:
    """
    @notice The vault's sell, or redeem, of now.
    @param owner of the shares
    """
    return flow_preview._sell(shares, owner)


@view
@external
def preview_request(amount: uint256, redemption: bool) -> IVaultLens.RequestPreview:
    """
    @notice The queue's request_deposit or request_redeem of now, and what would become of it at the NAV of now.
    @param amount USDC, 6 decimals, or shares of a redemption
    """
    return request_preview._request(amount, redemption)


@view
@external
def preview_in_kind(shares: uint256) -> (DynArray[uint256, 129], DynArray[uint256, 129]):
    """
    @notice The vault's redeem_in_kind of now.
    @param shares at most the supply; what is above is not counted
    @return ids, cash first, then the held, then the retired; raw units of each that would leave the fund's books
    """
    return in_kind_preview._in_kind(shares)


@view
@external
def limits() -> IVaultLens.Limits:
    return limits_left._limits()


@view
@external
def holdings() -> (IVaultLens.Portfolio, DynArray[IVaultLens.Holding, 225]):
    """
    @return the fund; its assets, cash first, then what is held, then what is a target and not held
    """
    return held_now._holdings()


@view
@external
def vault() -> address:
    return fund_links.VAULT.address
