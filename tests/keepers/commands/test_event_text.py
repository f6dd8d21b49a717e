"""The log in words: what each number counts, and that nothing it does not know makes it fail."""

from dataclasses import replace
from typing import Any

import pytest

from keepers.chain import Index, Record, read_events
from keepers.chain.units import UNITS
from keepers.commands.amounts import dollars, units
from keepers.commands.event_text import address_labels, describe_event


def record(event: str, contract: str = "vault", **fields: Any) -> Record:
    return Record(1, 1_704_067_200, "0x", 0, contract, 1, event, fields)


@pytest.mark.parametrize(
    ("raw", "decimals", "shown"),
    [
        (1_234_500_000, 6, "1,234.5"),
        (10**26, 18, "100,000,000"),
        (0, 18, "0"),
        (1, 18, "<0.000001"),
        (10**12, 18, "0.000001"),
        (7, 0, "7"),
    ],
)
def test_units__raw__whole(raw: int, decimals: int, shown: str) -> None:
    assert units(raw, decimals) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(42_000 * 10**18, "$42,000.00"), (0, "$0.00"), (5 * 10**17, "$0.50"), (10_312_345_678_900, "$0.0000103123")],
)
def test_dollars__cents_or_six_digits(value: int, shown: str) -> None:
    assert dollars(value) == shown


def test_describe__a_life__symbols_tokens_dollars_and_names(invested: Index) -> None:
    names = address_labels(invested, {invested.deployment.usdc: "usdc"})
    bitcoin = next(asset for asset in invested.book.assets if asset.symbol == "BTC").asset_id
    records = read_events(invested)
    said = {entry.event: describe_event(invested.book, names, entry) for entry in records}
    assert "token usdc, decimals 6, stable, liquidity_class deep, weight_cap_ppm 100.00 %" in describe_event(
        invested.book, names, next(entry for entry in records if entry.event == "AssetListed")
    )
    assert said["DelaysSet"] == "risk_down 0:10:00, risk_up 6:00:00, expiry 2 days, 0:00:00"
    assert "assets 100,000 USDC, shares 99," in said["Entered"]
    assert "levy_bps 2 bps" in said["Entered"]
    assert said["Proposed"].startswith("epoch 1, bull, risk up, gauge 60, activates_at 2024-01-01 06:0")
    assert "sender nobody" in said["Transfer"]
    assert said["SessionClosed"].startswith("session 1, legs 10, cash_price $1.00, nav_before $100,")

    leg = next(entry for entry in records if entry.event == "LegTraded" and entry.fields["asset"] == bitcoin)
    words = describe_event(invested.book, names, leg)
    assert words.startswith("session 1, asset BTC, buy, amount_in ")
    assert f"amount_in {units(leg.fields['amount_in'], 6)} USDC, amount_out " in words
    assert " BTC, price $42,000.00" in words
    sold = describe_event(invested.book, names, replace(leg, fields={**leg.fields, "buy": False}))
    assert f"sell, amount_in {units(leg.fields['amount_in'], 8)} BTC" in sold


def test_describe__the_queue__shares_and_usdc_by_side(index: Index) -> None:
    asked = record("Requested", "queue", batch=1, redemption=True, amount=2 * 10**18)
    assert describe_event(index.book, {}, asked) == "batch 1, redemption, amount 2"
    claimed = record("Claimed", "queue", redemption=True, amount=2 * 10**18, paid=3_500_000)
    assert describe_event(index.book, {}, claimed) == "redemption, amount 2, paid 3.5 USDC"
    bought = record("Claimed", "queue", redemption=False, amount=3_500_000, paid=2 * 10**18)
    assert describe_event(index.book, {}, bought) == "deposit, amount 3.5 USDC, paid 2"
    settled = record("Settled", "queue", batch=1, netted_assets=10**6, shares_paid=10**18, assets_paid=10**6)
    assert describe_event(index.book, {}, settled) == "batch 1, netted_assets 1 USDC, shares_paid 1, assets_paid 1 USDC"


def test_describe__rate_of_vault_shares__units_of_the_underlying(index: Index) -> None:
    taken = record("RateTaken", "registry", asset=60_000, before=105 * 10**16, rate=106 * 10**16)
    assert describe_event(index.book, {}, taken) == "asset 60000, before 1.05, rate 1.06"


def test_describe__auctions__amounts_in_their_tokens(index: Index) -> None:
    bitcoin = next(asset for asset in index.book.assets if asset.symbol == "BTC").asset_id
    deal = {"asset": bitcoin, "factor": 102_000_000, "remaining": 10**7}
    sale = record("AuctionFilled", "auctions", buy=False, asset_amount=10**8, cash_amount=42_840 * 10**6, **deal)
    words = describe_event(index.book, {}, sale)
    assert words == "sell, asset_amount 1 BTC, cash_amount 42,840 USDC, asset BTC, factor 102.00 %, remaining 0.1 BTC"
    bought = record("AuctionFilled", "auctions", buy=True, asset_amount=10**8, cash_amount=41_160 * 10**6, **deal)
    assert describe_event(index.book, {}, bought).startswith("buy, asset_amount 1 BTC, cash_amount 41,160 USDC")


def test_describe__distance_reported__since_when(index: Index) -> None:
    fields = {"nav": 10**24, "distance": 6 * 10**22}
    far = record("DistanceReported", "auctions", **fields, far_since=1_704_067_200)
    assert describe_event(index.book, {}, far).endswith("distance $60,000.00, far_since 2024-01-01 00:00 UTC")
    near = record("DistanceReported", "auctions", **fields, far_since=0)
    assert describe_event(index.book, {}, near).endswith("far_since -")


def test_describe__asset_dropped__its_balance_and_worth(invested: Index) -> None:
    bitcoin = next(asset for asset in invested.book.assets if asset.symbol == "BTC").asset_id
    entry = record("AssetDropped", "policy", asset=bitcoin, balance=100, value=42 * 10**15)
    assert describe_event(invested.book, {}, entry) == "asset BTC, balance 0.000001 BTC, value $0.042"


def test_describe__asset_the_book_does_not_know__as_logged(index: Index) -> None:
    entry = record("ClaimBooked", account="0x" + "1" * 40, asset=60_000, amount=5)
    assert describe_event(index.book, {}, entry) == "account 0x111111.., asset 60000, amount 5"


def test_describe__what_it_has_no_words_for__plainly(index: Index) -> None:
    entry = record("Unknown", status=True, value=2**256 - 1, words=[1, 2], data=b"\x01\x02", data_uri="ipfs")
    assert describe_event(index.book, {}, entry) == (
        f"status True, value {2**256 - 1}, words 2 items, data 0x0102.., data_uri ipfs"
    )


def test_describe__allowance_without_end__is_no_limit(index: Index) -> None:
    assert describe_event(index.book, {}, record("Approval", value=2**256 - 1)) == "value no limit"


@pytest.mark.parametrize(("subject", "shown"), [(0, "fees"), (1, "flow limit"), (60_000, "60000")])
def test_describe__choice_with_a_rest__word_or_the_unit_of_the_rest(
    index: Index, monkeypatch: pytest.MonkeyPatch, subject: int, shown: str
) -> None:
    monkeypatch.setitem(UNITS, "Chosen", {"subject": "0 fees, 1 flow limit, else asset id"})
    assert describe_event(index.book, {}, record("Chosen", subject=subject)) == f"subject {shown}"
