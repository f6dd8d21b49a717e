"""The reviewed books of this repository are sound, and a book that is not is refused with what to correct."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from web3 import Web3

from deployment.asset_book import load_asset_book
from deployment.errors import BadConfig
from deployment.listing import TWO_FEEDS
from world.artifacts import ROOT

BOOKS = sorted((ROOT / "assets").glob("*.yaml"))
CHAINS = {"ethereum": 1, "base": 8453}


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_book__of_this_repository__is_sound(path: Path) -> None:
    book = load_asset_book(path)
    assert book.chain_id == CHAINS[path.stem]
    assert [row.provider_id for row in book.assets[:1]] == ["USDC"]
    for row in book.assets:
        assert len(row.sources.token) > 1, f"{row.symbol}: two sources must agree on the token"
        assert len(row.sources.feed) > 1, f"{row.symbol}: two sources must agree on the feed"
        listing = book.listing(row)
        assert listing.heartbeat == row.feed.heartbeat + book.heartbeat_grace
        assert (listing.kind == TWO_FEEDS) == (row.second_feed is not None)


def test_book__rollup__names_its_uptime_feed() -> None:
    assert load_asset_book(ROOT / "assets" / "base.yaml").sequencer_feed is not None
    assert load_asset_book(ROOT / "assets" / "ethereum.yaml").sequencer_feed is None


def changed(tmp_path: Path, change: Any) -> Path:
    document = yaml.safe_load((ROOT / "assets" / "ethereum.yaml").read_text())
    change(document)
    path = tmp_path / "book.yaml"
    path.write_text(yaml.safe_dump(document))
    return path


def asset(document: dict[str, Any], symbol: str) -> dict[str, Any]:
    return next(row for row in document["assets"] if row["symbol"] == symbol)


def flipped(address: str) -> str:
    place = next(i for i, letter in enumerate(address) if i > 1 and letter.isalpha())
    return address[:place] + address[place].swapcase() + address[place + 1 :]


def wrong_checksum(document: dict[str, Any]) -> None:
    row = asset(document, "LINK")
    row["token"] = flipped(row["token"])


def wrong_feed_checksum(document: dict[str, Any]) -> None:
    feed = asset(document, "WBTC")["second_feed"]
    feed["address"] = flipped(feed["address"])


def token_twice(document: dict[str, Any]) -> None:
    asset(document, "UNI")["token"] = asset(document, "AAVE")["token"]


def feed_twice(document: dict[str, Any]) -> None:
    asset(document, "UNI")["feed"]["address"] = asset(document, "AAVE")["feed"]["address"]


def provider_twice(document: dict[str, Any]) -> None:
    asset(document, "UNI")["provider_id"] = "AAVE"


def unknown_class(document: dict[str, Any]) -> None:
    asset(document, "UNI")["liquidity_class"] = "shallow"


def unknown_kind(document: dict[str, Any]) -> None:
    asset(document, "UNI")["kind"] = "synthetic"


def no_source(document: dict[str, Any]) -> None:
    asset(document, "UNI")["sources"]["feed"] = []


def source_unknown(document: dict[str, Any]) -> None:
    asset(document, "UNI")["sources"]["feed"] = ["hearsay"]


def source_unused(document: dict[str, Any]) -> None:
    document["sources"]["hearsay"] = {"what": "somebody said so", "date": "2026-01-01"}


def not_dollars(document: dict[str, Any]) -> None:
    asset(document, "WBTC")["second_feed"]["pair"] = "WBTC / ETH"


def first_not_dollars(document: dict[str, Any]) -> None:
    asset(document, "UNI")["feed"]["pair"] = "UNI / ETH"


def cash_second(document: dict[str, Any]) -> None:
    document["assets"].insert(0, document["assets"].pop(1))


def heartbeat_too_long(document: dict[str, Any]) -> None:
    asset(document, "UNI")["feed"]["heartbeat"] = 7 * 86_400


def number_for_address(document: dict[str, Any]) -> None:
    asset(document, "UNI")["token"] = 0x1F98


POOL = "0x" + "ab" * 20
STRANGER = "0x6B3595068778DD592e39A122f4f5a5cF09C90fE2"  # a token that the book does not have


def pool(one: str, other: str) -> dict[str, Any]:
    token0, token1 = sorted((one, other), key=str.lower)
    return {"venue": "v3", "address": POOL, "fee": 3_000, "token0": token0, "token1": token1}


def pool_of_no_way(document: dict[str, Any]) -> None:
    link = asset(document, "LINK")
    link["pools"] = [pool(link["token"], asset(document, "WETH")["token"])]


def pool_of_a_stranger(document: dict[str, Any]) -> None:
    link = asset(document, "LINK")
    link["pools"] = [pool(link["token"], STRANGER)]


def intermediate(document: dict[str, Any], token: str, source: str) -> None:
    cash = asset(document, "USDC")["token"]
    document["intermediates"] = [{"symbol": "SUSHI", "token": token, "sources": [source], "pools": [pool(token, cash)]}]


def intermediate_is_an_asset(document: dict[str, Any]) -> None:
    intermediate(document, asset(document, "WETH")["token"], "uniswap")


def intermediate_without_source(document: dict[str, Any]) -> None:
    intermediate(document, STRANGER, "hearsay")


def intermediate_wrong_checksum(document: dict[str, Any]) -> None:
    intermediate(document, STRANGER, "uniswap")
    document["intermediates"][0]["token"] = flipped(STRANGER)


WRONG = {
    wrong_checksum: r"assets\.LINK\.token: 0x\w+ has a wrong EIP-55 checksum",
    wrong_feed_checksum: r"assets\.WBTC\.second_feed\.address: .* wrong EIP-55 checksum",
    token_twice: "token 0x7Fc6.* stands for two assets",
    feed_twice: "feed 0x547a.* stands for two assets",
    provider_twice: "provider id AAVE stands for two assets",
    unknown_class: r"assets\.UNI\.liquidity_class: Input should be 'deep', 'medium' or 'thin'",
    unknown_kind: r"assets\.UNI\.kind: Input should be 'native', 'wrapped' or 'bridged'",
    no_source: r"assets\.UNI\.sources\.feed: Tuple should have at least 1 item",
    source_unknown: "source hearsay is not in the list of sources",
    source_unused: "nothing comes from source hearsay",
    not_dollars: "WBTC / ETH times BTC / USD is no price in USD",
    first_not_dollars: "feed UNI / ETH does not answer USD",
    cash_second: "the first asset must be USDC",
    heartbeat_too_long: "UNI: the registry takes heartbeats up to 604800 s",
    number_for_address: r"assets\.UNI\.token: Input should be a valid string",
    pool_of_no_way: "of LINK is against WETH, which has no pool against USDC; add one to the pools of WETH",
    pool_of_a_stranger: "of LINK is against 0x6B35.*, which has no pool against USDC; add one to 'intermediates'",
    intermediate_is_an_asset: "intermediate SUSHI .* stands twice in the book, as WETH; give its pools there",
    intermediate_without_source: "source hearsay is not in the list of sources",
    intermediate_wrong_checksum: r"intermediates\.SUSHI\.token: 0x\w+ has a wrong EIP-55 checksum",
}


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change.__name__)
def test_book__wrong__is_named(tmp_path: Path, change: Any) -> None:
    with pytest.raises(BadConfig, match=WRONG[change]):
        load_asset_book(changed(tmp_path, change))


def test_book__pools_through_an_intermediate__is_sound(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        intermediate(document, STRANGER, "uniswap")
        link = asset(document, "LINK")
        link["pools"] = [pool(link["token"], STRANGER) | {"address": "0x" + "cd" * 20}]

    book = load_asset_book(changed(tmp_path, change))
    assert book.intermediates[0].pools[0].address == Web3.to_checksum_address(POOL)


def test_book__missing_file__is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"none\.yaml cannot be read"):
        load_asset_book(tmp_path / "none.yaml")


def test_book__not_yaml__is_named(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text("assets: [")
    with pytest.raises(BadConfig, match="is not YAML"):
        load_asset_book(path)
