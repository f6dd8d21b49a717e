"""The two tables of a source, after every row was checked.

A row that cannot be used is never skipped or repaired: the whole source is refused with an error that names file, row,
column and value. A volume, a row's price and the eligible column may be absent; a price or a cap may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from keepers.errors import BadRow

__all__ = ["Daily", "Weekly", "checked_daily", "checked_weekly"]

_LARGEST_USD = 1e15
"""No price, cap or volume above this is believed."""


@dataclass(frozen=True, slots=True)
class Daily:
    """(K,) closes. `day` is a proleptic ordinal; `asset` indexes `assets`, which ascend."""

    assets: tuple[str, ...]
    day: npt.NDArray[np.int64]
    asset: npt.NDArray[np.int64]
    price: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weekly:
    """(K,) rows of caps. volume and price are nan where unknown; eligible is None where the source has no word on it."""

    assets: tuple[str, ...]
    day: npt.NDArray[np.int64]
    asset: npt.NDArray[np.int64]
    cap: npt.NDArray[np.float64]
    volume: npt.NDArray[np.float64]
    price: npt.NDArray[np.float64]
    eligible: npt.NDArray[np.bool_] | None


def checked_daily(frame: pd.DataFrame, name: str) -> Daily:
    """Closes from a frame with date, asset, price_usd; other columns are ignored. `name` is how errors call it."""
    _columns(frame, ("date", "asset", "price_usd"), name)
    day = _days(frame, name)
    assets, asset = _assets(frame, name)
    price = _numbers(frame, "price_usd", name, above_zero=True)
    _no_twins(day, asset, assets, frame, name)
    return Daily(assets, day, asset, price)


def checked_weekly(frame: pd.DataFrame, name: str) -> Weekly:
    """Rows of caps from a frame with date, asset, market_cap_usd, volume_24h_usd, and optional price_usd, eligible."""
    _columns(frame, ("date", "asset", "market_cap_usd", "volume_24h_usd"), name)
    day = _days(frame, name)
    assets, asset = _assets(frame, name)
    cap = _numbers(frame, "market_cap_usd", name, above_zero=True)
    volume = _numbers(frame, "volume_24h_usd", name, unknown=True)
    price = np.full(len(frame), np.nan)
    if "price_usd" in frame:
        price = _numbers(frame, "price_usd", name, above_zero=True, unknown=True)
    eligible = _flags(frame, "eligible", name) if "eligible" in frame else None
    _no_twins(day, asset, assets, frame, name)
    return Weekly(assets, day, asset, cap, volume, price, eligible)


def _columns(frame: pd.DataFrame, wanted: Sequence[str], name: str) -> None:
    for column in wanted:
        if column not in frame:
            have = ", ".join(str(column) for column in frame.columns) or "none"
            raise BadRow(f"{name}: column {column!r} is missing (it has: {have}); add it")
    if not len(frame):
        raise BadRow(f"{name}: no rows; the file is empty or cut off, fetch it again")


def _bad(frame: pd.DataFrame, place: int, column: str, name: str, why: str) -> BadRow:
    row = frame.iloc[place]
    who = f" ({row['asset']} on {str(row['date'])[:10]})" if column not in ("date", "asset") else ""
    return BadRow(f"{name}: row {place + 1}{who}: {column} = {row[column]!s} {why}; correct or remove the row")


def _first(broken: npt.NDArray[np.bool_]) -> int | None:
    return int(np.argmax(broken)) if broken.any() else None


def _days(frame: pd.DataFrame, name: str) -> npt.NDArray[np.int64]:
    dates = pd.to_datetime(frame["date"], errors="coerce", format=None if _is_time(frame["date"]) else "%Y-%m-%d")
    place = _first(dates.isna().to_numpy())
    if place is not None:
        raise _bad(frame, place, "date", name, "is not a date like 2024-01-31")
    if dates.dt.tz is not None:
        dates = dates.dt.tz_convert("UTC").dt.tz_localize(None)
    days = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.asarray(days + _EPOCH, dtype=np.int64)


_EPOCH = 719_163
"""Ordinal of 1970-01-01."""


def _is_time(column: pd.Series[object]) -> bool:
    return bool(pd.api.types.is_datetime64_any_dtype(column))


def _assets(frame: pd.DataFrame, name: str) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    column = frame["asset"]
    place = _first(column.isna().to_numpy())
    if place is None:
        place = _first((column.astype(str).str.strip() == "").to_numpy())
    if place is not None:
        raise _bad(frame, place, "asset", name, "is empty")
    codes, found = pd.factorize(column.astype(str), sort=True)
    return tuple(str(asset) for asset in found), np.asarray(codes, dtype=np.int64)


def _numbers(
    frame: pd.DataFrame, column: str, name: str, *, above_zero: bool = False, unknown: bool = False
) -> npt.NDArray[np.float64]:
    """Finite numbers, not negative; `unknown` allows empty cells (nan)."""
    raw = frame[column]
    values = pd.to_numeric(raw, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    words = np.isnan(values) & ~raw.isna().to_numpy()
    for broken, why in (
        (words, "is not a number"),
        (np.isnan(values) & ~words & (not unknown), "is missing"),
        (values < 0, "is negative"),
        ((values == 0) & above_zero, "is zero"),
        (values > _LARGEST_USD, f"is above {_LARGEST_USD:.0e} USD"),
    ):
        place = _first(broken)
        if place is not None:
            raise _bad(frame, place, column, name, why)
    return values


def _flags(frame: pd.DataFrame, column: str, name: str) -> npt.NDArray[np.bool_]:
    words = frame[column].astype(str).str.lower()
    flags = words.isin(("true", "1", "1.0"))
    place = _first((~flags & ~words.isin(("false", "0", "0.0"))).to_numpy())
    if place is not None:
        raise _bad(frame, place, column, name, "is neither true nor false")
    return flags.to_numpy(dtype=np.bool_)


def _no_twins(
    day: npt.NDArray[np.int64],
    asset: npt.NDArray[np.int64],
    assets: Sequence[str],
    frame: pd.DataFrame,
    name: str,
) -> None:
    key = day * len(assets) + asset
    order = np.argsort(key, kind="stable")
    twins = np.flatnonzero(np.diff(key[order]) == 0)
    if len(twins):
        place = int(order[twins + 1].min())
        raise _bad(frame, place, "asset", name, f"has a second row on {str(frame.iloc[place]['date'])[:10]}")
