"""From market history to a local world: which assets become tokens, and what they cost on a day.

assets = population(market, parameters, "product", start, end)
world = World.create(folder, assets, unix_midnight(start))
prices = MarketPrices(market)
world.advance_to(unix_midnight(day), prices.of(world.provider_ids, day))
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import numpy as np

from keepers.parameters import Parameters
from keepers.snapshot.market import Market
from keepers.sources.names import named
from world.tokens import STABLES, MarketAsset, ranked_asset

__all__ = ["MarketPrices", "population", "unix_midnight"]


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


def population(market: Market, parameters: Parameters, profile: str, start: date, end: date) -> list[MarketAsset]:
    """Every asset the index may hold from `start` to `end`, largest first; not the stable ones of every world.

    That is each one eligible and within the profile's keep_rank by market cap on some row of caps in between. Called
    as keepers.sources.names has it. Raises DateOutOfRange.
    """
    market.checked(start)
    rules = parameters.rules_of(profile)
    panel = market.panel(end, rules, parameters)
    # The rows of the week before the start are what the first decision sees.
    rows = panel.row_days >= start.toordinal() - rules.rows_stale_days - panel.first_day
    caps = np.where(panel.eligible[rows], panel.caps[rows], 0)
    rank = np.argsort(np.argsort(-caps, axis=1, kind="stable"), axis=1)
    largest = np.where(rank < rules.keep_rank, caps, 0).max(axis=0)
    stables = {stable.provider_id for stable in STABLES}
    prices = MarketPrices(market)
    ordered = [panel.assets[i] for i in np.argsort(-largest, kind="stable") if largest[i] > 0]
    shown = [named(asset) for asset in ordered if asset not in stables]
    return [
        ranked_asset(asset.provider_id, asset.symbol, asset.name, prices.first(asset.provider_id, start), place)
        for place, asset in enumerate(shown, 1)
    ]


def unix_midnight(day: date) -> int:
    """Unix seconds of 00:00 UTC of a day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
