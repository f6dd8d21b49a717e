"""Each odd token does its oddity, and keeps the books of the plain token whose place it took."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from eth_abi import decode

from tests.conftest import reverts
from tests.odd_tokens import ODD_KINDS, turn_odd
from world.chain import Chain, Reverted
from world.contract import Contract

BALANCE = 10**30


@pytest.fixture
def token(deploy: Callable[..., Contract], market: str, holder: str) -> Contract:
    """A plain token of which `holder` has 10**30 raw units."""
    token = deploy("Token", "Plain", "PLN", 18, market)
    token.mint(holder, BALANCE, sender=market)
    return token


def answer(token: Contract, receiver: str, amount: int, sender: str) -> bytes:
    """What transfer() returns, byte for byte."""
    return token.chain.call(token.address, token.transfer.encode(receiver, amount), sender=sender)


TRUE = (1).to_bytes(32, "big")
FALSE = bytes(32)


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_turn__any_kind__keeps_names_and_books(chain: Chain, token: Contract, kind: str) -> None:
    before = token.name(), token.symbol(), token.decimals(), token.minter()
    odd = turn_odd(chain, token, kind)
    assert (odd.name(), odd.symbol(), odd.decimals(), odd.minter()) == before
    # The ledger's first slots: allowance and balances are mappings, so the supply tells.
    assert odd.totalSupply() == {"rebased down": BALANCE // 2, "rebased up": BALANCE * 2}.get(kind, BALANCE)


@pytest.mark.parametrize(
    ("kind", "returned", "received"),
    [
        ("takes a fee", TRUE, 990),
        ("zero transfer reverts", TRUE, 1_000),
        ("uint96", TRUE, 1_000),
        ("returns nothing", b"", 1_000),
        ("returns false", FALSE, 0),
        ("pays and returns false", FALSE, 1_000),
        ("returns garbage", (57_005).to_bytes(32, "big"), 1_000),
        ("return bomb", TRUE + bytes(32 * 999), 1_000),
        ("blocklist", TRUE, 1_000),
        ("lies", TRUE, 2_000),
        ("hook", TRUE, 1_000),
    ],
)
def test_transfer__returns_and_moves(
    chain: Chain, token: Contract, holder: str, anyone: str, kind: str, returned: bytes, received: int
) -> None:
    odd = turn_odd(chain, token, kind)
    assert answer(odd, anyone, 1_000, holder) == returned
    odd.transfer(anyone, 1_000, sender=holder)
    balance = chain.call(odd.address, odd.balanceOf.encode(anyone))
    assert decode(["uint256"], balance)[0] == received


@pytest.mark.parametrize(
    ("kind", "amount", "reason"),
    [
        ("zero transfer reverts", 0, "token: zero"),
        ("uint96", 2**96, "token: exceeds 96 bits"),
        ("paused", 1, "token: paused"),
    ],
)
def test_transfer__refused__says_why(
    chain: Chain, token: Contract, holder: str, anyone: str, kind: str, amount: int, reason: str
) -> None:
    odd = turn_odd(chain, token, kind)
    with reverts(reason):
        odd.transfer(anyone, amount, sender=holder)


def test_transfer__blocked_either_way__reverts(
    chain: Chain, token: Contract, holder: str, anyone: str, market: str
) -> None:
    odd = turn_odd(chain, token, "blocklist")
    odd.set_blocked(anyone, True, sender=market)
    with reverts("token: blocked"):
        odd.transfer(anyone, 1, sender=holder)
    with reverts("token: blocked"):
        odd.transfer(holder, 0, sender=anyone)


@pytest.mark.parametrize(("kind", "factor"), [("rebased down", Fraction(1, 2)), ("rebased up", Fraction(2))])
def test_rebase__moves_every_balance(chain: Chain, token: Contract, holder: str, kind: str, factor: Fraction) -> None:
    odd = turn_odd(chain, token, kind)
    assert odd.balanceOf(holder) == BALANCE * factor
    odd.transfer(chain.accounts[9], 1_000, sender=holder)
    assert odd.balanceOf(chain.accounts[9]) == 1_000


@pytest.mark.parametrize("kind", ["transfer burns gas", "all burn gas"])
def test_transfer__burns_all_gas(chain: Chain, token: Contract, holder: str, anyone: str, kind: str) -> None:
    odd = turn_odd(chain, token, kind)
    with pytest.raises(Reverted) as failure:
        odd.transfer(anyone, 1, sender=holder, gas=500_000)
    assert failure.value.receipt is not None
    assert int(failure.value.receipt["gasUsed"], 16) == 500_000


@pytest.mark.parametrize("kind", ["balanceOf burns gas", "all burn gas"])
def test_balance__burns_all_gas(chain: Chain, token: Contract, holder: str, kind: str) -> None:
    odd = turn_odd(chain, token, kind)
    with pytest.raises(Reverted):
        odd.balanceOf(holder)


def test_hook__is_called_after_the_move(
    chain: Chain, token: Contract, deploy: Callable[..., Contract], holder: str, anyone: str, market: str
) -> None:
    other = deploy("Token", "Other", "OTH", 6, market)
    odd = turn_odd(chain, token, "hook")
    odd.set_hook(other.address, other.approve.encode(anyone, 77), sender=market)
    odd.transfer(anyone, 5, sender=holder)
    assert (odd.calls(), odd.succeeded(), odd.balanceOf(anyone)) == (1, True, 5)
    assert other.allowance(odd, anyone) == 77
