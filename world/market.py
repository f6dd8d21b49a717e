"""A whole market with a living index: the local world of tests, the demo and `make up`.

    world = World.create(folder, [ranked_asset("BTC", "BTC", "Bitcoin", 42_000, rank=1), ...], timestamp)
    world.fund(holder, 1_000_000)
    world.advance_to(timestamp + 7 * 86_400, {"BTC": 45_000.0, ...})
    world.close()

Set-up happens eight days before `timestamp`, because a newly listed asset is capped for a week.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deployment.record import read_deployment
from deployment.run import forget
from world.book import REVIEWED_FILE, reviewed, write_book, write_deployment, write_reviewed
from world.chain import Chain
from world.contract import Contract
from world.feeds import Feed, Rate
from world.index import (
    CONFIG_FILE,
    SEED,
    Index,
    Listing,
    Roles,
    deploy_index,
    deploy_under_timelock,
    list_assets,
    seed,
    write_config,
)
from world.kept import keep_market, kept_market
from world.tokens import STABLES, MarketAsset
from world.traded import ListedAsset, open_market, pool_target

__all__ = ["LISTED_BEFORE", "ListedAsset", "World", "listing_of", "with_stables", "without_index"]

LISTED_BEFORE = 8 * 86_400  # seconds between set-up and the market's first moment
HIGHEST_FLOW = 10**18  # raw USDC an hour: FundPolicy takes no more

# A swap that crosses nothing costs 100,000 gas; this leaves room for big moves under the cap of a transaction.
POOLS_A_TRANSACTION = 60
FEEDS_A_TRANSACTION = 120


class World:
    """A chain with tokens, feeds, pools and the index on it.

    `assets` in the order of their registry ids, USDC (id 1), USDT and DAI first; `asset(provider_id)` finds one.
    """

    def __init__(
        self, chain: Chain, roles: Roles, maker: Contract, index: Index, block: int, assets: Sequence[ListedAsset]
    ) -> None:
        self.chain = chain
        self.roles = roles
        self.maker = maker
        self.index = index
        self.assets = list(assets)
        self.usdc = assets[0].token
        self.block = block  # the first with events of the index
        self._by_provider_id = {asset.provider_id: asset for asset in assets}

    @classmethod
    def create(
        cls,
        folder: Path,
        assets: Sequence[MarketAsset],
        timestamp: int,
        *,
        chain: Chain | None = None,
        timelock: bool = False,
    ) -> World:
        """Build the world; it is `timestamp` (unix seconds) when this returns.

        USDC, USDT and DAI come by themselves, before `assets`. Writes assets.json and deployment.json into `folder`.
        With `timelock` the index is made by the code of `ape run deploy`, from deployment.toml and assets.yaml that are
        written there first, and the timelock owns it; else `roles.owner` does. It starts a node of its own unless given
        a fresh `chain`, which must stand at least LISTED_BEFORE seconds before `timestamp`; the world stops it on
        `close` in either case. ValueError for a provider id given twice.
        """
        market = with_stables(assets)
        chain = chain or Chain.start(timestamp - LISTED_BEFORE)
        try:
            world = cls._build(chain, market, folder if timelock else None)
            world._begin(folder, timestamp)
        except BaseException:
            chain.stop()
            raise
        return world

    @classmethod
    def open(cls, left: Path, folder: Path, timestamp: int, url: str) -> World:
        """The world of a market that `without_index` left in `left`, and of the index that was deployed on it since.

        Writes assets.json and deployment.json into `folder`; it is `timestamp` when this returns. `close` does not end
        the node. KeeperError or FileNotFoundError names what is missing in `left`.
        """
        chain = Chain(url)
        maker, rows = kept_market(left, chain)
        record = read_deployment(left)
        world = cls(chain, Roles.of(chain), maker, Index.at(chain, record), record["block"], rows)
        world._begin(folder, timestamp)
        for name in (REVIEWED_FILE, CONFIG_FILE):
            shutil.copy(left / name, folder / name)
        return world

    def _begin(self, folder: Path, timestamp: int) -> None:
        # The market's first moment, and the files that keepers read.
        self.advance_to(timestamp, {asset.provider_id: asset.market.price for asset in self.assets})
        terms = [self.index.registry.asset(asset.asset_id) for asset in self.assets]
        write_book(folder, self.assets, terms)
        write_deployment(folder, self)

    @classmethod
    def _build(cls, chain: Chain, market: Sequence[MarketAsset], folder: Path | None) -> World:
        roles = Roles.of(chain)
        if folder is not None:
            maker, rows = without_index(folder, chain, market)
            block = int(chain.rpc("eth_blockNumber"), 16) + 1
            return cls(chain, roles, maker, deploy_under_timelock(chain, folder), block, rows)
        maker, rows = open_market(chain, roles.market, market)
        block = int(chain.rpc("eth_blockNumber"), 16) + 1
        listings = [listing_of(row) for row in rows]
        index = deploy_index(chain, roles, listings[0])
        ids = [1, *list_assets(chain, index, roles, listings[1:])]
        assert ids == [row.asset_id for row in rows], "deployment: the registry gave other ids"
        seed(index, roles, rows[0].token)
        return cls(chain, roles, maker, index, block, rows)

    @property
    def provider_ids(self) -> list[str]:
        """In the order of the registry ids, USDC first."""
        return [asset.provider_id for asset in self.assets]

    def asset(self, provider_id: str) -> ListedAsset:
        """KeyError for an asset this world does not have."""
        return self._by_provider_id[provider_id]

    def advance_to(self, timestamp: int, prices: Mapping[str, float]) -> None:
        """One block at `timestamp`: every feed answers the price given (USD, by provider id), every pool trades there.

        A stable asset without a price is at 1.00. Another asset without one is left alone: its feed grows stale, as
        that of a dead asset does. The price of an asset that is priced through another is its factor; without one it
        keeps the factor it has and moves with the other. KeyError for a provider id this world does not have,
        ValueError for a price of 0.
        """
        unknown = sorted(set(prices) - set(self._by_provider_id))
        if unknown:
            raise KeyError(f"world: no asset {', '.join(unknown)}; create the world with every asset it will need")
        bad = {provider_id: price for provider_id, price in prices.items() if not price > 0}
        if bad:
            raise ValueError(f"world: prices must be above 0: {bad}; leave an asset out to let its feed grow stale")

        answers = {a.provider_id: a.feed.answer(1) for a in self.assets if a.market.stable and a.factor is None}
        answers |= {p: self.asset(p).own.answer(price) for p, price in prices.items()}
        for asset in self.assets:
            if asset.factor is not None and asset.market.through in answers:
                answers.setdefault(asset.provider_id, asset.factor.latest())
        moved = [self.asset(provider_id) for provider_id in answers]
        feeds = [(a.own.aggregator, answers[a.provider_id]) for a in moved if isinstance(a.own, Feed)]
        rates = [(a.own.vault, answers[a.provider_id]) for a in moved if isinstance(a.own, Rate)]
        with_pool = [a for a in moved if a.pool is not None and (a.market.through or a.provider_id) in answers]
        targets = [pool_target(asset, self.assets[0], answers) for asset in with_pool]
        operator = self.roles.market
        with self.chain.one_block(timestamp):
            for group in _groups(feeds, FEEDS_A_TRANSACTION):
                self.maker.transmit([f for f, _ in group], [answer for _, answer in group], sender=operator)
            for vault, rate in rates:
                vault.set_rate(rate, sender=operator)
            for group in _groups(list(zip(with_pool, targets, strict=True)), POOLS_A_TRANSACTION):
                pools = [asset.pool.address for asset, _ in group if asset.pool is not None]
                self.maker.move(pools, [target for _, target in group], sender=operator)

    def fund(self, holder: str, usdc: float) -> None:
        """Give `holder` whole USDC, newly minted."""
        self.usdc.mint(holder, round(usdc * 10**6), sender=self.roles.market)

    def lift_flow_limit(self) -> None:
        """As the owner, who must be an account: the highest limit, so that any amount enters or leaves in one go."""
        shares = tuple(self.index.policy.flow_limit())[1:]
        self.index.policy.set_flow_limit((HIGHEST_FLOW, *shares), sender=self.roles.owner)

    def set_flow_limit(self, limit: tuple[int, int, int]) -> None:
        """As the owner, who must be an account. A lower limit waits its week, in which feeds answer as before."""
        policy = self.index.policy
        policy.set_flow_limit(limit, sender=self.roles.owner)
        effective_at = int(policy.announced_flow_limit()[1])
        if not effective_at:
            return
        feeds = [(asset.own.aggregator, asset.own.latest()) for asset in self.assets if isinstance(asset.own, Feed)]
        with self.chain.one_block(effective_at):
            for group in _groups(feeds, FEEDS_A_TRANSACTION):
                self.maker.transmit([f for f, _ in group], [a for _, a in group], sender=self.roles.market)
        policy.apply_flow_limit(sender=self.roles.anyone)

    def close(self) -> None:
        """End the node."""
        self.chain.stop()


def without_index(folder: Path, chain: Chain, market: Sequence[MarketAsset]) -> tuple[Contract, list[ListedAsset]]:
    """A market that `ape run deploy` can put an index on: its maker and its assets, `market` having cash first.

    Writes deployment.toml, assets.yaml and market.json into `folder`; the deployer has the seed.
    """
    roles = Roles.of(chain)
    maker, rows = open_market(chain, roles.market, market)
    forget(folder)
    write_reviewed(folder, reviewed(rows, chain.now()))
    write_config(folder, roles)
    keep_market(folder, maker, rows)
    rows[0].token.mint(roles.deployer, SEED, sender=roles.market)
    return maker, rows


def with_stables(assets: Sequence[MarketAsset]) -> list[MarketAsset]:
    """USDC, USDT and DAI, then `assets`. ValueError for a provider id given twice or an asset before what prices it."""
    market = [*STABLES, *(a for a in assets if a.provider_id not in {s.provider_id for s in STABLES})]
    twice = sorted(name for name, count in Counter(a.provider_id for a in market).items() if count > 1)
    if twice:
        raise ValueError(f"world: {', '.join(twice)} given twice; each asset has one provider id")
    _check_through(market)
    return market


def _check_through(market: Sequence[MarketAsset]) -> None:
    before: set[str] = set()
    for asset in market:
        if asset.through is not None and asset.through not in before:
            raise ValueError(
                f"world: {asset.provider_id} is priced through {asset.through}, which must come before it and have a "
                "feed of its own"
            )
        if asset.through is None:
            before.add(asset.provider_id)


def listing_of(asset: ListedAsset) -> Listing:
    """The terms of an asset of the market, as `list_assets` takes them."""
    terms, factor = asset.market, asset.factor
    second_feed = factor if isinstance(factor, Feed) else None
    return Listing(asset.token, asset.feed, terms.liquidity_class, terms.stable, second_feed, terms.shares)


def _groups(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[i : i + size] for i in range(0, len(items), size)]
