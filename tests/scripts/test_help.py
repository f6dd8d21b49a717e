"""What every command of scripts/ owes to those who type it."""

from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from world.artifacts import ROOT

COMMANDS = sorted(
    path.stem for path in (ROOT / "scripts").glob("*.py") if not path.stem.startswith("_") and path.stem != "__init__"
)


def command(name: str) -> click.Command:
    found = import_module(f"scripts.{name}").cli
    assert isinstance(found, click.Command)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_help__any_command__has_an_example_that_parses(name: str) -> None:
    found = command(name)
    shown = CliRunner().invoke(found, ["--help"], terminal_width=200)
    assert shown.exit_code == 0
    (example,) = [line.strip() for line in shown.stdout.splitlines() if line.strip().startswith("Example:")]
    words = example.removeprefix("Example: ").split()
    start = {"ape": ["ape", "run", name], "python": ["python", "-m", f"scripts.{name}"]}[words[0]]
    assert words[:3] == start
    options = [word for word in words[3:] if word.startswith("--")]
    assert set(options) <= {opt for parameter in found.params for opt in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_help__any_command__prints_json(name: str) -> None:
    found = command(name)
    asked = any("--json" in parameter.opts for parameter in found.params)
    assert asked or "JSON" in (found.help or "")
