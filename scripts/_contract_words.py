"""What a contract's refusals and numbers mean: contracts/reasons.toml and contracts/units.toml, and the Python modules
that carry them to the keepers. Pure but for `reasons` and `units`, which read the two files.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

__all__ = ["REASONS_MODULE", "UNITS_MODULE", "Units", "reasons", "reasons_module", "units", "units_module"]

# Below the root of the project. A module needs no file beside it in a wheel.
REASONS_MODULE = "keepers/execute/reasons.py"
UNITS_MODULE = "keepers/chain/units.py"

Abi = list[dict[str, Any]]
Units = dict[str, dict[str, str]]  # event -> field -> unit

OF_TYPE = {"address": "address", "bytes32": "hash", "string": "text"}


def reasons(root: Path) -> dict[str, str]:
    """Reason -> remedy, sorted by reason. A reason that ends in a space is followed by an asset id."""
    tables = _read(root, "reasons")
    return {f"{table}: {key}": tables[table][key] for table in sorted(tables) for key in sorted(tables[table])}


def units(root: Path, abis: dict[str, Abi]) -> Units:
    """The unit of each field, in the order of the events' names and of their fields; what has none is left out."""
    table = _read(root, "units")
    events = {entry["name"]: entry for abi in abis.values() for entry in abi if entry["type"] == "event"}
    return {name: _of_event(events[name], table.get(name, {})) for name in sorted(events)}


def _of_event(event: dict[str, Any], known: dict[str, str]) -> dict[str, str]:
    found = {item["name"]: known.get(item["name"]) or OF_TYPE.get(item["type"]) for item in event["inputs"]}
    return {name: unit for name, unit in found.items() if unit is not None}


def reasons_module(remedies: dict[str, str]) -> str:
    """Text of REASONS_MODULE."""
    rows = "".join(f"    {json.dumps(reason)}: {json.dumps(remedy)},\n" for reason, remedy in remedies.items())
    return _module("Reason of a contract -> what to do about it.", "reasons", "REMEDIES", "dict[str, str]", rows)


def units_module(table: Units) -> str:
    """Text of UNITS_MODULE."""
    rows = "".join(f"    {json.dumps(event)}: {json.dumps(fields)},\n" for event, fields in table.items())
    return _module("Event -> field -> what it counts.", "units", "UNITS", "dict[str, dict[str, str]]", rows)


def _module(title: str, source: str, name: str, kind: str, rows: str) -> str:
    return (
        f'"""{title} Written by scripts/export_abi.py from contracts/{source}.toml: change that file."""\n\n'
        f'# ruff: noqa: E501\n# fmt: off\n__all__ = ["{name}"]\n\n{name}: {kind} = {{\n{rows}}}\n'
    )


def _read(root: Path, name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((root / "contracts" / f"{name}.toml").read_text(encoding="utf-8"))
