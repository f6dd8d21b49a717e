# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title An ERC-4626 vault as the registry sees one
@notice A share token with an underlying asset and a rate. The rate is what the owner says, as yield, a loss or a
        donation would have made it; fail() changes how reads end.
"""
import erc20_ledger as ledger

initializes: ledger

exports: (
    ledger.name,
    ledger.symbol,
    ledger.decimals,
    ledger.minter,
    ledger.totalSupply,
    ledger.balanceOf,
    ledger.allowance,
    ledger.approve,
    ledger.mint,
)

flag Failure:
    REVERTS         # 1
    SWALLOWS_GAS    # 2


OWNER: immutable(address)
asset: public(immutable(address))

rate: public(uint256)
_failure: Failure


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, owner: address, underlying: address, rate: uint256):
    """
    @param rate raw units of the underlying asset for one whole share
    """
    ledger.__init__(name, symbol, decimals, owner)
    OWNER = owner
    asset = underlying
    self.rate = rate


@external
def set_rate(rate: uint256):
    assert msg.sender == OWNER, "vault: only owner"
    self.rate = rate


@external
def fail(failure: Failure):
    """
    @notice How reads of the rate end from now on; 0 heals it.
    """
    assert msg.sender == OWNER, "vault: only owner"
    self._failure = failure


@view
@external
def convertToAssets(shares: uint256) -> uint256:
    """
    @return raw units of the underlying asset, rounded down
    """
    if self._failure == Failure.REVERTS:
        raise "vault: out of order"
    if self._failure == Failure.SWALLOWS_GAS:
        raise UNREACHABLE
    return shares * self.rate // 10 ** convert(ledger.decimals, uint256)


@external
def transfer(receiver: address, amount: uint256) -> bool:
    ledger._move(msg.sender, receiver, amount)
    return True


@external
def transferFrom(owner: address, receiver: address, amount: uint256) -> bool:
    ledger._spend_allowance(owner, msg.sender, amount)
    ledger._move(owner, receiver, amount)
    return True
