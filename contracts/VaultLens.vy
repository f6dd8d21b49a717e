# pragma version 0.4.3
# pragma nonreentrancy on
# pragma optimize codesize
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title VaultLens: previews, remaining limits and holdings
@license AGPL-3.0-only
@notice
Purpose. A page, a console or a bot reads the lens before it acts. The lens has no state and no owner, and no contract of
the index knows it: another lens may be deployed beside it at any time.

Previews. A preview gives the numbers of the call in the same block, to the unit, and the reason with which the call would
revert. The arithmetic is the vault's and the queue's own (lib/vault, lib/queue); the order of the rules is theirs, and
tests hold it to it. preview_buy, preview_sell and preview_request do not revert; they name the rule. In the middle of a
call of the vault they say that a session is open. An eth_call of IndexTrader.rebalance from the executor previews a leg.

Limits of a preview. It does not read USDC balances, allowances or blocklists, and it does not know what a pool or a token
does wrong. Simulate the transaction for that.

Gas. Each function over 112 assets costs less than 30 million gas. With too little gas it reverts ("lens: gas",
"registry: gas"); it never gives another answer.
"""
from .interfaces import IVaultLens
from .lib.lens import flow_preview
from .lib.lens import fund_links
from .lib.lens import fund_now
from .lib.lens import held_now
from .lib.lens import in_kind_preview
from .lib.lens import priced_books
from .lib.lens import remaining_limits
from .lib.lens import request_preview

implements: IVaultLens

initializes: fund_links
initializes: fund_now[fund_links := fund_links]
initializes: priced_books[fund_links := fund_links]
initializes: flow_preview[fund_links := fund_links, fund_now := fund_now]
initializes: held_now[fund_links := fund_links, priced_books := priced_books]
initializes: in_kind_preview[fund_links := fund_links]
initializes: request_preview[fund_links := fund_links, fund_now := fund_now]
initializes: remaining_limits[
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
    @notice What the vault's buy, or deposit, would do now.
    @param assets USDC, 6 decimals
    """
    return flow_preview._buy(assets, receiver)


@view
@external
def preview_sell(shares: uint256, owner: address) -> IVaultLens.Preview:
    """
    @notice What the vault's sell, or redeem, would do now.
    @param owner the account whose shares are sold
    """
    return flow_preview._sell(shares, owner)


@view
@external
def preview_request(amount: uint256, redemption: bool) -> IVaultLens.RequestPreview:
    """
    @notice What the queue's requestDeposit or requestRedeem would do now, and what it would bring at the NAV of now.
    @param amount USDC, 6 decimals, or shares of a redemption
    """
    return request_preview._request(amount, redemption)


@view
@external
def preview_in_kind(shares: uint256) -> (DynArray[uint256, 129], DynArray[uint256, 129]):
    """
    @notice What the vault's redeem_in_kind would take now.
    @param shares at most the supply; more counts as the supply
    @return ids: cash, then held assets, then retired ones; raw units of each that would leave the books
    """
    return in_kind_preview._in_kind(shares)


@view
@external
def limits() -> IVaultLens.Limits:
    return remaining_limits._limits()


@view
@external
def holdings() -> (IVaultLens.Portfolio, DynArray[IVaultLens.Holding, 225]):
    """
    @return the fund; its assets: cash, then held ones, then targets that are not held
    """
    return held_now._holdings()


@view
@external
def vault() -> address:
    return fund_links.VAULT.address
