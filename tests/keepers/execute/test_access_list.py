"""A list of what a transaction touches: sent where it saves gas, left out where it does not or the node has none."""

from pathlib import Path
from typing import Any

import pytest

from keepers.chain import Connection, Index
from keepers.chain.connection import Call, RpcError
from keepers.execute import Journal, Sender, dev_signer
from keepers.execute.access_list import access_list
from keepers.execute.send import Intent
from tests.keepers.conftest import LOCAL_CHAIN
from world.market import World

MODULE = "keepers.execute.access_list"
MUCH = 2_000_000  # gas


class Node(Connection):
    """The world's own, but for the answers that a test gives."""

    def __init__(self, url: str, answers: dict[str, Any]) -> None:
        super().__init__(url)
        self.answers = answers
        self.asked: list[str] = []

    def request(self, method: str, *params: Any) -> Any:
        self.asked.append(method)
        answer = self.answers.get(method)
        if isinstance(answer, Exception):
            raise answer
        return super().request(method, *params) if answer is None else answer


def valuation(world: World) -> Call:
    return Call(world.index.vault.address, world.index.vault.totalAssets.encode())


def test_list__of_a_call_that_reads_much__saves_gas(world: World) -> None:
    node, sender = Node(world.chain.url, {}), world.roles.executor
    found = access_list(node, valuation(world), sender, MUCH)
    assert found is not None
    assert found.gas < MUCH
    touched = {entry["address"].lower() for entry in found.entries}
    assert world.index.registry.address.lower() in touched
    assert sum(len(entry["storageKeys"]) for entry in found.entries) > 10


def test_list__whatever_order_a_node_answers_in__is_the_same(world: World) -> None:
    call, sender = valuation(world), world.roles.executor
    plain = access_list(Node(world.chain.url, {}), call, sender, MUCH)
    assert plain is not None
    backwards = [entry | {"storageKeys": entry["storageKeys"][::-1]} for entry in plain.entries[::-1]]
    node = Node(world.chain.url, {"eth_createAccessList": {"accessList": backwards}})
    assert access_list(node, call, sender, MUCH) == plain


def test_list__of_a_cheap_call__is_not_asked_for(world: World) -> None:
    node = Node(world.chain.url, {})
    assert access_list(node, valuation(world), world.roles.executor, 999_999) is None
    assert node.asked == []


def test_list__that_saves_nothing__is_left_out(world: World) -> None:
    node = Node(world.chain.url, {"eth_estimateGas": hex(MUCH)})
    assert access_list(node, valuation(world), world.roles.executor, MUCH) is None
    assert access_list(node, valuation(world), world.roles.executor, MUCH + 1) is not None


def test_list__longer_than_nodes_like__is_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{MODULE}.MOST_BYTES", 400)
    assert access_list(Node(world.chain.url, {}), valuation(world), world.roles.executor, MUCH) is None


@pytest.mark.parametrize("method", ["eth_createAccessList", "eth_estimateGas"])
def test_list__a_node_without_the_method__sends_without(world: World, method: str) -> None:
    node = Node(world.chain.url, {method: RpcError("method not found", "method not found", b"")})
    assert access_list(node, valuation(world), world.roles.executor, MUCH) is None


def test_sender__where_it_saves_gas__signs_the_list(
    world: World, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same transaction, told and untold."""
    registry = world.index.registry
    refresh = Call(registry.address, registry.refresh.encode([asset.asset_id for asset in world.assets]))
    intent = Intent("refresh", refresh, MUCH, 2**40, lambda receipt: True)

    def sent(name: str) -> tuple[dict[str, Any], int]:
        sender = Sender(index.connection, dev_signer(3, LOCAL_CHAIN), Journal(tmp_path / name))
        outcome = sender.run(intent)
        return index.connection.request("eth_getTransactionByHash", outcome.hash), outcome.gas_used

    sent("first")  # which writes what the others write anew
    untold, untold_gas = sent("untold")
    monkeypatch.setattr(f"{MODULE}.WORTH_ASKING", 0)
    told, told_gas = sent("told")
    assert not untold.get("accessList")
    assert told["type"] == "0x2"
    assert told["accessList"]
    assert told_gas < untold_gas
