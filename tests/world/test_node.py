"""The node is the one the promises are measured on: pinned time, a base fee, the transaction gas cap enforced."""

import os
import time
from collections.abc import Iterator

import pytest

from world.node import BASE_FEE, BLOCK_GAS_LIMIT, CHAIN_ID, TRANSACTION_GAS_CAP, Node, NodeError

START = 1_638_144_000  # 2021-11-29 00:00 UTC


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node.start(START) as node:
        yield node


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def send(node: Node, gas: int) -> str:
    sender, receiver = node.call("eth_accounts")[:2]
    return str(node.call("eth_sendTransaction", {"from": sender, "to": receiver, "gas": hex(gas)}))


def test_node__first_block__has_the_time_fee_and_limit_asked_for(node: Node) -> None:
    block = node.call("eth_getBlockByNumber", "0x0", False)
    found = [int(block[key], 16) for key in ("timestamp", "baseFeePerGas", "gasLimit")]
    assert found == [START, BASE_FEE, BLOCK_GAS_LIMIT]
    assert int(node.call("eth_chainId"), 16) == CHAIN_ID


def test_transaction__at_the_gas_cap__is_mined(node: Node) -> None:
    transaction = send(node, TRANSACTION_GAS_CAP)
    # The node answers a moment before it has mined.
    deadline = time.monotonic() + 10
    while (receipt := node.call("eth_getTransactionReceipt", transaction)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert receipt["status"] == "0x1"


def test_transaction__one_gas_above_the_cap__is_refused(node: Node) -> None:
    with pytest.raises(NodeError, match="gas"):
        send(node, TRANSACTION_GAS_CAP + 1)


def test_call__unknown_method__names_it(node: Node) -> None:
    with pytest.raises(NodeError, match="no_such refused"):
        node.call("no_such")


def test_stop__twice__ends_that_process_and_says_nothing() -> None:
    node = Node.start(START)
    assert alive(node.pid)
    node.stop()
    node.stop()
    assert not alive(node.pid)
    with pytest.raises(NodeError, match="does not answer"):
        node.call("eth_chainId")


def test_context__left_by_an_error__ends_the_process() -> None:
    with pytest.raises(ZeroDivisionError), Node.start(START) as node:
        raise ZeroDivisionError
    assert not alive(node.pid)


def test_start__with_a_wrong_option__fails_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(NodeError, match="instead of starting"):
        Node.start(START, options=["--no-such-option"])
    assert time.monotonic() - began < 5
