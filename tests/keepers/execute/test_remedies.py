"""contracts/reasons.toml: the reasons of the contracts and no others, each with one sentence."""

import re

import pytest

from keepers.execute.remedies import REMEDIES, remedy
from world.artifacts import ROOT

DOCSTRING = re.compile(r'"""[\s\S]*?"""')
COMMENT = re.compile(r"#.*")
REASON = re.compile(r'"([a-z0-9]+: [^"]*)"')


def reasons() -> set[str]:
    """Every reason string in the code of a contract, docstrings and comments left aside."""
    code = (DOCSTRING.sub("", path.read_text()) for path in (ROOT / "contracts").rglob("*.vy"))
    return {reason for text in code for reason in REASON.findall(COMMENT.sub("", text))}


def test_table__has_every_reason_of_the_contracts_and_no_other() -> None:
    found = reasons()
    assert len(found) > 100
    assert (sorted(found - REMEDIES.keys()), sorted(REMEDIES.keys() - found)) == ([], [])


@pytest.mark.parametrize("reason", REMEDIES)
def test_table__remedy__is_one_short_sentence(reason: str) -> None:
    assert re.fullmatch(r"[A-Z][^\n]*\.", REMEDIES[reason])
    assert len(REMEDIES[reason]) <= 120
    assert not re.search(r"\b(he|his|him|whoever)\b", REMEDIES[reason], re.IGNORECASE)


def test_remedy__reason_that_ends_in_an_asset__found_without_its_number() -> None:
    assert remedy("queue: no price for asset 12") == REMEDIES["queue: no price for asset "]


def test_remedy__unknown_reason__still_says_where_to_look() -> None:
    assert remedy("market: closed") == "No contract of the index gives this reason; a token, a pool or a feed may."
