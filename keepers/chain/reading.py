"""Read the fund at one block."""

from collections.abc import Iterable
from typing import Any

from keepers.book import BookAsset
from keepers.chain.abi import Function
from keepers.chain.connection import Call, RpcError
from keepers.chain.fund import Announced, ChainDecision, Holding, Reading, Roles
from keepers.chain.index import Contract, Index
from keepers.chain.queue import read_queue
from keepers.chain.words import eligibility, quote, unpack_targets
from keepers.errors import KeeperError
from keepers.models import CASH_ID, BookEntry, Target

__all__ = ["answered", "executor_of", "native_asset", "read", "read_entries"]

LATEST_ROUND = Function(
    "latestRoundData", (), tuple({"type": kind} for kind in ("uint80", "int256", "uint256", "uint256", "uint80"))
)
NATIVE = ("ETH", "WETH", "ethereum", "weth")
"""Provider ids of what pays for gas, in the spelling of each source."""
LIST_BOUND = 112
"""Ids that eligibility() takes at once; quotes() takes a few more."""


def read(index: Index, block: int | None = None) -> Reading:
    """Everything at one block, the latest by default.

    Raises ChainUnreachable or KeeperError, also for an asset that is on chain but not in the book.
    """
    header = index.connection.request("eth_getBlockByNumber", hex(block) if block is not None else "latest", False)
    if header is None:
        raise KeeperError(f"chain: block {block} does not exist; pass one up to the latest")
    number = int(header["number"], 16)
    vault, strategy, trader, policy = index.vault, index.strategy, index.trader, index.policy
    asked: list[tuple[Contract, str, tuple[object, ...]]] = [
        (vault, "nav", ()),
        (vault, "held", ()),
        (vault, "fund", ()),
        (vault, "totalSupply", ()),
        (vault, "maxDeposit", (policy.address,)),
        (policy, "announced_fees", ()),
        (strategy, "active", ()),
        (strategy, "pending", ()),
        (strategy, "active_words", ()),
        (strategy, "pending_words", ()),
        (trader, "sessions", ()),
        (policy, "owner", ()),
        (policy, "guardian", ()),
        (strategy, "proposer", ()),
        (trader, "executor", ()),
    ]
    calls = [contract.call(name, *arguments) for contract, name, arguments in asked]
    answers = answered(index, [contract.function(name) for contract, name, _ in asked], calls, number)
    nav, held, fund, supply, room, announced, active, pending, active_words, pending_words, sessions, *roles = answers
    now = _decision(active, active_words[2])
    return Reading(
        block=number,
        timestamp=int(header["timestamp"], 16),
        base_fee=int(header.get("baseFeePerGas", "0x0"), 16),
        nav=nav,
        supply=supply,
        paused_until=fund["paused_until"],
        wound_down=fund["wound_down"],
        management_bps=fund["management_bps"],
        platform_bps=fund["platform_bps"],
        announced=Announced(*announced) if announced[2] else None,
        entry_room=room,
        sessions=sessions,
        active=now,
        pending=_decision(pending, pending_words[1]) if pending["epoch"] else None,
        holdings=_holdings(index, number, held, now.targets),
        queue=read_queue(index, number),
        roles=Roles(*roles),
    )


def read_entries(index: Index, block: int | None = None) -> tuple[BookEntry, ...]:
    """What the registry says of every asset of the book: the terms that bind a decision."""
    ids = [asset.asset_id for asset in index.book.assets]
    words = _in_parts(index, "eligibility", ids, "latest" if block is None else block)
    entries = []
    for asset, word in zip(index.book.assets, words, strict=True):
        found = eligibility(asset.asset_id, word)
        entries.append(
            BookEntry(
                asset_id=asset.asset_id,
                provider_id=asset.provider_id,
                symbol=asset.symbol,
                weight_cap_ppm=found.weight_cap_ppm,
                stable=found.stable,
                status=found.status,
                listed_at=found.listed_at,
                liquidity_class=found.liquidity_class,
            )
        )
    return tuple(entries)


def answered(index: Index, functions: list[Function], calls: list[Call], block: int | str) -> list[Any]:
    """Decoded answers in order. Raises the first error, named by its function."""
    results = []
    for function, data in zip(functions, index.connection.view(calls, block), strict=True):
        if isinstance(data, RpcError):
            raise KeeperError(f"chain: {function.name} failed: {data.said}; is the deployment file of this chain?")
        results.append(function.decode(data))
    return results


def executor_of(index: Index) -> str:
    """Who runs sessions now. Any account may do most else; this one is on every keeper's host."""
    (account,) = answered(index, [index.trader.function("executor")], [index.trader.call("executor")], "latest")
    return str(account)


def native_asset(index: Index) -> BookAsset | None:
    """The asset of the book whose price is the price of gas."""
    return next((asset for asset in index.book.assets if asset.provider_id in NATIVE), None)


def _decision(fields: dict[str, Any], words: Iterable[int]) -> ChainDecision:
    return ChainDecision(**fields, targets=unpack_targets(words))


def _holdings(index: Index, block: int, held: Iterable[int], targets: Iterable[Target]) -> tuple[Holding, ...]:
    wanted = {target.asset_id: target.ppm for target in targets}
    counted = {CASH_ID, *held}
    assets = [index.book.by_id(asset_id) for asset_id in sorted(counted | set(wanted))]
    ids = [asset.asset_id for asset in assets]
    words = _in_parts(index, "quotes", ids, block)
    books = answered(
        index, [index.vault.function("book")] * len(ids), [index.vault.call("book", number) for number in ids], block
    )
    feeds = [feed for asset in assets for feed, _ in asset.feeds]
    rounds = iter(index.connection.view([LATEST_ROUND.at(feed) for feed in feeds], block))
    return tuple(
        Holding(
            asset=asset,
            quote=quote(word),
            balance=balance,
            pot=pot,
            held=asset.asset_id in counted,
            target_ppm=wanted.get(asset.asset_id, 0),
            feeds_updated_at=tuple(_updated_at(next(rounds)) for _ in asset.feeds),
        )
        for asset, word, (balance, pot) in zip(assets, words, books, strict=True)
    )


def _in_parts(index: Index, name: str, ids: list[int], block: int | str) -> list[int]:
    """A word for each id from a list function of the registry, as many ids a call as it takes."""
    parts = [ids[first : first + LIST_BOUND] for first in range(0, len(ids), LIST_BOUND)]
    calls = [index.registry.call(name, part) for part in parts]
    return [
        word for part in answered(index, [index.registry.function(name)] * len(parts), calls, block) for word in part
    ]


def _updated_at(answer: bytes | RpcError) -> int | None:
    if isinstance(answer, RpcError) or len(answer) != 160:
        return None
    return int(LATEST_ROUND.decode(answer)[3])
