"""Hold the chain against its own log: balances from events, prices from feeds, and what the vault says.

Prices come from each asset's feed, read directly. Where the registry does not take the feed's answer (stale, out of
band, impaired) NAV carries the registry's last good price, and so does the audit; those assets are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from keepers.chain.abi import Function
from keepers.chain.connection import RpcError
from keepers.chain.events import Gap, Record, gaps, read_events, stored_counts
from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.reading import LATEST_ROUND, answered, read
from keepers.chain.rebuild import Books, rebuild
from keepers.errors import KeeperError
from keepers.models import CASH_ID

__all__ = ["Audit", "audit"]

DECIMALS = Function("decimals", (), ({"type": "uint8"},))


@dataclass(frozen=True, slots=True)
class Audit:
    """USD with 18 decimals, shares with 18, balances in raw units; everything at `block`."""

    block: int
    nav: int
    """As the vault says it."""
    rebuilt_nav: int
    """Balances of the log x prices of the feeds."""
    supply: int
    rebuilt_supply: int
    differences: dict[int, tuple[int, int]]
    """Assets whose balance differs: (chain, log)."""
    unpriced: tuple[str, ...]
    """Symbols carried at their last good price."""
    gaps: tuple[Gap, ...]

    @property
    def clean(self) -> bool:
        """Nothing is missing and nothing differs; NAV within 1e-9."""
        near = abs(self.nav - self.rebuilt_nav) * 10**9 <= self.nav
        return near and self.supply == self.rebuilt_supply and not self.differences and not self.gaps


def audit(index: Index, records: Sequence[Record] | None = None, block: int | None = None) -> Audit:
    """Compare at one block, the latest by default. `records`: all events up to it, read when not given."""
    reading = read(index, block)
    if records is None:
        records = read_events(index, last=reading.block)
    books = rebuild(records)
    prices, unpriced = _prices(index, reading)
    missing = set(books.held) - prices.keys()
    if missing:
        raise KeeperError(
            f"audit: the log holds asset {min(missing)}, the chain does not; is a part of the log missing?"
        )
    decimals = {holding.asset.asset_id: holding.quote.decimals for holding in reading.holdings}
    return Audit(
        block=reading.block,
        nav=reading.traded_nav,
        rebuilt_nav=books.value(prices, decimals),
        supply=reading.supply,
        rebuilt_supply=books.supply,
        differences=_differences(reading, books),
        unpriced=unpriced,
        gaps=tuple(gaps(records, stored_counts(index, reading.block))),
    )


def _prices(index: Index, reading: Reading) -> tuple[dict[int, int], tuple[str, ...]]:
    """USD 18 decimals by asset id, straight from the feeds, and the symbols of those not taken from there."""
    feeds = [holding.asset.feed for holding in reading.holdings]
    decimals = answered(index, [DECIMALS] * len(feeds), [DECIMALS.at(feed) for feed in feeds], reading.block)
    rounds = index.connection.view([LATEST_ROUND.at(feed) for feed in feeds], reading.block)
    prices: dict[int, int] = {}
    unpriced = []
    for holding, places, answer in zip(reading.holdings, decimals, rounds, strict=True):
        if holding.quote.firm and not isinstance(answer, RpcError):
            prices[holding.asset.asset_id] = int(LATEST_ROUND.decode(answer)[1]) * 10 ** (18 - places)
        else:
            prices[holding.asset.asset_id] = holding.quote.price
            unpriced.append(holding.asset.symbol)
    return prices, tuple(unpriced)


def _differences(reading: Reading, books: Books) -> dict[int, tuple[int, int]]:
    found = {}
    for holding in reading.holdings:
        asset, rebuilt = holding.asset.asset_id, books.balances.get(holding.asset.asset_id, 0)
        if holding.balance != rebuilt:
            found[asset] = (holding.balance, rebuilt)
    held = {holding.asset.asset_id for holding in reading.holdings if holding.held} - {CASH_ID}
    for asset in held.symmetric_difference(books.held):
        found.setdefault(asset, (int(asset in held), int(asset in books.held)))
    return found
