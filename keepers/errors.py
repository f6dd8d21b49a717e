"""Everything the keeper refuses, as one tree of exceptions.

Each message names the thing, its value, the limit it broke and what to do about it. `KeeperError` is the root: the
command line prints its message without a traceback and ends with 1.
"""

from __future__ import annotations

__all__ = [
    "BadOverride",
    "BadParameters",
    "BadRow",
    "ConfigError",
    "DateOutOfRange",
    "DecisionError",
    "HashMismatch",
    "KeeperError",
    "SnapshotError",
    "SourceError",
    "TooFewAssets",
    "UnknownSnapshot",
]


class KeeperError(Exception):
    """The root of all errors that a person can act on."""


class ConfigError(KeeperError):
    """A file, an option or the environment does not fit."""


class BadParameters(ConfigError):
    """The parameters file lacks a value, or holds one outside its range."""


class BadOverride(ConfigError):
    """An override names an unknown asset or field, or a value outside its range."""


class SourceError(KeeperError):
    """Market data cannot be used; nothing of it was stored."""


class BadRow(SourceError):
    """One row or column of a market file is wrong: the file, the row, the column and the value are named."""


class DateOutOfRange(SourceError):
    """The day asked for has no closes before it, or lies past the last one."""


class TooFewAssets(SourceError):
    """Fewer eligible assets than a decision needs."""


class SnapshotError(KeeperError):
    """A snapshot cannot be read."""


class HashMismatch(SnapshotError):
    """The bytes of a snapshot are not those that were committed to."""


class UnknownSnapshot(SnapshotError):
    """The store holds no snapshot of this hash, or no decision of this epoch."""


class DecisionError(KeeperError):
    """The inputs are well formed, but no decision that keeps the limits exists."""
