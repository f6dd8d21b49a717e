"""`up` leaves a chain with the index on it, `down` ends that process and no other."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.deploy import cli as deploy
from scripts.down import cli as down
from scripts.up import cli as up
from scripts.verify import cli as verify
from world import standing
from world.artifacts import ROOT
from world.chain import Chain


def run_up(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    # A process of its own, for the chain must outlive it.
    command = [sys.executable, "-m", "scripts.up", "--folder", str(folder), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_up__then_down__leaves_a_living_index_and_ends_it(tmp_path: Path) -> None:
    folder = tmp_path / "local"
    try:
        started = run_up(folder)
        assert started.returncode == 0, started.stderr
        assert "synthetic" in started.stdout
        deployment = json.loads((folder / "deployment.json").read_text())
        chain = Chain(deployment["url"])
        assert chain.contract("IndexVault", deployment["vault"]).nav().firm
        chain.stop()
        verified = CliRunner().invoke(verify, ["--config", str(folder / "deployment.toml")])
        assert verified.exit_code == 0, verified.output

        again = run_up(folder)
        assert again.returncode == 1
        assert "make down" in again.stderr
    finally:
        ended = CliRunner().invoke(down, ["--folder", str(folder)])
    assert ended.exit_code == 0
    assert standing.running(folder) is None
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
    result = CliRunner().invoke(up, ["--folder", str(tmp_path), "--from", "1999-01-04"])
    assert result.exit_code == 1
    assert "1999-01-04" in result.output
    assert standing.running(tmp_path) is None


def test_up__json__is_all_it_prints(tmp_path: Path) -> None:
    folder = tmp_path / "local"
    try:
        started = run_up(folder, "--without-index", "--json")
        assert started.returncode == 0, started.stderr
        said = json.loads(started.stdout)
        assert (said["process"], said["assets"]) == (standing.running(folder), None)
        chain = Chain(said["url"])
        assert chain.now() == said["now"]
        chain.stop()
    finally:
        ended = CliRunner().invoke(down, ["--folder", str(folder), "--json"])
    assert json.loads(ended.stdout) == {"ended": said["process"]}
