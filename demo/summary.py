"""report/summary.json, field by field: what a run of the demo found, in a shape that can be checked.

Units: `_usd` are dollars (floats, for reading); `_e18` and `_e6` are integers of 18 and 6 decimals, as strings, because
JSON numbers lose digits above 2^53; `gauge` and its blocks are points of 0..100; `ppm` parts per million; `bps` parts
per ten thousand; days are ISO dates, times unix seconds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from demo.settings import DemoError

__all__ = [
    "Accounting",
    "Batch",
    "BigInt",
    "Carried",
    "Environment",
    "Exit",
    "Holding",
    "Replayed",
    "Session",
    "Summary",
    "Switch",
    "Week",
    "read_summary",
]

BigInt = Annotated[int, BeforeValidator(int), PlainSerializer(str, return_type=str)]
"""An integer of any size, written as a string."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Session(_Record):
    """One rebalance transaction."""

    transaction: str
    legs: int
    gas_used: int
    gas_limit: int
    turnover_e18: BigInt = Field(description="value of what was traded at oracle prices, each leg once")
    cost_e18: BigInt = Field(description="value lost against the oracle, fee and impact; gains counted")


class Week(_Record):
    """One Monday: the look, the decision, the trades, and the fund when all of it was done."""

    number: int
    day: str = Field(description="Monday of the look, with closes up to the day before")
    epoch: int = Field(description="of the decision that was proposed and activated")
    gauge: float
    trend: float
    momentum: float
    breadth: float
    regime: Literal["bull", "bear"]
    switched: bool = Field(description="the regime of the targets changed against the week before")
    risk_up: bool = Field(description="the decision waited six hours instead of ten minutes")
    held: int = Field(description="names held at the end, stable assets included, cash not")
    entered: list[str] = Field(description="symbols held now and not a week before; empty in the first and at a switch")
    left: list[str]
    members_in: list[str] = Field(description="provider ids that entered the shadow universe")
    members_out: list[str]
    coverage_ppm: int
    alarms: list[str]
    sessions: list[Session]
    decision_gas: int = Field(description="gas used by propose and activate")
    turnover_ppm: int = Field(description="of the NAV, each leg once")
    slippage_bps: float = Field(description="cost over turnover")
    unpriced: list[str] = Field(
        description="symbols held without a firm price, carried at the last good one; no leg trades them"
    )
    people: list[str] = Field(description="what holders did, in words")
    block: int = Field(description="the last block of the week: NAV and everything below are of this block")
    timestamp: int
    nav_e18: BigInt = Field(description="vault.nav().value on chain")
    rebuilt_e18: BigInt = Field(description="the same from events and feed answers alone")
    supply_e18: BigInt = Field(description="shares")
    nav_usd: float
    share_usd: float = Field(description="NAV per share")
    hold: float = Field(
        description="the same without the gauge and without any cost; starts at 1, the price of the first share"
    )

    @property
    def legs(self) -> int:
        """Over all sessions."""
        return sum(session.legs for session in self.sessions)

    @property
    def gas(self) -> int:
        """Of decision and sessions."""
        return self.decision_gas + sum(session.gas_used for session in self.sessions)


class Switch(_Record):
    """A change of regime, as it was traded."""

    week: int
    day: str
    to: Literal["bull", "bear"]
    held_before: int
    held_after: int
    transactions: int
    legs: int
    gas_used: int = Field(description="of the largest transaction")
    gas_limit: int
    refused_gas: int = Field(description="a transaction with this gas limit was refused by the node just before")
    refusal: str = Field(description="the node's words")


class Exit(_Record):
    """Somebody left the fund, wholly or in part."""

    week: int
    regime: Literal["bull", "bear"]
    who: str
    account: str
    kind: Literal["usdc", "in kind", "request"] = Field(description="request: claimed from a batch of the queue")
    transactions: list[str] = Field(description="one an hour where the flow limit asks for instalments")
    gas_used: int = Field(description="of all of them")
    shares_e18: BigInt
    value_e18: BigInt = Field(description="of what was received, at the feeds' prices when it was")
    assets: int = Field(description="kinds of tokens received")


class Batch(_Record):
    """A batch of the request queue, from its lock to its settlement."""

    number: int
    week: int = Field(description="after whose Monday it was settled")
    lock: str = Field(description="transaction")
    settlement: str = Field(description="transaction")
    locked_at: int
    settled_at: int
    assets_e6: BigInt = Field(description="USDC that depositors asked to bring")
    shares_e18: BigInt = Field(description="that redeemers asked to give")
    netted_e6: BigInt = Field(description="USDC that went from depositors to redeemers without a trade")
    shares_paid_e18: BigInt = Field(description="to depositors")
    assets_paid_e6: BigInt = Field(description="to redeemers")
    legs: int = Field(description="sales that raised the cash; 0 where it was there")
    gas_used: int = Field(description="of lock, settlement and any session before it")
    settlement_gas: int = Field(description="of the settlement alone, its sales included")
    turnover_e18: BigInt
    cost_e18: BigInt


class Accounting(_Record):
    """Where every dollar went, all at the prices of the moment it moved. The two sides of the sum are equal but for
    rounding: proceeds + in kind + remaining = deposits + market - costs."""

    deposits_e18: BigInt
    proceeds_e18: BigInt = Field(description="USDC paid to sellers")
    in_kind_e18: BigInt = Field(description="tokens paid to those who left in kind")
    remaining_e18: BigInt = Field(
        description="shares of all holders at the NAV on chain at the end, the fees' included"
    )
    market_e18: BigInt = Field(description="sum of holdings x price change, from every feed answer")
    costs_e18: BigInt = Field(description="sum over legs of value given - value received, at oracle prices")
    difference_e18: BigInt = Field(description="proceeds + in kind + remaining - deposits - market + costs")
    difference_bps: float = Field(description="of the deposits")
    fees_e18: BigInt = Field(
        description="part of what remains: management and platform fees, shares held by FundPolicy and those it pays"
    )


class Replayed(_Record):
    """One epoch decided again from its stored snapshot."""

    epoch: int
    data_hash: str
    reproduced: bool = Field(description="hash, targets, gauge and regime equal those on chain, bit for bit")
    tampered: str = Field(description="what replay said after one byte of the snapshot was flipped")


class Holding(_Record):
    """A position on the last bull day."""

    symbol: str
    name: str
    ppm: int = Field(description="of the NAV, cash included among the positions")
    value_usd: float
    week_change: float = Field(description="price against a week before, per cent")


class Carried(_Record):
    """An asset whose close was missing while it was held or wanted: its feed went on with the last one."""

    provider_id: str
    first: str
    last: str
    weeks: int


class Environment(_Record):
    """What it ran on, and how long it took."""

    python: str
    platform: str
    node: str
    vyper: str
    methodology: int
    transaction_gas_cap: int
    seconds: dict[str, float]


class Summary(_Record):
    """The whole file."""

    version: Literal[1] = 1
    label: str = Field(description="what the market is; a synthetic one says so")
    synthetic: bool
    profile: str
    source: str
    seed: int | None
    first_day: str
    last_day: str
    assets: int = Field(description="listed in the registry")
    weeks: list[Week]
    switches: list[Switch]
    exits: list[Exit]
    batches: list[Batch] = Field(description="of the request queue")
    names_in: int = Field(description="over all weeks, the first and the switches aside")
    names_out: int
    gas: int
    turnover_usd: float
    cost_usd: float
    slippage_bps: float
    accounting: Accounting
    replay: list[Replayed]
    peak_day: str | None = Field(description="last week in bull with all people in; null without a bull week")
    peak: list[Holding]
    carried: list[Carried]
    environment: Environment


def read_summary(path: Path) -> Summary:
    """Raises DemoError that names the file, the field and the remedy."""
    try:
        return Summary.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise DemoError(f"demo: {path} does not exist; run 'make demo' first, or name its folder") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise DemoError(f"demo: {path}: {place}: {first['msg']}; run 'make demo' again") from None
