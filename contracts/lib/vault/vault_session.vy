# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What the trader may do: take over the books, pay pools, write the books back
@notice The only way assets leave the vault other than to holders and claimants. The trader's limits bound what it pays. The
        gate closes all other entries between open_session and settle.
"""
from ethereum.ercs import IERC20

from . import books
from ..shared import require
from . import fund_state
from . import held_list
from . import session_gate
from . import net_assets
from ..shared import constants

uses: books
uses: fund_state
uses: held_list
uses: session_gate
uses: net_assets


@external
def open_session() -> (DynArray[uint256, 128], DynArray[uint256, 128], bool):
    """
    @notice Closes every other entry until settle, which the trader calls in the same transaction.
    @return ids, cash first, then the held list; their book words; whether entries (and risk-up trading) are closed
    """
    session_gate._open()
    net_assets.marked = False
    ids: DynArray[uint256, 128] = [constants.CASH]
    words: DynArray[uint256, 128] = [books._word(constants.CASH)]
    held_ids: DynArray[uint256, 112] = held_list._ids()
    for held: uint256 in held_ids:
        ids.append(held)
        words.append(books._word(held))
    state: fund_state.State = fund_state._load()
    return ids, words, state.wound_down or block.timestamp < state.paused_until


@view
@external
def book_words(assets: DynArray[uint256, 128]) -> DynArray[uint256, 128]:
    """
    @notice Book words of assets that are not held yet: dust and pots that a buy adds to. Nothing retired is bought: its
            balance would come back into NAV.
    """
    session_gate._only_trader()
    words: DynArray[uint256, 128] = []
    retired: DynArray[uint256, held_list.IDS_PER_WORD] = held_list._retired_ids()
    for booked: uint256 in assets:
        require._that(booked not in retired, "vault: retired")
        words.append(books._word(booked))
    return words


@external
@reentrant
def pay(asset: uint256, to: address, amount: uint256) -> address:
    """
    @notice Pays a pool. Books are written in settle; the trader bounds the amount by them. The gate lets the trader alone
            in, so the lock would only cost gas; what could be called meanwhile can be called between two payments too.
    @return the token of the asset
    """
    session_gate._in_session()
    token: address = books._token(asset)
    require._that(extcall IERC20(token).transfer(to, amount, default_return_value=True), "vault: pool not paid")
    return token


@external
def settle(
    bookings: DynArray[uint256, 128],
    held: DynArray[uint256, 112],
    levy_bps: uint256,
):
    """
    @notice Books what the session did and opens the other entries again.
    @param bookings id | balance << 16 each: the fund's raw units, claims not included
    @param held ids that NAV counts from now on, cash not included
    @param levy_bps computed on what is held now; a fund that is wound down takes none
    """
    session_gate._in_session()
    for booking: uint256 in bookings:
        booked: uint256 = booking & held_list.ID_MASK
        balance: uint256 = booking >> held_list.ID_BITS
        require._that(balance <= books.MAX_AMOUNT, "vault: amount")
        if books._book(booked, balance):
            books._remember_token(booked, net_assets.REGISTRY)

    state: fund_state.State = fund_state._load()
    if not state.wound_down:
        state.exit_levy_bps = levy_bps
    changed: bool = False
    words: DynArray[uint256, 7] = []
    changed, words = held_list._store(held)
    if changed:
        state.sequence += 1
        held_list._log(state.sequence, len(held), words)
    fund_state._store(state)
    session_gate._close()
