"""Bad input of the demo's command: an error that names thing, value and remedy, and nothing changed."""

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from scripts.demo import cli


def demo(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["--folder", str(folder), *arguments])
    assert result.exit_code == 1
    assert not list(folder.glob("*")) or (folder / "kept.txt").exists()
    return result


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """Real in shape, far too narrow: two assets over 500 days."""
    folder = tmp_path / "market"
    folder.mkdir()
    days = pd.date_range("2022-01-01", periods=500).strftime("%Y-%m-%d")
    assets = ("BTC", "ETH")
    rows = [(day, asset, 100.0 + 50.0 * place) for day in days for place, asset in enumerate(assets)]
    pd.DataFrame(rows, columns=["date", "asset", "price_usd"]).to_csv(folder / "daily.csv", index=False)
    weekly = [(day, asset, 1e9, 1e8) for day in days[::7] for asset in assets]
    columns = ["date", "asset", "market_cap_usd", "volume_24h_usd"]
    pd.DataFrame(weekly, columns=columns).to_csv(folder / "weekly.csv", index=False)
    return folder


def test_demo__unknown_folder__is_named(tmp_path: Path) -> None:
    result = demo(tmp_path / "report", "--market", str(tmp_path / "nowhere"), "--from", "2022-01-03")
    assert f"--market {tmp_path / 'nowhere'} is not a folder" in result.output


def test_demo__from_after_to__is_named(tmp_path: Path) -> None:
    result = demo(tmp_path / "report", "--from", "2022-10-03", "--to", "2022-09-05")
    assert "--from 2022-10-03 lies after --to 2022-09-05" in result.output


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_demo__date_past_the_end__is_named_with_the_range(tmp_path: Path, option: str) -> None:
    result = demo(tmp_path / "report", option, "2031-01-06")
    assert "2031-01-06" in result.output
    assert "has closes from 2021-01-01 to" in result.output


def test_demo__no_monday_between__is_named(tmp_path: Path) -> None:
    result = demo(tmp_path / "report", "--from", "2022-10-04", "--to", "2022-10-09")
    assert "0 Mondays from 2022-10-04 to 2022-10-09" in result.output


def test_demo__more_weeks_than_there_are__is_named(tmp_path: Path) -> None:
    result = demo(tmp_path / "report", "--weeks", "500")
    assert "wanted 500" in result.output


def test_demo__one_week__is_too_short(tmp_path: Path) -> None:
    assert "--weeks 1 is below 2" in demo(tmp_path / "report", "--weeks", "1").output


def test_demo__fewer_assets_than_the_minimum__is_named(tmp_path: Path, market: Path) -> None:
    result = demo(tmp_path / "report", "--market", str(market), "--from", "2023-03-06", "--to", "2023-03-20")
    assert "2 eligible assets on 2023-03-06" in result.output
    assert "the minimum is 20" in result.output


def test_demo__seed_of_real_history__is_refused(tmp_path: Path, market: Path) -> None:
    result = demo(tmp_path / "report", "--market", str(market), "--from", "2023-03-06", "--seed", "7")
    assert "--seed 7 belongs to the synthetic market" in result.output


def test_demo__unknown_profile__is_named(tmp_path: Path) -> None:
    assert "profile 'bold' is not in the parameters file" in demo(tmp_path / "report", "--profile", "bold").output


def test_demo__folder_with_other_files__is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "kept.txt").write_text("mine")
    result = demo(folder, "--weeks", "2")
    assert "holds kept.txt, which is no part of a report" in result.output
    assert (folder / "kept.txt").read_text() == "mine"
