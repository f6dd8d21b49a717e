"""redeem_in_kind when every one of 112 assets burns all gas it is given: below a transaction's cap, owed to the wei.

| burns in           | what one asset costs the exit                          | skip list   |
|--------------------|--------------------------------------------------------|-------------|
| transfer           | balance reads, 100,000 of transfer, the claim          | needed      |
| balanceOf          | 25,000 of the first balance read, the claim            | not needed  |
| transfer and both  | the same: who does not answer balanceOf is not called  | not needed  |
"""

import pytest

from tests.conftest import gas_used, reverts
from tests.contracts.vault.fund import CASH, Fund
from tests.odd_tokens import Oddity
from world.contract import Contract
from world.node import TRANSACTION_GAS_CAP

SHARES = 3 * 10**22
BURNS = {
    "transfer": Oddity.TRANSFER_BURNS_GAS,
    "balanceOf": Oddity.BALANCE_BURNS_GAS,
    "both": Oddity.TRANSFER_BURNS_GAS | Oddity.BALANCE_BURNS_GAS,
}
# Of 112; a few less would do.
A_QUARTER = 28


def turn(fund: Fund, oddity: Oddity) -> dict[int, Contract]:
    """Everything held, cash aside, burns gas from now on; the tokens by id."""
    market, held = fund.roles.market, fund.vault.held()
    # Decimals are the only thing of the constructor that differs, and nothing here asks for them.
    aside = fund.chain.deploy("OddToken", "Burner", "BURN", 18, market)
    code = fund.chain.rpc("eth_getCode", aside.address, "latest")
    burners = {asset_id: fund.chain.contract("OddToken", fund.registry.token(asset_id)) for asset_id in held}
    fund.chain.rpc_batch([("anvil_setCode", [token.address, code]) for token in burners.values()])
    become(fund, burners, oddity)
    return burners


def become(fund: Fund, burners: dict[int, Contract], oddity: Oddity) -> None:
    with fund.chain.one_block(fund.chain.now()):
        for token in burners.values():
            token.become(oddity, sender=fund.roles.market)


def leave(fund: Fund, owner: str, receiver: str, skip: list[int]) -> int:
    """An exit in kind in one transaction of the largest size the node takes; the gas it used."""
    return gas_used(fund.vault.redeem_in_kind(SHARES, receiver, owner, skip, sender=owner, gas=TRANSACTION_GAS_CAP))


def owed(fund: Fund, owner: str, ids: list[int]) -> dict[int, int]:
    return {asset_id: fund.vault.claimable(asset_id, owner) for asset_id in ids}


@pytest.fixture
def wide(fund_112: Fund) -> Fund:
    """112 assets, and a second holder of SHARES."""
    roles = fund_112.roles
    fund_112.vault.transfer(roles.other_holder, SHARES, sender=roles.holder)
    return fund_112


@pytest.mark.parametrize("burns", BURNS)
def test_burners__112__two_holders_leave_and_collect_all_to_the_wei(wide: Fund, burns: str) -> None:
    roles = wide.roles
    tokens = turn(wide, BURNS[burns])
    ids = list(tokens)
    skip = ids[:A_QUARTER] if burns == "transfer" else []
    expected: dict[str, dict[int, int]] = {}
    for owner in (roles.holder, roles.other_holder):
        due = wide.due(SHARES)
        cash = wide.usdc.balanceOf(roles.anyone)
        leave(wide, owner, roles.anyone, skip)
        # Cash is no burner: it is paid.
        assert wide.usdc.balanceOf(roles.anyone) - cash == due.pop(CASH) > 0
        assert all(amount > 0 for amount in due.values())
        assert owed(wide, owner, ids) == due
        expected[owner] = due
    assert {asset_id: pot for asset_id, (_, pot) in wide.books(ids).items()} == {
        asset_id: sum(due[asset_id] for due in expected.values()) for asset_id in ids
    }

    # Nothing is collected from a burner, and nothing of the claim is lost by trying.
    with reverts("execution reverted"):
        wide.vault.claim(ids[0], roles.anyone, sender=roles.holder)
    assert owed(wide, roles.holder, ids) == expected[roles.holder]

    become(wide, tokens, Oddity(0))
    # Each asset to a receiver of its own, whoever it is.
    for owner, due in expected.items():
        receivers = {asset_id: f"0x{int(owner[2:10], 16):08x}{asset_id:032x}" for asset_id in ids}
        with wide.chain.one_block(wide.chain.now()):
            for asset_id, receiver in receivers.items():
                wide.vault.claim(asset_id, receiver, sender=owner)
        paid = {asset_id: tokens[asset_id].balanceOf(receiver) for asset_id, receiver in receivers.items()}
        assert paid == due
        assert owed(wide, owner, ids) == dict.fromkeys(ids, 0)
    assert all(pot == 0 for _, pot in wide.books(ids).values())
    # What is left is what the books say, to the unit.
    left = wide.books(ids)
    assert {i: tokens[i].balanceOf(wide.vault) for i in ids} == {i: balance for i, (balance, _) in left.items()}


def test_burners__112_in_transfer__revert_whole_until_a_quarter_is_skipped(wide: Fund, holder: str) -> None:
    ids = list(turn(wide, BURNS["transfer"]))
    before = wide.vault.balanceOf(holder)
    with reverts("vault: gas"):
        leave(wide, holder, holder, [])
    assert wide.vault.balanceOf(holder) == before
    assert owed(wide, holder, ids) == dict.fromkeys(ids, 0)
    assert leave(wide, holder, holder, ids[:A_QUARTER]) <= TRANSACTION_GAS_CAP


@pytest.mark.parametrize("burns", ["balanceOf", "both"])
def test_burners__112_in_balance_of__need_no_skip_list(wide: Fund, holder: str, burns: str) -> None:
    turn(wide, BURNS[burns])
    assert leave(wide, holder, holder, []) < 10_500_000


@pytest.mark.parametrize("burns", BURNS)
def test_burners__all_skipped__cost_the_claims_alone(wide: Fund, holder: str, burns: str) -> None:
    ids = list(turn(wide, BURNS[burns]))
    assert leave(wide, holder, holder, ids) < 7_500_000


def test_burners__more_gas_than_a_transaction_may_have__is_refused_by_the_node(wide: Fund, holder: str) -> None:
    with pytest.raises(RuntimeError, match="gas"):
        wide.vault.redeem_in_kind(SHARES, holder, holder, sender=holder, gas=TRANSACTION_GAS_CAP + 1)
