"""Two balances lie in one slot: what happens to an asset must not reach its neighbour."""

import pytest

from tests.contracts.vault.fund import Fund
from tests.odd_tokens import turn_odd

SHARES = 10**23
LARGEST = 2**120 - 1


@pytest.fixture(params=["even", "odd"])
def pair(request: pytest.FixtureRequest, fund: Fund) -> tuple[str, str]:
    """An asset with an even or an odd id, and its neighbour in the slot."""
    names = sorted(("BTC", "ETH"), key=lambda name: fund.id(name) % 2)
    even, odd = names
    assert fund.id(even) ^ 1 == fund.id(odd)
    return (even, odd) if request.param == "even" else (odd, even)


def test_books__largest_balance_and_none__leave_the_neighbour(fund: Fund, pair: tuple[str, str]) -> None:
    asset, neighbour = (fund.id(name) for name in pair)
    before = fund.vault.book(neighbour)
    for amount in (LARGEST, 0, 1, LARGEST):
        fund.settle({asset: amount}, fund.vault.held(), 0)
        assert fund.vault.book(asset) == (amount, 0)
        assert fund.vault.book(neighbour) == before
    fund.settle({neighbour: LARGEST}, fund.vault.held(), 0)
    assert fund.vault.book(asset) == fund.vault.book(neighbour) == (LARGEST, 0)


def test_books__claim_shortfall_and_collection__leave_the_neighbour(
    fund: Fund, pair: tuple[str, str], holder: str, other_holder: str, market: str
) -> None:
    asset, neighbour = (fund.id(name) for name in pair)
    vault = fund.vault
    vault.transfer(other_holder, SHARES, sender=holder)
    # Both have pots, one of them is skipped by each.
    vault.redeem_in_kind(SHARES, other_holder, other_holder, [neighbour], sender=other_holder)
    balances = {i: vault.book(i)[0] for i in (asset, neighbour)}
    due = fund.due(SHARES)
    vault.redeem_in_kind(SHARES, holder, holder, [asset], sender=holder)
    assert vault.book(asset) == (balances[asset] - due[asset], due[asset])
    assert vault.book(neighbour)[0] == balances[neighbour] - due[neighbour]
    others = vault.book(neighbour)
    assert others[1] > 0

    token = turn_odd(fund.chain, fund.token(pair[0]), "rebased up")
    token.rebase(5_000 - 1, sender=market)  # of twice
    vault.sync(asset, sender=holder)
    balance, pot = vault.book(asset)
    assert 0 < pot < due[asset]
    assert vault.book(neighbour) == others

    vault.claim(asset, holder, sender=holder)
    assert vault.book(asset) == (balance, 0)
    assert vault.book(neighbour) == others
    vault.claim(neighbour, other_holder, sender=other_holder)
    assert vault.book(asset) == (balance, 0)
    assert vault.book(neighbour) == (others[0], 0)
