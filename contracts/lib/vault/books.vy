# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Books: what the fund owns and what it owes, per asset
@notice Balances are tracked, never read from the token for NAV: a donation does not move the price.
        Balances lie two to a slot, so that NAV and an exit touch half as many cold ones: those of asset 2k and 2k + 1,
        128 bits each, bits 0..119 the balance, bit 127 whether the asset has a claims pot, which lies with its claim
        shares. Other modules see a book word per asset: balance in bits 0..127, pot in bits 128..255, raw units.
        A claim is a part of the pot, counted in claim shares, so that claims and holdings bear a later shortfall in
        proportion. When a pot has lost all but 1/2**15 of its value its round ends and newcomers start a fresh one.
        No function an exit calls can overflow: balance and pot are at most 2**120, so claim shares are at most 2**136
        and every product below stays under 2**256: the unsafe arithmetic is exact.
"""
from ...interfaces import IAssetRegistry
from ...interfaces import IIndexVault
from ..shared import constants

MAX_AMOUNT: constant(uint256) = 2**120 - 1
FIELD_MASK: constant(uint256) = 2**128 - 1
POT_SHIFT: constant(uint256) = 128
HAS_POT: constant(uint256) = 1 << 127
SHARES_SHIFT: constant(uint256) = 120
TOKEN: constant(uint256) = 2**160 - 1
ROUND_SHIFT: constant(uint256) = 160
MAX_SHARES_PER_UNIT: constant(uint256) = 2**15


# asset // 2 -> two halves: the even id's below, the odd one's 128 = 1 << 7 bits higher. Cash (asset 1) is booked like
# any other.
pairs: HashMap[uint256, uint256]

# asset -> token | claim round << 160. The token is written when the asset is first held: exits must not depend on the
# registry.
token_words: HashMap[uint256, uint256]

# asset -> pot | claim shares << 120
claim_words: HashMap[uint256, uint256]

# asset -> round -> account -> claim shares
claim_shares: HashMap[uint256, HashMap[uint256, HashMap[address, uint256]]]


@deploy
def __init__(usdc: address):
    self.token_words[constants.CASH] = convert(usdc, uint256)


@view
@internal
def _balance(asset: uint256) -> uint256:
    return (self.pairs[asset >> 1] >> ((asset & 1) << 7)) & MAX_AMOUNT


@view
@internal
def _word(asset: uint256) -> uint256:
    """
    @return balance | pot << 128
    """
    half: uint256 = (self.pairs[asset >> 1] >> ((asset & 1) << 7)) & FIELD_MASK
    if half & HAS_POT != 0:
        return (half ^ HAS_POT) | ((self.claim_words[asset] & MAX_AMOUNT) << POT_SHIFT)
    return half


@pure
@internal
def _split(word: uint256) -> (uint256, uint256):
    """
    @return balance, pot
    """
    return word & FIELD_MASK, word >> POT_SHIFT


@view
@internal
def _token(asset: uint256) -> address:
    return convert(self.token_words[asset] & TOKEN, address)


@internal
def _set_balance(asset: uint256, balance: uint256):
    """
    @param balance at most MAX_AMOUNT: the callers' to check, for a larger one would spill into the neighbour
    """
    # what it answers concerns settle alone
    fresh: bool = self._book(asset, balance)


@internal
def _book(asset: uint256, balance: uint256) -> bool:
    """
    @param balance at most MAX_AMOUNT, as of _set_balance
    @return whether nothing was booked of the asset before and something is now: its token may be unknown
    """
    place: uint256 = (asset & 1) << 7
    pair: uint256 = self.pairs[asset >> 1]
    half: uint256 = (pair >> place) & FIELD_MASK
    changed: uint256 = (half & MAX_AMOUNT) ^ balance
    if changed != 0:
        self.pairs[asset >> 1] = pair ^ (changed << place)
    return half == 0 and changed != 0


@internal
def _set_claims(asset: uint256, pot: uint256, shares: uint256):
    has_pot: uint256 = HAS_POT << ((asset & 1) << 7)
    pair: uint256 = self.pairs[asset >> 1] | has_pot
    if pot == 0:
        pair ^= has_pot
    self.pairs[asset >> 1] = pair
    self.claim_words[asset] = pot | (shares << SHARES_SHIFT)


@internal
def _remember_token(asset: uint256, registry: IAssetRegistry):
    if self.token_words[asset] == 0:
        token: address = staticcall registry.token(asset)
        self.token_words[asset] = convert(token, uint256)


@internal
def _book_shortfall(asset: uint256, actual: uint256, sequence: uint256) -> (uint256, uint256):
    """
    @notice Shares a shortfall between holdings and claims, in proportion.
    @param actual what the token says the vault has, below balance + pot
    @param sequence of the event
    @return balance and pot, each rounded down
    """
    balance_before: uint256 = 0
    pot_before: uint256 = 0
    balance_before, pot_before = self._split(self._word(asset))
    tracked: uint256 = unsafe_add(balance_before, pot_before)
    balance: uint256 = unsafe_div(unsafe_mul(balance_before, actual), tracked)
    pot: uint256 = unsafe_div(unsafe_mul(pot_before, actual), tracked)
    self._set_balance(asset, balance)
    self._set_claims(asset, pot, self.claim_words[asset] >> SHARES_SHIFT)
    log IIndexVault.ShortfallBooked(
        asset=asset,
        sequence=sequence,
        balance_before=balance_before,
        balance=balance,
        pot_before=pot_before,
        pot=pot,
    )
    return balance, pot


@internal
def _add_claim(asset: uint256, account: address, amount: uint256):
    """
    @notice Adds a claim of an account to the pot. The caller takes the amount from the balance.
    @param amount raw units; what would lift the pot above 2**120 is forfeited, which only a token with an absurd
           supply can cause, rather than the exit blocked
    """
    word: uint256 = self.claim_words[asset]
    pot: uint256 = word & MAX_AMOUNT
    total: uint256 = word >> SHARES_SHIFT
    if total > unsafe_mul(pot, MAX_SHARES_PER_UNIT):
        self.token_words[asset] = unsafe_add(self.token_words[asset], 1 << ROUND_SHIFT)
        total = 0
    added: uint256 = min(amount, MAX_AMOUNT - pot)
    shares: uint256 = added
    if total != 0:
        # claim shares = raw units x claim shares / raw units, rounded down
        shares = unsafe_div(unsafe_mul(added, total), pot)
    self._set_claims(asset, unsafe_add(pot, added), unsafe_add(total, shares))
    self.claim_shares[asset][self._round(asset)][account] += shares


@view
@internal
def _round(asset: uint256) -> uint256:
    return self.token_words[asset] >> ROUND_SHIFT


@view
@internal
def _claimable(asset: uint256, account: address) -> (uint256, uint256):
    """
    @return claim shares, and the raw units they stand for, rounded down
    """
    shares: uint256 = self.claim_shares[asset][self._round(asset)][account]
    if shares == 0:
        return 0, 0
    word: uint256 = self.claim_words[asset]
    return shares, unsafe_div(unsafe_mul(shares, word & MAX_AMOUNT), word >> SHARES_SHIFT)


@internal
def _take_claim(asset: uint256, account: address) -> uint256:
    """
    @return raw units, taken from the pot
    """
    shares: uint256 = 0
    amount: uint256 = 0
    shares, amount = self._claimable(asset, account)
    self.claim_shares[asset][self._round(asset)][account] = 0
    word: uint256 = self.claim_words[asset]
    self._set_claims(asset, (word & MAX_AMOUNT) - amount, (word >> SHARES_SHIFT) - shares)
    return amount
