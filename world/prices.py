"""From market history to a local world: what its assets cost on a day.

prices = MarketPrices(market)
world.advance_to(unix_midnight(day), prices.of(world.provider_ids, day))
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from keepers.snapshot.market import Market

__all__ = ["MarketPrices", "unix_midnight"]


class MarketPrices:
    """What every asset costs on a day: at 00:00 UTC, so the last close of the day before."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._marks = market.marks()

    def of(self, provider_ids: Iterable[str], day: date) -> dict[str, float]:
        """USD by provider id, of those that had a price by then. Raises DateOutOfRange."""
        row = self._marks[self._market.checked(day).toordinal() - self._market.first_day - 1]
        wanted = set(provider_ids)
        known = zip(self._market.assets, row.tolist(), strict=True)
        return {asset: price for asset, price in known if asset in wanted and price > 0}

    def first(self, provider_id: str, day: date) -> float:
        """The price on a day, or the first one after it. KeyError for an asset that never has one."""
        column = self._marks[:, self._market.assets.index(provider_id)]
        later = column[self._market.checked(day).toordinal() - self._market.first_day - 1 :]
        priced = later[later > 0]
        if not len(priced):
            raise KeyError(f"world: {provider_id} has no price on or after {day}")
        return float(priced[0])


def unix_midnight(day: date) -> int:
    """Unix seconds of 00:00 UTC of a day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
