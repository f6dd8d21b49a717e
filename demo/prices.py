"""An independent implementation of the registry's price rule, from events alone, to check the demo's report.

The rule (contracts/lib/registry/price_feed.vy): the price is the feed's answer while it lies inside the band around the
reference, else the reference. A stale answer is still the price.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.settings import DemoError
from keepers.chain import Index, Record
from keepers.chain.abi import Event, Function
from keepers.chain.reading import answered

__all__ = ["Tape", "Tick", "read_tape"]

ANSWER_UPDATED = Event(
    "AnswerUpdated",
    (
        {"name": "current", "type": "int256", "indexed": True},
        {"name": "round", "type": "uint256", "indexed": True},
        {"name": "updated_at", "type": "uint256", "indexed": False},
    ),
)
AGGREGATOR = Function("aggregator", (), ({"type": "address"},))
DECIMALS = Function("decimals", (), ({"type": "uint8"},))

# Tenths of the reference a price may be: (lowest, highest).
BAND, STABLE_BAND = (2, 50), (5, 11)
MAX_ANSWER = 2**100 - 1


@dataclass(frozen=True, slots=True)
class Tick:
    """From this log on the asset is priced so: USD 18 decimals of one whole token."""

    block: int
    log_index: int
    asset_id: int
    price: int


@dataclass(frozen=True)
class Tape:
    """Every change of every price, in the order of the chain; the decimals of every token."""

    ticks: tuple[Tick, ...]
    decimals: Mapping[int, int]

    def at(self, block: int) -> dict[int, int]:
        """Prices at the end of a block, by asset id."""
        prices: dict[int, int] = {}
        for tick in self.ticks:
            if tick.block > block:
                break
            prices[tick.asset_id] = tick.price
        return prices


def read_tape(index: Index, records: Sequence[Record]) -> Tape:
    """The whole tape of a local world; `records` are all events of the index. Two batches and one range of logs."""
    assets = index.book.assets
    calls = [function.at(asset.feed) for asset in assets for function in (AGGREGATOR, DECIMALS)]
    answers = answered(index, [AGGREGATOR, DECIMALS] * len(assets), calls, "latest")
    feeds = {answers[2 * place].lower(): (asset.asset_id, answers[2 * place + 1]) for place, asset in enumerate(assets)}
    logs = index.connection.request(
        "eth_getLogs",
        {"fromBlock": "0x0", "toBlock": "latest", "address": list(feeds), "topics": [ANSWER_UPDATED.topic]},
    )
    changes = [_answer(log, feeds) for log in logs]
    changes += [
        (record.block, record.log_index, record.fields["asset"], None, record.fields["reference"])
        for record in records
        if record.event == "ReferenceMoved"
    ]
    stable = {asset.asset_id: asset.stable for asset in assets}
    ticks = tuple(_ticks(sorted(changes, key=lambda change: change[:2]), stable))
    unpriced = [asset.symbol for asset in assets if asset.asset_id not in {tick.asset_id for tick in ticks}]
    if unpriced:
        raise DemoError(f"prices: no answer of the feed of {unpriced[0]} in the log; read a node that keeps all logs")
    return Tape(ticks, {asset.asset_id: asset.decimals for asset in assets})


_Change = tuple[int, int, int, int | None, int | None]
"""Block, log index, asset, and the new answer (USD 18 decimals, 0 for none) or the new reference."""


def _answer(log: dict[str, Any], feeds: Mapping[str, tuple[int, int]]) -> _Change:
    asset_id, feed_decimals = feeds[log["address"].lower()]
    answer = ANSWER_UPDATED.decode(log["topics"], bytes.fromhex(log["data"][2:]))["current"]
    price = answer * 10 ** (18 - feed_decimals) if 0 < answer <= MAX_ANSWER else 0
    return int(log["blockNumber"], 16), int(log["logIndex"], 16), asset_id, price, None


def _ticks(changes: Iterable[_Change], stable: Mapping[int, bool]) -> Iterable[Tick]:
    answers: dict[int, int] = {}
    references: dict[int, int] = {}
    prices: dict[int, int] = {}
    for block, log_index, asset_id, answer, reference in changes:
        if answer is not None:
            answers[asset_id] = answer
        if reference is not None:
            references[asset_id] = reference
        if asset_id not in references:
            continue  # not listed yet
        low, high = STABLE_BAND if stable[asset_id] else BAND
        middle, given = references[asset_id], answers.get(asset_id, 0)
        price = given if low * middle <= 10 * given <= high * middle else middle
        if prices.get(asset_id) != price:
            prices[asset_id] = price
            yield Tick(block, log_index, asset_id, price)
