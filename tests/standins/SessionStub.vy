# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Whoever stands at the trader's address, doing as it is told
@notice The vault trusts its trader, so tests of the vault need one that may do anything: leave a session open, settle
        twice, pay without a session, call a stranger in the middle. It has no state: its code may replace a trader's.
"""

interface Vault:
    def open_session() -> (DynArray[uint256, 128], DynArray[uint256, 128], bool): nonpayable


struct Call:
    target: address
    calldata: Bytes[16384]


@external
def act(target: address, calldata: Bytes[16384]) -> Bytes[16384]:
    """
    @notice One call as the trader, outside of a session.
    """
    return raw_call(target, calldata, max_outsize=16384)


@external
def run(vault: Vault, calls: DynArray[Call, 4]):
    """
    @notice Open a session and make these calls in it. Settling is one of them, or is left out.
    """
    extcall vault.open_session()
    for call: Call in calls:
        raw_call(call.target, call.calldata)


@pure
@external
def executor() -> address:
    """
    @return the executor of every local world: development account 4
    """
    return 0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65
