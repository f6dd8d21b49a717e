"""A small built page and the deployment of a world that is gone, with one decision made from a real snapshot."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from deployment.contracts import PARTS
from keepers.decide import decide
from keepers.models import Decision, State
from keepers.parameters import load_parameters
from keepers.snapshot import Market, SnapshotStore, build, whole_market_book
from keepers.sources import open_source
from website.documents import Setting
from website.server import PageServer
from website.site import Site

TOKEN = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
FEED = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"
NODE = "http://127.0.0.1:8545"
SCRIPT = "/assets/index-Bx3_a-9Z.js"
EPOCH = 1

Get = Callable[..., "Reply"]


@dataclass(frozen=True)
class Reply:
    """What a server answered; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="session")
def decision(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Decision]:
    """The folder of a store with one decision, and the decision."""
    market = Market.load(open_source("synthetic"))
    snapshot = build(market, date(2022, 7, 18), "product", load_parameters(), whole_market_book(market), State())
    decided = decide(snapshot)
    folder = tmp_path_factory.mktemp("decided") / "store"
    store = SnapshotStore(folder)
    store.put(snapshot)
    store.record(EPOCH, decided)
    return folder, decided


@pytest.fixture
def folder(tmp_path: Path, decision: tuple[Path, Decision]) -> Path:
    """Of a deployment: deployment.json, assets.json and the store."""
    folder = tmp_path / "local"
    folder.mkdir()
    contracts = {part.key: f"0x{number:040x}" for number, part in enumerate(PARTS, 1)}
    record = {"chain_id": 31337, "block": 7, "url": NODE, **contracts, "usdc": TOKEN, "integrity": {}}
    (folder / "deployment.json").write_text(json.dumps(record))
    cash = {
        "asset_id": 1,
        "provider_id": "USDC",
        "symbol": "USDC",
        "name": "USD Coin",
        "token": TOKEN,
        "decimals": 6,
        "feed": FEED,
        "liquidity_class": "deep",
        "stable": True,
        "weight_cap_ppm": 1_000_000,
        "slippage_bps": 50,
        "deviation_bps": 25,
        "heartbeat": 90_000,
        "listed_at": 0,
    }
    (folder / "assets.json").write_text(json.dumps({"chain_id": 31337, "assets": [cash]}))
    (folder / "store").symlink_to(decision[0])
    return folder


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built page, a hidden file in it, and a secret beside it."""
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html><title>page</title>")
    (built / SCRIPT[1:]).write_text("export const answer = 42;\n" * 200)
    (built / ".hidden").write_text("hidden")
    (tmp_path / "secret.txt").write_text("secret")
    return built


@pytest.fixture
def server(folder: Path, built: Path) -> Iterator[PageServer]:
    """Running on a free port."""
    server = PageServer(Site(folder, built, Setting(demonstration="Invented prices")))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def get(server: PageServer) -> Get:
    """get(path, method="GET", **headers): one request on a connection of its own; the path goes out as it is given."""

    def get(path: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            reply = connection.getresponse()
            return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    return get
