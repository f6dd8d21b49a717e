"""HTTP around a site: GET and HEAD, on one loopback address, every answer with the security headers."""

from __future__ import annotations

import re
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from keepers.errors import KeeperError
from website.site import Answer, Site

__all__ = ["HOST", "PageServer"]

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
IDLE = 30.0  # seconds until a connection that says nothing is closed
METHODS = "GET, HEAD"
# Decoded once. What else a name may hold, such as a backslash or a second encoding, no file of a page has.
PLAIN = re.compile(r"(?:/[\w-][\w.-]*)*/?", re.ASCII)


class PageServer(ThreadingHTTPServer):
    """Serves a site until `shutdown`. Raises KeeperError or ValueError if the site has no deployment to speak of."""

    daemon_threads = True

    def __init__(self, site: Site, port: int = 0) -> None:
        """Listens on `port`, a free one if 0. OSError when it is taken."""
        self.site = site
        self.headers = site.headers
        super().__init__((HOST, port), _Handler)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{HOST}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    protocol_version = "HTTP/1.1"
    timeout = IDLE

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def _serve(self) -> None:
        if self.headers.get("Content-Length") or self.headers.get("Transfer-Encoding"):
            self.close_connection = True  # a body nobody reads would be taken for the next request
        # A name that resolves to this machine must not make a page of another origin ours.
        if self.headers.get("Host") not in {f"{name}:{self.server.server_port}" for name in NAMES}:
            return self._say(HTTPStatus.MISDIRECTED_REQUEST)
        path = _path(self.path)
        try:
            answer = None if path is None else self.server.site.answer(path)
        except (KeeperError, OSError) as error:
            self.log_error("%s: %s", self.path, error)
            return self._say(HTTPStatus.SERVICE_UNAVAILABLE)
        return self._say(HTTPStatus.NOT_FOUND) if answer is None else self._give(answer)

    def _give(self, answer: Answer) -> None:
        body, headers = answer.body, {"Content-Type": answer.content_type, "Cache-Control": answer.cache}
        headers["ETag"] = f'W/"{answer.tag}"'
        if answer.is_text:
            headers["Vary"] = "Accept-Encoding"
        if headers["ETag"] in self.headers.get("If-None-Match", ""):
            return self._send(HTTPStatus.NOT_MODIFIED, headers, None)
        packed = self.server.site.packed(answer) if self._takes_gzip() else None
        if packed is not None:
            body, headers["Content-Encoding"] = packed, "gzip"
        return self._send(HTTPStatus.OK, headers, body)

    def _takes_gzip(self) -> bool:
        for part in self.headers.get("Accept-Encoding", "").split(","):
            name, _, quality = part.replace(" ", "").partition(";")
            if name.lower() in ("gzip", "*"):
                return quality.lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        return False

    def _say(self, status: HTTPStatus) -> None:
        headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = METHODS
        self._send(status, headers, f"{status.value} {status.phrase}\n".encode())

    def _send(self, status: HTTPStatus, headers: dict[str, str], body: bytes | None) -> None:
        self.send_response(status)
        for name, value in {**headers, **self.server.headers}.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if body is not None and self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The server's own refusals, in our form; a method that we do not have is not allowed, whatever it is."""
        status = HTTPStatus(code)
        self.close_connection = True
        if status == HTTPStatus.NOT_IMPLEMENTED:
            status = HTTPStatus.METHOD_NOT_ALLOWED
        self._say(status)

    def version_string(self) -> str:
        """Which program this is concerns no page."""
        return "global-100"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests that were answered are not logged."""

    def log_message(self, format: str, *arguments: object) -> None:
        """One line, with nothing in it that moves a terminal's cursor. That a browser keeps a connection is no news."""
        if any(isinstance(argument, TimeoutError) for argument in arguments):
            return
        line = (format % arguments).encode("ascii", "backslashreplace").decode()
        sys.stderr.write("".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line) + "\n")


def _path(target: str) -> str | None:
    """The path of a request, decoded; None for one that no file can have."""
    try:
        path = unquote(urlsplit(target).path, errors="strict") if target.startswith("/") else ""
    except (ValueError, UnicodeDecodeError):
        return None
    return path if path.startswith("/") and PLAIN.fullmatch(path) else None
