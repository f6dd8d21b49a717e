"""Every path that is served, and its bytes. A path is looked up, never joined: what is in no list is not served."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from website.decisions import Decisions
from website.documents import HISTORY_FILE, Setting, assets, config, origins
from website.headers import content_type, is_text, kept, security

__all__ = ["Answer", "Site"]

INDEX = "/index.html"
SNAPSHOT = re.compile(r"/snapshots/(?:0x)?([0-9a-f]{64})\.json")
DECISION = re.compile(r"/decisions/([1-9][0-9]{0,8})\.json")
LEAST = 1_000  # bytes from which on compressing is worth it
PACKED_FILES = 64  # compressed bodies kept in memory


@dataclass(frozen=True)
class Answer:
    """One document. `tag` names its bytes."""

    body: bytes
    content_type: str
    cache: str
    tag: str
    is_text: bool


class Site:
    """The built page in `built`, the deployment in `folder`, and the keeper's store: beside it unless named.

    Nothing is kept that can change on disk: a page that is built anew, a decision made a moment ago are served at once.
    """

    def __init__(self, folder: Path, built: Path, setting: Setting | None = None, store: Path | None = None) -> None:
        self._folder = folder
        self._store = store or folder / "store"
        self._built = built
        self._setting = setting or Setting()
        self._decisions = Decisions(self._store)
        self._packed: dict[str, bytes] = {}
        self._assets: tuple[object, bytes] | None = None
        self._lock = threading.Lock()
        self._data: dict[str, Callable[[], bytes]] = {
            "/config.json": lambda: _json(config(self._folder, self._setting)),
            "/assets.json": self._asset_names,
            "/history.json": self._history,
        }

    @property
    def headers(self) -> dict[str, str]:
        """The security headers of every answer. Raises DeploymentError, or ValueError for an address that is none."""
        return security(origins(self._folder, self._setting))

    def answer(self, path: str) -> Answer | None:
        """What is at a path of the address, decoded; None if nothing is. Raises KeeperError for damaged data."""
        path = INDEX if path == "/" else path
        body = self._body(path)
        if body is None:
            return None
        tag = hashlib.sha256(body).hexdigest()[:32]
        return Answer(body, content_type(path), kept(path), tag, is_text(path))

    def packed(self, answer: Answer) -> bytes | None:
        """The body compressed, or None where that saves nothing."""
        if not answer.is_text or len(answer.body) < LEAST:
            return None
        with self._lock:
            found = self._packed.get(answer.tag)
            if found is None:
                found = self._packed[answer.tag] = gzip.compress(answer.body, 6, mtime=0)
                while len(self._packed) > PACKED_FILES:
                    del self._packed[next(iter(self._packed))]
        return found

    def _body(self, path: str) -> bytes | None:
        if path in self._data:
            return self._data[path]()
        if found := SNAPSHOT.fullmatch(path):
            return _read(self._store / "snapshots" / f"{found[1]}.json")
        if found := DECISION.fullmatch(path):
            document = self._decisions.document(int(found[1]))
            return None if document is None else _json(document)
        file = self._files().get(path)
        return None if file is None else _read(file)

    def _files(self) -> dict[str, Path]:
        """The built page's files by their path of the address. Hidden files and links are no part of it."""
        found = {}
        for path in self._built.rglob("*"):
            inside = path.relative_to(self._built)
            parents = [self._built / parent for parent in inside.parents if parent.parts]
            hidden = any(part.startswith(".") for part in inside.parts)
            if not hidden and path.is_file() and not any(each.is_symlink() for each in (path, *parents)):
                found[f"/{inside.as_posix()}"] = path
        return found

    def _asset_names(self) -> bytes:
        # Reading the reviewed book takes half a second; it changes when an asset is listed.
        state = [_stamp(self._folder / name) for name in ("assets.json", "assets.yaml")]
        with self._lock:
            if self._assets is None or self._assets[0] != state:
                self._assets = (state, _json(assets(self._folder)))
            return self._assets[1]

    def _history(self) -> bytes:
        return _read(self._folder / HISTORY_FILE) or b"[]"


def _json(document: Any) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
