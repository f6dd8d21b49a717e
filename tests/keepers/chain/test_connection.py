"""An endpoint that is down, elsewhere, empty or angry is named, without its key, with what to do."""

import dataclasses
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from keepers.chain import ChainUnreachable, Connection, Index, RpcError
from keepers.chain.connection import shown_url
from keepers.errors import KeeperError
from world.node import free_port


@contextmanager
def endpoint(status: int, body: bytes) -> Iterator[str]:
    """A server that gives everybody the same answer."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v3/SECRET"
    finally:
        server.shutdown()
        server.server_close()


def test_request__nobody_listens__url_and_remedy() -> None:
    port = free_port()
    with pytest.raises(ChainUnreachable, match=f"http://127.0.0.1:{port} does not answer .*start it"):
        Connection(f"http://127.0.0.1:{port}").chain_id()


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (429, b"slow down", "HTTP 429; it limits requests: wait a minute"),
        (403, b"", "HTTP 403; check the URL and its key"),
        (200, b"<html>", "does not answer"),
    ],
)
def test_request__angry_endpoint__named_without_its_key(status: int, body: bytes, words: str) -> None:
    with endpoint(status, body) as url, pytest.raises(ChainUnreachable) as refused:
        Connection(url).chain_id()
    assert words in str(refused.value)
    assert "SECRET" not in str(refused.value)


def test_shown_url__provider_key__left_out() -> None:
    assert shown_url("https://user:word@node.example/v2/KEY?key=KEY") == "https://node.example"


def test_batch__more_than_one_request_holds__in_order(index: Index) -> None:
    calls = [("eth_getBlockByNumber", [hex(number % 3), False]) for number in range(300)]
    numbers = [int(header["number"], 16) for header in index.connection.batch(calls)]
    assert numbers == [number % 3 for number in range(300)]


def test_batch__one_bad_call__an_error_in_its_place(index: Index) -> None:
    results = index.connection.batch([("eth_chainId", []), ("eth_noSuchThing", []), ("eth_chainId", [])])
    assert results[0] == results[2] == hex(31337)
    assert isinstance(results[1], RpcError)


def test_connect__wrong_chain__expected_and_actual(index: Index) -> None:
    elsewhere = index.deployment.model_copy(update={"chain_id": 1})
    book = index.book.model_copy(update={"chain_id": 1})
    with pytest.raises(KeeperError, match="is chain 31337, the deployment is on chain 1; pass"):
        Index.connect(elsewhere, book)


def test_connect__book_of_another_chain__refused(index: Index) -> None:
    with pytest.raises(KeeperError, match="the asset book is of chain 1, the deployment of chain 31337"):
        Index.connect(index.deployment, index.book.model_copy(update={"chain_id": 1}))


def test_connect__no_code__address_named(index: Index) -> None:
    nobody = "0x00000000000000000000000000000000000000aA"
    with pytest.raises(KeeperError, match=f"no contract at {nobody} \\(trader\\).*make up"):
        Index.connect(index.deployment.model_copy(update={"trader": nobody}), index.book)


def test_world__block_not_there__names_it(index: Index) -> None:
    later = dataclasses.replace(index, deployment=index.deployment.model_copy(update={"block": 99_999_999}))
    with pytest.raises(KeeperError, match="has no block 99999999"):
        later.world()
