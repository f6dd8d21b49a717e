"""The market of the weeks to live through: the looks, the prices of each, and every asset that can enter the index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np

from demo.settings import DEFAULT_WEEKS, DemoError, Settings, mondays_between
from keepers.decide import Rules, Survey, survey, walk
from keepers.decide.walk import joined
from keepers.models import BookEntry, State
from keepers.parameters import Parameters, load_parameters
from keepers.snapshot import Market, first_state
from keepers.sources import open_source
from keepers.sources.names import named
from keepers.sources.synthetic import demo_window
from world.prices import MarketPrices
from world.tokens import STABLES, MarketAsset, ranked_asset

__all__ = ["Window"]

NEAR = 10
"""Ranks beyond the index whose assets the world lists too: the page shows who may come next."""


@dataclass(frozen=True)
class Window:
    """Looks ascend, one a week. The market is the whole history; what a look may know of it the keepers cut out."""

    settings: Settings
    source: str
    market: Market
    parameters: Parameters
    looks: tuple[date, ...]
    genesis: State
    """Regime and shadow membership before the first look, as if the index had always been there."""

    @classmethod
    def open(cls, settings: Settings) -> Window:
        """Read the market and choose the weeks. Raises SourceError, DateOutOfRange, TooFewAssets or DemoError."""
        source = "synthetic" if settings.market is None else "files"
        market = Market.load(open_source(source, settings.market, settings.seed))
        parameters = load_parameters(settings.parameters) if settings.parameters else load_parameters()
        looks = _looks(settings, market)
        genesis = first_state(market, looks[0], settings.profile, parameters)
        return cls(settings, source, market, parameters, looks, genesis)

    @property
    def synthetic(self) -> bool:
        """Whether these prices were never traded."""
        return self.source == "synthetic"

    @cached_property
    def rules(self) -> Rules:
        """Of the profile."""
        return self.parameters.rules_of(self.settings.profile)

    @cached_property
    def universe(self) -> tuple[MarketAsset, ...]:
        """Every asset that is a member at some look, or near to it, by rank when it first was; with its first price."""
        first_rank: dict[str, tuple[int, int]] = {}
        seen = self._seen
        members = np.isin(self.market.assets, self.genesis.members)
        for week, ranked in enumerate(seen.ranked):
            members = joined(seen, week, members, self.rules)
            near = members | ((ranked > 0) & (ranked <= self.rules.names + NEAR))
            for column in np.flatnonzero(near):
                first_rank.setdefault(self.market.assets[column], (week, int(ranked[column]) or self.rules.keep_rank))
        stables = {asset.provider_id for asset in STABLES}
        ordered = sorted((rank, week, asset) for asset, (week, rank) in first_rank.items() if asset not in stables)
        return tuple(
            ranked_asset(asset, named(asset).symbol, named(asset).name, self._prices.first(asset, self.looks[0]), rank)
            for rank, _, asset in ordered
        )

    def prices(self, look: date) -> dict[str, float]:
        """USD by provider id at the close before a look; a missing close carries the last one."""
        return self._prices.of((asset.provider_id for asset in self.universe), look)

    def stale(self, look: date) -> set[str]:
        """Provider ids whose last known price is more than a week old at a look: dead, or lost by the source."""
        end = look.toordinal() - self.market.first_day
        recent = ~np.isnan(self.market.closes[end - 7 : end])
        rows = (self.market.row_days >= end - 7) & (self.market.row_days < end)
        fresh = recent.any(axis=0) | (~np.isnan(self.market.row_prices[rows])).any(axis=0)
        return {asset.provider_id for asset in self.universe if not fresh[self._column[asset.provider_id]]}

    def hold(self, book: tuple[BookEntry, ...]) -> list[float]:
        """The index without the gauge at each look, 1 at the first: the same rules, always bull, no costs at all."""
        held = walk(self._seen, book, replace(self.genesis, regime="bull"), self.rules, ["bull"] * len(self.looks))
        providers = {entry.asset_id: entry.provider_id for entry in book}
        value, values = 1.0, [1.0]
        for week, (look, following) in enumerate(pairwise(self.looks)):
            now, then = self.prices(look), self.prices(following)
            moves = {asset: then[asset] / now[asset] for asset in now.keys() & then.keys()}
            value *= sum(
                target.ppm / 1_000_000 * moves.get(providers[target.asset_id], 1.0)
                for target in held.listed.targets(held.weights[week])
            )
            values.append(value)
        return values

    @cached_property
    def _seen(self) -> Survey:
        panel = self.market.panel(self.looks[-1], self.rules, self.parameters)
        return survey(panel, self.market.bitcoin, self.looks, self.rules)

    @cached_property
    def _prices(self) -> MarketPrices:
        return MarketPrices(self.market)

    @cached_property
    def _column(self) -> dict[str, int]:
        return {asset: column for column, asset in enumerate(self.market.assets)}


def _looks(settings: Settings, market: Market) -> tuple[date, ...]:
    """Mondays. Left out, the start lies where the synthetic market is eventful, else so that the weeks end with it."""
    last = market.last + timedelta(days=1)
    weeks = settings.weeks or (None if settings.start and settings.end else DEFAULT_WEEKS)
    if settings.end is not None:
        market.checked(settings.end)
    start = settings.start
    if start is None:
        latest = (settings.end or last) - timedelta(weeks=(weeks or DEFAULT_WEEKS) - 1)
        eventful = settings.market is None and settings.end is None
        start = demo_window()[0] if eventful else latest - timedelta(days=latest.weekday())
    market.checked(start)
    looks = tuple(mondays_between(start, settings.end or last))[:weeks]
    wanted = weeks or 2
    if len(looks) < min(wanted, 2) or (settings.weeks is not None and len(looks) < settings.weeks):
        raise DemoError(
            f"demo: {len(looks)} Mondays from {start} to {settings.end or last} in {market.label}, wanted {wanted}; "
            "choose an earlier --from, a later --to or fewer --weeks"
        )
    return looks
