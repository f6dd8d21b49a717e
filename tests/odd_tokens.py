"""Listed assets turn hostile: any plain token of a world can become odd where it stands, balances and all.

    token = turn_odd(world.chain, world.asset("LINK").token, "takes a fee")
    for kind in ODD_KINDS: ...                                   # every kind of threats there is
    token.set_blocked(world.index.vault, True, sender=market)    # a blocklist needs its addresses from the test
    second = give_second_address(world.chain, world.asset("LINK").token)        # one ledger, two addresses

The odd contracts keep their books slot for slot as Token.vy does, so only the code at the address changes: as when the
owner of a proxy upgrades it.
"""

from collections.abc import Callable
from enum import IntFlag

from world.chain import Chain
from world.contract import Contract

__all__ = ["ODD_KINDS", "Oddity", "give_second_address", "turn_odd"]


class Oddity(IntFlag):
    """As OddToken.vy has them."""

    TAKES_FEE = 1
    ZERO_REVERTS = 2
    UINT96 = 4
    RETURNS_NOTHING = 8
    RETURNS_FALSE = 16
    PAYS_RETURNS_FALSE = 32
    RETURNS_GARBAGE = 64
    PAUSED = 128
    TRANSFER_BURNS_GAS = 256
    BALANCE_BURNS_GAS = 512
    LIES = 1024


Turn = Callable[[Contract, str], object]


def _become(oddity: Oddity) -> tuple[str, Turn]:
    return "OddToken", lambda token, market: token.become(oddity, sender=market)


def _rebase(bps: int) -> tuple[str, Turn]:
    return "RebasingToken", lambda token, market: token.rebase(bps, sender=market)


def _nothing(name: str) -> tuple[str, Turn]:
    return name, lambda token, market: None


# What it is called in a test's name -> the contract, and what its minter does to it.
ODD_KINDS: dict[str, tuple[str, Turn]] = {
    "takes a fee": _become(Oddity.TAKES_FEE),
    "rebased down": _rebase(5_000),
    "rebased up": _rebase(20_000),
    "zero transfer reverts": _become(Oddity.ZERO_REVERTS),
    "uint96": _become(Oddity.UINT96),
    "returns nothing": _become(Oddity.RETURNS_NOTHING),
    "returns false": _become(Oddity.RETURNS_FALSE),
    "pays and returns false": _become(Oddity.PAYS_RETURNS_FALSE),
    "returns garbage": _become(Oddity.RETURNS_GARBAGE),
    "return bomb": _nothing("ReturnBombToken"),
    "transfer burns gas": _become(Oddity.TRANSFER_BURNS_GAS),
    "balanceOf burns gas": _become(Oddity.BALANCE_BURNS_GAS),
    "all burn gas": _become(Oddity.TRANSFER_BURNS_GAS | Oddity.BALANCE_BURNS_GAS),
    "paused": _become(Oddity.PAUSED),
    "blocklist": _nothing("OddToken"),
    "lies": _become(Oddity.LIES),
    "hook": _nothing("HookToken"),
}


def turn_odd(chain: Chain, token: Contract, kind: str) -> Contract:
    """Replace the code of a plain `token` by that of an odd one of `kind` (a key of ODD_KINDS); the odd contract.

    Balances, allowances, name, decimals and minter stay. A "blocklist" or "hook" token still needs set_blocked or
    set_hook from its minter.
    """
    name, turn = ODD_KINDS[kind]
    odd = _replace_code(chain, token, name)
    turn(odd, token.minter())
    return odd


def give_second_address(chain: Chain, token: Contract) -> Contract:
    """Make the ledger of a plain `token` answer at a second address too; what stands there, fit to be listed."""
    twin = _replace_code(chain, token, "TwinToken")
    second = chain.deploy("SecondAddress", twin)
    twin.set_second_address(second, sender=twin.minter())
    return second


def _replace_code(chain: Chain, token: Contract, name: str) -> Contract:
    # Deployed aside with the same constructor arguments: its code carries the immutables of the original.
    aside = chain.deploy(name, token.name(), token.symbol(), token.decimals(), token.minter())
    chain.rpc("anvil_setCode", token.address, chain.rpc("eth_getCode", aside.address, "latest"))
    return chain.contract(name, token.address)
