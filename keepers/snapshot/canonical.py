"""Canonical bytes (RFC 8785) and their hash. Decimals travel as strings: a JSON number here is always an integer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import rfc8785
from eth_utils import keccak

from keepers.errors import SnapshotError

__all__ = ["SIGNIFICANT_DIGITS", "canonical", "decimal_text", "keccak256"]

SIGNIFICANT_DIGITS = 10
"""Prices are quantised to this many significant digits, half to even."""


def canonical(document: Any) -> bytes:
    """The RFC 8785 form of a document of objects, lists, strings, integers, booleans and null.

    Raises SnapshotError for a float, or an integer that JSON cannot carry exactly.
    """
    _no_floats(document)
    try:
        return rfc8785.dumps(document)
    except rfc8785.CanonicalizationError as error:
        raise SnapshotError(f"snapshot: {error}; integers beyond 2^53 must be strings") from None


def keccak256(body: bytes) -> bytes:
    """32 bytes, the hash that the strategy contract stores."""
    return bytes(keccak(body))


def decimal_text(value: float) -> str:
    """A positive number with ten significant digits and no exponent."""
    text = f"{value:.{SIGNIFICANT_DIGITS}g}"
    return format(Decimal(text), "f") if "e" in text else text


def _no_floats(value: Any) -> None:
    if isinstance(value, float):
        raise SnapshotError(f"snapshot: {value!r} is a float; write decimals as strings")
    if isinstance(value, dict):
        for member in value.values():
            _no_floats(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _no_floats(member)
