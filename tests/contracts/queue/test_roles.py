"""Nobody rules the queue: the rows of scripts/_roles.py, complete by the ABI."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.conftest import reverts
from tests.contracts.access import accounts_of, own, require_let_in, require_refused, require_whole, restricted
from tests.contracts.queue.counter import DOLLAR, HOUR, SHARE, Counter
from tests.permits import NO_SIGNATURE

ROWS = ACCESS["RequestQueue"]
# Whoever may: arguments that suit a fund whose batch is locked.
ARGUMENTS: dict[str, list[Any]] = {"settle": [], "settle_with": [1, bytes(32), 1, 2**40, 0, []], "lock": []}
# function -> arguments for `holder` as owner or controller; everybody but him and his operators is refused
OWN = {
    "requestDeposit": (10 * DOLLAR, "holder", "holder"),
    "requestRedeem": (10 * SHARE, "holder", "holder"),
    "request_deposit_with_permit": (10 * DOLLAR, "sender", 2**40, *NO_SIGNATURE),
    "request_redeem_with_permit": (10 * SHARE, "sender", 2**40, *NO_SIGNATURE),
    "cancelDepositRequest": (1, "holder"),
    "cancelRedeemRequest": (1, "holder"),
    "claimCancelDepositRequest": (1, "sender", "holder"),
    "claimCancelRedeemRequest": (1, "sender", "holder"),
    "deposit": (DOLLAR, "sender", "holder"),
    "mint": (SHARE, "sender", "holder"),
    "redeem": (SHARE, "sender", "holder"),
    "withdraw": (DOLLAR, "sender", "holder"),
}


def test_roles__table__names_every_function_that_changes_state(counter: Counter) -> None:
    require_whole(counter.queue, ROWS)
    assert OWN.keys() == set(own(ROWS))
    assert ARGUMENTS.keys() | OWN.keys() | {"setOperator"} == ROWS.keys()


@pytest.mark.parametrize("role", ["deployer", "owner", "guardian", "proposer", "executor", "other_holder", "anyone"])
def test_roles__everybody_else__has_no_hand_on_a_holders_requests(counter: Counter, holder: str, role: str) -> None:
    sender = getattr(counter.fund.roles, role)
    counter.give(holder, 1_000 * DOLLAR)
    counter.ask_deposit(holder, 100)
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.day()
    names = {"holder": holder, "sender": sender}
    for function, arguments in OWN.items():
        with reverts(ROWS[function].refused):
            values = [names.get(value, value) if isinstance(value, str) else value for value in arguments]
            getattr(counter.queue, function).call(*values, sender=sender)


@pytest.mark.parametrize("function", restricted(ROWS))
def test_roles__settlement__is_the_executors_in_their_hour(counter: Counter, other_holder: str, function: str) -> None:
    counter.ask_deposit(other_holder, 100)
    counter.lock()
    counter.fund.sleep(HOUR)
    accounts = accounts_of(counter.fund.world)
    require_refused(counter.queue, ROWS, function, ARGUMENTS[function], accounts)
    require_let_in(counter.queue, ROWS, function, ARGUMENTS[function], accounts)


def test_constructor__names_its_neighbours(counter: Counter) -> None:
    queue, index = counter.queue, counter.fund.world.index
    assert queue.vault() == queue.share() == index.vault.address
    assert queue.trader() == index.trader.address
    assert queue.asset() == counter.usdc.address
