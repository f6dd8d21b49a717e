"""A balance that grows by a stranger's call is found before its token is listed."""

import pytest

from deployment.token_probe import PUBLIC_CALLS, probe
from world.chain import Chain
from world.contract import Contract

# The stand-in's forms, and what the probe says of each.
FORMS = {
    "rebases": (1, "rebase():"),
    "pays anyone": (2, "getReward(address):"),
    "grows by time": (4, "a week without a call:"),
    "reflects": (8, "a transfer of "),
    "takes a fee": (16, "a transfer of "),
}


@pytest.fixture
def minter(chain: Chain) -> str:
    return chain.accounts[7]


@pytest.fixture
def owner_of_some(chain: Chain) -> str:
    return chain.accounts[8]


def given(chain: Chain, token: Contract, minter: str, owner_of_some: str) -> None:
    token.mint(owner_of_some, 10**24, sender=minter)


@pytest.mark.parametrize("form", FORMS)
def test_probe__balance_that_grows__is_found(chain: Chain, minter: str, owner_of_some: str, form: str) -> None:
    number, said = FORMS[form]
    token = chain.deploy("GrowingToken", "Growing", "GROW", 18, minter, number)
    given(chain, token, minter, owner_of_some)
    found = probe(chain, token.address, owner_of_some).found
    assert any(line.startswith(said) for line in found), found


def test_probe__plain_token__nothing_is_found_and_nothing_remains(
    chain: Chain, minter: str, owner_of_some: str
) -> None:
    token = chain.deploy("Token", "Plain", "PLAIN", 6, minter)
    given(chain, token, minter, owner_of_some)
    before = chain.now()
    probed = probe(chain, token.address, owner_of_some)
    assert probed.found == ()
    assert len(probed.tried) == 4 + len(PUBLIC_CALLS)
    assert (chain.now(), token.balanceOf(owner_of_some)) == (before, 10**24)


def test_probe__holder_without_any__says_so(chain: Chain, minter: str, owner_of_some: str) -> None:
    token = chain.deploy("Token", "Plain", "PLAIN", 18, minter)
    (first, *_) = probe(chain, token.address, owner_of_some).found
    assert "name a holder" in first
