# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title USDC of the local world: the implementation behind UsdcProxy
@notice 6 decimals, a pause, a blocklist kept in the top bit of the balance word as FiatToken 2.2 does, EIP-2612 permit.
        The minter mints, pauses and blocks. State lives in the proxy; initialize() once, through it.
"""

event Transfer:
    sender: indexed(address)
    receiver: indexed(address)
    amount: uint256


event Approval:
    owner: indexed(address)
    spender: indexed(address)
    amount: uint256


name: public(constant(String[8])) = "USD Coin"
symbol: public(constant(String[4])) = "USDC"
decimals: public(constant(uint8)) = 6
version: public(constant(String[1])) = "2"

BLOCKED: constant(uint256) = 1 << 255
HALF_CURVE_ORDER: constant(bytes32) = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
DOMAIN_TYPE: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
PERMIT_TYPE: constant(bytes32) = keccak256(
    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
)

# The proxy's two slots: never touched here.
_proxy_implementation: address
_proxy_admin: address

minter: public(address)
paused: public(bool)
totalSupply: public(uint256)
_balances: HashMap[address, uint256]    # amount, and BLOCKED
allowance: public(HashMap[address, HashMap[address, uint256]])
nonces: public(HashMap[address, uint256])


@external
def initialize(minter: address):
    assert self.minter == empty(address), "usdc: initialized"
    self.minter = minter


@view
@external
def balanceOf(owner: address) -> uint256:
    return self._balances[owner] & ~BLOCKED


@view
@external
def isBlacklisted(account: address) -> bool:
    return self._balances[account] >= BLOCKED


@external
def transfer(receiver: address, amount: uint256) -> bool:
    self._move(msg.sender, receiver, amount)
    return True


@external
def transferFrom(owner: address, receiver: address, amount: uint256) -> bool:
    allowed: uint256 = self.allowance[owner][msg.sender]
    assert allowed >= amount, "ERC20: transfer amount exceeds allowance"
    if allowed != max_value(uint256):
        self.allowance[owner][msg.sender] = allowed - amount
    self._move(owner, receiver, amount)
    return True


@external
def approve(spender: address, amount: uint256) -> bool:
    self._approve(msg.sender, spender, amount)
    return True


@external
def permit(owner: address, spender: address, amount: uint256, deadline: uint256, v: uint8, r: bytes32, s: bytes32):
    """
    @notice EIP-2612. A spent, foreign or expired signature reverts, and so does the twin of one with the other s.
    """
    assert block.timestamp <= deadline, "FiatTokenV2: permit is expired"
    assert convert(s, uint256) <= convert(HALF_CURVE_ORDER, uint256), "ECRecover: invalid signature 's' value"
    nonce: uint256 = self.nonces[owner]
    digest: bytes32 = keccak256(
        concat(
            b"\x19\x01",
            self._domain_separator(),
            keccak256(abi_encode(PERMIT_TYPE, owner, spender, amount, nonce, deadline)),
        )
    )
    assert owner != empty(address) and ecrecover(digest, v, r, s) == owner, "EIP2612: invalid signature"
    self.nonces[owner] = nonce + 1
    self._approve(owner, spender, amount)


@view
@external
def DOMAIN_SEPARATOR() -> bytes32:
    return self._domain_separator()


@external
def mint(receiver: address, amount: uint256):
    self._only_minter()
    self._balances[receiver] += amount
    self.totalSupply += amount
    log Transfer(sender=empty(address), receiver=receiver, amount=amount)


@external
def set_paused(paused: bool):
    self._only_minter()
    self.paused = paused


@external
def set_blocked(account: address, blocked: bool):
    self._only_minter()
    balance: uint256 = self._balances[account] & ~BLOCKED
    self._balances[account] = balance + (BLOCKED if blocked else 0)


@internal
def _move(owner: address, receiver: address, amount: uint256):
    assert not self.paused, "Pausable: paused"
    balance: uint256 = self._balances[owner]
    assert balance < BLOCKED, "Blacklistable: account is blacklisted"
    assert balance >= amount, "ERC20: transfer amount exceeds balance"
    self._balances[owner] = balance - amount
    balance = self._balances[receiver]
    assert balance < BLOCKED, "Blacklistable: account is blacklisted"
    self._balances[receiver] = balance + amount
    log Transfer(sender=owner, receiver=receiver, amount=amount)


@internal
def _approve(owner: address, spender: address, amount: uint256):
    assert not self.paused, "Pausable: paused"
    self.allowance[owner][spender] = amount
    log Approval(owner=owner, spender=spender, amount=amount)


@view
@internal
def _only_minter():
    assert msg.sender == self.minter, "usdc: only minter"


@view
@internal
def _domain_separator() -> bytes32:
    # In a delegate call `self` is the proxy, so this is the domain of the address users know.
    return keccak256(
        abi_encode(DOMAIN_TYPE, keccak256("USD Coin"), keccak256("2"), chain.id, self)
    )
