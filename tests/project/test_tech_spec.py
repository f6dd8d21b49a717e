"""docs/TECH_SPEC.md names what there is: events, functions, contracts; its picture is not older than its script."""

import itertools
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts import pictures, roles
from world.artifacts import artifact, deployable_names

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "TECH_SPEC.md").read_text()


def events(contract: str) -> dict[str, bool]:
    """Name of each event, and whether it carries a sequence number."""
    found = [entry for entry in artifact(contract).abi if entry["type"] == "event"]
    return {entry["name"]: any(field["name"] == "sequence" for field in entry["inputs"]) for entry in found}


def every_function() -> set[str]:
    names: set[str] = set()
    for contract in deployable_names():
        names |= set.union(*roles.functions(contract))
    return names


@pytest.mark.parametrize("contract", deployable_names())
def test_events__of_each_contract__are_the_page_s(contract: str) -> None:
    section = PAGE.partition("## 9.")[2].partition("## 10.")[0]
    (row,) = [line for line in section.splitlines() if line.startswith(f"| `{contract}`")]
    _, _, numbered, others, _ = row.split("|")
    wanted = events(contract)
    assert set(re.findall(r"[A-Z]\w+", numbered)) == {name for name, counted in wanted.items() if counted}
    assert set(re.findall(r"[A-Z]\w+", others)) == {name for name, counted in wanted.items() if not counted}


def test_contracts__all__are_in_its_first_table() -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE.partition("## 2.")[0], re.MULTILINE))
    assert named == set(deployable_names())


def test_functions__it_calls_by_name__exist() -> None:
    called = set(re.findall(r"`(?:\w+\.)?(\w+)\([^`]*\)`", PAGE))
    assert len(called) > 10
    assert called <= every_function()


def test_links__lead_somewhere() -> None:
    for name in re.findall(r"\]\(([\w/.]+)\)", PAGE):
        assert (DOCS / name).is_file(), name


def test_picture__as_committed__is_what_the_script_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pictures.PICTURE.read_text() == pictures.render(), "run 'make pictures'"
    monkeypatch.setattr(pictures, "PICTURE", tmp_path / "states.svg")
    assert CliRunner(mix_stderr=False).invoke(pictures.cli, ["--check"]).exit_code == 1
    assert not pictures.PICTURE.exists()
    assert CliRunner(mix_stderr=False).invoke(pictures.cli, []).exit_code == 0
    assert pictures.PICTURE.read_text() == pictures.render()


def test_picture__calls_it_names__exist() -> None:
    words = {arrow.call for lane in pictures.LANES for arrow in lane.arrows}
    calls = {word for word in words if re.fullmatch(r"[a-z_]+", word)}
    assert len(calls) > 8
    assert calls <= every_function()


def test_picture__arrows__join_states_of_their_lane() -> None:
    for lane in pictures.LANES:
        names = [box.name for box in lane.boxes]
        assert len(set(names)) == len(names)
        assert {end for arrow in lane.arrows for end in (arrow.start, arrow.end)} == set(names)


# Row of the table of words -> the module whose docstring has the layout.
LAYOUTS = {
    "state": "vault/fund_state",
    "flow": "policy/hourly_flow",
    "loss levels": "trader/loss_budget",
    "decision header": "strategy/decision_header",
    "auction, one an asset": "auction/auction_slots",
    "open batch": "queue/queue_batches",
}


@pytest.mark.parametrize("word", LAYOUTS)
def test_words__their_fields__are_as_wide_as_the_code_says(word: str) -> None:
    docstring = (DOCS.parent / f"contracts/lib/{LAYOUTS[word]}.vy").read_text().split('"""')[1]
    places = re.findall(r"(\d+)\.\.(\d+)|\bbit +(\d+)", docstring)
    fields = [(int(low or bit), int(high or bit)) for low, high, bit in places]
    assert all(low > high for (_, high), (low, _) in itertools.pairwise(fields))
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {word} |")]
    told = re.sub(r"\([^)]*\)|from bit \d+", "", row.split("|")[3])
    assert [int(width) for width in re.findall(r" (\d+)\b", told)] == [high - low + 1 for low, high in fields]
