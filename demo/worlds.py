"""The chains a demo lives on: its own, one that stands already, one to go on with, and one without an index."""

from collections.abc import Sequence
from pathlib import Path

from demo.diary import live
from demo.holders import SUBSCRIPTION
from demo.life import Life
from demo.settings import DemoError, Settings
from demo.table import Terminal
from demo.window import Window
from demo.without_gauge import keep_without_gauge
from deployment.record import read_deployment
from keepers.chain import read_entries
from world.chain import Chain
from world.market import LISTED_BEFORE, World, with_stables, without_index
from world.prices import unix_midnight
from world.tokens import MarketAsset

__all__ = ["market_alone", "world_of", "young"]


def world_of(settings: Settings, folder: Path, universe: Sequence[MarketAsset], first: int) -> World:
    """The world of a whole demo: a new one with its index under the timelock, or that of `settings.on`."""
    if settings.on is None:
        chain = Chain.start(first - LISTED_BEFORE)
        chain.pace(1)  # so that every run gives the same to the wei
        return World.create(folder, universe, first, chain=chain, timelock=True)
    url = str(read_deployment(settings.on)["url"])
    folder.mkdir(parents=True)
    world = World.open(settings.on, folder, first, url)
    missing = sorted({asset.provider_id for asset in universe} - set(world.provider_ids))
    if missing:
        raise DemoError(
            f"demo: the market in {settings.on} lacks {', '.join(missing[:5])}; start it with the same options"
        )
    return world


def young(settings: Settings, weeks: int, log: Path, terminal: Terminal) -> World:
    """A world whose index has lived its first weeks; it is the Monday after, and nothing is decided yet.

    Its node outlives Python and writes to `log`; the world's files go into the folder itself. Every asset that the
    whole window can want is listed, so that the index can live on.
    """
    window = Window.open(settings)
    if not 0 <= weeks < len(window.looks):
        raise DemoError(f"demo: {weeks} weeks of {len(window.looks)} leave no Monday after them; choose fewer")
    first, following = unix_midnight(window.looks[0]) - SUBSCRIPTION, window.looks[weeks]
    universe = window.universe
    settings.folder.mkdir(parents=True, exist_ok=True)
    chain = Chain.start(first - LISTED_BEFORE, keep=True, log=log)
    world = World.create(settings.folder, universe, first, chain=chain, timelock=True)
    try:
        with Life(world, window, settings.folder) as life, terminal.weeks(weeks, window.market.label):
            live(life, window.looks[:weeks], terminal)
            life.arrive(following)
            hold = window.hold(read_entries(life.index))
            keep_without_gauge(settings.folder, window.looks[: weeks + 1], hold)
    except BaseException:
        world.close()
        raise
    return world


def market_alone(settings: Settings, log: Path) -> Chain:
    """A chain with the market of the first week and no index; it outlives Python. Its files go into the folder."""
    window = Window.open(settings)
    first = unix_midnight(window.looks[0]) - SUBSCRIPTION
    settings.folder.mkdir(parents=True, exist_ok=True)
    chain = Chain.start(first - LISTED_BEFORE, keep=True, log=log)
    try:
        without_index(settings.folder, chain, with_stables(window.universe))
    except BaseException:
        chain.stop()
        raise
    return chain
