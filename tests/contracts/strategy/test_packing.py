"""Headers round trip, and the rules agree with a model that unpacks nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.strategy.conftest import AAVE, BTC, BULL, DAI, DAY, ETH, PEPE, Desk
from tests.target_words import CASH, with_cash
from world.chain import Chain, Reverted
from world.contract import Contract

seconds = st.integers(0, 2**40 - 2**23)
spans = st.integers(0, 2**20 - 1)
fields = st.fixed_dictionaries(
    {
        "epoch": st.integers(0, 2**32 - 1),
        "gauge": st.integers(0, 100_000_000),
        "methodology": st.integers(0, 65_535),
        "word_count": st.integers(0, 16),
        "bull": st.booleans(),
        "risk_up": st.booleans(),
        "vetoed": st.booleans(),
        "retargets": st.booleans(),
        "volatile_ppm": st.integers(0, 1_000_000),
        "proposed_at": seconds,
        "activates_at": spans,
        "expires_at": spans,
        "open_by": spans,
        "activated_at": seconds,
    }
)


def headers_of(drawn: dict[str, Any]) -> dict[str, Any]:
    """Times as they follow each other, from the spans between them."""
    activates_at = drawn["proposed_at"] + drawn["activates_at"]
    return drawn | {
        "activates_at": activates_at,
        "expires_at": activates_at + drawn["expires_at"],
        "open_by": drawn["proposed_at"] + drawn["open_by"],
    }


headers = fields.map(headers_of)


@pytest.fixture(scope="module")
def packing(chain: Chain) -> Contract:
    return chain.deploy("ExposedPacking")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=headers)
def test_header__round_trip__is_exact(packing: Contract, header: dict[str, Any]) -> None:
    assert packing.unpack_header(packing.pack_header(header))._asdict() == header


CAPS = {CASH: 1_000_000, DAI: 1_000_000, BTC: 1_000_000, ETH: 1_000_000, AAVE: 100_000, PEPE: 5_000}


def wrong(before: dict[int, int], after: dict[int, int]) -> set[str]:
    """Reasons for which bull targets may not follow bull targets under the default limits."""
    changes = [abs(after.get(asset, 0) - before.get(asset, 0)) for asset in CAPS]
    reasons = set()
    if max(changes) > 50_000:
        reasons.add("strategy: change")
    if sum(changes) // 2 > 200_000:
        reasons.add("strategy: turnover")
    if any(after[asset] > CAPS[asset] for asset in after):
        reasons.add("strategy: weight cap")
    if sum(after.values()) != 1_000_000:
        reasons.add("strategy: weight sum")
    return reasons


def near(weight: int) -> st.SearchStrategy[int]:
    return st.one_of(st.just(weight), st.just(0), st.integers(max(0, weight - 52_000), weight + 52_000))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weights=st.fixed_dictionaries(
        {DAI: near(0), BTC: near(600_000), ETH: near(300_000), AAVE: near(50_000), PEPE: st.integers(0, 5_100)}
    ),
    off_by=st.sampled_from([0, 0, 0, 1]),
)
def test_propose__any_targets__pass_or_fail_as_the_model_says(
    bull: Desk, strategy: Contract, weights: dict[int, int], off_by: int
) -> None:
    if bull.chain.now() < strategy.active().activated_at + 7 * DAY:
        bull.chain.sleep(7 * DAY)
    after = with_cash(weights)
    after[CASH] += off_by
    if after[CASH] <= 0:
        return
    reasons = wrong(BULL, after)
    snapshot = bull.chain.snapshot()  # or what one example proposed would wait in the next
    try:
        receipt = bull.propose(after)
    except Reverted as error:
        assert error.reason in reasons
    else:
        assert not reasons
        event = strategy.events(receipt, "Proposed")[0]
        assert event.turnover_ppm == sum(abs(after.get(a, 0) - BULL.get(a, 0)) for a in CAPS) // 2
        assert event.risk_up == any(after.get(a, 0) > BULL.get(a, 0) for a in (BTC, ETH, AAVE, PEPE))
        assert event.volatile_ppm == sum(after.get(a, 0) for a in (BTC, ETH, AAVE, PEPE))
        waiting = strategy.pending()
        assert (waiting.volatile_ppm, waiting.risk_up) == (event.volatile_ppm, event.risk_up)
    finally:
        bull.chain.revert(snapshot)
