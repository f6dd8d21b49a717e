"""A folder of files: what is read, and each way in which a row can be bad."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from keepers.errors import BadRow, SourceError
from keepers.snapshot import Market
from keepers.sources import open_source
from keepers.sources.files import FilesSource

DAILY = "date,asset,price_usd,ignored\n2022-01-01,BTC,100.5,x\n2022-01-02,BTC,101,x\n2022-01-02,NULL,1e-9,x\n"
WEEKLY = (
    "date,asset,market_cap_usd,volume_24h_usd,eligible\n2022-01-01,BTC,1000000.6,,True\n2022-01-01,NULL,5,7,false\n"
)


def folder(path: Path, daily: str = DAILY, weekly: str = WEEKLY) -> FilesSource:
    (path / "daily.csv").write_text(daily)
    (path / "weekly.csv").write_text(weekly)
    return FilesSource(path)


def test_files__csv__read_with_names_that_look_like_nothing(tmp_path: Path) -> None:
    market = Market.load(folder(tmp_path))
    assert market.assets == ("BTC", "NULL")
    assert market.closes[:, 0].tolist() == [100.5, 101.0]
    assert market.closes[1, 1] == 1e-9
    assert market.caps.tolist() == [[1_000_001, 5]]
    assert market.volumes.tolist() == [[-1, 7]]
    assert market.eligible is not None
    assert market.eligible.tolist() == [[True, False]]
    assert market.label == f"files: {tmp_path.name}"


def test_files__parquet__same_market_as_csv(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    source = folder(tmp_path / "csv")
    (tmp_path / "parquet").mkdir()
    for name in ("daily", "weekly"):
        frame = pd.read_csv(tmp_path / "csv" / f"{name}.csv", keep_default_na=False, na_values=[""])
        frame["date"] = pd.to_datetime(frame["date"])
        frame["asset"] = frame["asset"].astype("category")
        frame.to_parquet(tmp_path / "parquet" / f"{name}.parquet")
    left, right = Market.load(source), Market.load(FilesSource(tmp_path / "parquet"))
    assert left.caps.tolist() == right.caps.tolist()
    assert left.closes[1].tolist() == right.closes[1].tolist()


def test_files__written_from_synthetic__same_market(tmp_path: Path) -> None:
    source = open_source("synthetic")
    source.daily().to_parquet(tmp_path / "daily.parquet")
    source.weekly().to_parquet(tmp_path / "weekly.parquet")
    left, right = Market.load(source), Market.load(FilesSource(tmp_path))
    for name in ("closes", "row_prices"):
        assert np.array_equal(getattr(left, name), getattr(right, name), equal_nan=True)
    for name in ("caps", "volumes", "row_days"):
        assert np.array_equal(getattr(left, name), getattr(right, name))
    assert (left.assets, left.first_day) == (right.assets, right.first_day)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2022-01-03,BTC,", r"row 4 \(BTC on 2022-01-03\): price_usd = nan is missing"),
        ("2022-01-03,BTC,nan", "price_usd = nan is not a number"),
        ("2022-01-03,BTC,-1", "price_usd = -1.* is negative"),
        ("2022-01-03,BTC,0", "price_usd = 0.* is zero"),
        ("2022-01-03,BTC,inf", "price_usd = inf is above"),
        ("2022-01-03,BTC,1e400", "price_usd = 1e400 is not a number"),
        ("2022-01-03,BTC,2e15", "price_usd = .* is above 1e.15 USD"),
        ("2022-01-03,BTC,<html>", "price_usd = <html> is not a number"),
        ("2022-01-02,BTC,7", r"row 4 \(BTC on 2022-01-02\): asset = BTC has a second row on the same date"),
        ("03/01/2022,BTC,7", "date = 03/01/2022 is not a date like 2024-01-31"),
        (",BTC,7", "date = .* is not a date"),
        ("2022-01-03,,7", "asset = .* is empty"),
        ("2022-01-03,  ,7", "asset = .* is empty"),
    ],
)
def test_daily__bad_row__named_and_refused(tmp_path: Path, row: str, message: str) -> None:
    source = folder(tmp_path, daily=DAILY + row + ",x\n")
    with pytest.raises(BadRow, match=message) as caught:
        Market.load(source)
    assert str(caught.value).startswith("daily.csv: row 4")
    assert str(caught.value).endswith("correct or remove the row")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2022-01-01,ETH,,1,True", "market_cap_usd = nan is missing"),
        ("2022-01-01,ETH,0,1,True", "market_cap_usd = 0.* is zero"),
        ("2022-01-01,ETH,-5,1,True", "market_cap_usd = -5.* is negative"),
        ("2022-01-01,ETH,5,-1,True", "volume_24h_usd = -1.* is negative"),
        ("2022-01-01,ETH,5,?,True", r"volume_24h_usd = \? is not a number"),
        ("2022-01-01,ETH,5,1,perhaps", "eligible = perhaps is neither true nor false"),
        ("2022-01-01,NULL,5,1,True", "asset = NULL has a second row"),
    ],
)
def test_weekly__bad_row__named_and_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(BadRow, match=message) as caught:
        Market.load(folder(tmp_path, weekly=WEEKLY + row + "\n"))
    assert str(caught.value).startswith("weekly.csv: row 3")


@pytest.mark.parametrize("column", ["date", "asset", "price_usd"])
def test_daily__missing_column__named_with_those_there(tmp_path: Path, column: str) -> None:
    source = folder(tmp_path, daily=DAILY.replace(column, "other", 1))
    with pytest.raises(BadRow, match=f"daily.csv: column '{column}' is missing"):
        Market.load(source)


@pytest.mark.parametrize("column", ["market_cap_usd", "volume_24h_usd"])
def test_weekly__missing_column__named(tmp_path: Path, column: str) -> None:
    with pytest.raises(BadRow, match=f"weekly.csv: column '{column}' is missing"):
        Market.load(folder(tmp_path, weekly=WEEKLY.replace(column, "other", 1)))


def test_files__empty_file__says_so(tmp_path: Path) -> None:
    with pytest.raises(BadRow, match=r"daily\.csv: no rows"):
        Market.load(folder(tmp_path, daily="date,asset,price_usd\n"))


def test_files__broken_parquet__says_so(tmp_path: Path) -> None:
    source = folder(tmp_path)
    (tmp_path / "daily.parquet").write_bytes(b"<html>not found</html>")
    with pytest.raises(SourceError, match=r"daily\.parquet cannot be read"):
        Market.load(source)


def test_files__no_weekly__says_what_is_missing(tmp_path: Path) -> None:
    source = folder(tmp_path)
    (tmp_path / "weekly.csv").unlink()
    with pytest.raises(SourceError, match=r"has no weekly\.parquet or weekly\.csv"):
        Market.load(source)


def test_files__without_bitcoin__says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no asset 'BTC'"):
        Market.load(folder(tmp_path, DAILY.replace("BTC", "ETH"), WEEKLY.replace("BTC", "ETH")))


def test_open_source__wrong_name_or_folder__says_what_is_right(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="choose one of: synthetic, files"):
        open_source("coins")
    with pytest.raises(SourceError, match="add --path FOLDER"):
        open_source("files")
    with pytest.raises(SourceError, match="is not a folder"):
        open_source("files", tmp_path / "nowhere")
