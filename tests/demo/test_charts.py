"""The pictures, from summaries a short life may end with."""

from pathlib import Path

from demo.charts import draw_treemap
from demo.summary import Holding, Summary


def holding(symbol: str, ppm: int) -> Holding:
    return Holding(symbol=symbol, name=symbol, ppm=ppm, value_usd=ppm / 10, week_change=1.0)


def test_draw_treemap__remainder_below_a_millionth__left_out_and_drawn(tmp_path: Path) -> None:
    held = [holding("BTC", 900_000), holding("ETH", 99_999), holding("DAI", 0)]
    summary = Summary.model_construct(synthetic=True, peak_day="2022-08-01", peak=held)
    assert draw_treemap(summary, tmp_path / "treemap.png")
    assert (tmp_path / "treemap.png").stat().st_size > 10_000


def test_draw_treemap__no_bull_week__nothing_drawn(tmp_path: Path) -> None:
    assert not draw_treemap(Summary.model_construct(peak_day=None, peak=[]), tmp_path / "treemap.png")
    assert not (tmp_path / "treemap.png").exists()
