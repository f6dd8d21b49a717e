"""Who may call what of the vault: the rows of scripts/_roles.py, complete by the ABI."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.contracts.access import accounts_of, own, require_let_in, require_refused, require_whole, restricted
from tests.contracts.vault.fund import Fund

STRANGER = "0x" + "11" * 20
FAR = 2**40
SHARE = 10**18
ROWS = ACCESS["IndexVault"]
ARGUMENTS: dict[str, list[Any]] = {
    "set_policy": [(0, 0, 0, False)],
    "remove_held": [1, True],
    "write_off": [1],
    "mark": [],
    "open_session": [],
    "pay": [1, STRANGER, 1],
    "settle": [[], [], 0],
    "book_words": [[1]],
    "deposit": [10**6, STRANGER],
    "mint": [SHARE, STRANGER],
    "buy": [10**6, 0, STRANGER, FAR],
    "sync": [1],
    "accrue": [],
    "seed": [10**6],
    # of the holder's own
    "transfer": [STRANGER, SHARE],
    "approve": [STRANGER, SHARE],
    "sell": [SHARE, 0, STRANGER, FAR],
    "claim": [1, STRANGER],
}


def aimed_at(holder: str) -> dict[str, list[Any]]:
    """Calls for what is the holder's, to be paid to somebody else."""
    return {
        "transferFrom": [holder, STRANGER, SHARE],
        "permit": [holder, STRANGER, SHARE, FAR, 27, b"\1" * 32, b"\1" * 32],
        "withdraw": [10**6, STRANGER, holder],
        "redeem": [SHARE, STRANGER, holder],
        "redeem_in_kind": [SHARE, STRANGER, holder, []],
    }


def test_roles__table__names_every_function_that_changes_state(empty_fund: Fund, holder: str) -> None:
    require_whole(empty_fund.vault, ROWS)
    assert ARGUMENTS.keys() | aimed_at(holder).keys() == ROWS.keys()


@pytest.mark.parametrize("function", restricted(ROWS))
def test_roles__everybody_else__reverts(empty_fund: Fund, function: str) -> None:
    require_refused(empty_fund.vault, ROWS, function, ARGUMENTS[function], accounts_of(empty_fund.world))


@pytest.mark.parametrize("function", own(ROWS))
def test_roles__everybody_else__has_no_hand_on_a_holders_shares(empty_fund: Fund, holder: str, function: str) -> None:
    empty_fund.enter(holder, 1_000)
    require_refused(empty_fund.vault, ROWS, function, aimed_at(holder)[function], accounts_of(empty_fund.world))


@pytest.mark.parametrize("function", ROWS)
def test_roles__whoever_may__is_let_in(empty_fund: Fund, holder: str, function: str) -> None:
    empty_fund.enter(holder, 1_000)
    arguments = ARGUMENTS | aimed_at(holder)
    require_let_in(empty_fund.vault, ROWS, function, arguments[function], accounts_of(empty_fund.world))


def test_roles__owner_and_guardian__do_not_exist(empty_fund: Fund) -> None:
    names = {entry["name"] for entry in empty_fund.vault.abi if entry["type"] == "function"}
    assert not names & {"owner", "guardian", "set_guardian", "transfer_ownership", "accept_ownership", "set_minter"}


def test_links__views__name_the_neighbours(empty_fund: Fund) -> None:
    vault, index = empty_fund.vault, empty_fund.world.index
    assert vault.trader() == index.trader.address
    assert vault.registry() == index.registry.address
    assert vault.asset() == empty_fund.usdc.address
    assert vault.policy() == index.policy.address
    assert index.policy.vault() == vault.address
