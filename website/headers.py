"""What a browser may do with the page, how it reads a file, and how long it may keep it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

__all__ = ["content_type", "is_text", "kept", "security"]

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
UNKNOWN = "application/octet-stream"
PACKED = {".png", ".ico", ".woff2"}  # compressed already

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
# The build puts a hash of the content into these names; a snapshot's name is the hash of its content.
HASHED = re.compile(r"/assets/[\w.-]+-[\w-]{8}\.\w+|/snapshots/(0x)?[0-9a-f]{64}\.json")


def content_type(path: str) -> str:
    """By the end of the name; bytes that no browser interprets where the end is not known."""
    return TYPES.get(PurePosixPath(path).suffix.lower(), UNKNOWN)


def is_text(path: str) -> bool:
    """Whether compressing it saves anything."""
    suffix = PurePosixPath(path).suffix.lower()
    return suffix in TYPES and suffix not in PACKED


def kept(path: str) -> str:
    """Cache-Control: what can never change is kept, all else is asked for again."""
    return FOR_EVER if HASHED.fullmatch(path) else ASK_AGAIN


def security(origins: Sequence[str]) -> dict[str, str]:
    """Headers of every answer. The page talks to its own server and to `origins`, addresses of nodes and indexers."""
    connect = " ".join(["'self'", *dict.fromkeys(_origin(address) for address in origins)])
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": connect,
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",  # wallets that open a window
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def _origin(address: str) -> str:
    """Scheme, host and port. ValueError for what is no address of the web: it would widen the policy."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https", "ws", "wss") or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        raise ValueError(f"{address!r} is not an http or websocket address; correct the address of the node or indexer")
    return f"{parts.scheme}://{parts.netloc}"
