# pragma version 0.4.3
# pragma nonreentrancy on
# pragma optimize codesize
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexVault: the only holder of the index's assets
@license AGPL-3.0-only
@notice
Promise. Every asset of the fund is here and leaves it in three ways only: to a holder who burns shares for it, to a
claimant, or to a pool inside a session of the trader. Nobody is ever approved, nobody but a holder moves a holder's
shares, and no role, asset or feed can stop redeem_in_kind.

Accounting. Balances are tracked (lib/books): one word per asset, raw units. NAV = cash + sum of balance x price, in USD
with 18 decimals, over USDC's own price (lib/valuation). A donation changes nothing. Dust that a sale leaves is kept in
the books but not in the held list.

Share. 18 decimals, ERC-20, ERC-2612, ERC-4626 over USDC (6 decimals), virtual offset 12; the seed is burned.

Entries and exits at NAV. Levy and platform fee: lib/share_price; what an asset without a firm price does: lib/valuation.
totalAssets and convertTo* use last good prices and never revert; max* are 0 where an entry or exit would revert.

Exit in kind. shares x (1 - the levy computed last) of every asset, no price, no keeper, no platform fee; lib/in_kind.

Rounding. Against the caller, lib/rounding.

Token requirements. ERC-20 with or without a return value. What odd tokens do to an exit: lib/in_kind.

Liveness. Guardian: pauses entries for 3 days, then not again for 4 days. Owner: fees inside hard caps. Trader: open_session,
pay, settle, which exclude every other entry between open and settle (transient). Nothing here can be upgraded.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626
from snekmate.auth import ownable
from snekmate.auth import ownable_2step
from snekmate.tokens import erc20

from .interfaces import IIndexVault
from .lib import books
from .lib import check
from .lib import flows
from .lib import fund_state
from .lib import guarded
from .lib import held_list
from .lib import in_kind
from .lib import share_price
from .lib import valuation

implements: IERC20
implements: IERC4626
implements: IIndexVault

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: erc20[ownable := ownable]
initializes: books
initializes: held_list
initializes: fund_state
initializes: in_kind[books := books]
initializes: valuation[books := books, held_list := held_list]
initializes: flows[books := books, erc20 := erc20, fund_state := fund_state, valuation := valuation]

exports: guarded.__interface__
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
    flows.fee_receiver,
)

BPS: constant(uint256) = 10_000
CASH: constant(uint256) = 1
MAX_MANAGEMENT_BPS: constant(uint256) = 300     # 3 % a year
MAX_PLATFORM_BPS: constant(uint256) = 100       # 1 %
PAUSE: constant(uint256) = 259_200              # 3 days
COOL_DOWN: constant(uint256) = 345_600          # 4 days after a pause ended
BURNED: constant(address) = 0x000000000000000000000000000000000000dEaD

TRADER: immutable(address)
USDC: immutable(address)

# True between open_session and settle: a pool or token called by the trader finds every other entry closed.
session_open: transient(bool)


@deploy
def __init__(
    owner: address,
    guardian: address,
    trader: address,
    registry: address,
    usdc: address,
    fee_receiver: address,
    management_bps: uint256,
    platform_bps: uint256,
):
    ownable.__init__()
    ownable_2step.__init__()
    guarded.__init__(owner, guardian)
    erc20.__init__("Global 100", "GL100", 18, "Global 100", "1")
    valuation.__init__(registry)
    flows.__init__(usdc)
    TRADER = trader
    USDC = usdc
    books.tokens[CASH] = usdc
    state: fund_state.State = empty(fund_state.State)
    state.accrued_at = block.timestamp
    self._set_fees(state, management_bps, platform_bps, fee_receiver)


# --- ERC-20 ----------------------------------------------------------------------------------------------------------


@external
def transfer(to: address, amount: uint256) -> bool:
    self._idle()
    erc20._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(owner: address, to: address, amount: uint256) -> bool:
    self._idle()
    erc20._spend_allowance(owner, msg.sender, amount)
    erc20._transfer(owner, to, amount)
    return True


@view
@external
def totalSupply() -> uint256:
    return erc20.totalSupply


# --- ERC-4626: views -------------------------------------------------------------------------------------------------


@view
@external
def asset() -> address:
    return USDC


@view
@external
def totalAssets() -> uint256:
    """
    @return USDC, 6 decimals: NAV with unpriced assets at their last good price
    """
    total: uint256 = 0
    supply: uint256 = 0
    total, supply = flows._plain_terms()
    return total


@view
@external
def convertToShares(assets: uint256) -> uint256:
    total: uint256 = 0
    supply: uint256 = 0
    total, supply = flows._plain_terms()
    return share_price._plain_shares(assets, total, supply)


@view
@external
def convertToAssets(shares: uint256) -> uint256:
    total: uint256 = 0
    supply: uint256 = 0
    total, supply = flows._plain_terms()
    return share_price._plain_assets(shares, total, supply)


@view
@external
def maxDeposit(receiver: address) -> uint256:
    return 0 if self.session_open else flows._room(flows._entry_terms())


@view
@external
def maxMint(receiver: address) -> uint256:
    if self.session_open:
        return 0
    terms: flows.Terms = flows._entry_terms()
    shares: uint256 = 0
    fee: uint256 = 0
    shares, fee = flows._shares_of(flows._room(terms), terms)
    return shares


@view
@external
def maxWithdraw(owner: address) -> uint256:
    if self.session_open:
        return 0
    terms: flows.Terms = flows._exit_terms()
    return min(flows._assets_for(flows._redeemable(erc20.balanceOf[owner], terms), terms), terms.cash)


@view
@external
def maxRedeem(owner: address) -> uint256:
    return 0 if self.session_open else flows._redeemable(erc20.balanceOf[owner], flows._exit_terms())


@view
@external
def previewDeposit(assets: uint256) -> uint256:
    self._idle()
    shares: uint256 = 0
    fee: uint256 = 0
    shares, fee = flows._shares_of(assets, flows._open_entry_terms())
    return shares


@view
@external
def previewMint(shares: uint256) -> uint256:
    self._idle()
    assets: uint256 = 0
    fee: uint256 = 0
    assets, fee = flows._assets_of(shares, flows._open_entry_terms())
    return assets


@view
@external
def previewWithdraw(assets: uint256) -> uint256:
    self._idle()
    return flows._shares_for(assets, flows._open_exit_terms())


@view
@external
def previewRedeem(shares: uint256) -> uint256:
    self._idle()
    return flows._assets_for(shares, flows._open_exit_terms())


# --- ERC-4626: entries and exits at NAV ------------------------------------------------------------------------------


@external
def deposit(assets: uint256, receiver: address) -> uint256:
    return self._buy(assets, receiver)


@external
def mint(shares: uint256, receiver: address) -> uint256:
    self._idle()
    terms: flows.Terms = flows._open_entry_terms()
    assets: uint256 = 0
    fee: uint256 = 0
    assets, fee = flows._assets_of(shares, terms)
    flows._enter(assets, shares, fee, receiver, terms)
    return assets


@external
def withdraw(assets: uint256, receiver: address, owner: address) -> uint256:
    self._idle()
    terms: flows.Terms = flows._open_exit_terms()
    shares: uint256 = flows._shares_for(assets, terms)
    flows._exit(assets, shares, receiver, owner, terms)
    return shares


@external
def redeem(shares: uint256, receiver: address, owner: address) -> uint256:
    return self._sell(shares, receiver, owner)


@external
def buy(assets: uint256, min_shares: uint256, receiver: address, deadline: uint256) -> uint256:
    """
    @notice deposit with the caller's own bound and a deadline.
    @param assets USDC, 6 decimals
    @param min_shares least shares to receive
    @param deadline unix seconds
    @return shares to the receiver
    """
    check._that(block.timestamp <= deadline, "vault: past deadline")
    shares: uint256 = self._buy(assets, receiver)
    check._that(shares >= min_shares, "vault: below minimum out")
    return shares


@external
def sell(shares: uint256, min_assets: uint256, receiver: address, deadline: uint256) -> uint256:
    """
    @notice redeem of the caller's own shares with his bound and a deadline.
    @param min_assets least USDC to receive, 6 decimals
    @param deadline unix seconds
    @return USDC to the receiver, 6 decimals
    """
    check._that(block.timestamp <= deadline, "vault: past deadline")
    assets: uint256 = self._sell(shares, receiver, msg.sender)
    check._that(assets >= min_assets, "vault: below minimum out")
    return assets


# --- exit in kind ----------------------------------------------------------------------------------------------------


@external
def redeem_in_kind(
    shares: uint256, receiver: address, owner: address, skip: DynArray[uint256, 112] = []
) -> DynArray[uint256, 113]:
    """
    @notice Pays the owner's part of every asset; open in every state outside a running session.
    @param shares taken from the owner; the caller needs his allowance unless he is the owner
    @param receiver of the assets; never this vault
    @param owner also owns the claims for what could not be paid
    @param skip ids booked as claims without calling their token
    @return raw units that left the fund's books, cash first, then in the order of the held list
    """
    self._idle()
    check._that(shares != 0, "vault: zero")
    check._that(receiver != empty(address) and receiver != self, "vault: receiver")
    if msg.sender != owner:
        erc20._spend_allowance(owner, msg.sender, shares)
    state: fund_state.State = flows._accrue(fund_state._load())
    supply: uint256 = erc20.totalSupply
    erc20._burn(owner, shares)

    # part of every asset = shares x (1 - levy) / (supply + virtual shares)
    numerator: uint256 = shares * (BPS - state.exit_levy_bps)
    denominator: uint256 = (supply + share_price.VIRTUAL_SHARES) * BPS
    assets: DynArray[uint256, 113] = [CASH]
    held_ids: DynArray[uint256, 112] = held_list._ids()
    for held: uint256 in held_ids:
        assets.append(held)
    amounts: DynArray[uint256, 113] = []
    sequence: uint256 = state.sequence
    amount: uint256 = 0
    for paid_asset: uint256 in assets:
        amount, sequence = in_kind._pay_out(
            paid_asset, receiver, owner, numerator, denominator, len(skip) != 0 and paid_asset in skip, sequence
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
    self._idle()
    check._that(receiver != self, "vault: receiver")
    self._sync(asset)
    amount: uint256 = books._take_claim(asset, msg.sender)
    check._that(amount != 0, "vault: no claim")
    log IIndexVault.ClaimPaid(
        account=msg.sender, asset=asset, sequence=self._next_sequence(), receiver=receiver, amount=amount
    )
    check._that(extcall IERC20(books.tokens[asset]).transfer(receiver, amount, default_return_value=True), "vault: claim not paid")
    return amount


# --- anyone ----------------------------------------------------------------------------------------------------------


@external
def sync(asset: uint256) -> uint256:
    """
    @notice Books a shortfall: where the token says the vault has less than the books, holdings and claims bear it in
            proportion. A surplus is not booked.
    @return raw units missing, 0 if none
    """
    self._idle()
    return self._sync(asset)


@external
def accrue() -> uint256:
    """
    @notice Mints the management fee up to now.
    @return supply after
    """
    self._idle()
    fund_state._store(flows._accrue(fund_state._load()))
    return erc20.totalSupply


# --- the trader, inside one session ----------------------------------------------------------------------------------


@external
def open_session() -> (DynArray[uint256, 128], DynArray[uint256, 128], bool):
    """
    @notice Closes every other entry until settle, which the trader calls in the same transaction.
    @return ids, cash first, then the held list; their book words; whether entries (and risk-up trading) are paused
    """
    self._only_trader()
    self._idle()
    self.session_open = True
    ids: DynArray[uint256, 128] = [CASH]
    words: DynArray[uint256, 128] = [books.words[CASH]]
    held_ids: DynArray[uint256, 112] = held_list._ids()
    for held: uint256 in held_ids:
        ids.append(held)
        words.append(books.words[held])
    return ids, words, block.timestamp < fund_state._load().paused_until


@view
@external
def book_words(assets: DynArray[uint256, 128]) -> DynArray[uint256, 128]:
    """
    @notice Book words of assets that are not held yet: dust and pots that a buy adds to.
    """
    self._only_trader()
    words: DynArray[uint256, 128] = []
    for booked: uint256 in assets:
        words.append(books.words[booked])
    return words


@external
def pay(asset: uint256, to: address, amount: uint256) -> address:
    """
    @notice Pays a pool. Books are written in settle; the trader bounds the amount by them.
    @return the token of the asset
    """
    self._only_trader()
    check._that(self.session_open, "vault: no session")
    token: address = books.tokens[asset]
    check._that(extcall IERC20(token).transfer(to, amount, default_return_value=True), "vault: pool not paid")
    return token


@external
def settle(
    assets: DynArray[uint256, 128],
    balances: DynArray[uint256, 128],
    held: DynArray[uint256, 112],
    levy_bps: uint256,
):
    """
    @notice Books what the session did and opens the other entries again.
    @param balances the fund's raw units of each of the assets, claims not included
    @param held ids that NAV counts from now on, cash not included
    @param levy_bps computed on what is held now
    """
    self._only_trader()
    check._that(self.session_open, "vault: no session")
    i: uint256 = 0
    for booked: uint256 in assets:
        word: uint256 = books.words[booked]
        balance: uint256 = balances[i]
        if word & books.FIELD_MASK != balance:
            check._that(balance <= books.MAX_AMOUNT, "vault: amount")
            if word == 0:
                books._remember_token(booked, valuation.REGISTRY)
            books._write(booked, balance, word >> books.POT_SHIFT)
        i += 1

    state: fund_state.State = fund_state._load()
    state.exit_levy_bps = levy_bps
    changed: bool = False
    words: DynArray[uint256, 7] = []
    changed, words = held_list._store(held)
    if changed:
        state.sequence += 1
        log IIndexVault.HeldSet(sequence=state.sequence, count=len(held), words=words)
    fund_state._store(state)
    self.session_open = False


# --- views -----------------------------------------------------------------------------------------------------------


@view
@external
def nav() -> IIndexVault.Nav:
    self._idle()
    return valuation._nav()


@view
@external
def held() -> DynArray[uint256, 112]:
    return held_list._ids()


@view
@external
def book(asset: uint256) -> (uint256, uint256):
    """
    @return the fund's balance and the claims pot, raw units
    """
    return books._split(books.words[asset])


@view
@external
def claimable(asset: uint256, account: address) -> uint256:
    shares: uint256 = 0
    amount: uint256 = 0
    shares, amount = books._claimable(asset, account)
    return amount


@view
@external
def fund() -> fund_state.State:
    return fund_state._load()


@view
@external
def trader() -> address:
    return TRADER


@view
@external
def registry() -> address:
    return valuation.REGISTRY.address


# --- roles -----------------------------------------------------------------------------------------------------------


@external
def seed(assets: uint256):
    """
    @notice The first deposit, by the owner, burned: the fund never returns to an empty state.
    @param assets USDC, 6 decimals
    """
    self._idle()
    guarded._only_owner()
    flows._seed(assets, BURNED)


@external
def pause_entries():
    """
    @notice Guardian. Entries and risk-up trading close for 3 days; the next pause may begin 4 days after this one ended.
    """
    guarded._only_guardian()
    state: fund_state.State = fund_state._load()
    check._that(state.paused_until == 0 or block.timestamp >= state.paused_until + COOL_DOWN, "vault: cool-down")
    state.paused_until = block.timestamp + PAUSE
    state.sequence += 1
    fund_state._store(state)
    log IIndexVault.EntriesPaused(sequence=state.sequence, until=state.paused_until, by=msg.sender)


@external
def set_fees(management_bps: uint256, platform_bps: uint256, receiver: address):
    """
    @notice Owner. Accrues at the old rate first.
    @param management_bps a year, at most 300
    @param platform_bps of shares on entry and exit, at most 100
    """
    self._idle()
    guarded._only_owner()
    self._set_fees(flows._accrue(fund_state._load()), management_bps, platform_bps, receiver)


# --- internal --------------------------------------------------------------------------------------------------------


@view
@internal
def _idle():
    check._that(not self.session_open, "vault: session open")


@view
@internal
def _only_trader():
    check._that(msg.sender == TRADER, "vault: only trader")


@internal
def _buy(assets: uint256, receiver: address) -> uint256:
    self._idle()
    terms: flows.Terms = flows._open_entry_terms()
    shares: uint256 = 0
    fee: uint256 = 0
    shares, fee = flows._shares_of(assets, terms)
    flows._enter(assets, shares, fee, receiver, terms)
    return shares


@internal
def _sell(shares: uint256, receiver: address, owner: address) -> uint256:
    self._idle()
    terms: flows.Terms = flows._open_exit_terms()
    assets: uint256 = flows._assets_for(shares, terms)
    flows._exit(assets, shares, receiver, owner, terms)
    return assets


@internal
def _sync(asset: uint256) -> uint256:
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = books._split(books.words[asset])
    if balance + pot == 0:
        return 0
    actual: uint256 = staticcall IERC20(books.tokens[asset]).balanceOf(self)
    if actual >= balance + pot:
        return 0
    books._book_shortfall(asset, actual, self._next_sequence())
    return balance + pot - actual


@internal
def _next_sequence() -> uint256:
    state: fund_state.State = fund_state._load()
    state.sequence += 1
    fund_state._store(state)
    return state.sequence


@internal
def _set_fees(state: fund_state.State, management_bps: uint256, platform_bps: uint256, receiver: address):
    check._that(management_bps <= MAX_MANAGEMENT_BPS and platform_bps <= MAX_PLATFORM_BPS, "vault: fee above cap")
    check._that(receiver != empty(address) and receiver != self, "vault: receiver")
    fees: fund_state.State = state
    fees.management_bps = management_bps
    fees.platform_bps = platform_bps
    fees.sequence += 1
    fund_state._store(fees)
    flows.fee_receiver = receiver
    log IIndexVault.FeesSet(
        sequence=fees.sequence, management_bps=management_bps, platform_bps=platform_bps, receiver=receiver
    )
