"""contracts/units.toml: every field of every event has a unit that fits its type, and nothing else has one."""

import re
import tomllib

import pytest

from keepers.chain.units import UNITS
from world.artifacts import ROOT, artifact, deployable_names

TABLE = tomllib.loads((ROOT / "contracts" / "units.toml").read_text())
EVENTS = [
    (contract, entry) for contract in deployable_names() for entry in artifact(contract).abi if entry["type"] == "event"
]
FIELDS = [(contract, entry["name"], item) for contract, entry in EVENTS for item in entry["inputs"]]

INTEGERS = {
    *("USD 18", "USD 18 per token", "raw USDC", "raw of asset", "shares 18", "units 18", "points 6"),
    *("bps", "ppm", "1e-8", "unix seconds", "seconds", "number", "asset id", "count"),
}
LISTS = {"raw of assets", "asset ids", "packed ids", "packed targets"}
OF_TYPE = {
    "address": {"address"},
    "bytes32": {"hash"},
    "string": {"text"},
    "bytes": {"revert data"},
    "uint256[]": LISTS,
    "int256": INTEGERS,
}
FLAG = re.compile(r"[a-z -]+ or [a-z -]+")
CHOICE = re.compile(r"[01] [a-z 0-9-]+(, \d [a-z 0-9-]+)+(, else (?P<other>[\w ]+))?")
CONDITIONAL = re.compile(r"(.+) if (\w+), else (.+)")


@pytest.mark.parametrize(
    ("event", "field"),
    [pytest.param(event, item, id=f"{contract}.{event}.{item['name']}") for contract, event, item in FIELDS],
)
def test_unit__of_each_field__fits_its_type(event: str, field: dict[str, str]) -> None:
    unit, kind = UNITS[event][field["name"]], field["type"]
    if kind == "bool":
        assert FLAG.fullmatch(unit)
    elif kind == "uint256":
        branch = CONDITIONAL.fullmatch(unit)
        if branch is not None:
            flags = {item["name"]: item["type"] for _, name, item in FIELDS if name == event}
            assert flags[branch[2]] == "bool"
        units = {unit} if branch is None else {branch[1], branch[3]}
        choice = CHOICE.fullmatch(unit)
        assert units <= INTEGERS or (choice is not None and choice["other"] in (None, *INTEGERS))
    else:
        assert unit in OF_TYPE[kind]


def test_table__names_no_event_and_no_field_that_is_not_there() -> None:
    there = {(event, item["name"]) for _, event, item in FIELDS}
    assert {(event, field) for event in TABLE for field in TABLE[event]} <= there


def test_events__of_one_name_in_two_contracts__have_the_same_fields() -> None:
    shapes: dict[str, set[str]] = {}
    for _, entry in EVENTS:
        shapes.setdefault(entry["name"], set()).add(str([(item["name"], item["type"]) for item in entry["inputs"]]))
    assert [name for name, found in shapes.items() if len(found) > 1] == []


def test_amounts_of_an_asset__only_where_the_event_names_it() -> None:
    named = {event: {item["name"] for _, name, item in FIELDS if name == event} for event in UNITS}
    for event, fields in UNITS.items():
        for unit in fields.values():
            assert "raw of assets" not in unit or "assets" in named[event]
            assert not re.search(r"raw of asset\b", unit) or "asset" in named[event]
