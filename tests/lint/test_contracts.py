"""Every pattern the contract lint refuses, and that it leaves their harmless neighbours alone."""

from pathlib import Path

import pytest

from lint.contracts import check_contract, check_source
from lint.headers import LICENCE, PRAGMA

HEAD = f"{PRAGMA}\n# pragma nonreentrancy on\n{LICENCE}\n"
STATE = """
struct Pair:
    a: uint256

event Logged:
    a: uint256

interface Token:
    def balanceOf(owner: address) -> uint256: view

pool: DynArray[uint256, 4]
x: uint256

@internal
def _bump() -> uint256:
    self.x += 1
    return self.x

@internal
def _add(a: uint256, b: uint256) -> uint256:
    self.x += a + b
    return self.x

@internal
@view
def _look() -> uint256:
    return self.x

@external
def go(c: bool, token: Token, who: address):
"""


def rules(tmp_path: Path, body: str, head: str = HEAD) -> list[str]:
    """The names of the rules broken by a contract whose external function has `body`."""
    source = tmp_path / "contracts" / "Probe.vy"
    source.parent.mkdir()
    source.write_text(head + STATE + "".join(f"    {line}\n" for line in body.splitlines()))
    return [found.rule for found in check_contract(source, tmp_path, set())]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("a: uint256 = (1 | 2) if c else 3", "ternary-or"),
        ("a: uint256 = 1 if c else (self.x\n    |\n    2)", "ternary-or"),
        ("p: Pair = Pair(a=1) if c else Pair(a=2)", "ternary-type"),
        ("l: DynArray[uint256, 2] = [1] if c else [2]", "ternary-type"),
        ("l: uint256[1] = [1] if c else [2]", "ternary-type"),
        ("log Logged(a=self._bump())", "log-effect"),
        ("log Logged(a=self.pool.pop())", "log-effect"),
        ("a: uint256 = self._bump() + self._bump()", "two-effects"),
        ("assert self._bump() < self.pool.pop()", "two-effects"),
        ("a: uint256 = self._add(self._bump(), self._bump())", "two-effects"),
        ("a: uint256 = staticcall token.balanceOf(self)", "balance-of-self"),
        ("a: uint256 = (", "compile"),
    ],
)
def test_refused__pattern__is_found(tmp_path: Path, body: str, rule: str) -> None:
    assert rules(tmp_path, body) == [rule]


@pytest.mark.parametrize(
    "body",
    [
        "a: uint256 = 1 if c else 2",
        "a: uint256 = self.x | 2",
        "b: Bytes[2] = b'a' if c else b'b'",
        "log Logged(a=self._look())",
        "log Logged(a=max(self.x, 1))",
        "a: uint256 = self._bump() + self._look()",
        "a: uint256 = self._add(self._bump(), 1)",
        "a: uint256 = staticcall token.balanceOf(who)",
        "a: uint256 = staticcall token.balanceOf(self)  # lint: balance-of-self, the shortfall is being measured",
    ],
)
def test_harmless__pattern__is_left_alone(tmp_path: Path, body: str) -> None:
    assert rules(tmp_path, body) == []


def test_excuse__without_reason_or_for_another_rule__does_not_count(tmp_path: Path) -> None:
    body = (
        "a: uint256 = staticcall token.balanceOf(self)  # lint: balance-of-self\n"
        "b: uint256 = staticcall token.balanceOf(self)  # lint: ternary-or, because"
    )
    assert rules(tmp_path, body) == ["balance-of-self"] * 2


def test_deployable__without_the_lock__is_found(tmp_path: Path) -> None:
    assert rules(tmp_path, "pass", head=f"{PRAGMA}\n{LICENCE}\n") == ["nonreentrancy"]


def test_module__used_by_a_contract__is_checked_once(tmp_path: Path) -> None:
    library = tmp_path / "contracts" / "lib"
    library.mkdir(parents=True)
    (library / "joins.vy").write_text(
        f"{PRAGMA}\n@internal\ndef _or(c: bool) -> uint256:\n    return 1 | 2 if c else 3\n"
    )
    source = tmp_path / "contracts" / "Probe.vy"
    source.write_text(HEAD + "from .lib import joins\n@external\ndef go():\n    a: uint256 = joins._or(True)\n")
    seen: set[Path] = set()
    assert [(found.path.name, found.rule) for found in check_contract(source, tmp_path, seen)] == [
        ("joins.vy", "ternary-or")
    ]
    assert seen == {source, library / "joins.vy"}
    assert list(check_contract(source, tmp_path, seen)) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (HEAD + "# a caf\u00e9\n", "ascii"),
        (HEAD + "# pragma experimental-codegen\n", "experimental"),
    ],
)
def test_source__with_a_refused_line__is_found(text: str, rule: str) -> None:
    assert [found.rule for found in check_source(Path("Probe.vy"), text)] == [rule]


def test_source__in_order__is_left_alone() -> None:
    assert list(check_source(Path("Probe.vy"), HEAD)) == []
