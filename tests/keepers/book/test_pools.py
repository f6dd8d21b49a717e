"""Pools of a book: against cash, or against what has a pool against cash. What is wrong is named."""

from pathlib import Path
from typing import Any

import pytest

from keepers.book import AssetBook, load_book
from keepers.errors import KeeperError
from tests.keepers.book.test_load_book import asset, written

CASH, LINK, ETHER, WETH = ("0x" + f"{number:040x}" for number in (1, 2, 3, 0xEE))


def pool(number: int, one: str, other: str, **changes: Any) -> dict[str, Any]:
    """A Uniswap V3 pool of two tokens, but for the changes."""
    token0, token1 = sorted((one, other))
    terms = {"venue": "v3", "address": "0x" + f"{number:02x}" * 20, "fee": 3_000, "token0": token0, "token1": token1}
    return {name: value for name, value in (terms | changes).items() if value is not None}


def pair(number: int, one: str, other: str) -> dict[str, Any]:
    """A Uniswap V2 pair, its fee left out."""
    return pool(number, one, other, venue="v2", fee=None)


def weth(*pools: dict[str, Any]) -> dict[str, Any]:
    return {"symbol": "WETH", "token": WETH, "pools": pools or (pool(0xE1, WETH, CASH),)}


def book(folder: Path, link: list[dict[str, Any]], ether: tuple[Any, ...] = (), between: tuple[Any, ...] = ()) -> Path:
    """Cash, LINK and ETH with these pools."""
    rows = (asset(1), asset(2, symbol="LINK", pools=link), asset(3, symbol="ETH", pools=ether))
    return written(folder, *rows, intermediates=between)


def routes(loaded: AssetBook, number: int) -> list[tuple[str, list[str]]]:
    found = loaded.routes(loaded.by_id(number))
    return [(way.via.symbol if way.via else "", [each.address[2:4].lower() for each in way.pools]) for way in found]


def test_routes__pool_pair_and_through_weth__direct_ones_first(tmp_path: Path) -> None:
    link = [pool(0xA1, LINK, WETH), pair(0xA2, LINK, CASH), pool(0xA3, LINK, CASH)]
    between = (weth(pool(0xE1, WETH, CASH), pair(0xE2, WETH, CASH)),)
    loaded = load_book(book(tmp_path, link, between=between))
    assert routes(loaded, 2) == [
        ("", ["a2"]),
        ("", ["a3"]),
        ("WETH", ["a1", "e1"]),
        ("WETH", ["a1", "e2"]),
    ]
    assert loaded.by_id(2).pools[1].fee == 3_000
    assert routes(loaded, 1) == routes(loaded, 3) == []


def test_routes__through_an_asset_of_the_book__by_the_pools_it_has(tmp_path: Path) -> None:
    ether = (pool(0xE1, ETHER, CASH), pair(0xE2, ETHER, WETH))
    loaded = load_book(book(tmp_path, [pair(0xA1, LINK, ETHER)], ether, (weth(pool(0xE3, WETH, CASH)),)))
    assert routes(loaded, 2) == [("ETH", ["a1", "e1"])]
    assert routes(loaded, 3) == [("", ["e1"]), ("WETH", ["e2", "e3"])]


def test_load_book__written_before_there_were_intermediates__loads(tmp_path: Path) -> None:
    rows = asset(1), asset(2, pools=[pool(0xA1, LINK, CASH)])
    loaded = load_book(written(tmp_path, *rows))
    assert loaded.intermediates == ()
    assert routes(loaded, 2) == [("", ["a1"])]


def test_load_book__one_pool_of_two_assets__loads(tmp_path: Path) -> None:
    shared = pool(0xA1, LINK, ETHER)
    ether = (shared, pool(0xE1, ETHER, CASH))
    loaded = load_book(book(tmp_path, [shared, pool(0xA2, LINK, CASH)], ether))
    assert routes(loaded, 3) == [("", ["e1"]), ("LINK", ["a1", "a2"])]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            {"link": [pool(0xA1, LINK, WETH)]},
            "of LINK is against 0x00000000000000000000000000000000000000eE, which has no pool against S1; "
            "add one to 'intermediates', or take this pool out",
        ),
        (
            {"link": [pool(0xA1, LINK, ETHER)]},
            "of LINK is against ETH, which has no pool against S1; add one to the pools of ETH, or take",
        ),
        (
            {"link": [pool(0xA1, ETHER, CASH)]},
            f"of LINK trades {CASH} and {ETHER}, none of which is its token {LINK}; correct the pool",
        ),
        ({"link": [], "between": (weth(pool(0xE1, WETH, LINK)),)}, "WETH needs pools against S1 and no others; 0x"),
        (
            {"link": [], "between": ({"symbol": "WETH", "token": WETH, "pools": []},)},
            "intermediate WETH needs pools against S1 and no others; give it at least one, or remove the row",
        ),
        (
            {"link": [], "between": ({"symbol": "W", "token": ETHER, "pools": [pool(0xE1, ETHER, CASH)]},)},
            f"intermediate W ({ETHER}) stands twice in the book, as ETH; give its pools there and remove this row",
        ),
        ({"link": [], "between": (weth(), weth())}, "stands twice in the book, as WETH"),
        (
            {"link": [pool(0xA1, LINK, CASH)], "ether": (pool(0xA1, ETHER, CASH),)},
            "stands twice with different terms; ask the pool and correct the wrong row",
        ),
        ({"link": [pool(0xA1, LINK, CASH, venue="v4")]}, "Input should be 'v3' or 'v2', got v4"),
        ({"link": [pool(0xA1, LINK, CASH, fee=None)]}, "assets.1.pools.0.fee: Field required"),
        ({"link": [pool(0xA1, LINK, CASH, venue="v2", fee=2_500)]}, "takes 3000 ppm, not 2500; leave its fee out"),
        ({"link": [pool(0xA1, LINK, CASH, token0=LINK, token1=CASH)]}, "is not below token1"),
        ({"link": [pool(0xA1, LINK, CASH, address="0x12")]}, "'0x12' is not an address"),
        ({"link": [], "between": (weth() | {"token": "0x12"},)}, "intermediates.0.token: Value error, '0x12' is not"),
    ],
)
def test_load_book__wrong_pools__named(tmp_path: Path, parts: dict[str, Any], words: str) -> None:
    path = book(tmp_path, **parts)
    with pytest.raises(KeeperError) as refused:
        load_book(path)
    assert words in str(refused.value)
    assert str(path) in str(refused.value)


def test_load_book__pools_of_cash__refused(tmp_path: Path) -> None:
    rows = asset(1, pools=[pool(0xA1, LINK, CASH)]), asset(2)
    with pytest.raises(KeeperError, match="S1 is cash: its pools belong to what trades against it; move 0xA1"):
        load_book(written(tmp_path, *rows))
