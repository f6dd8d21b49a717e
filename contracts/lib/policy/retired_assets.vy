# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Assets that leave the held list: dropped as dust, or retired and later written off
@notice No session trades a retired asset. Every share still has a right to a part of it, so an entry pays for it at its
        last good price until the owner writes it off. From then on no entry pays for it, and exits in kind still take
        their part.
"""
from ...interfaces import IAssetRegistry
from ...interfaces import IFundPolicy
from ...interfaces import IIndexVault
from ..shared import event_sequence
from ..shared import guarded
from ..shared import quote
from . import notice

uses: event_sequence
uses: guarded
uses: notice

IMPAIRED: constant(uint256) = 3                     # registry status: no price, nobody may buy

VAULT: immutable(IIndexVault)


@deploy
def __init__(vault: address):
    VAULT = IIndexVault(vault)


@external
def retire(asset: uint256):
    """
    @notice Only the owner. An asset that can be neither priced nor sold leaves the held list; exits in kind book it as
            claims. The owner must have impaired it, or confirmed an impairment of the guardian: that is no act of haste, and
            no healthy asset is retired by mistake.
    @dev Errors: "policy: not impaired", "policy: not confirmed", "vault: not held", "vault: too many retired"
    """
    guarded._only_owner()
    registry: IAssetRegistry = IAssetRegistry(staticcall VAULT.registry())
    listed: IAssetRegistry.Asset = staticcall registry.asset(asset)
    assert listed.status == IMPAIRED, "policy: not impaired"
    assert listed.impaired_until == 0, "policy: not confirmed"
    notice._withdraw(asset)
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.AssetRetired(asset=asset, sequence=sequence)
    extcall VAULT.remove_held(asset, True)


@external
def write_off(asset: uint256):
    """
    @notice Only the owner. Announces that entries will pay nothing for a retired asset any more.
    @dev Error: "policy: not retired"
    """
    guarded._only_owner()
    self._check_retired(asset)
    effective_at: uint256 = notice._announce(asset)
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.WriteOffAnnounced(asset=asset, sequence=sequence, effective_at=effective_at)


@external
def apply_write_off(asset: uint256):
    """
    @notice Anyone, once the notice has passed and before the announcement lapses. The asset counts nothing for entries
            from now on; exits in kind still book their part of it as a claim.
    @dev Errors: "policy: not retired", and those of apply_fees
    """
    self._check_retired(asset)
    notice._take(asset)
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.AssetWrittenOff(asset=asset, sequence=sequence)
    extcall VAULT.write_off(asset)


@external
def drop(asset: uint256):
    """
    @notice Anyone. An asset whose whole holding is worth a cent at most, at its last good price, leaves the held list;
            its dust stays in the books, as after a sale. For the one asset that no session can trade any more.
    @dev Errors: "policy: not dust", "registry: unlisted asset", "vault: not held"
    """
    registry: IAssetRegistry = IAssetRegistry(staticcall VAULT.registry())
    balance: uint256 = 0
    pot: uint256 = 0
    balance, pot = staticcall VAULT.book(asset)
    value: uint256 = quote._value(staticcall registry.quote(asset), balance)
    assert value <= quote.DUST, "policy: not dust"
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.AssetDropped(asset=asset, sequence=sequence, balance=balance, value=value)
    extcall VAULT.remove_held(asset, False)


@view
@external
def announced_write_off(asset: uint256) -> uint256:
    """
    @return the unix second from which it may be applied; 0 if none waits
    """
    return notice._waits_until(asset) if asset > notice.FLOW_LIMIT else 0


@view
@internal
def _check_retired(asset: uint256):
    """
    @notice Retired, and not written off yet.
    """
    assert asset in staticcall VAULT.retired(), "policy: not retired"
    assert not staticcall VAULT.written_off(asset), "policy: not retired"
