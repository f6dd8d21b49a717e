"""A book that is wrong is refused with the file, the field, the value and what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from keepers.book import load_book
from keepers.errors import KeeperError

ADDRESS = "0x" + "11" * 20


def asset(asset_id: int, **changes: Any) -> dict[str, Any]:
    """A row that is right, but for the changes."""
    return {
        "asset_id": asset_id,
        "provider_id": f"P{asset_id}",
        "symbol": f"S{asset_id}",
        "name": "Name",
        "token": "0x" + f"{asset_id:040x}",
        "decimals": 6,
        "feed": ADDRESS,
        "liquidity_class": "deep",
        "stable": True,
        "weight_cap_ppm": 1_000_000,
        "slippage_bps": 100,
        "deviation_bps": 25,
        "heartbeat": 90_000,
        "listed_at": 1,
        "pools": [],
    } | changes


def written(folder: Path, *assets: dict[str, Any], **more: Any) -> Path:
    path = folder / "assets.json"
    path.write_text(json.dumps({"chain_id": 31337, "assets": assets, **more}))
    return path


def test_load_book__right__finds_assets_by_id(tmp_path: Path) -> None:
    book = load_book(written(tmp_path, asset(1), asset(7)))
    assert book.cash.asset_id == 1
    assert book.by_id(7).symbol == "S7"


def test_load_book__two_feeds__each_with_its_heartbeat(tmp_path: Path) -> None:
    other = "0x" + "22" * 20
    wrapped = asset(2, kind="two feeds", second_feed=other, second_heartbeat=3_600)
    book = load_book(written(tmp_path, asset(1), wrapped, asset(3, kind="vault shares")))
    assert [book.by_id(number).feeds for number in (1, 2, 3)] == [
        ((ADDRESS, 90_000),),
        ((ADDRESS, 90_000), (other, 3_600)),
        ((ADDRESS, 90_000),),
    ]


@pytest.mark.parametrize(
    ("assets", "words"),
    [
        ([asset(1), asset(3), asset(2)], "asset ids must strictly ascend"),
        ([asset(1), asset(1)], "asset ids must strictly ascend"),
        ([asset(2)], "the first asset must be cash, id 1"),
        ([], "the first asset must be cash"),
        ([asset(1), asset(2, provider_id="P1")], "provider_id P1 stands for two assets"),
        ([asset(1), asset(2, token="0x" + f"{1:040x}")], "stands for two assets"),
        ([asset(1, token="0x12")], "'0x12' is not an address"),
        ([asset(1, decimals=28)], "less than or equal to 27, got 28"),
        ([asset(1, weight_cap_ppm=-1)], "greater than or equal to 0, got -1"),
        ([asset(1, colour="red")], "colour"),
        ([asset(1, kind="three feeds")], "two feeds"),
        ([asset(1, kind="two feeds")], "second_feed belongs to an asset of two feeds"),
        ([asset(1, kind="two feeds", second_feed=ADDRESS)], "second_heartbeat belongs to an asset of two feeds"),
        ([asset(1, second_feed=ADDRESS)], "second_feed belongs to an asset of two feeds and to no other"),
        ([asset(1, kind="two feeds", second_feed="0x12", second_heartbeat=1)], "'0x12' is not an address"),
    ],
)
def test_load_book__wrong__named(tmp_path: Path, assets: list[dict[str, Any]], words: str) -> None:
    path = written(tmp_path, *assets)
    with pytest.raises(KeeperError) as refused:
        load_book(path)
    assert words in str(refused.value)
    assert str(path) in str(refused.value)


def test_load_book__no_file__says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(KeeperError, match="does not exist; start the local world with 'make up'"):
        load_book(tmp_path / "assets.json")


def test_load_book__not_json__refused(tmp_path: Path) -> None:
    (tmp_path / "assets.json").write_text("<html>")
    with pytest.raises(KeeperError, match="correct the file"):
        load_book(tmp_path / "assets.json")


def test_by_id__unlisted_asset__named(tmp_path: Path) -> None:
    with pytest.raises(KeeperError, match="asset 9 is on chain but not in the asset book; add it"):
        load_book(written(tmp_path, asset(1))).by_id(9)
