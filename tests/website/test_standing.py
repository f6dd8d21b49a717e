"""A server outlives the command that left it, and is ended by its process id."""

from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from website import standing
from website.__main__ import cli
from website.documents import Setting


def test_leave__then_end__serves_and_is_gone(folder: Path, built: Path) -> None:
    try:
        url = standing.leave(folder, Setting(demonstration="Invented prices"), built, port=0)
        found = standing.running(folder)
        assert found is not None
        assert found[1] == url
        assert requests.get(f"{url}/config.json", timeout=5).json()["demonstration"] == "Invented prices"
        with pytest.raises(standing.PageError, match="make down"):
            standing.leave(folder, Setting(), built, port=0)
    finally:
        ended = standing.end(folder)
    assert ended == found[0]
    assert standing.running(folder) is None
    assert not (folder / standing.PAGE_PID_FILE).exists()


def test_leave__no_built_page__says_how_to_build_it(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(standing.PageError, match="make dashboard"):
        standing.leave(folder, Setting(), tmp_path / "nowhere")
    assert not (folder / standing.PAGE_PID_FILE).exists()


def test_leave__no_deployment__says_what_the_server_said(tmp_path: Path, built: Path) -> None:
    with pytest.raises(standing.PageError, match=r"deployment\.json does not exist"):
        standing.leave(tmp_path, Setting(), built, port=0)


def test_running__pid_of_another_program__is_not_ours(tmp_path: Path) -> None:
    (tmp_path / standing.PAGE_PID_FILE).write_text("1\nhttp://127.0.0.1:9\n")
    assert standing.running(tmp_path) is None
    assert standing.end(tmp_path) is None


def test_cli__address_of_a_node_that_is_none__is_refused(folder: Path, built: Path) -> None:
    options = ["--folder", str(folder), "--built", str(built), "--port", "0", "--rpc", "https://x; script-src *"]
    result = CliRunner().invoke(cli, options)
    assert result.exit_code == 1
    assert "correct the address" in result.output
