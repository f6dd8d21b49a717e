"""The size gate: every contract fits, and one that does not is named."""

import json

import pytest
from click.testing import CliRunner

from scripts import size


def test_contracts__all__are_below_the_limit() -> None:
    assert {name: found for name, found in size.sizes().items() if found > size.LIMIT} == {}


def test_size__above_the_limit__exits_1_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "sizes", lambda: {"IndexVault": size.LIMIT + 5, "IndexTrader": size.LIMIT})
    result = CliRunner(mix_stderr=False).invoke(size.cli)
    assert result.exit_code == 1
    assert "IndexVault by 5" in result.stderr
    assert json.loads(result.stdout)["contracts"]["IndexTrader"] == {"bytes": size.LIMIT, "left": 0}
