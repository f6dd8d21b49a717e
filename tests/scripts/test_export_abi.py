"""The generated package: what it says, and that no change to it or to a contract goes unnoticed."""

import json
from pathlib import Path
from typing import Any

from scripts._abi_package import files, ordered, templates
from scripts.export_abi import PACKAGE, drift, keeper_modules, render
from world.artifacts import ROOT

VAULT = [
    {
        "type": "event",
        "name": "Entered",
        "anonymous": False,
        "inputs": [
            {"name": "receiver", "type": "address", "indexed": True},
            {"name": "ids", "type": "uint256[]", "indexed": False},
            {"name": "fee", "type": "uint24", "indexed": False},
            {"name": "leg", "type": "tuple", "indexed": False, "components": [{"name": "data", "type": "bytes"}]},
        ],
    },
    {"type": "function", "name": "buy", "stateMutability": "nonpayable", "inputs": [], "outputs": []},
]
RECORD = {"chain_id": 8453, "block": 7, "url": "", **{key: "0x" + key[0] * 40 for key in ("vault", "queue", "trader")}}
RECORD |= {
    name: "0x" + digit * 40
    for name, digit in (
        ("strategy", "3"),
        ("registry", "4"),
        ("policy", "6"),
        ("usdc", "5"),
        ("router", "7"),
        ("auctions", "8"),
        ("lens", "9"),
    )
}


TEXTS = templates(ROOT)


def written(abis: dict[str, Any], deployments: dict[int, Any]) -> dict[str, str]:
    """The package of some ABIs and deployments, with no reasons and units."""
    return files({"version": "1.2.3"}, abis, deployments, ({}, {}), TEXTS)


def test_package__as_committed__is_what_the_contracts_say() -> None:
    assert drift(PACKAGE, render()) == []


def test_modules_of_the_keepers__as_committed__are_what_the_tables_say() -> None:
    assert {name: (ROOT / name).read_text() for name in keeper_modules()} == keeper_modules()


def test_drift__changed_missing_and_foreign_files__are_named(tmp_path: Path) -> None:
    wanted = {"a": "1", "src/b": "2", "src/c": "3"}
    (tmp_path / "src").mkdir()
    (tmp_path / "a").write_text("1")
    (tmp_path / "src" / "b").write_text("not 2")
    (tmp_path / "src" / "d").write_text("4")
    assert drift(tmp_path, wanted) == ["src/b", "src/c", "src/d"]


def test_order__of_the_compiler__does_not_matter() -> None:
    assert ordered(VAULT) == ordered(VAULT[::-1])


def test_module__of_a_contract__is_the_json_as_const() -> None:
    texts = written({"IndexVault": VAULT}, {})
    text = texts["src/indexVault.ts"]
    literal = text.partition("export const indexVaultAbi = ")[2].removesuffix(" as const;\n")
    assert json.loads(literal) == json.loads(texts["json/IndexVault.json"]) == VAULT
    assert 'export * from "./indexVault.js";' in texts["src/index.ts"]


def test_manifest__repository__is_that_of_the_project() -> None:
    assert "repository" not in json.loads(written({}, {})["package.json"])
    with_url = files({"version": "1", "urls": {"Repository": "git+ssh://a/b"}}, {}, {}, ({}, {}), TEXTS)
    assert json.loads(with_url["package.json"])["repository"]["url"] == "git+ssh://a/b"


def test_addresses__without_a_deployment__are_empty() -> None:
    assert "export const addresses = {} as const satisfies" in written({}, {})["src/addresses.ts"]


def test_addresses__of_a_deployment__stand_by_chain_id() -> None:
    text = written({}, {8453: RECORD})["src/addresses.ts"]
    assert "  8453: {\n    block: 7n,\n" in text
    assert f'    usdc: "{RECORD["usdc"]}",\n' in text
