"""The packed words, there and back; what the strategy would refuse is refused before it is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepers.chain.words import eligibility, held_ids, pack_targets, quote, unpack_targets
from keepers.errors import KeeperError
from keepers.models import Target


@given(st.lists(st.integers(1, 65_535), min_size=1, max_size=112, unique=True))
def test_pack_targets__any_list__comes_back(ids: list[int]) -> None:
    weights = [1] * len(ids)
    weights[0] += 1_000_000 - len(ids)
    targets = tuple(Target(asset, ppm) for asset, ppm in zip(sorted(ids), weights, strict=True))
    words = pack_targets(targets)
    assert len(words) == -(-len(ids) // 7)
    assert unpack_targets(words) == targets


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ((Target(1, 999_999),), "sum to 999999 ppm, must be 1000000"),
        ((Target(1, 1_000_001),), "sum to 1000001 ppm, must be 1000000"),
        ((Target(2, 500_000), Target(1, 500_000)), "must strictly ascend"),
        ((Target(1, 500_000), Target(1, 500_000)), "must strictly ascend"),
        ((Target(1, 1_000_000), Target(2, 0)), "asset 2 has 0 ppm, at least 1"),
        (tuple(Target(i, 1) for i in range(1, 114)), "113 assets, at most 112"),
    ],
)
def test_pack_targets__wrong__named(targets: tuple[Target, ...], words: str) -> None:
    with pytest.raises(KeeperError, match=words):
        pack_targets(targets)


def test_quote__every_field__in_its_bits() -> None:
    word = 5 | 7 << 100 | 18 << 128 | 25 << 136 | 400 << 152 | 1 << 168 | 1 << 170 | 1 << 171
    found = quote(word)
    assert (found.price, found.decimals, found.deviation_bps, found.slippage_bps) == (5, 18, 25, 400)
    assert (found.firm, found.stable, found.buyable, found.sellable, found.excess) == (True, False, True, True, 7)


def test_eligibility__never_listed__named() -> None:
    with pytest.raises(KeeperError, match="asset 9 is not listed"):
        eligibility(9, 0)


def test_held_ids__two_words__in_order() -> None:
    words = [sum(place + 2 << 16 * place for place in range(16)), 40]
    assert held_ids(17, words) == (*range(2, 18), 40)
