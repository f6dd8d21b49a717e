# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Owner in two steps, and a guardian who may only lower risk
@notice The owner is a timelock in production. It cannot be renounced: a fund without an owner could never lift an impairment.
"""
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from . import require

uses: ownable
uses: ownable_2step

exports: (
    ownable.owner,
    ownable_2step.pending_owner,
    ownable_2step.transfer_ownership,
    ownable_2step.accept_ownership,
)


event GuardianSet:
    guardian: indexed(address)


guardian: public(address)


@deploy
def __init__(owner: address, guardian: address):
    assert owner != empty(address), "roles: no owner"
    ownable._transfer_ownership(owner)
    self._set_guardian(guardian)


@external
def set_guardian(guardian: address):
    """
    @notice Only the owner. The guardian cannot veto its own replacement.
    """
    self._only_owner()
    self._set_guardian(guardian)


@internal
def _set_guardian(guardian: address):
    self.guardian = guardian
    log GuardianSet(guardian=guardian)


@view
@internal
def _only_owner():
    require._that(msg.sender == ownable.owner, "roles: only owner")


@view
@internal
def _only_guardian():
    require._that(msg.sender == self.guardian or msg.sender == ownable.owner, "roles: only guardian")
