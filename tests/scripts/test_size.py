"""The size gate: every contract fits, and one that does not is named."""

import json

import pytest
from click.testing import CliRunner

from scripts import size


def test_contracts__all__are_below_their_limits() -> None:
    assert {name: found for name, found in size.sizes().items() if found > size.limit_of(name)} == {}


def test_limits__of_vault_and_others__leave_room_below_the_law() -> None:
    assert size.limit_of("IndexVault") + 700 == size.limit_of("IndexTrader") + 576 == 24_576


def test_size__above_the_limit__exits_1_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    vault = size.limit_of("IndexVault")
    monkeypatch.setattr(size, "sizes", lambda: {"IndexVault": vault + 5, "IndexTrader": size.LIMIT})
    result = CliRunner(mix_stderr=False).invoke(size.cli)
    assert result.exit_code == 1
    assert "IndexVault has 23,881 bytes, 5 above its limit of 23,876" in result.stderr
    assert json.loads(result.stdout)["contracts"]["IndexTrader"] == {
        "bytes": size.LIMIT,
        "limit": size.LIMIT,
        "remaining": 0,
    }
