"""The reviewed asset book of a chain, assets/NAME.yaml: which economic asset is which token and feed, and who says so.

Its order is the registry's: the first asset, USDC, becomes id 1. An asset is known by its provider id and by its
addresses, never by its symbol. Every row names the sources of its token and of its feeds.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from web3 import Web3

from deployment.errors import BadConfig
from deployment.listing import NOBODY, LiquidityClass, Listing
from keepers.book_pools import BookPool, wrong_pools

__all__ = [
    "CASH",
    "Address",
    "AssetRow",
    "FeedRow",
    "IntermediateRow",
    "ReviewedBook",
    "Strict",
    "first_error",
    "load_asset_book",
]

CASH = "USDC"  # provider id of the asset everything is counted in
LONGEST_HEARTBEAT = 7 * 86_400  # seconds: the registry takes no more
WIDEST_DEVIATION_BPS = 1_000  # of all feeds of a price together: the registry takes no more


class Strict(BaseModel):
    """No field too many, nothing changes after it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _checksummed(value: str) -> str:
    if not Web3.is_address(value):
        raise ValueError(f"{value!r} is not an address of 20 bytes; write it in quotes")
    right = Web3.to_checksum_address(value)
    if value != right:
        raise ValueError(f"{value} has a wrong EIP-55 checksum; is a letter wrong? If not, write {right}")
    if value == NOBODY:
        raise ValueError("the zero address stands for nobody; leave the field out")
    return value


Address = Annotated[str, AfterValidator(_checksummed)]


class Source(Strict):
    """Where facts of the book were read, and of which day they are."""

    what: str = Field(min_length=1)
    date: date


class FeedRow(Strict):
    """A Chainlink feed as its operator publishes it. heartbeat in seconds, `pair` as in BTC / USD."""

    pair: str = Field(pattern=r"^\S+ / \S+$")
    address: Address
    heartbeat: int = Field(gt=0)
    deviation_bps: int = Field(gt=0)
    decimals: int = Field(ge=0, le=18)

    @property
    def base(self) -> str:
        """What is priced."""
        return self.pair.split(" / ")[0]

    @property
    def quote(self) -> str:
        """What it is priced in."""
        return self.pair.split(" / ")[1]


class Said(Strict):
    """Names of sources, at least one for each."""

    token: tuple[str, ...] = Field(min_length=1)
    feed: tuple[str, ...] = Field(min_length=1)


class AssetRow(Strict):
    """One asset. `kind`: native to this chain, wrapped (a claim on another coin), bridged (on another chain's token).

    `can_pause`: somebody can stop its transfers or block an account; not said: nobody looked, and keepers take it that
    what is not deep can.

    `feed` answers USD. With `second_feed`, the price of this asset in the one `feed` is for, the price is their
    product; with `shares` the token is an ERC-4626 vault of the one `feed` is for.
    """

    provider_id: str = Field(min_length=1)
    symbol: str = Field(min_length=1)
    name: str = Field(min_length=1)
    token: Address
    decimals: int = Field(ge=0, le=27)
    kind: Literal["native", "wrapped", "bridged"]
    issuer: str = Field(min_length=1)
    liquidity_class: LiquidityClass
    can_pause: bool | None = None
    stable: bool = False
    shares: bool = False
    feed: FeedRow
    second_feed: FeedRow | None = None
    sources: Said
    note: str = ""
    pools: tuple[BookPool, ...] = ()

    @property
    def feeds(self) -> tuple[FeedRow, ...]:
        """One or two."""
        return (self.feed,) if self.second_feed is None else (self.feed, self.second_feed)

    @property
    def own_feed(self) -> FeedRow | None:
        """The one no other asset may have; a vault's shares have a rate instead."""
        return None if self.shares else self.second_feed or self.feed

    @model_validator(mode="after")
    def _priced_in_usd(self) -> "AssetRow":
        if self.feed.quote != "USD":
            raise ValueError(f"feed {self.feed.pair} does not answer USD; put it second, behind the one that does")
        if self.second_feed is None:
            return self
        if self.shares:
            raise ValueError("shares are priced by their vault's rate and one feed; remove second_feed")
        if self.second_feed.quote != self.feed.base:
            raise ValueError(f"{self.second_feed.pair} times {self.feed.pair} is no price in USD; correct the pairs")
        return self


class IntermediateRow(Strict):
    """A token that is no asset of the book and that assets trade through, its pools against cash, and who names it."""

    symbol: str = Field(min_length=1)
    token: Address
    sources: tuple[str, ...] = Field(min_length=1)
    note: str = ""
    pools: tuple[BookPool, ...]


class ReviewedBook(Strict):
    """The whole file. `heartbeat_grace` seconds are added to each published heartbeat: a feed is never early."""

    chain_id: int = Field(gt=0)
    reviewed: date
    heartbeat_grace: int = Field(ge=0)
    sources: dict[str, Source]
    sequencer_feed: Address | None = None
    sequencer_sources: tuple[str, ...] = ()
    assets: tuple[AssetRow, ...] = Field(min_length=1)
    intermediates: tuple[IntermediateRow, ...] = ()

    @property
    def cash(self) -> AssetRow:
        """USDC."""
        return self.assets[0]

    def listing(self, row: AssetRow) -> Listing:
        """The terms the registry gets, the grace included."""
        second = row.second_feed
        return Listing(
            token=row.token,
            feed=row.feed.address,
            heartbeat=row.feed.heartbeat + self.heartbeat_grace,
            deviation_bps=row.feed.deviation_bps,
            liquidity_class=row.liquidity_class,
            stable=row.stable,
            shares=row.shares,
            second_feed=NOBODY if second is None else second.address,
            second_heartbeat=0 if second is None else second.heartbeat + self.heartbeat_grace,
            second_deviation_bps=0 if second is None else second.deviation_bps,
        )

    @model_validator(mode="after")
    def _in_order(self) -> "ReviewedBook":
        if self.cash.provider_id != CASH or not self.cash.stable or self.cash.liquidity_class != "deep":
            raise ValueError(f"the first asset must be {CASH}, stable and deep: it becomes asset 1")
        pools = wrong_pools(self.assets, self.intermediates)
        for what in (*self._twice(), *self._without_source(), *self._out_of_bounds(), *pools):
            raise ValueError(what)
        return self

    def _twice(self) -> Iterator[str]:
        own = {"provider id": [row.provider_id for row in self.assets], "token": [row.token for row in self.assets]}
        own["feed"] = [row.own_feed.address for row in self.assets if row.own_feed is not None]
        for what, values in own.items():
            for place, value in enumerate(values):
                if value in values[:place]:
                    yield f"{what} {value} stands for two assets; keep one of them"

    def _without_source(self) -> Iterator[str]:
        named = {name for row in self.assets for name in (*row.sources.token, *row.sources.feed)}
        named |= {name for row in self.intermediates for name in row.sources}
        named |= set(self.sequencer_sources)
        if self.sequencer_feed is not None and not self.sequencer_sources:
            yield "sequencer_feed has no source; name one in sequencer_sources"
        listed = set(self.sources)
        yield from (f"source {name} is not in the list of sources; add it" for name in sorted(named - listed))
        yield from (f"nothing comes from source {name}; remove it" for name in sorted(listed - named))

    def _out_of_bounds(self) -> Iterator[str]:
        for row in self.assets:
            if max(feed.heartbeat for feed in row.feeds) + self.heartbeat_grace > LONGEST_HEARTBEAT:
                yield f"{row.symbol}: the registry takes heartbeats up to {LONGEST_HEARTBEAT} s, the grace included"
            if sum(feed.deviation_bps for feed in row.feeds) > WIDEST_DEVIATION_BPS:
                yield f"{row.symbol}: the registry takes deviations up to {WIDEST_DEVIATION_BPS} bps together"


def load_asset_book(path: Path) -> ReviewedBook:
    """Read and check a book. Raises BadConfig naming file, row, value and remedy."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadConfig(f"asset book: {path} cannot be read ({error.strerror}); pass an existing one") from None
    except yaml.YAMLError as error:
        raise BadConfig(f"asset book: {path} is not YAML: {error}; correct that line") from None
    try:
        return ReviewedBook.model_validate(document)
    except ValidationError as error:
        raise BadConfig(f"asset book: {path}: {first_error(error, document)}; correct the file") from None


def first_error(error: ValidationError, document: Any) -> str:
    """Where the first error is, an asset by its symbol, and what it is."""
    first = error.errors()[0]
    place, words = document, []
    for part in first["loc"]:
        try:
            place = place[part]
        except (KeyError, IndexError, TypeError):  # what is missing has no place
            place = None
        words.append(str(place["symbol"]) if isinstance(place, dict) and "symbol" in place else str(part))
    more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
    said = first["msg"].removeprefix("Value error, ")
    return f"{'.'.join(words) or 'the whole file'}: {said}{more}"
