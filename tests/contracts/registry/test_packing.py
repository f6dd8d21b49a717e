"""Terms words and policies: what is packed comes out as it went in, and neighbours are left alone."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import reverts
from world.chain import Chain
from world.contract import Contract

ZERO = "0x" + "00" * 20
# The contract is the same for every example, and nothing is sent to it.
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

terms = st.fixed_dictionaries(
    {
        "feed": st.integers(1, 2**160 - 1).map(lambda number: f"0x{number:040x}"),
        "feed_decimals": st.integers(0, 18),
        "heartbeat": st.integers(1, 604_800),
        "reference": st.integers(0, 97).flatmap(lambda bits: st.integers(0, 2**bits - 1)),
        "decimals": st.integers(0, 27),
        "deviation_bps": st.integers(0, 1_000),
        "slippage_bps": st.integers(1, 500),
        "status": st.integers(1, 3),
        "stable": st.booleans(),
    }
)
policies = st.fixed_dictionaries(
    {
        "weight_cap_ppm": st.integers(0, 1_000_000),
        "stable": st.booleans(),
        "status": st.integers(0, 3),
        "liquidity_class": st.integers(0, 3),
        "listed_at": st.integers(0, 2**39 - 1),
    }
)


@pytest.fixture(scope="module")
def packing(chain: Chain) -> Contract:
    return chain.deploy("ExposedPacking")


@quickly
@given(packed=terms)
def test_terms__round_trip__loses_a_millionth_of_the_reference(packing: Contract, packed: dict[str, Any]) -> None:
    word = packing.pack_terms(packed)
    unpacked = packing.unpack_terms(word)._asdict()

    before, after = packed["reference"], unpacked["reference"]
    assert after <= before and (before - after) * 2**20 <= before
    assert unpacked | {"feed": unpacked["feed"].lower(), "reference": 0} == packed | {"reference": 0}
    # Packing once more changes nothing: rounding does not creep.
    assert packing.pack_terms(packed | {"reference": after}) == word


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("feed_decimals", 32),
        ("heartbeat", 2**20),
        ("reference", 2**97),
        ("decimals", 256),
        ("deviation_bps", 65_536),
        ("slippage_bps", 65_536),
        ("status", 0),
        ("status", 4),
    ],
)
def test_terms__field_too_large__reverts(packing: Contract, field: str, value: int) -> None:
    fits = {
        "feed": ZERO,
        "feed_decimals": 8,
        "heartbeat": 3_600,
        "reference": 10**18,
        "decimals": 18,
        "deviation_bps": 50,
        "slippage_bps": 100,
        "status": 1,
        "stable": False,
    }
    with reverts("registry: terms"):
        packing.pack_terms(fits | {field: value})


@quickly
@given(packed=policies)
def test_policy__round_trip__is_exact(packing: Contract, packed: dict[str, Any]) -> None:
    word = packing.pack_policy(packed)
    assert word < 2**64
    assert packing.unpack_policy(word)._asdict() == packed


@quickly
@given(slot=st.integers(0, 2**256 - 1), place=st.integers(0, 3), policy=st.integers(0, 2**64 - 1))
def test_policy__placed_in_a_slot__leaves_its_neighbours(packing: Contract, slot: int, place: int, policy: int) -> None:
    after = packing.place_policy(slot, place, policy)
    for other in range(4):
        expected = policy if other == place else slot >> 64 * other & 2**64 - 1
        assert packing.policy_at(after, other) == expected
