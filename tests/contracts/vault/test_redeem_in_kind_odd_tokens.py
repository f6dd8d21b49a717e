"""redeem_in_kind with every kind of odd token: the others are paid to the wei, the odd one as far as it can be, and
what it could not pay is a claim.

| kind                        | the receiver gets          | claim  |
|-----------------------------|----------------------------|--------|
| takes a fee                 | what arrives of his part   | none   |
| rebased down                | his part of what is left   | none   |
| rebased up                  | his part of the books      | none   |
| answers oddly, but pays     | his part                   | none   |
| refuses, burns gas, blocks, | nothing                    | all    |
| answers with a bomb         |                            |        |
"""

from fractions import Fraction

import pytest

from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, Fund
from tests.odd_tokens import ODD_KINDS, turn_odd
from world.contract import Contract

SHARES = 3 * 10**22
# The bomb's balanceOf answers with 32 kB too, which costs more than the 25,000 gas it is given.
REFUSES = {"returns false", "transfer burns gas", "balanceOf burns gas", "all burn gas", "paused", "blocklist"}
UNPAID = REFUSES | {"return bomb"}


def arriving(kind: str, amount: int) -> int:
    """What the receiver finds of raw units that are due to him."""
    if kind in UNPAID:
        return 0
    return {"takes a fee": amount - amount // 100, "rebased down": amount // 2}.get(kind, amount)


def due(fund: Fund) -> dict[int, int]:
    """What SHARES are worth in kind by the books, by asset id, rounded down."""
    part = Fraction(SHARES * (BPS - fund.vault.fund().exit_levy_bps), (fund.vault.totalSupply() + VIRTUAL_SHARES) * BPS)
    books = fund.books([CASH, *fund.vault.held()])
    return {asset_id: int(balance * part) for asset_id, (balance, _) in books.items()}


def true_balance(token: Contract, account: str) -> int:
    """What an account has, read past a token's lies and refusals: its ledger comes back when its oddities go."""
    chain = token.chain
    snapshot = chain.snapshot()
    if hasattr(token, "become"):
        token.become(0, sender=token.minter())
    answer = chain.call(token.address, token.balanceOf.encode(account))
    chain.revert(snapshot)
    return int.from_bytes(answer[:32], "big")


def turn(fund: Fund, provider_id: str, kind: str, receiver: str) -> Contract:
    token = turn_odd(fund.chain, fund.token(provider_id), kind)
    if kind == "blocklist":
        token.set_blocked(receiver, True, sender=fund.roles.market)
    return token


def exit_and_check(fund: Fund, provider_id: str, kind: str) -> None:
    """One exit to `anyone`, who has nothing, and everything the table above says."""
    holder, receiver = fund.roles.holder, fund.roles.anyone
    expected, odd_id = due(fund), fund.id(provider_id)
    books = {asset_id: balance for asset_id, (balance, _) in fund.books(list(expected)).items()}
    token = turn(fund, provider_id, kind, receiver)
    fund.vault.redeem_in_kind(SHARES, receiver, holder, sender=holder)

    assert expected[odd_id] > 0
    # A rebasing token may round a unit away.
    slack = 1 if kind.startswith("rebased") else 0
    assert abs(true_balance(token, receiver) - arriving(kind, expected[odd_id])) <= slack
    claim = expected[odd_id] if kind in UNPAID else 0
    assert abs(fund.vault.claimable(odd_id, holder) - claim) <= slack
    left = books[odd_id] // 2 - expected[odd_id] // 2 if kind == "rebased down" else books[odd_id] - expected[odd_id]
    assert abs(fund.balance(odd_id) - left) <= slack
    assert fund.vault.book(odd_id)[1] == fund.vault.claimable(odd_id, holder)

    others = [asset_id for asset_id in expected if asset_id != odd_id]
    assert fund.received(receiver, others) == {asset_id: expected[asset_id] for asset_id in others}
    assert fund.books(others) == {asset_id: (books[asset_id] - expected[asset_id], 0) for asset_id in others}


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_odd_token__among_few__others_are_paid_to_the_wei(fund: Fund, kind: str) -> None:
    exit_and_check(fund, "ETH", kind)


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_odd_token__alone__is_paid_or_claimable(empty_fund: Fund, holder: str, kind: str) -> None:
    empty_fund.enter(holder, 1_000_000)
    empty_fund.buy({"ETH": 1_000_000})
    exit_and_check(empty_fund, "ETH", kind)


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_odd_token__among_100__others_are_paid_to_the_wei(fund_100: Fund, kind: str) -> None:
    exit_and_check(fund_100, "C50", kind)


@pytest.mark.parametrize("kind", sorted(REFUSES))
def test_odd_token__healed__pays_the_claim_to_any_receiver(
    fund: Fund, holder: str, other_holder: str, market: str, kind: str
) -> None:
    expected = due(fund)[fund.id("ETH")]
    exit_and_check(fund, "ETH", kind)
    token = fund.chain.contract("OddToken", fund.token("ETH").address)
    token.become(0, sender=market)
    # The blocked receiver stays blocked: the claim goes where it can.
    fund.vault.claim(fund.id("ETH"), other_holder, sender=holder)
    assert token.balanceOf(other_holder) == expected


def test_odd_token__blocks_the_vault__is_claimable(fund: Fund, holder: str, market: str) -> None:
    expected = due(fund)[fund.id("ETH")]
    token = turn_odd(fund.chain, fund.token("ETH"), "blocklist")
    token.set_blocked(fund.vault, True, sender=market)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == expected
    assert token.balanceOf(holder) == 0


def test_odd_token__uint96_above_its_limit__is_claimable(fund: Fund, holder: str) -> None:
    fund.hold({"ETH": 2**110})
    expected = due(fund)[fund.id("ETH")]
    assert expected > 2**96
    token = turn_odd(fund.chain, fund.token("ETH"), "uint96")
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == expected
    assert token.balanceOf(holder) == 0


def test_odd_token__infinite_mint__changes_nobodys_part(fund: Fund, holder: str, anyone: str, market: str) -> None:
    expected = due(fund)[fund.id("ETH")]
    fund.token("ETH").mint(fund.vault, 2**200, sender=market)
    fund.token("ETH").mint(anyone, 2**200, sender=market)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.token("ETH").balanceOf(holder) == expected


def test_odd_token__code_gone__is_claimable(fund: Fund, holder: str) -> None:
    expected = due(fund)
    fund.chain.rpc("anvil_setCode", fund.token("ETH").address, "0x")
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == expected[fund.id("ETH")]
    assert fund.token("BTC").balanceOf(holder) == expected[fund.id("BTC")]


def test_odd_token__fee__is_borne_by_who_leaves(fund: Fund, holder: str) -> None:
    expected, before = due(fund)[fund.id("ETH")], fund.balance(fund.id("ETH"))
    token = turn_odd(fund.chain, fund.token("ETH"), "takes a fee")
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    # The vault has what the books say: the fee came from his part.
    assert token.balanceOf(fund.vault) == fund.balance(fund.id("ETH")) == before - expected


def test_odd_token__two_odd_ones_and_a_blocked_receiver__the_rest_is_paid(
    fund: Fund, holder: str, anyone: str, market: str
) -> None:
    expected = due(fund)
    for provider_id, kind in (("BTC", "all burn gas"), ("ETH", "paused"), ("XRP", "returns false")):
        turn_odd(fund.chain, fund.token(provider_id), kind)
    fund.usdc.set_blocked(anyone, True, sender=market)
    fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    for provider_id in ("USDC", "BTC", "ETH", "XRP"):
        assert fund.vault.claimable(fund.id(provider_id), holder) == expected[fund.id(provider_id)]
    for provider_id in ("DAI", "SOL", "DOGE", "SHIB"):
        assert fund.token(provider_id).balanceOf(anyone) == expected[fund.id(provider_id)]
