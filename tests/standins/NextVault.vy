# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A next version of the vault, as far as coming in kind and leaving in kind go
@notice It keeps every rule of INextVault. Shares, books and NAV are its own, prices those of the index's registry. The
        levy on what arrives is the registry's for a basket like it, and stays with who was there before.
"""
from ethereum.ercs import IERC20
from snekmate.auth import ownable
from snekmate.tokens import erc20

from contracts.interfaces import IAssetRegistry
from contracts.interfaces import INextVault

implements: INextVault

initializes: ownable
initializes: erc20[ownable := ownable]

exports: (
    erc20.balanceOf,
    erc20.decimals,
    erc20.name,
    erc20.symbol,
    erc20.totalSupply,
)

BPS: constant(uint256) = 10_000
CASH: constant(uint256) = 1
VIRTUAL_SHARES: constant(uint256) = 10**12
VIRTUAL_VALUE: constant(uint256) = 10**12       # USD, 18 decimals: a millionth, so that a share starts at a dollar

REGISTRY: immutable(IAssetRegistry)

# of the version before
ROUTER: immutable(address)

# ids, cash first, and raw units in the books by id
ids: DynArray[uint256, 113]
balances: public(HashMap[uint256, uint256])

# The open entry: which ids may arrive, and what was here of each, plus one so that zero means not named.
entering: transient(bool)
entry_ids: transient(DynArray[uint256, 113])
entry_balances: transient(HashMap[uint256, uint256])


@deploy
def __init__(registry: address, router: address):
    ownable.__init__()
    ownable._transfer_ownership(empty(address))
    erc20.__init__("Global 100, next", "GL101", 18, "Global 100, next", "1")
    REGISTRY = IAssetRegistry(registry)
    ROUTER = router
    self.ids = [CASH]


@external
def begin_entry_in_kind(tokens: DynArray[address, 113]):
    assert msg.sender == ROUTER, "next: only router"
    self._closed()
    self.entering = True
    for token: address in tokens:
        id: uint256 = staticcall REGISTRY.id_of(token)
        assert id != 0, "next: not taken"
        assert self.entry_balances[id] == 0, "next: named twice"
        before: uint256 = staticcall IERC20(token).balanceOf(self)  # lint: balance-of-self, what arrives is measured
        self.entry_balances[id] = before + 1
        self.entry_ids.append(id)


@external
def finish_entry_in_kind(receiver: address, paid: DynArray[uint256, 113]) -> uint256:
    assert msg.sender == ROUTER, "next: only router"
    assert self.entering, "next: no entry"
    arrived_ids: DynArray[uint256, 128] = [CASH]
    arrived: DynArray[uint256, 128] = [0]
    entry_ids: DynArray[uint256, 113] = self.entry_ids
    for i: uint256 in range(len(entry_ids), bound=113):
        id: uint256 = entry_ids[i]
        token: address = staticcall REGISTRY.token(id)
        now: uint256 = staticcall IERC20(token).balanceOf(self)  # lint: balance-of-self, what arrives is measured
        came: uint256 = min(now - (self.entry_balances[id] - 1), paid[i])
        self.entry_balances[id] = 0
        if id == CASH:
            arrived[0] = came
        elif came != 0:
            arrived_ids.append(id)
            arrived.append(came)

    worth: IAssetRegistry.Valuation = self._valued(arrived_ids, arrived)
    assert worth.unpriced == 0, "next: no price"
    nav: IAssetRegistry.Valuation = self._nav()
    # shares = USD 18 x shares / USD 18, rounded down
    shares: uint256 = worth.value * (BPS - worth.levy_bps) * (erc20.totalSupply + VIRTUAL_SHARES) // (
        (nav.value + VIRTUAL_VALUE) * BPS
    )
    assert shares != 0, "next: nothing arrived"
    for i: uint256 in range(len(arrived_ids), bound=128):
        id: uint256 = arrived_ids[i]
        if id != CASH and self.balances[id] == 0:
            self.ids.append(id)
        self.balances[id] += arrived[i]
    self.entering = False
    self.entry_ids = []
    erc20._mint(receiver, shares)
    return shares


@external
def transfer(to: address, amount: uint256) -> bool:
    self._closed()
    erc20._transfer(msg.sender, to, amount)
    return True


@external
def redeem_in_kind(shares: uint256, receiver: address):
    """
    @notice The caller's part of everything. Plain: a token that refuses stops it.
    """
    self._closed()
    supply: uint256 = erc20.totalSupply + VIRTUAL_SHARES
    erc20._burn(msg.sender, shares)
    ids: DynArray[uint256, 113] = self.ids
    for id: uint256 in ids:
        part: uint256 = self.balances[id] * shares // supply
        self.balances[id] -= part
        token: address = staticcall REGISTRY.token(id)
        extcall IERC20(token).transfer(receiver, part, default_return_value=True)


@view
@external
def nav() -> IAssetRegistry.Valuation:
    self._closed()
    return self._nav()


@view
@internal
def _closed():
    assert not self.entering, "next: entry open"


@view
@internal
def _nav() -> IAssetRegistry.Valuation:
    ids: DynArray[uint256, 128] = []
    balances: DynArray[uint256, 128] = []
    for id: uint256 in self.ids:
        ids.append(id)
        balances.append(self.balances[id])
    return self._valued(ids, balances)


@view
@internal
def _valued(ids: DynArray[uint256, 128], balances: DynArray[uint256, 128]) -> IAssetRegistry.Valuation:
    """
    @param ids cash first
    """
    holdings: uint256[112] = empty(uint256[112])
    for i: uint256 in range(1, len(ids), bound=128):
        holdings[i - 1] = ids[i] | (balances[i] << 16)
    return staticcall REGISTRY.valuation(balances[0], holdings)
