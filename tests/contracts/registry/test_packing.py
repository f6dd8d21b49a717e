"""Terms words and eligibility: what is packed comes out as it went in, and neighbours are left alone."""

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
        "kind": st.integers(1, 3),
        "clamped": st.booleans(),
    }
)
factors = st.fixed_dictionaries(
    {
        "source": st.integers(1, 2**160 - 1).map(lambda number: f"0x{number:040x}"),
        "decimals": st.integers(0, 18),
        "heartbeat": st.integers(0, 604_800),
        "rate": st.integers(0, 97).flatmap(lambda bits: st.integers(0, 2**bits - 1)),
        "taken_at": st.integers(0, 2**40 - 1),
    }
)
eligibility = st.fixed_dictionaries(
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
        ("decimals", 32),
        ("deviation_bps", 65_536),
        ("slippage_bps", 65_536),
        ("status", 0),
        ("status", 4),
        ("kind", 0),
        ("kind", 4),
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
        "kind": 1,
        "clamped": False,
    }
    with reverts("registry: terms"):
        packing.pack_terms(fits | {field: value})


@quickly
@given(packed=factors)
def test_factor__round_trip__loses_a_millionth_of_the_rate(packing: Contract, packed: dict[str, Any]) -> None:
    word = packing.pack_factor(packed)
    unpacked = packing.unpack_factor(word)._asdict()

    before, after = packed["rate"], unpacked["rate"]
    assert after <= before and (before - after) * 2**20 <= before
    assert unpacked | {"source": unpacked["source"].lower(), "rate": 0} == packed | {"rate": 0}
    assert packing.pack_factor(packed | {"rate": after}) == word


@pytest.mark.parametrize(
    ("field", "value"), [("decimals", 32), ("heartbeat", 2**20), ("rate", 2**97), ("taken_at", 2**40)]
)
def test_factor__field_too_large__reverts(packing: Contract, field: str, value: int) -> None:
    fits = {"source": ZERO, "decimals": 18, "heartbeat": 0, "rate": 10**18, "taken_at": 1_700_000_000}
    with reverts("registry: terms"):
        packing.pack_factor(fits | {field: value})


@quickly
@given(packed=factors, terms=terms)
def test_factor__source_decimals_and_heartbeat__lie_where_the_terms_word_has_them(
    packing: Contract, packed: dict[str, Any], terms: dict[str, Any]
) -> None:
    feed = terms | {"feed": packed["source"], "feed_decimals": packed["decimals"], "heartbeat": packed["heartbeat"]}
    low = 2**185 - 1
    assert packing.pack_factor(packed) & low == packing.pack_terms(feed) & low


@quickly
@given(packed=eligibility)
def test_policy__round_trip__is_exact(packing: Contract, packed: dict[str, Any]) -> None:
    word = packing.pack_eligibility(packed)
    assert word < 2**64
    assert packing.unpack_eligibility(word)._asdict() == packed


@quickly
@given(slot=st.integers(0, 2**256 - 1), place=st.integers(0, 3), policy=st.integers(0, 2**64 - 1))
def test_policy__placed_in_a_slot__leaves_its_neighbours(packing: Contract, slot: int, place: int, policy: int) -> None:
    after = packing.place_eligibility(slot, place, policy)
    for other in range(4):
        expected = policy if other == place else slot >> 64 * other & 2**64 - 1
        assert packing.eligibility_at(after, other) == expected
