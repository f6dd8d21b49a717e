"""Artefacts by name: compiled once, compiled again when a source changed, errors that say what to do."""

import shutil
from pathlib import Path

import pytest

from world import artifacts
from world.artifacts import ArtifactError, artifact

SOURCE = """# pragma version 0.4.3
from . import half
LIMIT: immutable(uint256)

@deploy
def __init__():
    LIMIT = 1

@external
@view
def value() -> uint256:
    return half._of(LIMIT)
"""
HALF = "# pragma version 0.4.3\n@internal\n@pure\ndef _of(x: uint256) -> uint256:\n    return x // 2\n"


@pytest.fixture
def contracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own with one contract, Probe, that imports a module."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "Probe.vy").write_text(SOURCE)
    (folder / "half.vy").write_text(HALF)
    for name, path in (("ROOT", tmp_path), ("CONTRACTS", folder), ("STANDINS", tmp_path), ("BUILD", tmp_path / "b")):
        monkeypatch.setattr(artifacts, name, path)
    return folder


def test_artifact__of_a_source__has_abi_code_and_size(contracts: Path) -> None:
    found = artifact.__wrapped__("Probe")
    assert [entry["name"] for entry in found.abi if entry["type"] == "function"] == ["value"]
    assert found.immutables == 32
    assert found.runtime_size == (len(found.runtime) - 2) // 2 + 32
    assert found.runtime[2:] in found.bytecode


def test_artifact__unchanged__is_not_compiled_again(contracts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = artifact.__wrapped__("Probe")
    monkeypatch.setattr(artifacts, "_compile", lambda *_: pytest.fail("compiled again"))
    assert artifact.__wrapped__("Probe") == first


def test_artifact__with_a_changed_module__is_compiled_again(contracts: Path) -> None:
    first = artifact.__wrapped__("Probe")
    (contracts / "half.vy").write_text(HALF.replace("// 2", "// 3"))
    assert artifact.__wrapped__("Probe").runtime != first.runtime


def test_artifact__in_a_copy_of_the_project__is_not_compiled_again_unless_changed_there(
    contracts: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = artifact.__wrapped__("Probe")
    copy = shutil.copytree(contracts.parent, tmp_path_factory.mktemp("elsewhere") / "copy")
    for name, path in (("ROOT", copy), ("CONTRACTS", copy / "contracts"), ("BUILD", copy / "b")):
        monkeypatch.setattr(artifacts, name, path)
    with monkeypatch.context() as patched:
        patched.setattr(artifacts, "_compile", lambda *_: pytest.fail("compiled again"))
        assert artifact.__wrapped__("Probe") == first
    (copy / "contracts" / "half.vy").write_text(HALF.replace("// 2", "// 3"))
    assert artifact.__wrapped__("Probe").runtime != first.runtime


def test_artifact__that_does_not_compile__names_the_file_and_the_reason(contracts: Path) -> None:
    (contracts / "half.vy").write_text(HALF.replace("x // 2", "y"))
    with pytest.raises(ArtifactError, match=r"(?s)contracts/Probe.vy does not compile.*'y'"):
        artifact.__wrapped__("Probe")


def test_artifact__of_no_contract__names_the_places_it_looked() -> None:
    with pytest.raises(ArtifactError, match="no contract is called 'Nothing'"):
        artifact("Nothing")


def test_artifact__of_npm__is_the_bytecode_of_mainnet() -> None:
    assert artifact("UniswapV3Factory").runtime_size == 24_535


def test_artifact__of_npm_not_installed__says_how(contracts: Path) -> None:
    with pytest.raises(ArtifactError, match="Run 'make install'"):
        artifact.__wrapped__("WETH9")
