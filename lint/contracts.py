"""Patterns refused in Vyper sources, most of them known bugs of the 0.4.3 compiler.

The compiler's own typed syntax tree is walked, so a rule sees types and mutability and no layout hides a pattern.
A module is seen through the contracts that use it. A line may be excused where its reason is written on it:
`# lint: balance-of-self, a shortfall is what is being measured`.
"""

import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any

from vyper import ast as vy
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.phases import CompilerData
from vyper.compiler.settings import anchor_settings
from vyper.exceptions import VyperException
from vyper.semantics.types import DArrayT, SArrayT, StructT
from vyper.semantics.types.function import ContractFunctionT, MemberFunctionT

from lint.finding import Finding

__all__ = ["check_contract", "check_source"]

EXPERIMENTAL = re.compile(r"#\s*pragma\s+(experimental-codegen|venom-experimental|venom)\b")
EXCUSE = re.compile(r"#\s*lint:\s*([a-z-]+)\s*,\s*\S")
# Built-in functions that change state or leave the contract.
EFFECTS = {
    "raw_call",
    "send",
    "selfdestruct",
    "raw_create",
    "create_minimal_proxy_to",
    "create_copy_of",
    "create_from_blueprint",
}


def check_source(path: Path, text: str) -> Iterator[Finding]:
    """Rules on the text of one .vy or .vyi file, compilable or not."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.isascii():
            bad = next(letter for letter in line if not letter.isascii())
            yield Finding(path, number, "ascii", f"{bad!r} is not ASCII; the compiler mistreats such sources")
        if EXPERIMENTAL.search(line):
            yield Finding(path, number, "experimental", "experimental code generation is not to be trusted; remove it")


def check_contract(source: Path, root: Path, seen: set[Path]) -> Iterator[Finding]:
    """Rules on the typed tree of a contract and of every module of `root` it uses that is not in `seen` yet.

    Adds to `seen` what it read. A contract that does not compile is a finding, not an exception.
    """
    snekmate = find_spec("snekmate")
    packages = [Path(place).parent for place in (snekmate.submodule_search_locations or [])] if snekmate else []
    bundle = FilesystemInputBundle([*packages, root])
    data = CompilerData(bundle.load_file(source), bundle)
    try:
        with anchor_settings(data.settings):
            module = data.annotated_vyper_module
    except (VyperException, FileNotFoundError) as error:
        yield Finding(source, 1, "compile", str(error).strip())
        return
    yield from _check_module(module, root, seen)


def _check_module(module: Any, root: Path, seen: set[Path]) -> Iterator[Finding]:
    path = Path(module.resolved_path)
    if path in seen or root not in path.parents or path.suffix != ".vy":
        return
    seen.add(path)
    lines = path.read_text().splitlines()
    for rule, check in RULES.items():
        for node, message in check(module):
            excuse = EXCUSE.search(lines[node.lineno - 1])
            if excuse is None or excuse.group(1) != rule:
                yield Finding(path, node.lineno, rule, message)
    for statement in module.get_children((vy.Import, vy.ImportFrom)):
        imported = statement._metadata["import_info"].parsed
        if isinstance(imported, vy.Module):
            yield from _check_module(imported, root, seen)


def _ternary_or(module: Any) -> Iterator[tuple[Any, str]]:
    # CVE-2026-114117
    for ternary in module.get_descendants(vy.IfExp):
        for operation in ternary.get_descendants(vy.BinOp):
            if isinstance(operation.op, vy.BitOr):
                yield operation, "'|' inside a ternary is compiled wrongly; use if and else"


def _ternary_type(module: Any) -> Iterator[tuple[Any, str]]:
    # CVE-2026-114115
    for ternary in module.get_descendants(vy.IfExp):
        kind = ternary._metadata.get("type")
        if isinstance(kind, SArrayT | DArrayT | StructT):
            yield ternary, f"a ternary over {kind} is compiled wrongly; use if and else"


def _log_effect(module: Any) -> Iterator[tuple[Any, str]]:
    for log in module.get_descendants(vy.Log):
        for call in _effects(log):
            yield call, f"{call.node_source_code!r} changes state in a log's arguments; call it before"


def _two_effects(module: Any) -> Iterator[tuple[Any, str]]:
    for statement in module.get_descendants((vy.AnnAssign, vy.Assign, vy.AugAssign, vy.Expr, vy.Return, vy.Assert)):
        for one, other in combinations(_effects(statement), 2):
            # An argument comes before the call it is for; between neighbours nothing is promised.
            if not _inside(one, other) and not _inside(other, one):
                yield (
                    other,
                    "two calls that change state side by side; their order is not promised, write two statements",
                )
                break


def _balance_of_self(module: Any) -> Iterator[tuple[Any, str]]:
    for call in module.get_descendants(vy.Call):
        named = isinstance(call.func, vy.Attribute) and call.func.attr == "balanceOf"
        if named and any(isinstance(argument, vy.Name) and argument.id == "self" for argument in call.args):
            yield call, "the books are tracked; balanceOf(self) lets a donation move them"


def _nonreentrancy(module: Any) -> Iterator[tuple[Any, str]]:
    deployable = Path(module.resolved_path).parent.name == "contracts"
    if deployable and not module.settings.nonreentrancy_by_default:
        yield module, "a deployable contract needs '# pragma nonreentrancy on'"


RULES: dict[str, Callable[[Any], Iterator[tuple[Any, str]]]] = {
    "ternary-or": _ternary_or,
    "ternary-type": _ternary_type,
    "log-effect": _log_effect,
    "two-effects": _two_effects,
    "balance-of-self": _balance_of_self,
    "nonreentrancy": _nonreentrancy,
}


def _inside(inner: Any, outer: Any) -> bool:
    return any(call is inner for call in outer.get_descendants(vy.Call))


def _effects(statement: Any) -> list[Any]:
    return [call for call in statement.get_descendants(vy.Call) if _has_effect(call)]


def _has_effect(call: Any) -> bool:
    if isinstance(call.func, vy.Name) and call.func.id in EFFECTS:
        # A static call reads.
        return not any(word.arg == "is_static_call" and word.value.value is True for word in call.keywords)
    function = call.func._metadata.get("type")
    if isinstance(function, ContractFunctionT):
        return function.mutability.value in ("nonpayable", "payable")
    return isinstance(function, MemberFunctionT) and function.name == "pop"
