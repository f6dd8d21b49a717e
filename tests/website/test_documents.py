"""What the page is given beside the chain: where the index is, what its assets are called, what decisions were of."""

import json
from pathlib import Path

import pytest

from keepers.models import Decision
from keepers.snapshot import keccak256
from tests.website.conftest import EPOCH, NODE, TOKEN, Get
from website.documents import Setting, config
from website.headers import content_type, kept, security
from website.site import Site


def test_config__names_node_and_contracts(get: Get) -> None:
    document = json.loads(get("/config.json").body)
    wanted = {*("block", "vault", "queue", "auctions", "router", "lens"), *("trader", "strategy", "registry"), "policy"}
    assert {*document["deployment"]} == {*wanted, "usdc"}
    assert (document["chainId"], document["rpc"], document["deployment"]["block"]) == (31337, [NODE], 7)
    assert (document["snapshots"], document["decisions"]) == ("/snapshots/", "/decisions/")
    assert document["demonstration"] == "Invented prices"
    assert (document["explorer"], document["walletConnect"], document["indexer"]) == (None, None, None)


def test_config__other_nodes__are_in_the_policy_too(folder: Path, built: Path) -> None:
    setting = Setting("Ethereum", ("https://one.example/key", "https://two.example"), indexer="https://rows.example/v1")
    policy = Site(folder, built, setting).headers["Content-Security-Policy"]
    assert "connect-src 'self' https://one.example https://two.example https://rows.example;" in policy
    assert config(folder, setting)["rpc"] == ["https://one.example/key", "https://two.example"]


@pytest.mark.parametrize(
    "address", ["https://x; script-src *", "javascript:1", "node.example", "https://", "https:// a"]
)
def test_security__address_that_is_none__is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        security([address])


def test_assets__in_order__with_what_the_page_shows(get: Get) -> None:
    (row,) = json.loads(get("/assets.json").body)
    assert row == {
        "id": 1,
        "symbol": "USDC",
        "name": "USD Coin",
        "token": TOKEN,
        "decimals": 6,
        "stable": True,
        "liquidity": "deep",
    }


def test_history__none_known__is_an_empty_list(get: Get, folder: Path) -> None:
    assert get("/history.json").body == b"[]"
    (folder / "history.json").write_text('[{"time":1,"value":1.0}]')
    assert json.loads(get("/history.json").body) == [{"time": 1, "value": 1.0}]


def test_snapshot__by_its_hash__is_the_canonical_bytes(get: Get, decision: tuple[Path, Decision]) -> None:
    for prefix in ("", "0x"):
        reply = get(f"/snapshots/{prefix}{decision[1].data_hash.hex()}.json")
        assert reply.status == 200
        assert keccak256(reply.body) == decision[1].data_hash
    assert get(f"/snapshots/{'0' * 64}.json").status == 404


def test_decision__has_the_keepers_own_parts(get: Get, decision: tuple[Path, Decision]) -> None:
    document, decided = json.loads(get(f"/decisions/{EPOCH}.json").body), decision[1]
    assert (document["gauge"], document["regime"]) == (decided.gauge, decided.regime)
    assert document["data_hash"] == "0x" + decided.data_hash.hex()
    assert document["parts"]["momentum"] == 100 * decided.momentum
    assert sum(document["parts"].values()) / 3 == pytest.approx(decided.gauge, abs=100)
    assert document["universe"]["members"] == list(decided.members)
    assert sum(target["ppm"] for target in document["targets"]) == 1_000_000


@pytest.mark.parametrize("epoch", ["2", "0", "01", "-1", "1e3", "9999999999"])
def test_decision__of_no_epoch__is_not_found(get: Get, epoch: str) -> None:
    assert get(f"/decisions/{epoch}.json").status == 404


def test_decision__snapshot_gone__keeps_the_record_without_parts(get: Get, folder: Path) -> None:
    kept_store = (folder / "store").resolve()
    (folder / "store").unlink()
    (folder / "store" / "decisions").mkdir(parents=True)
    record = (kept_store / "decisions" / f"{EPOCH}.json").read_bytes()
    (folder / "store" / "decisions" / f"{EPOCH}.json").write_bytes(record)
    document = json.loads(get(f"/decisions/{EPOCH}.json").body)
    assert (document["parts"], document["universe"]) == (None, None)
    assert document["gauge"] == json.loads(record)["gauge"]


def test_data__damaged_or_gone__is_unavailable_and_says_no_path(get: Get, folder: Path) -> None:
    for name in ("deployment.json", "assets.json"):
        (folder / name).write_text("{")
    for path in ("/config.json", "/assets.json"):
        reply = get(path)
        assert reply.status == 503
        assert str(folder) not in reply.body.decode()
    assert get("/").status == 200


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("/a.HTML", "text/html; charset=utf-8"), ("/a.svg", "image/svg+xml"), ("/a.exe", "application/octet-stream")],
)
def test_type__by_the_end_of_the_name(path: str, wanted: str) -> None:
    assert content_type(path) == wanted


@pytest.mark.parametrize("path", ["/assets/index.js", "/index-Bx3_a9Zq.js", "/snapshots/abc.json", "/config.json"])
def test_cache__name_without_a_hash__is_asked_for_again(path: str) -> None:
    assert kept(path) == "no-cache"
