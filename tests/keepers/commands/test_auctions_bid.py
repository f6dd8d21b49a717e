"""`keepers auctions bid`, as a person types it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from keepers.chain import Connection, Index, RpcError
from tests.keepers.commands.conftest import document, refusal
from tests.keepers.conftest import later
from world.market import World

BTC = 4
HOUR = 3_600


def block(world: World) -> int:
    return int(world.chain.rpc("eth_blockNumber"), 16)


def test_bid__dry_run__price_bound_and_what_it_would_send(
    world: World, selling: Index, auctions: Callable[..., Result], anyone: str
) -> None:
    before = block(world)
    shown = auctions("bid", "BTC", "0.1").stdout
    assert re.search(
        r"the fund sells 0\.1 BTC for 4,2[12]\d(\.\d+)? USDC now, \+\d\d\.\d bps of the oracle's price", shown
    )
    assert re.search(r"this bid: at most 4,24\d(\.\d+)? USDC, until 2024-01-\d\d", shown)
    assert "dry run, nothing sent: pass --bidder ADDRESS to try it, --account ALIAS to send it" in shown
    shown = auctions("bid", "BTC", "0.1", "--most", "4300", "--bidder", anyone).stdout
    assert f"dry run, nothing sent: approve 4300 USDC to the auction house as transaction 0 of {anyone}" in shown
    assert "dry run, nothing sent: bid number 1 for 0.1 BTC (asset 4) in its auction of epoch 2 opened at" in shown
    assert len(re.findall(r"and take [\d,]+ gas", shown)) == 2
    found = document(auctions("bid", "BTC", "0.1", "--bidder", anyone, "--json"))
    offer = found["offer"]
    assert (offer["side"], offer["amount"]) == ("sell", 10**7)
    assert offer["usdc"] < offer["limit"] == offer["approve"] == offer["usdc"] * 10_050 // 10_000
    assert [row["sent"] for row in found["transactions"]] == [False, False]
    assert found["transactions"][1]["gas"] > 200_000
    assert block(world) == before


def test_bid__dry_run_on_a_node_that_cannot_try_in_order__says_so(
    selling: Index, auctions: Callable[..., Result], anyone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forward = Connection.request

    def without(connection: Connection, method: str, *params: Any) -> Any:
        if method == "eth_simulateV1":
            raise RpcError("chain: refused", "the method eth_simulateV1 does not exist/is not available")
        return forward(connection, method, *params)

    monkeypatch.setattr(Connection, "request", without)
    shown = auctions("bid", "BTC", "0.1", "--bidder", anyone).stdout
    assert shown.count("this node cannot try it behind those before it") == 2
    sent = document(auctions("bid", "BTC", "0.1", "--dev-account", "9", "--json"))
    assert [row["sent"] for row in sent["transactions"]] == [True, True]


def test_bid__sale__exact_approval_then_filled(
    world: World, selling: Index, auctions: Callable[..., Result], anyone: str
) -> None:
    house, token = world.index.auctions, world.asset("BTC").token
    before, left = token.balanceOf(anyone), house.auction(BTC).remaining
    shown = auctions("bid", "BTC", "0.1", "--most", "4300", "--dev-account", "9").stdout
    assert re.search(r"approve 4300 USDC to the auction house as transaction 0 of 0x\w+: done in block", shown)
    assert re.search(r"bid number 1 for 0\.1 BTC .*: done in block", shown)
    assert re.search(
        r"got 0\.1 BTC for 4,2[12]\d(\.\d+)? USDC, \+\d\d\.\d bps of the oracle's price; 0\.\d+ BTC remain", shown
    )
    assert token.balanceOf(anyone) == before + 10**7
    assert house.auction(BTC).remaining == left - 10**7
    # What the price did not take stays approved, for this account's own bids alone.
    assert 0 < world.usdc.allowance(anyone, house) < 100 * 10**6


def test_bid__all_of_a_purchase__asset_approved_to_the_unit(
    world: World, selling: Index, auctions: Callable[..., Result], anyone: str
) -> None:
    house, token = world.index.auctions, world.asset("USDT").token
    # Purchases wait for the sales that pay them.
    assert "'trader: amount'" in refusal(auctions("bid", "USDT", "all", "--dev-account", "9"))
    assert token.allowance(anyone, house) == 0
    document(auctions("bid", "BTC", "all", "--tolerance", "100", "--dev-account", "9", "--json"))
    usdc = world.usdc.balanceOf(anyone)
    done = document(auctions("bid", "USDT", "2000", "--least", "1950", "--dev-account", "9", "--json"))
    assert [row["sent"] for row in done["transactions"]] == [True, True] and not done["earlier"]
    assert done["event"]["event"] == "AuctionFilled" and done["event"]["asset_amount"] == 2_000 * 10**6
    assert world.usdc.balanceOf(anyone) - usdc == done["event"]["cash_amount"] > 1_950 * 10**6
    assert token.allowance(anyone, house) == 0


def test_bid__for_another_receiver__he_gets_it(
    world: World, selling: Index, auctions: Callable[..., Result], holder: str
) -> None:
    document(auctions("bid", "BTC", "0.05", "--receiver", holder.lower(), "--dev-account", "9", "--json"))
    assert world.asset("BTC").token.balanceOf(holder) == 5 * 10**6
    assert "--receiver: 'me' is not an address of 20 bytes" in refusal(auctions("bid", "BTC", "1", "--receiver", "me"))


def test_bid__typed_again__is_told_of_the_first_and_sends_nothing(
    world: World, selling: Index, auctions: Callable[..., Result]
) -> None:
    first = auctions("bid", "BTC", "0.1", "--dev-account", "9").stdout
    before = block(world)
    again = auctions("bid", "BTC", "0.10", "--dev-account", "9").stdout
    assert "sent by an earlier run: nothing new was sent; for another bid of this size raise --number" in again
    assert re.search(r"0x[0-9a-f]{64}$", again.splitlines()[0])[0] in first  # type: ignore[index]
    assert block(world) == before
    other = document(auctions("bid", "BTC", "0.1", "--number", "2", "--dev-account", "9", "--json"))
    assert not other["earlier"] and block(world) > before


def test_bid__bound_the_price_does_not_keep__refused_with_the_moment_it_will(
    world: World, selling: Index, auctions: Callable[..., Result]
) -> None:
    before = block(world)
    said = refusal(auctions("bid", "BTC", "0.1", "--most", "4200", "--dev-account", "9"))
    assert re.search(r"0\.1 BTC cost 42[12]\d(\.\d+)? USDC now, which does not keep --most 4200", said)
    moment = re.search(r"at the oracle's price of now it will from 2024-01-\d\d \d\d:\d\d UTC, in 0:0(\d):(\d\d)", said)
    assert moment is not None
    assert "it will not by its end" in refusal(auctions("bid", "BTC", "0.1", "--most", "4000", "--dev-account", "9"))
    assert "which does not keep --least 2100" in refusal(auctions("bid", "USDT", "2000", "--least", "2100"))
    assert block(world) == before
    later(world, int(moment[1]) * 60 + int(moment[2]))
    assert "got 0.1 BTC for 4," in auctions("bid", "BTC", "0.1", "--most", "4200", "--dev-account", "9").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("BTC", "half"), "amount: 'half' is not a number above 0; write whole BTC, like 1250.5"),
        (("BTC", "0"), "amount: '0' is not a number above 0"),
        (("BTC", "nan"), "amount: 'nan' is not a number above 0"),
        (("BTC", "1,000"), "amount: '1,000' is not a number above 0"),
        (("BTC", "0.123456789"), "amount: 0.123456789 has more digits than BTC; write at most 8 after the point"),
        (("BTC", "1e99"), "amount: 1e99 BTC is more than any token has"),
        (("BTC", "0.1", "--most", "lots"), "--most: 'lots' is not a number above 0; write whole USDC"),
        (("BTC", "0.1", "--most", "1", "--tolerance", "5"), "--most, --least and --tolerance each bound the price"),
        (("BTC", "0.1", "--least", "1"), "the fund sells BTC, so USDC is what you pay: bound it with --most"),
        (("USDT", "200", "--most", "1"), "the fund buys USDT, so USDC is what you get: bound it with --least"),
        (("BTC", "0.0001"), "'auction: below minimum'. A bid takes at least 100 USD, or all that remains"),
        (("LINK", "1"), "no auction of LINK is live (there was none); 'auctions' shows"),
        (("NOPE", "1"), "asset: 'NOPE' is no symbol or id of the asset book"),
        (("BTC", "0.1", "--bidder", "me"), "--bidder: 'me' is not an address of 20 bytes"),
        (("BTC", "0.1", "--dev-account", "9", "--bidder", "0x" + "1" * 40), "--bidder is for a dry run"),
    ],
)
def test_bid__what_cannot_be__refused_with_the_remedy(
    selling: Index, auctions: Callable[..., Result], arguments: tuple[str, ...], said: str
) -> None:
    assert said in refusal(auctions("bid", *arguments))


def test_bid__without_the_money__refused_before_anything_is_approved(
    world: World, selling: Index, auctions: Callable[..., Result], other_holder: str
) -> None:
    before = block(world)
    said = refusal(auctions("bid", "BTC", "0.1", "--dev-account", "6"))
    assert re.search(
        rf"bid: {other_holder} has 0 USDC, the bid takes 42[12]\d(\.\d+)? USDC now; bid for less, or bring", said
    )
    assert block(world) == before


def test_bid__auction_over__refused(world: World, selling: Index, auctions: Callable[..., Result]) -> None:
    later(world, HOUR)
    assert "no auction of BTC is live (it ended)" in refusal(auctions("bid", "BTC", "0.1", "--dev-account", "9"))


def test_log__auctions__told_in_words(
    world: World, selling: Index, auctions: Callable[..., Result], keepers: Callable[..., Result]
) -> None:
    document(auctions("bid", "BTC", "0.1", "--dev-account", "9", "--json"))
    shown = keepers("log", "--event", "AuctionOpened", "--event", "AuctionFilled").stdout
    assert re.search(r"AuctionOpened .*asset BTC.*sell, amount 0\.\d+ BTC, closes_at 2024-", shown)
    assert re.search(r"AuctionFilled .*asset_amount 0\.1 BTC, cash_amount 4,2[12]\d(\.\d+)? USDC", shown)
