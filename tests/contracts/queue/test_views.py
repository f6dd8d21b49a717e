"""What a wallet asks first: interfaces, previews, conversions; the log without gaps."""

import pytest
from eth_utils import keccak

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter

INTERFACES = {
    "ERC-165": ["supportsInterface(bytes4)"],
    "ERC-7540 operators": ["setOperator(address,bool)", "isOperator(address,address)"],
    "ERC-7540 deposits": [
        "requestDeposit(uint256,address,address)",
        "pendingDepositRequest(uint256,address)",
        "claimableDepositRequest(uint256,address)",
        "deposit(uint256,address,address)",
        "mint(uint256,address,address)",
    ],
    "ERC-7540 redemptions": [
        "requestRedeem(uint256,address,address)",
        "pendingRedeemRequest(uint256,address)",
        "claimableRedeemRequest(uint256,address)",
    ],
    "ERC-7575": [
        *("asset()", "share()", "totalAssets()", "convertToAssets(uint256)", "convertToShares(uint256)"),
        *("deposit(uint256,address)", "previewDeposit(uint256)", "maxDeposit(address)"),
        *("mint(uint256,address)", "previewMint(uint256)", "maxMint(address)"),
        *("redeem(uint256,address,address)", "previewRedeem(uint256)", "maxRedeem(address)"),
        *("withdraw(uint256,address,address)", "previewWithdraw(uint256)", "maxWithdraw(address)"),
    ],
    "ERC-7887 deposits": [
        "cancelDepositRequest(uint256,address)",
        "pendingCancelDepositRequest(uint256,address)",
        "claimableCancelDepositRequest(uint256,address)",
        "claimCancelDepositRequest(uint256,address,address)",
    ],
    "ERC-7887 redemptions": [
        "cancelRedeemRequest(uint256,address)",
        "pendingCancelRedeemRequest(uint256,address)",
        "claimableCancelRedeemRequest(uint256,address)",
        "claimCancelRedeemRequest(uint256,address,address)",
    ],
}


def selector(signature: str) -> bytes:
    return keccak(text=signature)[:4]


def interface_id(signatures: list[str]) -> bytes:
    value = 0
    for signature in signatures:
        value ^= int.from_bytes(selector(signature), "big")
    return value.to_bytes(4, "big")


@pytest.mark.parametrize("name", INTERFACES)
def test_supports_interface__what_it_implements__is_true(counter: Counter, name: str) -> None:
    assert counter.queue.supportsInterface(interface_id(INTERFACES[name]))


@pytest.mark.parametrize("name", INTERFACES)
def test_interface__every_function__is_there(counter: Counter, name: str) -> None:
    here = {
        selector(f"{entry['name']}({','.join(i['type'] for i in entry['inputs'])})")
        for entry in counter.queue.abi
        if entry["type"] == "function"
    }
    assert {selector(signature) for signature in INTERFACES[name]} <= here


@pytest.mark.parametrize("unknown", ["ffffffff", "00000000", "36372b07"])
def test_supports_interface__anything_else__is_false(counter: Counter, unknown: str) -> None:
    assert not counter.queue.supportsInterface(bytes.fromhex(unknown))


@pytest.mark.parametrize("name", ["previewDeposit", "previewMint", "previewRedeem", "previewWithdraw"])
def test_preview__always__reverts(counter: Counter, name: str) -> None:
    with reverts("queue: no preview"):
        getattr(counter.queue, name)(10**6)


def test_conversions__are_the_vaults(counter: Counter) -> None:
    queue, vault = counter.queue, counter.vault
    assert queue.totalAssets() == vault.totalAssets()
    assert queue.convertToAssets(SHARE) == vault.convertToAssets(SHARE)
    assert queue.convertToShares(DOLLAR) == vault.convertToShares(DOLLAR)


def test_events__of_a_life__are_numbered_without_a_gap(counter: Counter, holder: str, other_holder: str) -> None:
    first = int(counter.fund.chain.rpc("eth_blockNumber"), 16)
    counter.ask_deposit(holder, 100)
    counter.ask_redeem(other_holder, 100 * SHARE)
    batch = counter.ask_deposit(other_holder, 100)
    counter.queue.cancelDepositRequest(batch, other_holder, sender=other_holder)
    counter.collect(other_holder, batch)
    counter.day()
    counter.claim(holder)
    counter.claim(other_holder)
    query = {"address": counter.queue.address, "fromBlock": hex(first + 1), "toBlock": "latest"}
    logs = counter.fund.chain.rpc("eth_getLogs", query)
    names = ("Requested", "Cancelled", "Claimed", "Returned", "Locked", "Settled")
    numbers = [event.sequence for name in names for event in counter.queue.events({"logs": logs}, name)]
    assert sorted(numbers) == list(range(1, 10))
    assert counter.queue.sequence() == 9
