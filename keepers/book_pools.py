"""Pools in an asset book, reviewed or not: against cash, or against an intermediate that has a pool against cash.

An intermediate is what a leg of two hops passes through and the fund never owns, WETH mostly. Where it is an asset of
the book its pools stand in that asset's row; only a token that is no asset gets a row of its own under `intermediates`.
So each pool of an intermediate is written down once.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from web3 import Web3

__all__ = ["BookPool", "Intermediate", "checksummed", "wrong_pools"]

V2_FEE = 3_000
"""Parts per million: the constant of a V2 pair, and of the trader's hop through one."""


def checksummed(value: str) -> str:
    """The address with its checksum. Raises ValueError for anything else."""
    if not Web3.is_address(value):
        raise ValueError(f"{value!r} is not an address of 20 bytes")
    return Web3.to_checksum_address(value)


class BookPool(BaseModel):
    """A Uniswap V3 pool or V2 pair. fee: parts per million of the input; a pair's is 3,000 and may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    venue: Literal["v3", "v2"]
    address: str
    fee: int = Field(ge=0, lt=1_000_000)
    token0: str
    token1: str

    _addresses = field_validator("address", "token0", "token1")(checksummed)

    @model_validator(mode="before")
    @classmethod
    def _fee_of_a_pair(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("venue") == "v2":
            return {"fee": V2_FEE, **given}
        return given

    @model_validator(mode="after")
    def _as_uniswap_has_it(self) -> "BookPool":
        if self.venue == "v2" and self.fee != V2_FEE:
            raise ValueError(f"V2 pair {self.address} takes {V2_FEE} ppm, not {self.fee}; leave its fee out")
        if int(self.token0, 16) >= int(self.token1, 16):
            raise ValueError(
                f"pool {self.address}: token0 {self.token0} is not below token1 {self.token1}, as Uniswap orders them; "
                "ask the pool and correct both"
            )
        return self

    def other(self, token: str) -> str | None:
        """The token on the other side; None when `token` is on none."""
        sides = {self.token0: self.token1, self.token1: self.token0}
        return sides.get(token)


class Intermediate(BaseModel):
    """A token that is no asset of the book and that assets trade through, with its pools against cash.

    It must be a plain token: what a first pool sends must arrive whole.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    symbol: str = Field(min_length=1)
    token: str
    pools: tuple[BookPool, ...]

    _address = field_validator("token")(checksummed)


class Traded(Protocol):
    """An asset or an intermediate, in a keeper's book or in a reviewed one."""

    @property
    def symbol(self) -> str: ...

    @property
    def token(self) -> str: ...

    @property
    def pools(self) -> tuple[BookPool, ...]: ...


def wrong_pools(assets: Sequence[Traded], intermediates: Sequence[Traded]) -> Iterator[str]:
    """What is wrong with the pools of a book, in words that name token, pool and remedy; `assets` have cash first."""
    if not assets:
        return
    cash, *others = assets
    if cash.pools:
        yield f"{cash.symbol} is cash: its pools belong to what trades against it; move {cash.pools[0].address} there"
    symbols = {row.token: row.symbol for row in assets}
    for row in intermediates:
        if row.token in symbols:
            yield (
                f"intermediate {row.symbol} ({row.token}) stands twice in the book, as {symbols[row.token]}; give its "
                "pools there and remove this row"
            )
        symbols[row.token] = row.symbol
        strays = [pool for pool in row.pools if pool.other(row.token) != cash.token]
        if strays or not row.pools:
            yield (
                f"intermediate {row.symbol} needs pools against {cash.symbol} and no others"
                f"{f'; {strays[0].address} is none' if strays else ''}; give it at least one, or remove the row"
            )
    yield from _wrong_sides(cash, others, intermediates, symbols)
    yield from _told_apart([pool for row in (*assets, *intermediates) for pool in row.pools])


def _wrong_sides(
    cash: Traded, others: Sequence[Traded], intermediates: Sequence[Traded], symbols: dict[str, str]
) -> Iterator[str]:
    ends = {
        row.token for row in (*others, *intermediates) if any(pool.other(row.token) == cash.token for pool in row.pools)
    }
    for row in others:
        for pool in row.pools:
            side = pool.other(row.token)
            if side is None:
                yield (
                    f"pool {pool.address} of {row.symbol} trades {pool.token0} and {pool.token1}, none of which is its "
                    f"token {row.token}; correct the pool, or move it to its asset"
                )
            elif side != cash.token and side not in ends:
                known = symbols.get(side)
                place = f"the pools of {known}" if known else "'intermediates'"
                yield (
                    f"pool {pool.address} of {row.symbol} is against {known or side}, which has no pool against "
                    f"{cash.symbol}; add one to {place}, or take this pool out"
                )


def _told_apart(pools: Sequence[BookPool]) -> Iterator[str]:
    seen: dict[str, BookPool] = {}
    for pool in pools:
        if seen.setdefault(pool.address, pool) != pool:
            yield f"pool {pool.address} stands twice with different terms; ask the pool and correct the wrong row"
