"""The server over real sockets: what it gives, to whom, and what it refuses."""

import gzip
import json
import socket
from pathlib import Path

import pytest

from keepers.models import Decision
from tests.website.conftest import EPOCH, NODE, SCRIPT, Get
from website.server import PageServer

TYPES = {
    "/": "text/html; charset=utf-8",
    "/index.html": "text/html; charset=utf-8",
    SCRIPT: "text/javascript; charset=utf-8",
    "/config.json": "application/json",
    "/assets.json": "application/json",
    "/history.json": "application/json",
    f"/decisions/{EPOCH}.json": "application/json",
}
OUTSIDE = (
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%252fsecret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/assets/..%c0%af..%c0%afsecret.txt",
    "/..;/secret.txt",
    "//secret.txt",
    "/snapshots/../../deployment.json",
    "/snapshots/..%2f..%2fdeployment.json",
    "/deployment.json",
    "/decisions/../1.json",
    "/index.html%00.txt",
    "/index.html%7f",
    "/.hidden",
    "/%2ehidden",
    "*",
)


@pytest.mark.parametrize("path", TYPES)
def test_get__every_document__has_its_type(get: Get, path: str) -> None:
    reply = get(path)
    assert (reply.status, reply.headers["content-type"]) == (200, TYPES[path])
    assert int(reply.headers["content-length"]) == len(reply.body)


@pytest.mark.parametrize("path", [*TYPES, "/nothing-here", "/assets/"])
def test_head__any_path__is_get_without_the_body(get: Get, path: str) -> None:
    whole, head = get(path), get(path, "HEAD")
    ignored = {"date"}
    assert head.status == whole.status
    assert head.body == b""
    assert {**head.headers, **dict.fromkeys(ignored)} == {**whole.headers, **dict.fromkeys(ignored)}


@pytest.mark.parametrize("path", OUTSIDE)
def test_get__path_that_leads_outside__is_not_found(get: Get, path: str) -> None:
    reply = get(path)
    assert reply.status == 404
    assert b"secret" not in reply.body
    assert b"hidden" not in reply.body


def test_get__whole_address_of_another_host__is_not_found(get: Get, server: PageServer) -> None:
    assert get("http://other.example/", Host=f"127.0.0.1:{server.server_port}").status == 404


@pytest.mark.parametrize("path", ["/assets", "/assets/", "/snapshots/", "/decisions/", "/store/", "/snapshots"])
def test_get__folder__lists_nothing(get: Get, path: str) -> None:
    assert get(path).status == 404


def test_get__link_out_of_the_built_page__is_not_followed(get: Get, built: Path) -> None:
    (built / "link.txt").symlink_to(built.parent / "secret.txt")
    (built / "linked").symlink_to(built.parent)
    assert get("/link.txt").status == 404
    assert get("/linked/secret.txt").status == 404


@pytest.mark.parametrize("path", ["/", "/nothing-here", SCRIPT])
def test_headers__every_answer__has_the_policy(get: Get, path: str) -> None:
    headers = get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["worker-src"] == "'self'"
    assert policy["connect-src"] == f"'self' {NODE}"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers
    assert "python" not in headers["server"].lower()


def test_cache__hashed_file_and_snapshot__are_kept_for_ever(get: Get, decision: tuple[Path, Decision]) -> None:
    for path in (SCRIPT, f"/snapshots/{decision[1].data_hash.hex()}.json"):
        assert "immutable" in get(path).headers["cache-control"]
    for path in ("/", "/config.json", f"/decisions/{EPOCH}.json"):
        assert get(path).headers["cache-control"] == "no-cache"


def test_cache__known_tag__is_not_sent_again(get: Get, built: Path) -> None:
    tag = get("/").headers["etag"]
    again = get("/", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert "content-security-policy" in again.headers
    (built / "index.html").write_text("<!doctype html><title>newer</title>")
    newer = get("/", If_None_Match=tag)
    assert newer.status == 200
    assert b"newer" in newer.body


def test_gzip__asked_for__is_the_same_document(get: Get) -> None:
    plain, packed = get(SCRIPT), get(SCRIPT, Accept_Encoding="br, gzip;q=0.8")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_gzip__not_accepted__is_not_sent(get: Get, accepted: str) -> None:
    assert "content-encoding" not in get(SCRIPT, Accept_Encoding=accepted).headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND"])
def test_method__other_than_get_and_head__is_refused(get: Get, method: str) -> None:
    reply = get("/", method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert "content-security-policy" in reply.headers


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:8100", "127.0.0.1", "127.0.0.1:1"])
def test_host__of_another_origin__is_refused(get: Get, host: str) -> None:
    assert get("/", Host=host).status == 421


def test_host__localhost__is_served(get: Get, server: PageServer) -> None:
    assert get("/", Host=f"localhost:{server.server_port}").status == 200


def test_listens__on_loopback_alone(server: PageServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_request__that_is_none__does_not_end_the_server(get: Get, server: PageServer, garbage: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as wire:
        wire.sendall(garbage)
        wire.recv(1_000)
    assert get("/").status == 200


def test_request__with_a_body__does_not_smuggle_another(server: PageServer) -> None:
    inner = b"GET /config.json HTTP/1.1\r\nHost: x\r\n\r\n"
    host = f"127.0.0.1:{server.server_port}".encode()
    outer = b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nContent-Length: " + str(len(inner)).encode() + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as wire:
        wire.sendall(outer + inner)
        said = b""
        while part := wire.recv(65_536):
            said += part
    assert said.count(b"HTTP/1.1 ") == 1


def test_connection__kept_alive__answers_twice(server: PageServer) -> None:
    request = f"GET /config.json HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as wire:
        for _ in range(2):
            wire.sendall(request)
            head, body = wire.recv(65_536).split(b"\r\n\r\n", 1)
            assert head.startswith(b"HTTP/1.1 200")
            wanted = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            while len(body) < wanted:
                body += wire.recv(65_536)
            assert json.loads(body)["chainId"] == 31337
