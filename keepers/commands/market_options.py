"""Options of every command that looks at a market, and what they lead to: one snapshot of one day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import click

from keepers.models import BookEntry, State
from keepers.overrides import load_overrides
from keepers.parameters import DEFAULT_FILE, Parameters, load_parameters
from keepers.snapshot import Market, Snapshot, build, first_state, whole_market_book
from keepers.sources import NAMES, Source, open_source

__all__ = ["DAY", "Look", "json_option", "market_options", "store_option"]


class _Day(click.DateTime):
    """A day, as a datetime at 00:00."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter) -> str:
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a day of the calendar; write one like 2022-01-31", param, ctx)


DAY = _Day()


@dataclass(frozen=True, slots=True)
class Look:
    """A market, a profile and a day; what the options said."""

    source: Source
    profile: str
    parameters: Parameters
    overrides: Path | None
    day: date | None

    def market(self) -> Market:
        """The source's whole history, checked. Raises SourceError."""
        return Market.load(self.source)

    def as_of(self, market: Market) -> date:
        """The day asked for, or the last Monday that the market knows enough for."""
        last = market.last + timedelta(days=1)
        return self.day or last - timedelta(days=last.weekday())

    def snapshot(
        self, market: Market, book: tuple[BookEntry, ...] | None = None, state: State | None = None
    ) -> Snapshot:
        """The snapshot of the day. By default everything in the market is listed, and nothing was decided before."""
        day = market.checked(self.as_of(market))
        before = state or first_state(market, day, self.profile, self.parameters)
        overrides = load_overrides(self.overrides) if self.overrides else ()
        listed = book or whole_market_book(market)
        return build(market, day, self.profile, self.parameters, listed, before, overrides)


def market_options(command: Callable[..., None]) -> Callable[..., None]:
    """--source, --path, --seed, --profile, --as-of, --overrides and --parameters, handed over as `look`."""

    @click.option("--source", "name", type=click.Choice(NAMES), default="synthetic", show_default=True)
    @click.option("--path", type=click.Path(path_type=Path), help="Folder of daily and weekly files, for files.")
    @click.option("--seed", type=int, help="Seed of the synthetic market.")
    @click.option("--profile", default="product", show_default=True, help="product or reference.")
    @click.option("--as-of", "day", type=DAY, help="Look at 00:00 UTC; default: last Monday.")
    @click.option("--overrides", type=click.Path(path_type=Path), help="JSON file of a person's decisions.")
    @click.option("--parameters", type=click.Path(path_type=Path), default=DEFAULT_FILE, show_default="released")
    @wraps(command)
    def wrapped(
        name: str,
        path: Path | None,
        seed: int | None,
        profile: str,
        day: datetime | None,
        overrides: Path | None,
        parameters: Path,
        **options: Any,
    ) -> None:
        source = open_source(name, path, seed)
        command(Look(source, profile, load_parameters(parameters), overrides, day.date() if day else None), **options)

    return wrapped


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of tables.")
store_option = click.option(
    "--store",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(".local/store"),
    show_default=True,
    help="Folder of snapshots and decisions.",
)
