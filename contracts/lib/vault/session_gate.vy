# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The gate: while the trader's session runs, no other entry of the vault works
@notice The compiler's lock ends with each call; a session is several calls of the trader with other contracts' code
        between them. While it is open every other entry of the vault reverts. Transient: a session ends with its transaction.
"""
from ..shared import require

TRADER: immutable(address)

is_open: transient(bool)


@deploy
def __init__(trader: address):
    TRADER = trader


@internal
def _open():
    self._only_trader()
    self._idle()
    self.is_open = True


@internal
def _close():
    self._in_session()
    self.is_open = False


@view
@internal
def _idle():
    require._that(not self.is_open, "vault: session open")


@view
@internal
def _in_session():
    # every leg passes here: the reasons are looked for only where there is one
    if msg.sender != TRADER or not self.is_open:
        self._only_trader()
        require._that(False, "vault: no session")


@view
@internal
def _only_trader():
    require._that(msg.sender == TRADER, "vault: only trader")
