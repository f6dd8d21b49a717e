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

from collections.abc import Mapping

import pytest

from tests.contracts.vault.fund import Fund
from tests.odd_tokens import ODD_KINDS, turn_odd
from world.contract import Contract
from world.node import TRANSACTION_GAS_CAP
from world.tokens import MarketAsset

SHARES = 3 * 10**22
# The bomb's balanceOf answers with 32 kB too, which costs more than the 25,000 gas it is given.
REFUSES = {"returns false", "transfer burns gas", "balanceOf burns gas", "all burn gas", "paused", "blocklist"}
UNPAID = REFUSES | {"return bomb"}


def arriving(kind: str, amount: int) -> int:
    """What the receiver finds of raw units that are due to him."""
    if kind in UNPAID:
        return 0
    return {"takes a fee": amount - amount // 100, "rebased down": amount // 2}.get(kind, amount)


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


def exit_and_check(fund: Fund, kinds: Mapping[str, str]) -> None:
    """One exit to `anyone`, who has nothing, with tokens of these kinds, and everything the table above says."""
    holder, receiver = fund.roles.holder, fund.roles.anyone
    expected = fund.due(SHARES)
    books = {asset_id: balance for asset_id, (balance, _) in fund.books(list(expected)).items()}
    tokens = {provider_id: turn(fund, provider_id, kind, receiver) for provider_id, kind in kinds.items()}
    fund.vault.redeem_in_kind(SHARES, receiver, holder, sender=holder, gas=TRANSACTION_GAS_CAP)

    for provider_id, kind in kinds.items():
        odd_id = fund.id(provider_id)
        assert expected[odd_id] > 0
        # A rebasing token may round a unit away.
        slack = 1 if kind.startswith("rebased") else 0
        arrived = true_balance(tokens[provider_id], receiver)
        assert abs(arrived - arriving(kind, expected[odd_id])) <= slack, kind
        claim = expected[odd_id] if kind in UNPAID else 0
        assert abs(fund.vault.claimable(odd_id, holder) - claim) <= slack, kind
        half = books[odd_id] // 2 - expected[odd_id] // 2
        left = half if kind == "rebased down" else books[odd_id] - expected[odd_id]
        assert abs(fund.balance(odd_id) - left) <= slack, kind
        assert fund.vault.book(odd_id)[1] == fund.vault.claimable(odd_id, holder), kind

    odd = {fund.id(provider_id) for provider_id in kinds}
    others = [asset_id for asset_id in expected if asset_id not in odd]
    assert fund.received(receiver, others) == {asset_id: expected[asset_id] for asset_id in others}
    assert fund.books(others) == {asset_id: (books[asset_id] - expected[asset_id], 0) for asset_id in others}


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_odd_token__among_few__others_are_paid_to_the_wei(fund: Fund, kind: str) -> None:
    exit_and_check(fund, {"ETH": kind})


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_odd_token__alone__is_paid_or_claimable(empty_fund: Fund, holder: str, kind: str) -> None:
    empty_fund.enter(holder, 1_000_000)
    empty_fund.buy({"ETH": 1_000_000})
    exit_and_check(empty_fund, {"ETH": kind})


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_odd_token__among_100__others_are_paid_to_the_wei(fund_100: Fund, kind: str) -> None:
    exit_and_check(fund_100, {"C50": kind})


def test_odd_tokens__one_of_every_kind_among_100__others_are_paid_to_the_wei(fund_100: Fund) -> None:
    exit_and_check(fund_100, {f"C{20 + n}": kind for n, kind in enumerate(ODD_KINDS)})


@pytest.mark.parametrize("kind", sorted(REFUSES))
def test_odd_token__healed__pays_the_claim_to_any_receiver(
    fund: Fund, holder: str, other_holder: str, market: str, kind: str
) -> None:
    expected = fund.due(SHARES)[fund.id("ETH")]
    exit_and_check(fund, {"ETH": kind})
    token = fund.chain.contract("OddToken", fund.token("ETH").address)
    token.become(0, sender=market)
    # The blocked receiver stays blocked: the claim goes where it can.
    fund.vault.claim(fund.id("ETH"), other_holder, sender=holder)
    assert token.balanceOf(other_holder) == expected


def test_odd_token__blocks_the_vault__is_claimable(fund: Fund, holder: str, market: str) -> None:
    expected = fund.due(SHARES)[fund.id("ETH")]
    token = turn_odd(fund.chain, fund.token("ETH"), "blocklist")
    token.set_blocked(fund.vault, True, sender=market)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == expected
    assert token.balanceOf(holder) == 0


def test_odd_token__uint96_above_its_limit__is_claimable(fund: Fund, holder: str) -> None:
    fund.hold({"ETH": 2**110})
    expected = fund.due(SHARES)[fund.id("ETH")]
    assert expected > 2**96
    token = turn_odd(fund.chain, fund.token("ETH"), "uint96")
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == expected
    assert token.balanceOf(holder) == 0


def test_odd_tokens__of_0_and_27_decimals__are_paid_to_the_wei(fund: Fund, holder: str) -> None:
    # 77 whole ones at 1,000 dollars, which nobody can divide, and a book near the 128 bits it has.
    coarse = MarketAsset("COARSE", "COARSE", "No decimals", 1_000.0, 1e6, "thin", 0)
    fine = MarketAsset("FINE", "FINE", "27 decimals", 0.0001, 1e6, "thin", 27)
    before = fund.vault.nav().value
    added = fund.add([coarse, fine])
    amounts = dict(zip(added, (77, 10**36 + 1), strict=True))
    fund.hold_more(added, list(amounts.values()))
    # 77 x 1,000 and 10**9 x 0.0001 dollars, the odd unit worth nothing.
    assert fund.vault.nav().value - before == (77_000 + 100_000) * 10**18
    expected = fund.due(SHARES)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    for asset_id, token in added.items():
        assert token.balanceOf(holder) == expected[asset_id] > 0
        assert fund.vault.book(asset_id) == (amounts[asset_id] - expected[asset_id], 0)
        assert token.balanceOf(fund.vault) == fund.balance(asset_id)
    # What cannot be divided stays with who stays.
    assert expected[min(added)] == 2


def test_odd_token__infinite_mint__changes_nobodys_part(fund: Fund, holder: str, anyone: str, market: str) -> None:
    expected = fund.due(SHARES)[fund.id("ETH")]
    fund.token("ETH").mint(fund.vault, 2**200, sender=market)
    fund.token("ETH").mint(anyone, 2**200, sender=market)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.token("ETH").balanceOf(holder) == expected


def test_odd_token__code_gone__is_claimable(fund: Fund, holder: str) -> None:
    expected = fund.due(SHARES)
    fund.chain.rpc("anvil_setCode", fund.token("ETH").address, "0x")
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == expected[fund.id("ETH")]
    assert fund.token("BTC").balanceOf(holder) == expected[fund.id("BTC")]


def test_odd_token__fee__is_borne_by_who_leaves(fund: Fund, holder: str) -> None:
    expected, before = fund.due(SHARES)[fund.id("ETH")], fund.balance(fund.id("ETH"))
    token = turn_odd(fund.chain, fund.token("ETH"), "takes a fee")
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    # The vault has what the books say: the fee came from his part.
    assert token.balanceOf(fund.vault) == fund.balance(fund.id("ETH")) == before - expected
    assert fund.vault.claimable(fund.id("ETH"), holder) == 0


def test_odd_token__two_odd_ones_and_a_blocked_receiver__the_rest_is_paid(
    fund: Fund, holder: str, anyone: str, market: str
) -> None:
    expected = fund.due(SHARES)
    for provider_id, kind in (("BTC", "all burn gas"), ("ETH", "paused"), ("XRP", "returns false")):
        turn_odd(fund.chain, fund.token(provider_id), kind)
    fund.usdc.set_blocked(anyone, True, sender=market)
    fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    for provider_id in ("USDC", "BTC", "ETH", "XRP"):
        assert fund.vault.claimable(fund.id(provider_id), holder) == expected[fund.id(provider_id)]
    for provider_id in ("DAI", "SOL", "DOGE", "SHIB"):
        assert fund.token(provider_id).balanceOf(anyone) == expected[fund.id(provider_id)]
