"""Exactly once, whatever dies when: the journal, the nonce and the contract's own one-shot."""

import dataclasses
import multiprocessing
import os
import signal
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from keepers.chain import ChainUnreachable, Connection, Index, read_events
from keepers.errors import KeeperError
from keepers.execute import Attempt, Journal, Refused, Sender, SendLimits, Unknown, dev_signer, only_keeper
from keepers.execute.actions import propose
from keepers.models import Decision
from world.market import World

LOCAL_CHAIN = 31337
SEND = "eth_sendRawTransaction"
QUICK = SendLimits(wait=0.5, replace_after=10.0)


class Faulty(Connection):
    """A connection that does something else at the moment of sending."""

    def __init__(self, url: str, fault: Callable[["Faulty", str, tuple[Any, ...]], Any]) -> None:
        super().__init__(url)
        self._fault = fault

    def request(self, method: str, *params: Any) -> Any:
        return self._fault(self, method, params) if method == SEND else self.forward(method, *params)

    def forward(self, method: str, *params: Any) -> Any:
        return super().request(method, *params)


def die_before(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
    connection.forward(method, *params)
    os.kill(os.getpid(), signal.SIGKILL)


def lose_reply(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
    connection.forward(method, *params)
    raise ChainUnreachable("chain: lost")


def swallow(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
    raise ChainUnreachable("chain: lost")


def with_fault(index: Index, fault: Callable[[Faulty, str, tuple[Any, ...]], Any]) -> Index:
    return dataclasses.replace(index, connection=Faulty(index.deployment.url, fault))


def sender(index: Index, path: Path, limits: SendLimits | None = None) -> Sender:
    return Sender(index.connection, dev_signer(3, LOCAL_CHAIN), Journal(path), limits)


def proposals(index: Index) -> list[int]:
    return [record.fields["epoch"] for record in read_events(index) if record.event == "Proposed"]


def run_and_die(index: Index, path: Path, decision: Decision) -> None:
    """Propose in a process of its own, which must be killed on the way."""

    def work() -> None:
        propose(index, sender(index, path), decision)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL


def test_run__killed_between_journal_and_send__sent_once_after_restart(
    index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    path = tmp_path / "journal.sqlite"
    run_and_die(with_fault(index, die_before), path, decision(True))
    assert proposals(index) == []
    (attempt,) = Journal(path).open_attempts()
    assert attempt.state == "prepared"

    again = sender(index, path)
    again.reconcile()
    assert proposals(index) == [1]
    assert Journal(path).of("propose epoch 1")[0].state == "done"
    with pytest.raises(KeeperError, match="is pending as epoch 1"):
        propose(index, again, decision(True))
    assert proposals(index) == [1]


@pytest.mark.parametrize("mined", [True, False])
def test_run__killed_between_send_and_receipt__on_chain_once(
    world: World, index: Index, tmp_path: Path, decision: Callable[..., Decision], mined: bool
) -> None:
    path = tmp_path / "journal.sqlite"
    world.chain.rpc("evm_setAutomine", mined)
    try:
        run_and_die(with_fault(index, die_after), path, decision(True))
        again = sender(index, path, QUICK)
        if not mined:
            with pytest.raises(Unknown, match=r"is not mined after .* nothing new was sent"):
                again.reconcile()
            world.chain.mine()
        again.reconcile()
    finally:
        world.chain.rpc("evm_setAutomine", True)
    assert proposals(index) == [1]
    assert [attempt.state for attempt in Journal(path).of("propose epoch 1")] == ["done"]


def test_run__reply_lost__finds_its_transaction(
    index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    lossy = with_fault(index, lose_reply)
    done = propose(lossy, sender(lossy, tmp_path / "journal.sqlite"), decision(True))
    assert done.event.event == "Proposed"
    assert proposals(index) == [1]


def test_run__swallowed_by_the_node__unknown_then_sent_once(
    index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    path = tmp_path / "journal.sqlite"
    deaf = with_fault(index, swallow)
    with pytest.raises(Unknown, match=r"propose epoch 1: 0x.* may still be"):
        propose(deaf, sender(deaf, path, QUICK), decision(True))
    assert proposals(index) == []
    sender(index, path).reconcile()
    assert proposals(index) == [1]


def test_reconcile__expired_and_never_sent__given_up(
    world: World, index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    path = tmp_path / "journal.sqlite"
    run_and_die(with_fault(index, die_before), path, decision(True))
    world.chain.sleep(2 * 3_600)
    again = sender(index, path)
    again.reconcile()
    assert proposals(index) == []
    assert Journal(path).open_attempts() == []
    assert propose(index, again, decision(True)).event.fields["epoch"] == 1


def test_journal__same_bytes_after_they_were_given_up__are_one_attempt_begun_anew(tmp_path: Path) -> None:
    # With the base fee at its floor a second try at the same nonce is signed to the same bytes.
    journal = Journal(tmp_path / "journal.sqlite")
    attempt = Attempt("propose epoch 1", 7, "0x" + "ab" * 32, b"raw", 10**9, expires_at=100)
    journal.write(attempt)
    journal.mark(attempt.hash, "refused")
    again = dataclasses.replace(attempt, expires_at=200)
    journal.write(again)
    assert journal.of("propose epoch 1") == [again] == journal.open_attempts()


def test_reconcile__nonce_used_by_another__void_and_forgotten(
    world: World, index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    path = tmp_path / "journal.sqlite"
    run_and_die(with_fault(index, die_before), path, decision(True))
    sender(index, tmp_path / "other.sqlite").reconcile()
    propose(index, sender(index, tmp_path / "other.sqlite"), decision(True, seed=2))
    again = sender(index, path)
    again.reconcile()
    assert Journal(path).of("propose epoch 1")[0].state == "lost"
    assert proposals(index) == [1]


def test_run__stuck__replaced_with_a_higher_fee_at_the_same_nonce(
    world: World, index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    path = tmp_path / "journal.sqlite"
    world.chain.rpc("evm_setAutomine", False)
    try:
        stuck = sender(index, path, SendLimits(wait=0.8, replace_after=0.3))
        with pytest.raises(Unknown):
            propose(index, stuck, decision(True))
        attempts = Journal(path).open_attempts()
        assert len(attempts) > 1
        assert len({attempt.nonce for attempt in attempts}) == 1
        fees = [attempt.max_fee for attempt in attempts]
        assert all(later > earlier * 9 // 8 for earlier, later in pairwise(fees))
        world.chain.mine()
        sender(index, path).reconcile()
    finally:
        world.chain.rpc("evm_setAutomine", True)
    assert proposals(index) == [1]
    states = [attempt.state for attempt in Journal(path).of("propose epoch 1")]
    assert sorted(states) == sorted(["done", *["lost"] * (len(attempts) - 1)])


def test_run__fee_above_the_cap__nothing_sent(index: Index, tmp_path: Path, decision: Callable[..., Decision]) -> None:
    path = tmp_path / "journal.sqlite"
    with pytest.raises(KeeperError, match=r"gas costs .* gwei, the cap is 0.00; wait or raise --max-fee"):
        propose(index, sender(index, path, SendLimits(fee_cap=1)), decision(True))
    assert Journal(path).of("propose epoch 1") == []


def test_run__pending_transaction_of_another_keeper__nothing_sent(
    world: World, index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    world.chain.rpc("evm_setAutomine", False)
    try:
        world.chain.rpc("eth_sendTransaction", {"from": world.roles.proposer, "to": world.roles.anyone})
        with pytest.raises(Unknown, match=r"1 pending transaction.* not in this journal.*another keeper"):
            propose(index, sender(index, tmp_path / "journal.sqlite"), decision(True))
        world.chain.mine()
    finally:
        world.chain.rpc("evm_setAutomine", True)


def test_run__contract_refuses__reason_and_remedy_and_nothing_journaled(
    index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    path = tmp_path / "journal.sqlite"
    stranger = Sender(index.connection, dev_signer(9, LOCAL_CHAIN), Journal(path))
    with pytest.raises(Refused, match=r"'strategy: only proposer'\. Sign with the proposer's key") as refused:
        propose(index, stranger, decision(True))
    assert refused.value.reason == "strategy: only proposer"
    assert Journal(path).of("propose epoch 1") == []


def test_only_keeper__second_one__named(tmp_path: Path) -> None:
    with (
        only_keeper(tmp_path / "lock", "0xKey"),
        pytest.raises(KeeperError, match=f"already runs with 0xKey .process {os.getpid()}"),
        only_keeper(tmp_path / "lock", "0xKey"),
    ):
        pass
    with only_keeper(tmp_path / "lock", "0xKey"):
        pass


def test_journal__not_a_database__named(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_text("not a database, but long enough to be taken for one" * 40)
    with pytest.raises(KeeperError, match=r"cannot be used .*move it away"):
        Journal(tmp_path / "journal.sqlite")


def test_run__needs_more_than_the_aim__keeps_its_margin(
    index: Index, tmp_path: Path, decision: Callable[..., Decision]
) -> None:
    done = propose(index, sender(index, tmp_path / "journal.sqlite", SendLimits(gas_aim=50_000)), decision(True))
    transaction = index.connection.request("eth_getTransactionByHash", done.outcome.hash)
    assert int(transaction["gas"], 16) >= done.outcome.gas_used * 104 // 100
