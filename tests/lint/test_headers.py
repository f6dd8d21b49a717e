"""The header form and the file order of Vyper sources."""

from pathlib import Path

import pytest

from lint.headers import check_header, check_order

VERSION, LICENCE = "# pragma version 0.4.3", "# SPDX-License-Identifier: AGPL-3.0-only"
LOCK, SIZE = "# pragma nonreentrancy on", "# pragma optimize codesize"
DOCSTRING = '"""\n@title A\n@license AGPL-3.0-only\n@notice B\n"""'
PATH = Path("A.vy")


@pytest.mark.parametrize("head", [[VERSION, LOCK, SIZE, LICENCE], [VERSION, LOCK, LICENCE], [VERSION, LICENCE]])
def test_header__in_its_form__is_left_alone(head: list[str]) -> None:
    assert list(check_header(PATH, "\n".join([*head, DOCSTRING]), deployable=True)) == []


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ([LICENCE, VERSION, DOCSTRING], 1),
        ([VERSION, LICENCE, LOCK, DOCSTRING], 3),
        ([VERSION, SIZE, LOCK, LICENCE, DOCSTRING], 3),
        ([VERSION, LOCK, DOCSTRING], 3),
        ([VERSION, LICENCE, "", DOCSTRING], 3),
        ([VERSION, LICENCE, '"""\n@notice A\n"""'], 3),
        ([VERSION, LICENCE, '"""\n@title A\n@notice B\n"""'], 5),
        ([VERSION, LICENCE], 3),
        ([], 1),
    ],
)
def test_header__otherwise__is_found(lines: list[str], line: int) -> None:
    assert [found.line for found in check_header(PATH, "\n".join(lines), deployable=True)] == [line]


def test_header__of_a_module__needs_no_licence_in_its_docstring() -> None:
    text = "\n".join([VERSION, LICENCE, '"""\n@title A\n"""'])
    assert list(check_header(PATH, text, deployable=False)) == []


PARTS = [
    "from . import b\nimport c",
    "implements: IFoo",
    "initializes: b\nuses: c",
    "exports: (\n    b.c,\n)",
    "struct D:\n    a: uint256\n\nevent E:\n    a: uint256",
    "F: constant(uint256) = 1\nG: public(constant(uint256)) = 2",
    "H: immutable(uint256)",
    "i: uint256\nj: public(uint256)",
    "@deploy\ndef __init__():\n    pass",
    '@view\n@external\ndef k():\n    """\n    @notice x\n    """\n    pass',
    "@internal\ndef _l():\n    pass",
]


def test_order__as_it_should_be__is_left_alone() -> None:
    assert list(check_order(PATH, "\n\n".join(PARTS))) == []


@pytest.mark.parametrize("place", range(len(PARTS) - 1))
def test_order__two_neighbours_swapped__are_found(place: int) -> None:
    swapped = [*PARTS[:place], PARTS[place + 1], PARTS[place], *PARTS[place + 2 :]]
    assert [found.rule for found in check_order(PATH, "\n\n".join(swapped))] == ["order"]
