"""docs/ROLES.md: not older than contracts and table, and nothing is missing on either side."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from eth_abi import encode
from eth_utils import keccak

from scripts import roles
from scripts._roles import ACCESS, ROLES, Row
from world.artifacts import artifact, deployable_names
from world.chain import Reverted
from world.market import World

WHERE = {"AssetRegistry": "registry", "IndexStrategy": "strategy", "IndexTrader": "trader", "FundPolicy": "policy"} | {
    "IndexVault": "vault",
    "RequestQueue": "queue",
    "AuctionHouse": "auctions",
    "VaultLens": "lens",
    "IndexRouter": "router",
}


def test_page__as_committed__is_what_contracts_and_table_say() -> None:
    assert roles.PAGE.read_text() == roles.render(), "run 'make roles'"


def test_check__page_that_drifted__exit_1_and_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "ROLES.md"
    page.write_text("old")
    monkeypatch.setattr(roles, "PAGE", page)
    checked = CliRunner(mix_stderr=False).invoke(roles.cli, ["--check"])
    assert (checked.exit_code, page.read_text()) == (1, "old")
    assert "Run 'make roles'" in checked.stderr
    written = CliRunner(mix_stderr=False).invoke(roles.cli, ["--json"])
    assert json.loads(written.stdout)["written"] is True
    assert page.read_text() == roles.render()


def test_page__every_external_function__is_on_it() -> None:
    sections = roles.PAGE.read_text().split("\n## ")
    for contract in deployable_names():
        (section,) = [text for text in sections if text.startswith(f"{contract}\n")]
        changing, views = roles.functions(contract)
        assert not [name for name in changing | views if f"`{name}`" not in section], contract


@pytest.mark.parametrize("contract", [contract for contract, rows in ACCESS.items() if rows])
def test_render__function_without_a_row__is_refused(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, *rest = ACCESS[contract]
    monkeypatch.setitem(ACCESS, contract, {function: ACCESS[contract][function] for function in rest})
    with pytest.raises(roles.RolesError, match=f"{contract} has no row for {name}"):
        roles.render()


@pytest.mark.parametrize("contract", ACCESS)
def test_render__row_without_a_function__is_refused(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACCESS[contract], "renounce_ownership", Row(("owner",), "nothing"))
    with pytest.raises(roles.RolesError, match=f"{contract} has no function renounce_ownership"):
        roles.render()


def test_rows__roles_they_name__are_explained() -> None:
    named = {role for rows in ACCESS.values() for row in rows.values() for role in row.may}
    assert named == ROLES.keys()
    assert not [name for rows in ACCESS.values() for name, row in rows.items() if not row.may]


@pytest.mark.parametrize("contract", ACCESS)
def test_views__without_a_row__ask_nobody_who_he_is(contract: str, world: World) -> None:
    address = getattr(world.index, WHERE[contract]).address
    views = [
        entry
        for entry in artifact(contract).abi
        if entry["type"] == "function" and entry["stateMutability"] in ("view", "pure")
    ]
    asked = [entry for entry in views if entry["name"] not in ACCESS[contract]]
    assert asked
    for entry in asked:
        kinds = [_kind(field) for field in entry["inputs"]]
        data = keccak(text=f"{entry['name']}({','.join(kinds)})")[:4] + encode(
            kinds, [_nothing(kind) for kind in kinds]
        )
        try:
            world.chain.call(address, data, sender=world.roles.anyone)
        except Reverted as error:
            assert "only" not in error.reason, (entry["name"], error.reason)


def _kind(field: dict[str, Any]) -> str:
    kind = str(field["type"])
    if not kind.startswith("tuple"):
        return kind
    return "(" + ",".join(_kind(part) for part in field["components"]) + ")" + kind.removeprefix("tuple")


def _nothing(kind: str) -> object:
    if kind.endswith("[]"):
        return []
    if kind.endswith("]"):
        element, _, count = kind[:-1].partition("[")
        return [_nothing(element)] * int(count)
    if kind.startswith("("):
        return tuple(_nothing(part) for part in kind[1:-1].split(","))
    if kind == "address":
        return "0x" + "00" * 20
    if kind == "bool":
        return False
    return b"\0" * int(kind[5:]) if kind.startswith("bytes") else 0
