"""The parameters file: complete, inside its caps, and refused by name where it is not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from keepers.errors import BadParameters
from keepers.parameters import DEFAULT_FILE, load_parameters, rules_from_record, rules_record

TEXT = DEFAULT_FILE.read_text(encoding="utf-8")


def test_file__profiles__differ_where_they_should() -> None:
    product, reference = (load_parameters().rules_of(name) for name in ("product", "reference"))
    assert (product.enter_rank, product.keep_rank, product.floor_ppm, product.cash_ppm) == (90, 110, 1_000, 10_000)
    assert (reference.enter_rank, reference.keep_rank, reference.floor_ppm, reference.cash_ppm) == (100, 100, 0, 1)
    assert (product.limits, reference.limits) == (True, False)
    gauge = ("long_days", "short_days", "momentum_days", "ramp_width_ppm", "bull_at", "bear_at", "minimum_members")
    assert all(getattr(product, name) == getattr(reference, name) for name in gauge)


def test_file__contract_defaults__those_of_the_design() -> None:
    contract = load_parameters().contract
    assert {name: (entry.default, entry.cap) for name, entry in contract.items()}.items() >= {
        "management_fee_ppm": (7_500, 30_000),
        "max_change_ppm": (50_000, 200_000),
        "turnover_ppm": (200_000, 600_000),
        "risk_down_delay": (600, 3_600),
        "risk_up_delay": (21_600, 259_200),
        "expiry": (172_800, 604_800),
        "upward_flips": (3, 6),
    }.items()


def test_rules__record__there_and_back() -> None:
    rules = load_parameters().rules_of("product")
    assert rules_from_record(rules_record(rules)) == rules


def test_denied__memes__by_switch() -> None:
    parameters = load_parameters()
    assert "DOGE" not in parameters.denied(memes=True)
    assert "DOGE" in parameters.denied(memes=False)
    assert {"USDT", "WBTC", "STETH", "PAXG"} <= parameters.denied(memes=True)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version = 1", "version = 'one'", "version = 'one'"),
        ("version = 1\n", "version = 1\nversion = 2\n", "is not TOML"),
        ("names                 = 100", "names = 0.5", "rules.names"),
        ("floor_ppm             = 1_000 ", "# ", "rules lack 'floor_ppm'"),
        ("enter_rank            = 90 ", "enter_rank = 101 ", "must ascend"),
        ("bull_at           = 55_000_000", "bull_at = 45_000_000", "bear_at = 45000000 must lie below"),
        ("cash_ppm              = 10_000", "cash_ppm = 0", "cash_ppm = 0 must lie in 1..500000"),
        ("cash_ppm              = 10_000", "cash_ppm = 100_001", "cash_ppm = 100001 is above 100000, the cap"),
        ("bear_stables          = 2", "bear_stables = 3", "sum to more than 1000000"),
        ("window_days       = 400", "window_days = 378", "window_days = 378 must be at least 379"),
        ("median_days           = 7", "median_days = 7\nmedian = 7", "have an unknown 'median'"),
        ("default = 7_500, cap = 30_000", "default = 40_000, cap = 30_000", "default 40000 is outside 0..30000"),
        ("[profile.reference]", "[profile.reference]\nfast = true", "sets 'fast'"),
        ("max_change_ppm           =", "max_change               =", r"\[contract\] lacks 'max_change_ppm'"),
        ("floor_ppm        = 0", "floor_ppm = 2_000_000", "floor_ppm = 2000000 is not a share"),
    ],
)
def test_file__wrong__named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    path = tmp_path / "parameters.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadParameters, match=message):
        load_parameters(path)


def test_file__absent__says_so(tmp_path: Path) -> None:
    with pytest.raises(BadParameters, match="cannot be read"):
        load_parameters(tmp_path / "none.toml")


@pytest.mark.parametrize("change", [lambda record: record.pop("names"), lambda record: record.update(more=1)])
def test_rules_from_record__missing_or_extra__refused(change: Callable[[dict[str, object]], object]) -> None:
    record: dict[str, object] = dict(rules_record(replace(load_parameters().rules_of("product"))))
    change(record)
    with pytest.raises(BadParameters, match="compare with the released parameters file"):
        rules_from_record(record)
