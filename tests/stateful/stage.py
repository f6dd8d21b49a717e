"""The place of the machine: a small living index, its market, its people, and one look at all of it.

    stage = Stage.build()
    stage.begin()                        the state it was built in, again
    stage.look()                         Look: books, shares, claims, tokens, quotes, what exits in kind would pay
    stage.sleep(3_600)                   time passes; feeds that are kept alive answer again

Six assets of 6, 8 and 18 decimals: USDC, DAI, BTC, ETH, LINK and shares of an ERC-4626 vault over DAI. Between two
transactions no second passes, so what is read is what the next transaction meets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.contracts.listings import Quote, read_quote
from tests.funded import ALL
from world.chain import Chain
from world.contract import Contract
from world.feeds import Rate
from world.index import Roles, deploy_index, list_assets, seed
from world.market import LISTED_BEFORE, World, listing_of
from world.pools import Pool
from world.tokens import STABLES, MarketAsset, ranked_asset
from world.traded import ListedAsset, open_market, pool_target

__all__ = ["CASH", "DAI", "DAY", "HOUR", "Look", "Stage"]

CASH = 1
HOUR, DAY = 3_600, 86_400
START = 1_704_067_200  # 2024-01-01 00:00 UTC
PURSE = 10**13  # raw USDC each of the people begins with
FIRST = 600_000 * 10**6  # raw USDC that each holder brings
DAI = "DAI"
NOWHERE = "0x00000000000000000000000000000000000A11CE"  # receives what exits in kind would pay


def market() -> list[MarketAsset]:
    """Cash first; what another is priced through stands before it."""
    return [
        STABLES[0],
        STABLES[2],
        ranked_asset("BTC", "BTC", "Bitcoin", 42_000.0, rank=1),
        ranked_asset("ETH", "ETH", "Ether", 2_300.0, rank=2),
        ranked_asset("LINK", "LINK", "Chainlink", 15.0, rank=20),
        MarketAsset("sDAI", "sDAI", "Savings Dai", 1.05, 400e6, "deep", 18, stable=True, through=DAI, shares=True),
    ]


@dataclass(frozen=True)
class Look:
    """What the chain says between two steps. Raw units; by asset id, account, or both."""

    now: int
    balances: dict[int, int]
    pots: dict[int, int]
    tokens: dict[int, int | None]  # what each token says the vault has; None where it does not answer
    queue_usdc: int
    supply: int
    shares: dict[str, int]
    claims: dict[tuple[int, str], int]
    held: list[int]
    retired: list[int]
    fund: Any
    quotes: dict[int, Quote]
    exits: dict[str, list[int] | None]  # what redeem_in_kind of all an account has would pay; None: it reverts


@dataclass
class Stage:
    """The world and what its people know. Prices in USD of one whole token, factors for what is priced through DAI."""

    world: World
    people: list[str]
    prices: dict[str, float] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)  # feeds that nobody answers
    said: dict[str, tuple[Fraction, int] | None] = field(default_factory=dict)  # what a feed says and since when
    odd: dict[int, str] = field(default_factory=dict)  # tokens that are not plain, and how
    shrunk: set[int] = field(default_factory=set)  # tokens that may have less than the books say
    thief_pools: dict[int, Contract] = field(default_factory=dict)
    snapshot: str = ""

    @classmethod
    def build(cls) -> Stage:
        """On a node of its own, which `close` ends."""
        chain = Chain.start(START - LISTED_BEFORE)
        try:
            roles = Roles.of(chain)
            maker, rows = open_market(chain, roles.market, market())
            block = int(chain.rpc("eth_blockNumber"), 16) + 1
            index = deploy_index(chain, roles, listing_of(rows[0]))
            list_assets(chain, index, roles, [listing_of(row) for row in rows[1:]])
            seed(index, roles, rows[0].token)
            world = World(chain, roles, maker, index, block, rows)
            stage = cls(world, [roles.holder, roles.other_holder, roles.anyone, roles.manager])
            chain.pace(0)
            stage._open()
        except BaseException:
            chain.stop()
            raise
        return stage

    def _open(self) -> None:
        self.prices = {row.provider_id: row.market.price for row in self.world.assets}
        self.world.advance_to(START, self.prices)
        usdc, index = self.world.usdc, self.world.index
        self.world.lift_flow_limit()
        for person in self.people:
            usdc.mint(person, PURSE, sender=self.world.roles.market)
            usdc.approve(index.vault, ALL, sender=person)
            usdc.approve(index.queue, ALL, sender=person)
            index.vault.approve(index.queue, ALL, sender=person)
        for person in self.people[:3]:
            index.vault.deposit(FIRST, person, sender=person)
        index.policy.set_flow_limit((50_000 * 10**6, 10_000, 200_000), sender=self.world.roles.owner)
        # wide steps: a life is short
        index.strategy.set_limits(200_000, 600_000, 6, sender=self.world.roles.owner)
        self._hire_a_thief()
        assert len(self._codes) == len(self.ids)  # read while they are plain
        self.snapshot = self.chain.snapshot()

    def _hire_a_thief(self) -> None:
        # pools that trade at whatever they are told, with full pockets
        market, usdc = self.world.roles.market, self.world.usdc
        for asset in self.volatile():
            row = self.row(asset)
            pool = self.chain.deploy("ThiefPool", row.token, usdc)
            row.token.mint(pool, 10 ** (row.market.decimals + 9), sender=market)
            usdc.mint(pool, PURSE, sender=market)
            self.thief_pools[asset] = pool

    def begin(self) -> None:
        """Back to how it was built."""
        self.chain.revert(self.snapshot)
        self.snapshot = self.chain.snapshot()
        self.chain.pace(0)
        self.prices = {row.provider_id: row.market.price for row in self.world.assets}
        self.dead.clear()
        self.said.clear()
        self.odd.clear()
        self.shrunk.clear()

    def close(self) -> None:
        """End the node."""
        self.chain.stop()

    # --- names -------------------------------------------------------------------------------------------------------

    @property
    def chain(self) -> Chain:
        return self.world.chain

    @property
    def ids(self) -> list[int]:
        return [row.asset_id for row in self.world.assets]

    @property
    def names(self) -> list[str]:
        return self.world.provider_ids

    def row(self, asset_id: int) -> ListedAsset:
        return self.world.assets[asset_id - 1]

    def volatile(self) -> list[int]:
        return [row.asset_id for row in self.world.assets if not row.market.stable]

    def pool(self, asset_id: int) -> Pool:
        pool = self.row(asset_id).pool
        assert pool is not None
        return pool

    @cached_property
    def contract_names(self) -> dict[str, str]:
        """Whose events the model reads: address in lower case to the field of the index."""
        names = ("vault", "queue", "trader", "policy", "strategy", "auctions", "registry")
        return {getattr(self.world.index, name).address.lower(): name for name in names}

    # --- reading -----------------------------------------------------------------------------------------------------

    def ask(self, *calls: tuple[Any, tuple[Any, ...]]) -> list[Any]:
        """Answers of many views (method, arguments) in one request; None for one that reverts."""
        asked = [(method.address, method.encode(*args), None) for method, args in calls]
        answers = self.chain.ask(asked)
        return [None if a is None else m.decode(a, *args) for (m, args), a in zip(calls, answers, strict=True)]

    def quotes(self) -> dict[int, Quote]:
        """Prices and terms as the next transaction meets them."""
        words = self.world.index.registry.quotes(self.ids)
        return {i: read_quote(word) for i, word in zip(self.ids, words, strict=True)}

    def look(self) -> Look:
        """Everything, in one request."""
        vault, queue, ids = self.world.index.vault, self.world.index.queue, self.ids
        accounts = [*self.people, queue.address, self.world.index.policy.address, self.world.roles.platform]
        calls: list[tuple[Any, tuple[Any, ...]]] = [(vault.book, (i,)) for i in ids]
        calls += [(row.token.balanceOf, (vault.address,)) for row in self.world.assets]
        calls += [(vault.balanceOf, (account,)) for account in accounts]
        calls += [(vault.claimable, (i, account)) for i in ids for account in self.people]
        calls += [(self.world.usdc.balanceOf, (queue.address,)), (vault.totalSupply, ()), (vault.held, ())]
        calls += [(vault.retired, ()), (vault.fund, ()), (self.world.index.registry.quotes, (ids,))]
        answers = iter(self.ask(*calls))
        books = {i: next(answers) for i in ids}
        tokens = {i: next(answers) for i in ids}
        shares = {account: next(answers) for account in accounts}
        claims = {(i, account): next(answers) for i in ids for account in self.people}
        queue_usdc, supply, held, retired, fund, words = answers
        return Look(
            self.chain.now(),
            {i: book[0] for i, book in books.items()},
            {i: book[1] for i, book in books.items()},
            tokens,
            queue_usdc,
            supply,
            shares,
            claims,
            held,
            retired,
            fund,
            {i: read_quote(word) for i, word in zip(ids, words, strict=True)},
            self._exits({person: shares[person] for person in self.people if shares[person]}),
        )

    def _exits(self, shares: dict[str, int]) -> dict[str, list[int] | None]:
        method = self.world.index.vault.redeem_in_kind
        args = {person: (amount, NOWHERE, person, []) for person, amount in shares.items()}
        calls = [(method.address, method.encode(*each), person) for person, each in args.items()]
        answers = zip(args.items(), self.chain.ask(calls), strict=True)
        return {who: None if answer is None else method.decode(answer, *each) for (who, each), answer in answers}

    # --- tokens ------------------------------------------------------------------------------------------------------

    def plain(self, asset_id: int) -> None:
        """The code the token was born with, where it stands."""
        address = self.row(asset_id).token.address
        self.chain.rpc("anvil_setCode", address, self._codes[asset_id])
        self.odd.pop(asset_id, None)

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {row.asset_id: self.chain.rpc("eth_getCode", row.token.address, "latest") for row in self.world.assets}

    # --- prices and time ---------------------------------------------------------------------------------------------

    def turn(self, **moves: float) -> None:
        """Feeds that are alive answer at their prices, moved by these factors, and pools follow, a second later."""
        for name, factor in moves.items():
            self.prices[name] *= factor
        self._answer(self.chain.now() + 1)

    def sleep(self, seconds: int) -> None:
        """Time passes; at the end of it feeds that are alive answer again."""
        self._answer(self.chain.now() + seconds)

    def _answer(self, timestamp: int) -> None:
        rows = self.world.assets
        feeds = [r for r in rows if r.factor is None and r.provider_id not in self.dead]
        answers = {row.provider_id: row.own.answer(self.prices[row.provider_id]) for row in rows}
        for row in feeds:
            self.said[row.provider_id] = row.feed.price(answers[row.provider_id]), timestamp
        operator, maker = self.world.roles.market, self.world.maker
        traded = [(row, row.pool) for row in rows if row.pool is not None and row.asset_id not in self.odd]
        targets = [pool_target(row, rows[0], answers) for row, _ in traded]
        with self.chain.one_block(timestamp):
            maker.transmit([r.feed.aggregator for r in feeds], [answers[r.provider_id] for r in feeds], sender=operator)
            for row in rows:
                if isinstance(row.factor, Rate):
                    row.factor.vault.set_rate(answers[row.provider_id], sender=operator)
            maker.move([pool.address for _, pool in traded], targets, sender=operator)
