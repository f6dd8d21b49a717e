"""open_session, book_words, pay, settle: the trader's primitives, and what is closed between open and settle."""

from typing import Any

import pytest
from eth_abi import decode

from tests.conftest import reverts
from tests.contracts.vault.fund import CASH, Fund
from tests.odd_tokens import turn_odd
from world.contract import Contract

LATER = 2**40  # a deadline
STRANGER = "0x" + "11" * 20

CLOSED: dict[str, list[Any]] = {
    "transfer": [STRANGER, 1],
    "transferFrom": [STRANGER, STRANGER, 1],
    "deposit": [10**6, STRANGER],
    "mint": [10**18, STRANGER],
    "withdraw": [10**6, STRANGER, STRANGER],
    "redeem": [10**18, STRANGER, STRANGER],
    "buy": [10**6, 0, STRANGER, LATER],
    "sell": [10**18, 0, STRANGER, LATER],
    "redeem_in_kind": [10**18, STRANGER, STRANGER, []],
    "claim": [CASH, STRANGER],
    "sync": [CASH],
    "accrue": [],
    "seed": [10**6],
    "set_policy": [(0, 0, 0, False)],
    "remove_held": [CASH, False],
    "write_off": [CASH],
    "mark": [],
    "open_session": [],
    "nav": [],
    "previewDeposit": [10**6],
    "previewMint": [10**18],
    "previewWithdraw": [10**6],
    "previewRedeem": [10**18],
}
# They move neither shares nor assets.
OPEN = {"approve", "permit"}
PRIMITIVES = {"pay", "settle"}


def test_session__table__names_every_function_that_changes_state(empty_fund: Fund) -> None:
    functions = [entry for entry in empty_fund.vault.abi if entry["type"] == "function"]
    changing = {f["name"] for f in functions if f["stateMutability"] == "nonpayable"}
    assert changing - OPEN - PRIMITIVES <= set(CLOSED)


@pytest.mark.parametrize("function", CLOSED)
def test_session__open__other_functions_revert(fund: Fund, function: str) -> None:
    data = getattr(fund.vault, function).encode(*CLOSED[function])
    with reverts("vault: session open"):
        fund.session((fund.vault.address, data))


@pytest.mark.parametrize("function", ["deposit", "redeem_in_kind", "transfer", "claim", "nav"])
def test_session__open__other_functions_revert_through_another_contract(fund: Fund, market: str, function: str) -> None:
    hook = turn_odd(fund.chain, fund.token("BTC"), "hook")
    hook.set_hook(fund.vault, getattr(fund.vault, function).encode(*CLOSED[function]), sender=market)
    pay = fund.vault.pay.encode(fund.id("BTC"), market, 1)
    settle = fund.vault.settle.encode([], fund.vault.held(), 0)
    fund.session((fund.vault.address, pay), (fund.vault.address, settle))
    assert hook.calls() == 1
    assert not hook.succeeded()
    # pay() itself holds the lock, so the stranger does not even reach the reason of the session.
    assert decode_reason(hook.answer()) in ("", "vault: session open")


@pytest.mark.parametrize("function", ["deposit", "redeem_in_kind", "transfer", "claim", "nav"])
def test_session__open__a_relay_is_no_way_around_it(fund: Fund, deploy: Any, function: str) -> None:
    relay = deploy("Relay")
    data = getattr(fund.vault, function).encode(*CLOSED[function])
    with reverts("vault: session open"):
        fund.session((relay.address, relay.forward.encode(fund.vault, data)))


def decode_reason(answer: bytes) -> str:
    return str(decode(["string"], answer[4:])[0]) if answer[:4] == bytes.fromhex("08c379a0") else ""


def test_session__open__max_is_zero_and_totals_answer(fund: Fund, deploy: Any, holder: str) -> None:
    reader = deploy("SessionReader", fund.vault)
    total, assets = fund.vault.totalAssets(), fund.vault.convertToAssets(10**18)
    settle = fund.vault.settle.encode([], fund.vault.held(), 0)
    fund.session((reader.address, reader.observe.encode(holder)), (fund.vault.address, settle))
    assert reader.seen_values() == [0, 0, 0, 0, total, assets]
    assert fund.vault.maxDeposit(holder) > 0


def test_session__never_settled__ends_with_the_transaction(fund: Fund, holder: str) -> None:
    fund.session()
    fund.enter(holder, 1)


def test_session__settled__others_are_open_in_the_same_transaction(fund: Fund) -> None:
    settle = fund.vault.settle.encode([], fund.vault.held(), 0)
    fund.session((fund.vault.address, settle), (fund.vault.address, fund.vault.accrue.encode()))


def test_open_session__answers__ids_words_and_pause(fund: Fund, holder: str, guardian: str) -> None:
    skip = [fund.id("ETH")]
    fund.vault.redeem_in_kind(10**20, holder, holder, skip, sender=holder)
    ids, words, paused = fund.vault.open_session.call(sender=fund.stub.address)
    assert ids == [CASH, *fund.vault.held()]
    for asset_id, word in zip(ids, words, strict=True):
        assert (word & (2**128 - 1), word >> 128) == fund.vault.book(asset_id)
    assert fund.vault.book(fund.id("ETH"))[1] > 0
    assert paused is False
    fund.policy.pause_entries(sender=guardian)
    assert fund.vault.open_session.call(sender=fund.stub.address)[2] is True


def test_book_words__not_held__dust_and_pots(fund: Fund) -> None:
    words = fund.vault.book_words([fund.id("LINK"), fund.id("BTC")], sender=fund.stub.address)
    assert words == [0, fund.balance(fund.id("BTC"))]


@pytest.mark.parametrize("function", ["pay", "settle"])
def test_primitives__outside_a_session__revert(fund: Fund, function: str) -> None:
    arguments = {"pay": [CASH, STRANGER, 1], "settle": [[], [], 0]}[function]
    with reverts("vault: no session"):
        fund.as_trader(getattr(fund.vault, function).encode(*arguments))


@pytest.mark.parametrize("function", ["pay", "settle"])
def test_primitives__after_settle__revert(fund: Fund, function: str) -> None:
    arguments = {"pay": [CASH, STRANGER, 1], "settle": [[], [], 0]}[function]
    settle = fund.vault.settle.encode([], fund.vault.held(), 0)
    data = getattr(fund.vault, function).encode(*arguments)
    with reverts("vault: no session"):
        fund.session((fund.vault.address, settle), (fund.vault.address, data))


def test_pay__in_a_session__moves_the_token_and_not_the_books(fund: Fund, anyone: str) -> None:
    asset_id, book = fund.id("XRP"), fund.vault.book(fund.id("XRP"))
    fund.session((fund.vault.address, fund.vault.pay.encode(asset_id, anyone, 1_000)))
    assert fund.token("XRP").balanceOf(anyone) == 1_000
    assert fund.vault.book(asset_id) == book


def test_pay__token_without_a_return_value__pays(fund: Fund, anyone: str) -> None:
    turn_odd(fund.chain, fund.token("XRP"), "returns nothing")
    fund.session((fund.vault.address, fund.vault.pay.encode(fund.id("XRP"), anyone, 1_000)))
    assert fund.token("XRP").balanceOf(anyone) == 1_000


def test_pay__token_says_no__reverts(fund: Fund, anyone: str) -> None:
    turn_odd(fund.chain, fund.token("XRP"), "returns false")
    with reverts("vault: pool not paid"):
        fund.session((fund.vault.address, fund.vault.pay.encode(fund.id("XRP"), anyone, 1_000)))


def test_settle__balances__are_booked_beside_the_pot(fund: Fund, holder: str) -> None:
    asset_id = fund.id("ETH")
    fund.vault.redeem_in_kind(10**20, holder, holder, [asset_id], sender=holder)
    pot = fund.vault.book(asset_id)[1]
    fund.settle({CASH: 5, asset_id: 7}, [asset_id], 33)
    assert fund.vault.book(CASH) == (5, 0)
    assert fund.vault.book(asset_id) == (7, pot)
    assert fund.vault.held() == [asset_id]
    assert fund.vault.fund().exit_levy_bps == 33
    # BTC left the list, its dust stays booked.
    assert fund.balance(fund.id("BTC")) > 0


def test_settle__largest_balance__is_booked_and_one_more_reverts(fund: Fund) -> None:
    asset_id, held = fund.id("ETH"), fund.vault.held()
    fund.settle({asset_id: 2**120 - 1}, held, 0)
    assert fund.balance(asset_id) == 2**120 - 1
    with reverts("vault: amount"):
        fund.settle({asset_id: 2**120}, held, 0)


def test_settle__asset_never_listed__reverts(fund: Fund) -> None:
    with reverts("registry: unlisted asset"):
        fund.settle({60_000: 1}, fund.vault.held(), 0)


def test_settle__same_list__logs_no_change(fund: Fund) -> None:
    receipt = fund.settle({}, fund.vault.held(), 0)
    assert fund.vault.events(receipt, "HeldSet") == []


def test_settle__list_of_any_length__is_kept(fund: Fund) -> None:
    for length in (1, 15, 16, 17, 32, 33, 112, 96, 48, 3, 0, 112, 0):
        ids = list(range(300, 300 + length))
        receipt = fund.settle({}, ids, 0)
        assert fund.vault.held() == ids
        (event,) = fund.vault.events(receipt, "HeldSet")
        assert event.count == length
        unpacked = [word >> (16 * place) & 0xFFFF for word in event.words for place in range(16)]
        assert [asset_id for asset_id in unpacked if asset_id] == ids


def test_settle__sequence__has_no_gap(fund: Fund, holder: str) -> None:
    def sequences(contract: Contract, receipt: dict[str, Any]) -> list[int]:
        named = ("HeldSet", "Entered", "FeesAccrued", "ClaimBooked", "ExitedInKind", "ShortfallBooked", "ClaimPaid")
        return sorted(event.sequence for name in named for event in contract.events(receipt, name))

    first = fund.vault.fund().sequence + 1
    fund.sleep(86_400)
    seen = sequences(fund.vault, fund.settle({}, [fund.id("ETH"), fund.id("BTC")], 0))
    fund.sleep(86_400)
    fund.give(holder, 10**6)
    seen += sequences(fund.vault, fund.vault.deposit(10**6, holder, sender=holder))
    fund.sleep(86_400)
    turn_odd(fund.chain, fund.token("BTC"), "rebased down")
    skip = [fund.id("ETH")]
    seen += sequences(fund.vault, fund.vault.redeem_in_kind(10**20, holder, holder, skip, sender=holder))
    seen += sequences(fund.vault, fund.vault.claim(fund.id("ETH"), holder, sender=holder))
    assert seen == list(range(first, first + len(seen)))
    assert fund.vault.fund().sequence == seen[-1]
