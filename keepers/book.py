"""The asset book: which economic asset is which token, feed and pool on a chain.

A reviewed file; the registry on chain is what binds. Identity is by provider id and by address, never by symbol.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from keepers.book_pools import BookPool, Intermediate, checksummed, wrong_pools
from keepers.errors import KeeperError
from keepers.models import CASH_ID

__all__ = ["AssetBook", "BookAsset", "BookPool", "BookRoute", "load_book"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BookAsset(_Strict):
    """One asset of the registry. heartbeats in seconds, listed_at in unix seconds.

    Two feeds: the price is their product. Vault shares: the token is an ERC-4626 vault, the feed its underlying's.
    """

    asset_id: int = Field(ge=1, lt=1 << 16)
    provider_id: str = Field(min_length=1)
    symbol: str = Field(min_length=1)
    name: str
    token: str
    decimals: int = Field(ge=0, le=27)
    feed: str
    liquidity_class: Literal["deep", "medium", "thin"]
    stable: bool
    weight_cap_ppm: int = Field(ge=0, le=1_000_000)
    slippage_bps: int = Field(ge=0, le=500)
    deviation_bps: int = Field(ge=0, le=10_000)
    heartbeat: int = Field(gt=0)
    kind: Literal["one feed", "two feeds", "vault shares"] = "one feed"
    second_feed: str | None = None
    second_heartbeat: int | None = Field(default=None, gt=0)
    listed_at: int = Field(ge=0)
    can_pause: bool | None = None
    """Whether somebody can stop its transfers or block the vault; None: nobody looked, so what is not deep may."""
    pools: tuple[BookPool, ...] = ()

    _addresses = field_validator("token", "feed")(checksummed)

    @field_validator("second_feed")
    @classmethod
    def _second_address(cls, value: str | None) -> str | None:
        return None if value is None else checksummed(value)

    @model_validator(mode="after")
    def _feeds_of_its_kind(self) -> "BookAsset":
        wanted = self.kind == "two feeds"
        for field in ("second_feed", "second_heartbeat"):
            if (getattr(self, field) is not None) != wanted:
                raise ValueError(
                    f"{field} belongs to an asset of two feeds and to no other; {self.symbol} is {self.kind}"
                )
        return self

    @property
    def optional(self) -> bool:
        """A leg of it may fail alone: its token can be paused or block the vault, or its pools are thin."""
        if self.liquidity_class == "thin" or self.can_pause:
            return True
        return self.can_pause is None and self.liquidity_class != "deep"

    @property
    def feeds(self) -> tuple[tuple[str, int], ...]:
        """Every feed its price needs, with its heartbeat."""
        if self.second_feed is None or self.second_heartbeat is None:
            return ((self.feed, self.heartbeat),)
        return ((self.feed, self.heartbeat), (self.second_feed, self.second_heartbeat))


@dataclass(frozen=True, slots=True)
class BookRoute:
    """A way from an asset to cash: one pool, or two with an intermediate between them."""

    pools: tuple[BookPool, ...]
    via: BookAsset | Intermediate | None = None


class AssetBook(_Strict):
    """Every asset the keeper knows, ids ascending, cash (id 1) first, and tokens that are none but lie on the way."""

    chain_id: int = Field(gt=0)
    assets: tuple[BookAsset, ...]
    intermediates: tuple[Intermediate, ...] = ()

    @model_validator(mode="after")
    def _unambiguous(self) -> "AssetBook":
        ids = [asset.asset_id for asset in self.assets]
        if ids != sorted(set(ids)):
            raise ValueError("asset ids must strictly ascend; sort the assets and remove duplicates")
        if not ids or ids[0] != CASH_ID:
            raise ValueError(f"the first asset must be cash, id {CASH_ID}")
        for field in ("provider_id", "token"):
            seen: set[str] = set()
            for asset in self.assets:
                value = getattr(asset, field)
                if value in seen:
                    raise ValueError(f"{field} {value} stands for two assets; keep one of them")
                seen.add(value)
        for wrong in wrong_pools(self.assets, self.intermediates):
            raise ValueError(wrong)
        return self

    @property
    def cash(self) -> BookAsset:
        """USDC."""
        return self.assets[0]

    def routes(self, asset: BookAsset) -> tuple[BookRoute, ...]:
        """Every way between the asset and cash, those of one pool first, in the order of the book."""
        cash = self.cash.token
        direct = [BookRoute((pool,)) for pool in asset.pools if pool.other(asset.token) == cash]
        between: dict[str, BookAsset | Intermediate] = {row.token: row for row in self.intermediates}
        between |= {row.token: row for row in self.assets[1:]}
        longer = [
            BookRoute((pool, second), row)
            for pool in asset.pools
            if (row := between.get(pool.other(asset.token) or "")) is not None
            for second in row.pools
            if second.other(row.token) == cash
        ]
        return (*direct, *longer)

    def by_id(self, asset_id: int) -> BookAsset:
        """Raises KeeperError for an id the book does not know."""
        for asset in self.assets:
            if asset.asset_id == asset_id:
                return asset
        raise KeeperError(
            f"book: asset {asset_id} is on chain but not in the asset book; add it (token, feed, pools) and run again"
        )


def load_book(path: Path) -> AssetBook:
    """Read and check a book file. Raises KeeperError that names the file, the field, the value and the remedy."""
    try:
        return AssetBook.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise KeeperError(
            f"book: {path} does not exist; start the local world with 'make up' or pass --folder"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
        shown = str(first.get("input"))[:80]
        raise KeeperError(f"book: {path}: {where}: {first['msg']}, got {shown}{more}; correct the file") from None
