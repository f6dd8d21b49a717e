# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Books: what the fund owns and what it owes, per asset
@notice Balances are tracked, never read from the token for NAV: a donation does not move the price.
        One word per asset: the fund's balance in bits 0..127, the claims pot in bits 128..255, raw units.
        A claim is a part of the pot, counted in claim shares, so that claims and holdings bear a later shortfall in
        proportion. When a pot has lost all but 1/2**15 of its value its round ends and newcomers start a fresh one.
        No function an exit calls can overflow: balance and pot are at most 2**120, so claim shares are at most 2**136
        and every product below stays under 2**256.
"""
from ...interfaces import IAssetRegistry
from ...interfaces import IIndexVault

CASH: constant(uint256) = 1
MAX_AMOUNT: constant(uint256) = 2**120 - 1
FIELD_MASK: constant(uint256) = 2**128 - 1
POT_SHIFT: constant(uint256) = 128
SHARES_MASK: constant(uint256) = 2**192 - 1
ROUND_SHIFT: constant(uint256) = 192
MAX_SHARES_PER_UNIT: constant(uint256) = 2**15


# asset -> balance | pot << 128. Cash (asset 1) is booked like any other.
words: HashMap[uint256, uint256]

# asset -> token, written when the asset is first held: exits must not depend on the registry
tokens: HashMap[uint256, address]

# asset -> claim shares | round << 192
claim_totals: HashMap[uint256, uint256]

# asset -> round -> account -> claim shares
claim_shares: HashMap[uint256, HashMap[uint256, HashMap[address, uint256]]]


@deploy
def __init__(usdc: address):
    self.tokens[CASH] = usdc


@view
@internal
def _balance(asset: uint256) -> uint256:
    return self.words[asset] & FIELD_MASK


@pure
@internal
def _split(word: uint256) -> (uint256, uint256):
    """
    @return balance, pot
    """
    return word & FIELD_MASK, word >> POT_SHIFT


@internal
def _write(asset: uint256, balance: uint256, pot: uint256):
    self.words[asset] = balance | (pot << POT_SHIFT)


@internal
def _remember_token(asset: uint256, registry: IAssetRegistry):
    if self.tokens[asset] == empty(address):
        self.tokens[asset] = staticcall registry.token(asset)


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
    balance_before, pot_before = self._split(self.words[asset])
    tracked: uint256 = balance_before + pot_before
    balance: uint256 = balance_before * actual // tracked
    pot: uint256 = pot_before * actual // tracked
    self._write(asset, balance, pot)
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
def _add_claim(asset: uint256, account: address, amount: uint256, pot: uint256) -> uint256:
    """
    @notice Adds a claim of an account to the pot. The caller takes the amount from the balance and writes the pot.
    @param amount raw units; what would lift the pot above 2**120 is forfeited, which only a token with an absurd
           supply can cause, rather than the exit blocked
    @param pot raw units before
    @return the pot after
    """
    added: uint256 = min(amount, MAX_AMOUNT - pot)
    total_word: uint256 = self.claim_totals[asset]
    total: uint256 = total_word & SHARES_MASK
    claim_round: uint256 = total_word >> ROUND_SHIFT
    if total > pot * MAX_SHARES_PER_UNIT:
        claim_round += 1
        total = 0
    shares: uint256 = added
    if total != 0:
        # claim shares = raw units x claim shares / raw units, rounded down
        shares = added * total // pot
    self.claim_totals[asset] = (total + shares) | (claim_round << ROUND_SHIFT)
    self.claim_shares[asset][claim_round][account] += shares
    return pot + added


@view
@internal
def _claimable(asset: uint256, account: address) -> (uint256, uint256):
    """
    @return claim shares, and the raw units they stand for, rounded down
    """
    total_word: uint256 = self.claim_totals[asset]
    total: uint256 = total_word & SHARES_MASK
    shares: uint256 = self.claim_shares[asset][total_word >> ROUND_SHIFT][account]
    if shares == 0:
        return 0, 0
    pot: uint256 = self.words[asset] >> POT_SHIFT
    return shares, shares * pot // total


@internal
def _take_claim(asset: uint256, account: address) -> uint256:
    """
    @return raw units, taken from the pot
    """
    shares: uint256 = 0
    amount: uint256 = 0
    shares, amount = self._claimable(asset, account)
    total_word: uint256 = self.claim_totals[asset]
    self.claim_shares[asset][total_word >> ROUND_SHIFT][account] = 0
    self.claim_totals[asset] = total_word - shares
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = self._split(self.words[asset])
    self._write(asset, balance, pot - amount)
    return amount
