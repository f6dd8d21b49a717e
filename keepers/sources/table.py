"""The two tables of a source, after every row was checked.

    daily   date, asset, price_usd
    weekly  date, asset, market_cap_usd, volume_24h_usd, price_usd, and eligible where the source knows it

`date` is a day, `asset` a category whose values ascend, the rest floats (eligible: bool). A row that cannot be used is
never skipped or repaired: the whole source is refused with an error that names file, row, column and value. A volume
and a row's price may be unknown (nan); a close or a cap may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from keepers.errors import BadRow

__all__ = ["checked_daily", "checked_weekly"]

_LARGEST_USD = 1e15
"""No price, cap or volume above this is believed."""


def checked_daily(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Closes from a frame with date, asset, price_usd; other columns are dropped. `name` is how errors call it."""
    _columns(frame, ("date", "asset", "price_usd"), name)
    table = _keys(frame, name)
    table["price_usd"] = _numbers(frame, "price_usd", name, above_zero=True)
    return table


def checked_weekly(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows of caps from a frame with date, asset, market_cap_usd, volume_24h_usd, and optional price_usd, eligible."""
    _columns(frame, ("date", "asset", "market_cap_usd", "volume_24h_usd"), name)
    table = _keys(frame, name)
    table["market_cap_usd"] = _numbers(frame, "market_cap_usd", name, above_zero=True)
    table["volume_24h_usd"] = _numbers(frame, "volume_24h_usd", name, unknown=True)
    table["price_usd"] = np.nan
    if "price_usd" in frame:
        table["price_usd"] = _numbers(frame, "price_usd", name, above_zero=True, unknown=True)
    if "eligible" in frame:
        table["eligible"] = _flags(frame, name)
    return table


def _columns(frame: pd.DataFrame, wanted: Sequence[str], name: str) -> None:
    for column in wanted:
        if column not in frame:
            have = ", ".join(str(column) for column in frame.columns) or "none"
            raise BadRow(f"{name}: column {column!r} is missing (it has: {have}); add it")
    if not len(frame):
        raise BadRow(f"{name}: no rows; the file is empty or cut off, fetch it again")


def _keys(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """date and asset, each pair once."""
    dates = _dates(frame, name)
    assets: Any = frame["asset"]
    _refuse(frame, assets.isna().to_numpy(), "asset", name, "is empty")
    codes, found = pd.factorize(assets.astype(str), sort=True)
    names = [str(asset) for asset in found]
    for place, asset in enumerate(names):
        if not asset.strip():
            _refuse(frame, codes == place, "asset", name, "is empty")
    key = dates.astype("datetime64[D]").astype(np.int64) * len(names) + codes
    order = np.argsort(key, kind="stable")
    twins = np.zeros(len(key), dtype=np.bool_)
    twins[order[1:]] = np.diff(key[order]) == 0
    _refuse(frame, twins, "asset", name, "has a second row on the same date")
    return pd.DataFrame({"date": dates, "asset": pd.Categorical.from_codes(codes.tolist(), pd.Index(names))})


def _dates(frame: pd.DataFrame, name: str) -> npt.NDArray[np.datetime64]:
    raw: Any = frame["date"]
    is_time = pd.api.types.is_datetime64_any_dtype(raw)
    dates: Any = pd.to_datetime(raw, errors="coerce", format=None if is_time else "%Y-%m-%d")
    _refuse(frame, dates.isna().to_numpy(), "date", name, "is not a date like 2024-01-31")
    if dates.dt.tz is not None:
        dates = dates.dt.tz_convert("UTC").dt.tz_localize(None)
    days: npt.NDArray[np.datetime64] = dates.to_numpy().astype("datetime64[D]").astype("datetime64[s]")
    return days


def _numbers(
    frame: pd.DataFrame, column: str, name: str, *, above_zero: bool = False, unknown: bool = False
) -> npt.NDArray[np.float64]:
    """Finite numbers, not negative; `unknown` allows empty cells (nan)."""
    raw: Any = frame[column]
    values = pd.to_numeric(raw, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    words = np.isnan(values) & ~raw.isna().to_numpy()
    _refuse(frame, words, column, name, "is not a number")
    if not unknown:
        _refuse(frame, np.isnan(values), column, name, "is missing")
    _refuse(frame, values < 0, column, name, "is negative")
    if above_zero:
        _refuse(frame, values == 0, column, name, "is zero")
    _refuse(frame, values > _LARGEST_USD, column, name, f"is above {_LARGEST_USD:.0e} USD")
    return np.asarray(values, dtype=np.float64)


def _flags(frame: pd.DataFrame, name: str) -> npt.NDArray[np.bool_]:
    raw: Any = frame["eligible"]
    words = raw.astype(str).str.lower()
    flags = words.isin(("true", "1", "1.0")).to_numpy(dtype=np.bool_)
    known = flags | words.isin(("false", "0", "0.0")).to_numpy(dtype=np.bool_)
    _refuse(frame, ~known, "eligible", name, "is neither true nor false")
    return np.asarray(flags, dtype=np.bool_)


def _refuse(frame: pd.DataFrame, broken: npt.NDArray[np.bool_], column: str, name: str, why: str) -> None:
    """Raise BadRow for the first broken row, counted from 1 without the header."""
    if not broken.any():
        return
    place = int(np.argmax(broken))
    row = frame.iloc[place]
    where = f"{row['asset']} on {str(row['date'])[:10]}"
    raise BadRow(f"{name}: row {place + 1} ({where}): {column} = {row[column]!s} {why}; correct or remove the row")
