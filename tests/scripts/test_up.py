"""`up` leaves a chain with the index on it and its page, `page` those of a demo; `down` ends them and no other."""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from rich.console import Console

from demo.run import run
from demo.settings import Settings
from demo.table import Terminal
from scripts.deploy import cli as deploy
from scripts.down import cli as down
from scripts.page import cli as page_cli
from scripts.up import cli as up
from scripts.verify import cli as verify
from website import standing as page_standing
from world import standing
from world.artifacts import ROOT
from world.chain import Chain


def run_up(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    # A process of its own, for the chain must outlive it.
    command = [sys.executable, "-m", "scripts.up", "--folder", str(folder), "--port", "0", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A page as small as can be."""
    built = tmp_path / "dist"
    built.mkdir()
    (built / "index.html").write_text("<!doctype html><title>page</title>")
    return built


def assert_served(page: str, folder: Path, weeks: int) -> None:
    """The page, the addresses of the chain in `folder`, and the index without the gauge since its first review."""
    assert "<title>page</title>" in requests.get(page, timeout=5).text
    config = requests.get(f"{page}/config.json", timeout=5).json()
    assert config["rpc"] == [json.loads((folder / "deployment.json").read_text())["url"]]
    assert "invented prices" in config["demonstration"]
    history = requests.get(f"{page}/history.json", timeout=5).json()
    assert (len(history), history[0]["value"]) == (weeks, 1.0)
    decision = requests.get(f"{page}/decisions/1.json", timeout=5).json()
    assert decision["parts"] is not None
    assert requests.get(f"{page}/snapshots/{decision['data_hash']}.json", timeout=5).ok


def test_up__then_down__leaves_a_living_index_and_ends_it(tmp_path: Path, built: Path) -> None:
    folder = tmp_path / "local"
    try:
        started = run_up(folder, "--built", str(built))
        assert started.returncode == 0, started.stderr
        assert "synthetic" in started.stdout
        page = re.findall(r"page is at (http\S+)", started.stdout)[0]
        assert_served(page, folder, weeks=3)
        deployment = json.loads((folder / "deployment.json").read_text())
        chain = Chain(deployment["url"])
        assert chain.contract("IndexVault", deployment["vault"]).nav().firm
        chain.stop()
        verified = CliRunner().invoke(verify, ["--config", str(folder / "deployment.toml")])
        assert verified.exit_code == 0, verified.output

        again = run_up(folder, "--built", str(built))
        assert again.returncode == 1
        assert "make down" in again.stderr
    finally:
        ended = CliRunner().invoke(down, ["--folder", str(folder)])
    assert ended.exit_code == 0
    assert standing.running(folder) is None
    assert page_standing.running(folder) is None
    with pytest.raises(requests.ConnectionError):
        requests.get(page, timeout=5)
    assert not (folder / "deployment.json").exists()


def test_up__without_index__leaves_a_market_to_deploy_on(tmp_path: Path) -> None:
    folder = tmp_path / "local"
    try:
        started = run_up(folder, "--without-index")
        assert started.returncode == 0, started.stderr
        url = re.findall(r"--url (http\S+) --dev-account 0", started.stdout)[0]
        options = ["--config", str(folder / "deployment.toml"), "--url", url]
        deployed = CliRunner().invoke(deploy, [*options, "--dev-account", "0"])
        assert deployed.exit_code == 0, deployed.output
        assert CliRunner().invoke(verify, options).exit_code == 0
    finally:
        ended = CliRunner().invoke(down, ["--folder", str(folder)])
    assert ended.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [standing.NODE_LOG]


def test_page__of_a_finished_demo__goes_on_with_its_chain_in_a_copy(tmp_path: Path, built: Path) -> None:
    report, folder = tmp_path / "report", tmp_path / "local"
    run(Settings(report, weeks=2), Terminal(Console(file=StringIO())))
    before = (report / "world" / "deployment.json").read_bytes()
    options = ["--report", str(report), "--folder", str(folder), "--built", str(built), "--port", "0", "--json"]
    command = [sys.executable, "-m", "scripts.page", *options]
    try:
        started = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert started.returncode == 0, started.stderr
        said = json.loads(started.stdout)
        assert said["process"] == standing.running(folder)
        assert_served(said["page"], folder, weeks=2)
        chain = Chain(said["url"])
        record = json.loads((folder / "deployment.json").read_text())
        assert chain.contract("IndexStrategy", record["strategy"]).active().epoch == 2
        chain.stop()
        again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert again.returncode == 1
        assert "make down" in again.stderr
    finally:
        ended = CliRunner().invoke(down, ["--folder", str(folder)])
    assert ended.exit_code == 0, ended.output
    assert (report / "world" / "deployment.json").read_bytes() == before


def test_page__no_demo_was_run__says_so_and_leaves_nothing(tmp_path: Path, built: Path) -> None:
    options = ["--report", str(tmp_path / "report"), "--folder", str(tmp_path / "local"), "--built", str(built)]
    result = CliRunner().invoke(page_cli, options)
    assert result.exit_code == 1
    assert "make demo" in result.output
    assert standing.running(tmp_path / "local") is None


def test_up__page_not_built__starts_nothing_and_says_how_to_build_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(up, ["--folder", str(tmp_path), "--built", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "make dashboard" in result.output
    assert standing.running(tmp_path) is None


def test_down__nothing_runs__says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(down, ["--folder", str(tmp_path)])
    assert result.exit_code == 1
    assert "make up" in result.output


def test_running__pid_of_another_program__is_not_ours(tmp_path: Path) -> None:
    (tmp_path / standing.PID_FILE).write_text("1\n")
    assert standing.running(tmp_path) is None
    with pytest.raises(standing.NotRunning):
        standing.end(tmp_path)


def test_up__start_before_the_history__is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(up, ["--folder", str(tmp_path), "--from", "1999-01-04", "--no-page"])
    assert result.exit_code == 1
    assert "1999-01-04" in result.output
    assert standing.running(tmp_path) is None


def test_up__json__is_all_it_prints(tmp_path: Path) -> None:
    folder = tmp_path / "local"
    try:
        started = run_up(folder, "--without-index", "--json")
        assert started.returncode == 0, started.stderr
        said = json.loads(started.stdout)
        assert (said["process"], said["assets"], said["page"]) == (standing.running(folder), None, None)
        chain = Chain(said["url"])
        assert chain.now() == said["now"]
        chain.stop()
    finally:
        ended = CliRunner().invoke(down, ["--folder", str(folder), "--json"])
    assert json.loads(ended.stdout) == {"ended": said["process"], "page": None}
