"""Nobody rules the queue: a table of every function that changes state, complete by the ABI, and who may call it."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter
from tests.permits import NO_SIGNATURE

ANYONE = {"lock", "settle", "setOperator"}
# function -> arguments for `holder` as owner or controller; everybody but him and his operators is refused
OWN = {
    "requestDeposit": (10 * DOLLAR, "holder", "holder"),
    "requestRedeem": (10 * SHARE, "holder", "holder"),
    "cancelDepositRequest": (1, "holder"),
    "cancelRedeemRequest": (1, "holder"),
    "claimCancelDepositRequest": (1, "sender", "holder"),
    "claimCancelRedeemRequest": (1, "sender", "holder"),
    "deposit": (DOLLAR, "sender", "holder"),
    "mint": (SHARE, "sender", "holder"),
    "redeem": (SHARE, "sender", "holder"),
    "withdraw": (DOLLAR, "sender", "holder"),
}
# of the caller's own: what `holder` approved to the queue is of use to nobody else
CALLERS_OWN = {
    "request_deposit_with_permit": (10 * DOLLAR, "sender", 2**40, *NO_SIGNATURE),
    "request_redeem_with_permit": (10 * SHARE, "sender", 2**40, *NO_SIGNATURE),
}
ROLES = ["deployer", "owner", "guardian", "proposer", "executor", "other_holder", "manager", "anyone"]


def test_roles__table__names_every_function_that_changes_state(counter: Counter) -> None:
    functions = [entry for entry in counter.queue.abi if entry["type"] == "function"]
    changing = {f["name"] for f in functions if f["stateMutability"] not in ("view", "pure")}
    assert changing == ANYONE | set(OWN) | set(CALLERS_OWN) | {"settle_with"}
    assert not [f["name"] for f in functions if f["stateMutability"] == "payable"]


@pytest.mark.parametrize("role", ROLES)
def test_roles__everybody_else__has_no_hand_on_a_holders_requests(counter: Counter, holder: str, role: str) -> None:
    sender = getattr(counter.fund.roles, role)
    counter.give(holder, 1_000 * DOLLAR)
    counter.ask_deposit(holder, 100)
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.day()
    names = {"holder": holder, "sender": sender}
    for reason, table in (("queue: not operator", OWN), ("permit: allowance", CALLERS_OWN)):
        for function, arguments in table.items():
            with reverts(reason):
                values = [names.get(value, value) if isinstance(value, str) else value for value in arguments]
                getattr(counter.queue, function).call(*values, sender=sender)


def test_constructor__names_its_neighbours(counter: Counter) -> None:
    queue, index = counter.queue, counter.fund.world.index
    assert queue.vault() == queue.share() == index.vault.address
    assert queue.trader() == index.trader.address
    assert queue.asset() == counter.usdc.address
