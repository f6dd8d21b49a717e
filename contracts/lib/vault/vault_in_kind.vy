# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The exit that nothing can block, and the claims it may leave
@notice No price, no keeper, no role. Paying one asset: lib/vault/in_kind. Books, pots and shortfalls: lib/vault/books.
"""
from ethereum.ercs import IERC20
from snekmate.tokens import erc20

from ...interfaces import IIndexVault
from . import books
from ..shared import require
from . import flows
from . import fund_state
from . import held_list
from . import in_kind
from . import net_assets
from . import session_gate
from . import share_price
from ..shared import constants

uses: books
uses: erc20
uses: flows
uses: fund_state
uses: held_list
uses: in_kind
uses: net_assets
uses: session_gate


@external
def redeem_in_kind(
    shares: uint256, receiver: address, owner: address, skip: DynArray[uint256, 112] = []
) -> DynArray[uint256, 129]:
    """
    @notice Pays the owner's part of every asset; open in every state outside a running session.
    @param shares taken from the owner, whose allowance a caller needs who is not the owner. Less than one whole share
           leaves no claims: what cannot be paid then stays in the fund
    @param receiver of the assets; never this vault
    @param owner also owns the claims for what could not be paid
    @param skip ids booked as claims without calling their token
    @return raw units that left the fund's books, cash first, then in the order of the held list, then the retired
    """
    session_gate._idle()
    net_assets.marked = False
    flows._require_some(shares != 0)
    flows._require_receiver(receiver)
    if msg.sender != owner:
        erc20._spend_allowance(owner, msg.sender, shares)
    state: fund_state.State = flows._accrue(fund_state._load())
    supply: uint256 = erc20.totalSupply
    erc20._burn(owner, shares)

    # part of every asset = shares x (1 - levy) / (supply + virtual shares)
    numerator: uint256 = shares * (constants.BPS - state.exit_levy_bps)
    denominator: uint256 = (supply + share_price.VIRTUAL_SHARES) * constants.BPS
    assets: DynArray[uint256, 129] = [constants.CASH]
    held_ids: DynArray[uint256, 112] = held_list._ids()
    for held: uint256 in held_ids:
        assets.append(held)
    paid_until: uint256 = len(assets)
    retired_ids: DynArray[uint256, 16] = held_list._retired_ids()
    for retired: uint256 in retired_ids:
        assets.append(retired)
    amounts: DynArray[uint256, 129] = []
    sequence: uint256 = state.sequence
    amount: uint256 = 0
    for leaving: uint256 in assets:
        amount, sequence = in_kind._pay_out(
            leaving,
            receiver,
            owner,
            numerator,
            denominator,
            len(amounts) >= paid_until or len(skip) != 0 and leaving in skip,
            shares >= in_kind.CLAIM_SHARES,
            sequence,
        )
        amounts.append(amount)

    state.sequence = sequence + 1
    fund_state._store(state)
    log IIndexVault.ExitedInKind(
        owner=owner,
        sequence=state.sequence,
        receiver=receiver,
        shares=shares,
        supply=supply,
        levy_bps=state.exit_levy_bps,
        assets=assets,
        amounts=amounts,
    )
    return amounts


@external
def claim(asset: uint256, receiver: address) -> uint256:
    """
    @notice Pays the caller's claim on an asset, uncapped in gas, after sharing any shortfall.
    @return raw units paid
    """
    session_gate._idle()
    flows._require_receiver(receiver)
    self._sync(asset)
    amount: uint256 = books._take_claim(asset, msg.sender)
    require._that(amount != 0, "vault: no claim")
    sequence: uint256 = fund_state._next_sequence()
    log IIndexVault.ClaimPaid(
        account=msg.sender, asset=asset, sequence=sequence, receiver=receiver, amount=amount
    )
    token: address = books._token(asset)
    # the answer is ignored as in the exit: some tokens pay and say they did not
    before: uint256 = staticcall IERC20(token).balanceOf(self)  # lint: balance-of-self, what leaves is measured
    raw_call(token, abi_encode(receiver, amount, method_id=method_id("transfer(address,uint256)")))
    after: uint256 = staticcall IERC20(token).balanceOf(self)  # lint: balance-of-self, what leaves is measured
    require._that(after < before, "vault: claim not paid")
    return amount


@external
def sync(asset: uint256) -> uint256:
    """
    @notice Books a shortfall: where the token says the vault has less than the books, holdings and claims bear it in
            proportion. A surplus is not booked.
    @return raw units missing, 0 if none
    """
    session_gate._idle()
    return self._sync(asset)


@view
@external
def claimable(asset: uint256, account: address) -> uint256:
    shares: uint256 = 0
    amount: uint256 = 0
    shares, amount = books._claimable(asset, account)
    return amount


@internal
def _sync(asset: uint256) -> uint256:
    net_assets.marked = False
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = books._split(books._word(asset))
    if balance + pot == 0:
        return 0
    actual: uint256 = staticcall IERC20(books._token(asset)).balanceOf(self)  # lint: balance-of-self, against the books
    if actual >= balance + pot:
        return 0
    sequence: uint256 = fund_state._next_sequence()
    books._book_shortfall(asset, actual, sequence)
    return balance + pot - actual
