"""The tape of prices follows the registry's rule: the feed's answer inside the band, else the reference."""

from demo.prices import _ticks

USD = 10**18
COIN, STABLE = 2, 3
KINDS = {COIN: False, STABLE: True}


def prices(asset: int, *changes: tuple[float | None, float | None]) -> list[float]:
    """Prices after (answer, reference) changes, a block each."""
    whole = [tuple(None if value is None else round(value * USD) for value in change) for change in changes]
    listed = [(block, 0, asset, answer, reference) for block, (answer, reference) in enumerate(whole)]
    return [tick.price / USD for tick in _ticks(listed, KINDS)]


def test_tape__answer_in_the_band__is_the_price() -> None:
    assert prices(COIN, (10, None), (None, 10), (49, None), (2, None)) == [10, 49, 2]


def test_tape__answer_out_of_the_band__is_not_believed() -> None:
    assert prices(COIN, (10, None), (None, 10), (51, None), (1.9, None)) == [10]


def test_tape__reference_that_follows__brings_the_answer_back() -> None:
    assert prices(COIN, (10, None), (None, 10), (60, None), (None, 15)) == [10, 60]


def test_tape__stable_asset__has_a_narrow_band() -> None:
    assert prices(STABLE, (1, None), (None, 1), (0.5, None), (1.09, None), (1.11, None)) == [1, 0.5, 1.09, 1]


def test_tape__before_the_listing__there_is_no_price() -> None:
    assert prices(COIN, (10, None), (11, None)) == []
