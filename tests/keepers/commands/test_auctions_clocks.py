"""`keepers auctions report-distance` and `keepers safe-state`, as a person types them."""

import re
from collections.abc import Callable

from click.testing import Result

from keepers.chain import Index
from tests.keepers.commands.conftest import document, refusal
from tests.keepers.conftest import DAY, later
from world.market import World

MONTH = 28 * DAY


def block(world: World) -> int:
    return int(world.chain.rpc("eth_blockNumber"), 16)


def test_report_distance__far__dry_run_sent_then_nothing_to_report(
    world: World, bear: Index, auctions: Callable[..., Result]
) -> None:
    before = block(world)
    shown = auctions("report-distance").stdout
    assert re.search(r"the fund is 9\d\.\d\d % of NAV from its target; a report would start the clock", shown)
    assert "dry run, nothing sent: report the distance after event 0 of the auction house" in shown
    assert document(auctions("report-distance", "--json"))["transaction"]["gas"] > 100_000
    assert block(world) == before
    done = document(auctions("report-distance", "--dev-account", "9", "--json"))
    assert done["transaction"]["event"]["event"] == "DistanceReported"
    assert done["far_since"] == world.index.auctions.far_since() == done["transaction"]["event"]["far_since"]
    before = block(world)
    for arguments in ((), ("--dev-account", "9")):
        assert re.search(
            r"the clock runs since 2024-01-\d\d \d\d:\d\d UTC: anyone may open auctions from 2024-01-\d\d",
            auctions("report-distance", *arguments).stdout,
        )
    assert document(auctions("report-distance", "--dev-account", "9", "--json"))["transaction"] is None
    assert block(world) == before


def test_report_distance__near__no_clock(invested: Index, auctions: Callable[..., Result]) -> None:
    assert "% of NAV from its target, which is not far; no clock runs" in auctions("report-distance").stdout
    assert document(auctions("report-distance", "--json")) == {"far": False, "far_since": None, "transaction": None}


def test_report_distance__no_decision__refused(auctions: Callable[..., Result]) -> None:
    assert "report-distance: no decision is active" in refusal(auctions("report-distance", "--dev-account", "9"))


def test_safe_state__too_early__refused_with_the_moment_then_forced_once(
    world: World, bear: Index, keepers: Callable[..., Result]
) -> None:
    for arguments in ((), ("--dev-account", "9")):
        said = refusal(keepers("safe-state", *arguments))
        assert (
            "safe-state: the keeper of epoch 2 is not silent yet; anyone may force the safe state from 2024-02-" in said
        )
        assert re.search(r"UTC, in 2[78] days, \d+:\d\d:\d\d, if nothing is done until then", said)
    later(world, MONTH)
    before = block(world)
    assert "dry run, nothing sent: force the safe state in place of epoch 2" in keepers("safe-state").stdout
    assert document(keepers("safe-state", "--json"))["gas"] > 50_000
    assert block(world) == before
    done = document(keepers("safe-state", "--dev-account", "9", "--json"))
    assert (done["event"]["event"], done["event"]["epoch"]) == ("SafeStateForced", 3)
    assert world.index.strategy.active().epoch == 3
    assert "safe-state: epoch 3 is the safe state already" in refusal(keepers("safe-state", "--dev-account", "9"))


def test_safe_state__no_decision__refused(keepers: Callable[..., Result]) -> None:
    assert "safe-state: no decision was ever active" in refusal(keepers("safe-state"))


def test_report_distance__silent_already__anyone_may_now(
    world: World, bear: Index, auctions: Callable[..., Result]
) -> None:
    later(world, MONTH)
    assert "anyone may open auctions now" in auctions("report-distance", "--dev-account", "9").stdout
