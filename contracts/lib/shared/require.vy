# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One place that reverts with a reason
@notice An inline reason costs about 110 bytes of runtime code at each assert, a call to this check about 50.
"""


@pure
@internal
def _that(ok: bool, reason: String[32]):
    """
    @param reason "module: what", at most 32 characters
    """
    assert ok, reason
