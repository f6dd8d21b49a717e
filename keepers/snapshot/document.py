"""The form of a snapshot: a JSON document with one entry per asset, its series packed as space-separated text.

    format, as_of, source, profile, methodology, bitcoin
    rules       all parameters of the profile, integers
    days        {first, count}: the days of every `closes`
    row_days    the dates of every `caps`, `volumes`, `prices` and `eligible`
    assets      by provider id: {id, closes, caps, volumes, prices, eligible}; "-" is unknown, or no row
    book, state, overrides

From the bytes anyone can recompute the decision; from the hash anyone can tell whether one byte differs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from keepers.decide.inputs import Floats, Inputs, Ints, Panel
from keepers.errors import HashMismatch, SnapshotError
from keepers.models import BookEntry, Override, State
from keepers.parameters import rules_from_record, rules_record
from keepers.snapshot.canonical import canonical, decimal_text, keccak256

__all__ = ["FORMAT", "Snapshot", "encoded"]

FORMAT = "global-100 snapshot 1"
_UNKNOWN = "-"
_STATE = TypeAdapter(State)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Days(_Strict):
    first: date
    count: int


class _Asset(_Strict):
    id: str
    closes: str
    caps: str
    volumes: str
    prices: str
    eligible: str


class _Document(_Strict):
    format: Literal["global-100 snapshot 1"]
    as_of: date
    source: str
    profile: str
    methodology: int
    bitcoin: str
    rules: dict[str, int | bool | str | list[int]]
    days: _Days
    row_days: list[date]
    assets: list[_Asset]
    book: list[BookEntry]
    state: State
    overrides: list[Override]


@dataclass(frozen=True)
class Snapshot:
    """The bytes, and what they say."""

    body: bytes

    @cached_property
    def data_hash(self) -> bytes:
        """keccak256 of the bytes, 32 bytes."""
        return keccak256(self.body)

    @cached_property
    def inputs(self) -> Inputs:
        """The parsed bytes. Raises SnapshotError if they are no snapshot of this format."""
        try:
            document = _Document.model_validate_json(self.body)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the whole"
            raise SnapshotError(f"snapshot: {place}: {first['msg']}; it is damaged or of another format") from None
        return _decoded(document)

    @cached_property
    def source(self) -> str:
        """The label of the source."""
        return _Document.model_validate_json(self.body).source

    @classmethod
    def verified(cls, body: bytes, expected: bytes) -> Snapshot:
        """A snapshot whose hash was committed to elsewhere. Raises HashMismatch if a single byte differs."""
        snapshot = cls(body)
        if snapshot.data_hash != expected:
            raise HashMismatch(
                f"snapshot: hash does not match: the bytes hash to 0x{snapshot.data_hash.hex()}, committed was "
                f"0x{expected.hex()}; the file was changed, fetch the original"
            )
        return snapshot


def encoded(inputs: Inputs, source: str) -> bytes:
    """The canonical bytes of a snapshot. Its hash is the identity of everything that went in."""
    panel = inputs.panel
    listed = panel.caps > 0
    assets = [
        {
            "id": asset,
            "closes": _decimals(panel.closes[:, column]),
            "caps": _integers(panel.caps[:, column], least=1),
            "volumes": _integers(panel.volumes[:, column], least=0),
            "prices": _decimals(panel.row_prices[:, column]),
            "eligible": "".join(
                ("1" if yes else "0") if row else _UNKNOWN
                for row, yes in zip(listed[:, column], panel.eligible[:, column], strict=True)
            ),
        }
        for column, asset in enumerate(panel.assets)
    ]
    return canonical(
        {
            "format": FORMAT,
            "as_of": inputs.as_of.isoformat(),
            "source": source,
            "profile": inputs.rules.profile,
            "methodology": inputs.rules.version,
            "bitcoin": inputs.bitcoin,
            "rules": rules_record(inputs.rules),
            "days": {"first": date.fromordinal(panel.first_day).isoformat(), "count": len(panel.closes)},
            "row_days": [date.fromordinal(panel.first_day + int(day)).isoformat() for day in panel.row_days],
            "assets": assets,
            "book": [asdict(entry) for entry in inputs.book],
            "state": _STATE.dump_python(inputs.state, mode="json"),
            "overrides": [_plain(override) for override in inputs.overrides],
        }
    )


def _plain(override: Override) -> dict[str, Any]:
    return {**asdict(override), "expiry": override.expiry.isoformat()}


def _decoded(document: _Document) -> Inputs:
    first, count = document.days.first.toordinal(), document.days.count
    row_days = np.array([day.toordinal() - first for day in document.row_days], dtype=np.int64)
    names = tuple(asset.id for asset in document.assets)
    if list(names) != sorted(set(names)) or (np.diff(row_days) <= 0).any():
        raise SnapshotError("snapshot: assets and row_days must strictly ascend; it was not made by this program")
    if first + count != document.as_of.toordinal() or (len(row_days) and not 0 <= row_days[0] <= row_days[-1] < count):
        raise SnapshotError(f"snapshot: days do not end on the day before {document.as_of}, or rows lie outside them")
    weeks = len(row_days)
    flags = _columns([_flags(asset.eligible) for asset in document.assets], weeks, "eligible")
    panel = Panel(
        assets=names,
        first_day=first,
        closes=_columns([_floats(asset.closes) for asset in document.assets], count, "closes"),
        row_days=row_days,
        caps=_whole(_columns([_floats(asset.caps) for asset in document.assets], weeks, "caps"), 0),
        volumes=_whole(_columns([_floats(asset.volumes) for asset in document.assets], weeks, "volumes"), -1),
        row_prices=_columns([_floats(asset.prices) for asset in document.assets], weeks, "prices"),
        eligible=flags == 1,
    )
    rules = rules_from_record(document.rules)
    if (rules.profile, rules.version) != (document.profile, document.methodology):
        raise SnapshotError("snapshot: profile or methodology differ from those of its rules; it is damaged")
    return Inputs(
        document.as_of,
        document.bitcoin,
        rules,
        panel,
        tuple(document.book),
        document.state,
        tuple(document.overrides),
    )


def _decimals(values: Floats) -> str:
    return " ".join(_UNKNOWN if value != value else decimal_text(value) for value in values.tolist())


def _integers(values: Ints, least: int) -> str:
    return " ".join(_UNKNOWN if value < least else str(value) for value in values.tolist())


def _floats(text: str) -> Floats:
    try:
        return np.array(text.replace(_UNKNOWN, "nan").split(), dtype=np.str_).astype(np.float64)
    except ValueError as error:
        raise SnapshotError(f"snapshot: {error}; it is damaged") from None


def _flags(text: str) -> Floats:
    if text.strip("01" + _UNKNOWN):
        raise SnapshotError(f"snapshot: eligible = {text[:40]!r} holds more than 0, 1 and {_UNKNOWN}; it is damaged")
    return np.array([1.0 if flag == "1" else 0.0 for flag in text])


def _columns(series: list[Floats], length: int, name: str) -> Floats:
    for values in series:
        if len(values) != length:
            raise SnapshotError(f"snapshot: {name} has {len(values)} values where {length} belong; it is damaged")
        if (values < 0).any() or np.isinf(values).any():
            raise SnapshotError(f"snapshot: {name} holds a negative or infinite value; it is damaged")
    return np.stack(series, axis=1) if series else np.zeros((length, 0))


def _whole(values: Floats, unknown: int) -> Ints:
    return np.where(np.isnan(values), unknown, np.nan_to_num(values)).astype(np.int64)
