# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Which rule of the trader would refuse a leg now
@notice A leg alone in a session of one transaction, run by the executor, through pools and tokens that do what they say:
        what it receives is an argument. Rules in the trader's order, with its reasons; the limits, NAV and distance are
        its own code (lib/trader). What a hop or a token does wrong is for a simulation of the transaction to find.
"""
from ethereum.ercs import IERC20

from ...interfaces import IIndexTrader
from ...interfaces import IVaultLens
from ..shared import constants
from ..trader import basket
from ..vault import books
from ..shared import require
from . import fund_links
from ..vault import fund_state
from ..trader import limits
from ..trader import loss_budget
from . import priced_books
from ..shared import quote
from ..strategy import target_words
from ..trader import swap
from ..trader import trade

uses: fund_links
uses: priced_books

@view
@internal
def _check(leg: IIndexTrader.Leg, received: uint256) -> IVaultLens.LegValues:
    """
    @param received raw units that the leg's last pool sends; of no meaning for a surplus
    @dev Errors: those of the trader and "registry: unlisted asset", "registry: gas"
    """
    state: fund_state.State = fund_links._state()
    require._that(block.timestamp >= state.suspended_until, "trader: session open")
    epoch: uint256 = 0
    targets: DynArray[uint256, target_words.MAX_WORDS] = []
    epoch, targets = fund_links._targets()
    require._that(epoch != 0, "trader: epoch")
    require._that(leg.asset < basket.ID_SPACE or not leg.buy, "trader: unknown asset")
    bought: uint256 = priced_books.NOTHING
    if leg.buy:
        bought = leg.asset
    fund: basket.Basket = priced_books._read(bought, targets)
    cash_quote: uint256 = fund.quotes[0]
    require._that(quote._is_firm(cash_quote), "trader: no price")
    require._that(leg.asset != constants.CASH, "trader: cash is no leg")
    require._that(leg.asset < basket.ID_SPACE, "trader: unknown asset")
    place: uint256 = 0
    held_after: uint256 = 0         # places but cash and that of the leg which the close would keep in the list
    for i: uint256 in range(1, len(fund.ids), bound=basket.MAX_PLACES):
        if fund.ids[i] == leg.asset:
            place = i
        elif fund.values[i] > quote.DUST or not quote._is_firm(fund.quotes[i]):
            held_after += 1
    require._that(place != 0, "trader: not held")

    asset_quote: uint256 = fund.quotes[place]
    paused: bool = state.wound_down or block.timestamp < state.paused_until
    require._that(not leg.buy or quote._is_stable(asset_quote) or not paused, "trader: paused")
    require._that(quote._is_firm(asset_quote), "trader: no price")
    balance: uint256 = fund.words[place] & books.FIELD_MASK
    cash: uint256 = fund.words[0] & books.FIELD_MASK
    paid: uint256 = leg.amount_in
    came: uint256 = received
    quote_in: uint256 = asset_quote
    quote_out: uint256 = cash_quote
    if leg.buy:
        came = self._bought(leg, received, asset_quote, fund.words[place], cash)
        balance += came
        cash -= paid
        quote_in = cash_quote
        quote_out = asset_quote
    else:
        paid = self._sold(leg, received, fund.words[place])
        balance -= paid
        cash += came
    value_in: uint256 = quote._value(quote_in, paid)
    value_out: uint256 = quote._value(quote_out, came)
    value_after: uint256 = quote._value(asset_quote, balance)
    limits._check_price(value_in, value_out, quote._slippage_bps(asset_quote))
    limits._check_direction(
        leg.buy, fund.values[place], value_after, fund.nav, fund.cash_need, fund.ppm[place]
    )

    # the vault has the USDC that its books and claims say, so it has after a leg that moves what it says
    require._that(fund_links._measured(constants.CASH) >= self._tracked(fund.words[0]), "trader: cash short")
    cost: uint256 = value_in - min(value_in, value_out)
    if leg.buy:
        limits._check_cash_target(quote._value(cash_quote, cash), cost, fund.nav, fund.cash_need, fund.ppm[0])
    if value_after > quote.DUST:
        held_after += 1
    require._that(held_after <= constants.MAX_HELD, "trader: too many assets")

    loss: uint256 = 0
    left: uint256 = 0
    loss, left = self._loss(cost, fund.nav, fund.distance, not leg.buy and fund.ppm[place] == 0)
    return IVaultLens.LegValues(
        paid=paid,
        value_in=value_in,
        value_out=value_out,
        slippage_bps=limits._slippage_bps(value_in, value_out),
        loss=loss,
        loss_left=left,
    )


@view
@internal
def _sold(leg: IIndexTrader.Leg, received: uint256, word: uint256) -> uint256:
    """
    @notice As trade._sell, the swap taken as given.
    @return raw units of the asset that go in
    """
    balance: uint256 = word & books.FIELD_MASK
    paid: uint256 = leg.amount_in
    if paid == trade.ALL_BUT_DUST and balance != 0:
        paid = balance - 1
    require._that(paid != 0 and paid <= balance, "trader: amount")
    self._check_hops(leg, received)
    require._that(fund_links._measured(leg.asset) >= self._tracked(word), "trader: sold token short")
    require._that(received >= leg.min_out, "trader: below min out")
    return paid


@view
@internal
def _bought(leg: IIndexTrader.Leg, received: uint256, asset_quote: uint256, word: uint256, cash: uint256) -> uint256:
    """
    @notice As trade._buy, the swap taken as given.
    @return raw units of the asset that come out
    """
    require._that(quote._is_buyable(asset_quote), "trader: not buyable")
    came: uint256 = received
    if leg.first_hop == 0:
        came = leg.min_out
        require._that(leg.second_hop == 0, "trader: second hop")
        require._that(leg.amount_in == 0 and came != 0, "trader: amount")
        measured: uint256 = fund_links._measured(leg.asset)
        surplus: uint256 = measured - min(measured, self._tracked(word))
        require._that(surplus >= came, "trader: no such surplus")
    else:
        require._that(leg.amount_in != 0 and leg.amount_in <= cash, "trader: amount")
        self._check_hops(leg, came)
        require._that(came >= leg.min_out, "trader: below min out")
    require._that(came <= books.MAX_AMOUNT - (word & books.FIELD_MASK), "trader: amount")
    return came


@pure
@internal
def _check_hops(leg: IIndexTrader.Leg, received: uint256):
    """
    @notice What is wrong with the hops whatever the pools do.
    """
    known: bool = True
    for hop: uint256 in [leg.first_hop, leg.second_hop]:
        venue: uint256 = hop >> swap.VENUE_SHIFT
        known = known and (venue == swap.V3_POOL or venue == swap.V2_PAIR)
    require._that(known, "trader: unknown venue")
    require._that(received <= books.MAX_AMOUNT, "trader: pool report")


@view
@internal
def _loss(cost: uint256, nav: uint256, distance: uint256, derisking: bool) -> (uint256, uint256):
    """
    @param cost USD 18 decimals, as nav and distance
    @return 1e-8 of NAV that is lost, rounded up, and that might be
    @dev Errors: "trader: session budget", "trader: week budget"
    """
    budget: IIndexTrader.Budget = staticcall fund_links.TRADER.budget()
    # USD 18 decimals x bps
    session: uint256 = (distance + limits._dust(nav, 0)) * budget.session_bps
    require._that(cost * constants.BPS <= session, "trader: session budget")
    basis: uint256 = staticcall fund_links.TRADER.loss_basis(nav)
    left: uint256 = staticcall fund_links.TRADER.budget_left(derisking)
    if basis == 0:
        return 0, 0
    loss: uint256 = (cost * loss_budget.UNIT + basis - 1) // basis
    require._that(cost == 0 or (cost < basis and loss <= left), "trader: week budget")
    return loss, min(left, session * loss_budget.UNITS_A_BPS // basis)


@pure
@internal
def _tracked(word: uint256) -> uint256:
    """
    @param word book word
    @return raw units: balance and claims
    """
    return (word & books.FIELD_MASK) + (word >> books.POT_SHIFT)
