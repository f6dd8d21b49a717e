"""Write docs/PARAMETERS.md: every parameter of the index, what it means, and what enforces it.

Everything in it comes from keepers/parameters.toml and from the mapping in deployment/parameter_places.py.

    ape run parameters               write it anew
    ape run parameters --check       write nothing, exit 1 when it is not what it should be
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from deployment.parameter_places import ELSEWHERE, PLACES, Place
from keepers.errors import BadParameters
from keepers.parameters import DEFAULT_FILE, ContractParameter, Parameters, load_parameters
from scripts._generated import keep

__all__ = ["PAGE", "cli", "render"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "PARAMETERS.md"
NOTE = re.compile(r"(\w+)\s*=[^#]*#\s*(.+)")

HEAD = """# Parameters

Generated from keepers/parameters.toml (version {version}) by `make parameters`; edit that file, not this one. Tests
hold the numbers against the deployed contracts and their source.

## The contracts

A hard cap is in the code: the owner sets the value up to it, never above. *fixed* is in the code too, and nobody can
change it on a deployed contract. Where something else than a contract of this project holds a row, its last column
says what.

"""
GAUGE = """
## The regime gauge

The same for every profile.

"""
PROFILE = """
## Profile `{name}`

{about}. A value in bold is the profile's own, the others are those of `[rules]`.

"""
DENY = """
## Excluded by name

Provider ids that are never members; `memes` only where a profile says that meme coins go.

"""


def render(file: Path = DEFAULT_FILE) -> str:
    """The text of docs/PARAMETERS.md. Raises BadParameters."""
    parameters, notes = load_parameters(file), _notes(file.read_text(encoding="utf-8"))
    parts = [HEAD.format(version=parameters.version)]
    rows = (_contract_row(name, entry, PLACES.get(name)) for name, entry in parameters.contract.items())
    parts.append(_table(("name", "default", "hard cap", "unit", "meaning", "where in the code"), rows))
    gauge = (
        (f"`{name}`", _shown(name, value), _note(notes, "gauge", name)) for name, value in parameters.gauge.items()
    )
    parts += [GAUGE, _table(("name", "value", "meaning"), gauge)]
    for profile, own in parameters.profile.items():
        parts.append(PROFILE.format(name=profile, about=str(own["about"]).capitalize()))
        parts.append(_table(("name", "value", "meaning"), _profile_rows(parameters, own, notes)))
    denied = ((group, " ".join(f"`{name}`" for name in names)) for group, names in parameters.deny.items())
    parts += [DENY, _table(("group", "provider ids"), denied)]
    return "".join(parts)


def _contract_row(name: str, entry: ContractParameter, place: Place | None) -> tuple[str, ...]:
    if place is None:
        cap = "-" if entry.cap is None else _measured(entry.cap, entry.unit)
    elif place.cap is None:
        cap = "fixed"
    elif entry.cap is None:
        raise BadParameters(f"[contract] {name} has no cap, {place.cap} is one; add it to the parameters file")
    else:
        cap = _measured(entry.cap, entry.unit)
    where = ELSEWHERE[name] if place is None else str(place)
    return f"`{name}`", _measured(entry.default, entry.unit), cap, entry.unit, entry.about, where


def _profile_rows(
    parameters: Parameters, own: dict[str, int | bool | str], notes: dict[tuple[str, str], str]
) -> Iterable[tuple[str, ...]]:
    for name, value in parameters.rules.items():
        shown = f"**{_shown(name, own[name])}**" if name in own else _shown(name, value)
        yield f"`{name}`", shown, _note(notes, "rules", name)


def _notes(text: str) -> dict[tuple[str, str], str]:
    """Section and name -> the comment behind the value, which is where [gauge] and [rules] say what it means."""
    section, notes = "", {}
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif found := NOTE.match(line):
            notes[section, found[1]] = found[2].strip()
    return notes


def _note(notes: dict[tuple[str, str], str], section: str, name: str) -> str:
    if (section, name) not in notes:
        raise BadParameters(f"[{section}] {name} does not say what it means; write a comment behind its value")
    return notes[section, name]


def _measured(value: int, unit: str) -> str:
    """With what people say: 21,600 (6 h), 50,000 (5 %)."""
    if not value:
        return "0"
    if unit.startswith("ppm"):
        return f"{value:,} ({value / 10_000:g} %)"
    if unit.startswith("bps"):
        return f"{value:,} ({value / 100:g} %)"
    if unit == "seconds":
        lengths = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
        length, word = next(pair for pair in lengths if value % pair[0] == 0)
        return f"{value:,} ({value // length} {word})"
    return f"{value:,}"


def _shown(name: str, value: int | bool | str | list[int]) -> str:
    """A rule's value; a share in ppm as _measured says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return _measured(value, "ppm" if name.endswith("_ppm") else "")
    return ", ".join(f"{item:,}" for item in value) if isinstance(value, list) else value


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _document() -> list[dict[str, Any]]:
    """What the table shows, as data: numbers in the file's unit, and where each is held."""
    return [
        {"name": name, **entry.model_dump(), "where": str(PLACES.get(name, ELSEWHERE.get(name)))}
        for name, entry in load_parameters().contract.items()
    ]


@click.command(epilog="Example: ape run parameters --check")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 on drift.")
@click.option("--json", "as_json", is_flag=True, help="Print the result and the contracts' parameters as JSON.")
def cli(check: bool, as_json: bool) -> None:
    """Generate docs/PARAMETERS.md from keepers/parameters.toml."""
    try:
        wanted = render()
    except BadParameters as error:
        raise click.ClickException(str(error)) from None
    data = {"contract": _document()} if as_json else None
    keep(PAGE, wanted, called="docs/PARAMETERS.md", target="parameters", check=check, data=data)


if __name__ == "__main__":
    cli()
