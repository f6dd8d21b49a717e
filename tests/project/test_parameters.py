"""docs/PARAMETERS.md: not older than the file, and what it says of the contracts' source is so.

The constants are read from the compiler's own tree of each module, folded as the compiler folds them.
tests/contracts/test_parameters.py holds the same numbers against deployed contracts.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from vyper import ast as vy
from vyper.ast import parse_to_ast
from vyper.semantics.analysis.constant_folding import constant_fold

from deployment.parameter_places import ELSEWHERE, PLACES, Name, Place
from keepers.errors import BadParameters
from keepers.parameters import DEFAULT_FILE, load_parameters
from scripts import parameters

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
CONTRACT = load_parameters().contract


@cache
def module(path: str) -> vy.Module:
    """The tree of a contract or module, constants folded; its path inside of contracts/."""
    tree = parse_to_ast((CONTRACTS / path).read_text())
    constant_fold(tree)
    return tree


def constant(name: Name) -> int:
    """The value of a constant."""
    declared = module(name.path).get_children(vy.VariableDecl, {"is_constant": True})
    (found,) = [entry for entry in declared if entry.target.id == name.name]
    value: int = found.value.get_folded_value().value
    return value


def test_page__as_committed__is_what_the_file_says() -> None:
    assert parameters.PAGE.read_text() == parameters.render(), "run 'make parameters'"


def test_check__page_that_drifted__exit_1_and_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "PARAMETERS.md"
    page.write_text("old")
    monkeypatch.setattr(parameters, "PAGE", page)
    checked = CliRunner(mix_stderr=False).invoke(parameters.cli, ["--check"])
    assert (checked.exit_code, page.read_text()) == (1, "old")
    assert "Run 'make parameters'" in checked.stderr
    written = CliRunner(mix_stderr=False).invoke(parameters.cli, ["--json"])
    assert json.loads(written.stdout)["written"] is True
    assert page.read_text() == parameters.render()


def test_places__with_what_others_hold__are_the_parameters() -> None:
    assert PLACES.keys() | ELSEWHERE.keys() == CONTRACT.keys()
    assert not PLACES.keys() & ELSEWHERE.keys()


def test_page__every_parameter__is_a_row_that_says_who_holds_it() -> None:
    section = parameters.render().partition("## The regime gauge")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    assert {row[0].strip("`"): row[-1] for row in rows} == {
        name: ELSEWHERE.get(name) or str(PLACES[name]) for name in CONTRACT
    }


def test_cash_target__default__is_what_the_product_profile_holds() -> None:
    assert load_parameters().rules_of("product").cash_ppm == CONTRACT["cash_target_ppm"].default


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, place in PLACES.items() if place.constant])
def test_constant__in_the_source__is_the_default(name: str, place: Place) -> None:
    assert place.constant is not None
    assert constant(place.constant) == place.on_chain(CONTRACT[name].default)


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, place in PLACES.items() if place.cap])
def test_cap__in_the_source__is_the_files(name: str, place: Place) -> None:
    cap = CONTRACT[name].cap
    assert place.cap is not None
    assert cap is not None
    assert constant(place.cap) == place.on_chain(cap)


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, place in PLACES.items() if place.function])
def test_function__is_in_the_source(name: str, place: Place) -> None:
    assert place.function is not None
    functions = module(place.function.path).get_children(vy.FunctionDef)
    assert place.function.name in {function.name for function in functions}


def test_render__rule_without_a_word_on_it__is_refused(tmp_path: Path) -> None:
    file = tmp_path / "parameters.toml"
    file.write_text(DEFAULT_FILE.read_text().replace("# members of the shadow universe", ""))
    with pytest.raises(BadParameters, match=r"\[rules\] names does not say what it means"):
        parameters.render(file)


def test_on_chain__no_whole_number__is_refused() -> None:
    with pytest.raises(ValueError, match="7550 is 151/2 bps on chain"):
        PLACES["management_fee_ppm"].on_chain(7_550)
