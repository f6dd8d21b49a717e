"""A snapshot says the same after any number of trips through bytes, and nothing after one byte is changed."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepers.decide import decide
from keepers.decide.inputs import Inputs, Panel
from keepers.errors import HashMismatch, SnapshotError
from keepers.models import Flip, Override, State, Target
from keepers.snapshot import Snapshot, canonical
from keepers.snapshot.document import encoded
from tests.keepers.decide.markets import MONDAY, book_of, flat, inputs, names_of, panel

GOLDEN = "0xe8c28f0d08df6f406896647ef237a3eabf59c46d39325ff26f22a6f356c2037d"


def small() -> Inputs:
    """Eight assets over 400 days, with everything that a snapshot can hold."""
    closes = flat(100.0, 90.5, 80.25, 70.0, 0.000012345, 50.0, 40.0, 30.0)
    closes[5:9, 2] = np.nan
    state = State(
        as_of=date(2021, 12, 27),
        regime="bull",
        targets_regime="bull",
        members=("BTC", "C001"),
        targets=(Target(1, 10_000), Target(4, 990_000)),
        flips=(Flip(date(2021, 12, 27), "bull"),),
    )
    overrides = (Override("C003", "accept", 1, "a redenomination", "a person", date(2022, 2, 1)),)
    market = panel(closes, names_of(8))
    return inputs(market, state, book_of(market.assets), overrides)


NANS = ("closes", "row_prices")


def test_snapshot__parsed__is_what_was_encoded() -> None:
    expected = small()
    body = encoded(expected, "by hand")
    snapshot = Snapshot(body)
    assert same_inputs(snapshot.inputs, expected)
    assert encoded(snapshot.inputs, snapshot.source) == body


def same_inputs(left: Inputs, right: Inputs) -> bool:
    plain = [field.name for field in fields(Inputs) if field.name != "panel"]
    return all(getattr(left, name) == getattr(right, name) for name in plain) and all(
        np.array_equal(getattr(left.panel, field.name), getattr(right.panel, field.name), equal_nan=field.name in NANS)
        for field in fields(Panel)
    )


def test_snapshot__golden_hash() -> None:
    """Changes only when the format, the parameters or their version change; then old decisions need old code."""
    assert "0x" + Snapshot(encoded(small(), "by hand")).data_hash.hex() == GOLDEN


def test_snapshot__canonical__keys_sorted_and_no_space() -> None:
    body = encoded(small(), "by hand")
    assert canonical(json.loads(body)) == body


@given(st.data())
def test_snapshot__one_byte_flipped__hash_does_not_match(data: st.DataObject) -> None:
    body = BODY
    place = data.draw(st.integers(0, len(body) - 1))
    bit = data.draw(st.integers(0, 7))
    flipped = body[:place] + bytes([body[place] ^ (1 << bit)]) + body[place + 1 :]
    with pytest.raises(HashMismatch, match="hash does not match"):
        Snapshot.verified(flipped, Snapshot(body).data_hash)


BODY = encoded(small(), "by hand")


def changed(**parts: Any) -> bytes:
    return canonical({**json.loads(BODY), **parts})


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the whole"),
        (b"{}", "Field required"),
        (changed(format="other"), "format"),
        (changed(extra=1), "extra"),
        (changed(as_of="2022-01-10"), "do not end on the day before 2022-01-10"),
        (changed(profile="reference"), "profile or methodology differ"),
        (changed(row_days=["2021-12-27", "2021-12-20"]), "strictly ascend"),
        (changed(assets=json.loads(BODY)["assets"][::-1]), "strictly ascend"),
        (
            changed(assets=[{**json.loads(BODY)["assets"][0], "closes": "1 2 3"}]),
            "closes has 3 values where 400 belong",
        ),
        (changed(assets=[{**json.loads(BODY)["assets"][0], "caps": "x"}]), "could not convert string"),
        (changed(assets=[{**json.loads(BODY)["assets"][0], "eligible": "2"}]), "holds more than 0, 1"),
    ],
)
def test_snapshot__damaged__says_where(body: bytes, message: str) -> None:
    with pytest.raises(SnapshotError, match=message):
        _ = Snapshot(body).inputs


def test_snapshot__decide__in_well_under_a_second(snapshot: Snapshot) -> None:
    assert len(snapshot.inputs.panel.closes) == 400
    decision = decide(Snapshot(snapshot.body))
    assert len(decision.targets) == 101
    assert decision.data_hash == snapshot.data_hash


SCRIPT = """
from datetime import date
from keepers.decide import decide
from keepers.parameters import load_parameters
from keepers.snapshot import Market, build, first_state, whole_market_book
from keepers.sources import open_source
market, parameters, day = Market.load(open_source("synthetic")), load_parameters(), date(2022, 8, 29)
state = first_state(market, day, "product", parameters)
print(decide(build(market, day, "product", parameters, whole_market_book(market), state)))
"""


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_snapshot__another_process_and_hash_seed__same_decision(snapshot: Snapshot, seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == str(decide(snapshot))


def test_small__is_a_market_that_decides() -> None:
    assert decide(Snapshot(BODY)).as_of == MONDAY
