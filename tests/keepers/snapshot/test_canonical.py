"""Canonical bytes: sorted, integers only, one form for each decimal."""

import pytest

from keepers.errors import SnapshotError
from keepers.snapshot import canonical, keccak256
from keepers.snapshot.canonical import decimal_text


def test_canonical__golden() -> None:
    body = canonical({"b": [1, "0.10", None], "a": {"ö": True}})
    assert body == '{"a":{"ö":true},"b":[1,"0.10",null]}'.encode()
    assert keccak256(body).hex() == "b61084098c16d45ae746d3d0b9ac9be8fef13566282b7285e521520dc0c32b1f"


def test_keccak256__nothing__as_everywhere() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


@pytest.mark.parametrize("document", [{"a": 1.5}, {"a": [{"b": 0.0}]}, 2.0])
def test_canonical__float__refused(document: object) -> None:
    with pytest.raises(SnapshotError, match="is a float; write decimals as strings"):
        canonical(document)


def test_canonical__integer_beyond_json__refused() -> None:
    with pytest.raises(SnapshotError, match="must be strings"):
        canonical({"a": 1 << 60})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (41_821.26, "41821.26"),
        (1.0, "1"),
        (0.000030451234567891, "0.00003045123457"),
        (123_456_789_012.0, "123456789000"),
        (1e-12, "0.000000000001"),
    ],
)
def test_decimal_text__ten_digits_without_exponent(value: float, text: str) -> None:
    assert decimal_text(value) == text
    assert decimal_text(float(text)) == text
