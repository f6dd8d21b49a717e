"""Every reason the table knows is one a contract gives, and every reason a keeper can meet is in the table."""

import re

from keepers.execute.remedies import REMEDIES, remedy
from world.artifacts import ROOT

REASON = re.compile(r'"((?:strategy|trader|registry|vault|policy|queue|auction|permit|router|lens|roles): [^"]+)"')

# Guarded by the keeper's own encoding, or met by other callers only.
NEVER_MET = {
    "strategy: delays",
    "strategy: limits",
    "strategy: silence",
    "strategy: not risk-up",
    "trader: no owner",
}


def reasons() -> set[str]:
    sources = (ROOT / "contracts").rglob("*.vy")
    return {reason for source in sources for reason in REASON.findall(source.read_text())}


def test_remedies__each__is_a_reason_of_the_contracts() -> None:
    assert set(REMEDIES) <= reasons()


def test_remedies__every_reason_but_of_registry_and_vault__has_one() -> None:
    rooms = ("strategy:", "trader:", "policy:", "queue:", "auction:", "permit:", "router:", "lens:")
    met = {reason for reason in reasons() if reason.startswith(rooms)} - NEVER_MET
    assert met <= set(REMEDIES), sorted(met - set(REMEDIES))


def test_remedy__reason_that_ends_in_an_asset__found_without_its_number() -> None:
    assert remedy("queue: no price for asset 12") == REMEDIES["queue: no price for asset "]


def test_remedy__unknown_reason__still_says_where_to_look() -> None:
    assert remedy("market: closed") == "look the reason up in the contract's header and run 'status'"
