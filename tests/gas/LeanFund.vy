# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The least an entry at NAV, an exit in kind and a decision can cost
@notice Entry: per asset one book word and one feed read, then USDC comes in and shares go out; an exit in USDC is the
        same the other way. Exit in kind: per asset one transfer and one book word written. Decision: fifteen target
        words written. No fee, no levy, no bounds on a price, no protection from a bad token, no event of its own.
"""
from ethereum.ercs import IERC20

interface Feed:
    def latestRoundData() -> (uint80, int256, uint256, uint256, uint80): view


WORDS: constant(uint256) = 15
BALANCE_MASK: constant(uint256) = 2**96 - 1
ADDRESS_SHIFT: constant(uint256) = 96

USDC: immutable(IERC20)

# place -> balance in bits 0..95, and above it the feed (for an entry) or the token (for an exit)
priced: uint256[128]
held: uint256[128]
count: uint256
shares: HashMap[address, uint256]
supply: uint256
targets: uint256[WORDS]


@deploy
def __init__(usdc: address):
    USDC = IERC20(usdc)
    self.supply = 10**18


@external
def book(token: address, feed: address, balance: uint256):
    self.priced[self.count] = balance | (convert(feed, uint256) << ADDRESS_SHIFT)
    self.held[self.count] = balance | (convert(token, uint256) << ADDRESS_SHIFT)
    self.count += 1


@external
def enter(assets: uint256):
    shares: uint256 = assets * self.supply // self._value()
    self.supply += shares
    self.shares[msg.sender] += shares
    extcall USDC.transferFrom(msg.sender, self, assets)


@external
def withdraw(assets: uint256):
    shares: uint256 = assets * self.supply // self._value()
    self.supply -= shares
    self.shares[msg.sender] -= shares
    extcall USDC.transfer(msg.sender, assets)


@external
def leave(part: uint256):
    """
    @param part one part in so many of everything
    """
    for i: uint256 in range(self.count, bound=128):
        word: uint256 = self.held[i]
        amount: uint256 = (word & BALANCE_MASK) // part
        self.held[i] = word - amount
        token: address = convert(word >> ADDRESS_SHIFT, address)
        extcall IERC20(token).transfer(msg.sender, amount, default_return_value=True)
    self.supply -= self.supply // part


@external
def decide(words: uint256[WORDS]):
    self.targets = words


@view
@internal
def _value() -> uint256:
    value: uint256 = 0
    for i: uint256 in range(self.count, bound=128):
        word: uint256 = self.priced[i]
        feed: address = convert(word >> ADDRESS_SHIFT, address)
        answer: int256 = (staticcall Feed(feed).latestRoundData())[1]
        value += (word & BALANCE_MASK) * convert(answer, uint256)
    return value
