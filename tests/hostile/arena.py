"""The place of the fights: a living index with its true strategy, one honest holder, and prices that hold still.

    arena = Arena.open(folder, chain)
    arena.decide(bull=True, BTC=300_000, ETH=300_000)      proposed, waited for, activated; the rest in USDC
    arena.turn({"BTC": 45_000.0})                          prices of feeds and pools move, a minute later
    arena.read()                                           State: time, values, targets, supply; USD 18 decimals

No management fee is taken, so that a share loses value by what somebody does to the fund and by nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.contracts.trader.desk import Desk
from tests.funded import InWorld, four_assets, invest
from tests.hostile.true_market import TrueMarket
from tests.target_words import pack, with_cash
from world.chain import Chain
from world.market import LISTED_BEFORE, World
from world.tokens import MarketAsset, ranked_asset

__all__ = ["BPS", "CAPITAL", "DAY", "HOUR", "PPM", "USD", "WEEK", "Arena", "State"]

BPS, PPM, USD = 10_000, 1_000_000, 10**18
HOUR, DAY, WEEK = 3_600, 86_400, 7 * 86_400
CAPITAL = 2_000_000  # whole USDC of the honest holder
START = 1_704_067_200  # 2024-01-01 00:00 UTC
FLOW_LIMIT = (50_000 * 10**6, 10_000, 200_000)  # the defaults, after the holder came in
PLATFORM_BPS = 10
FRESH = 20 * HOUR  # feeds answer once a day and an hour
HASH = b"\x01" * 32
SURE = 60_000_000  # a gauge; nothing on chain depends on it


def market() -> list[MarketAsset]:
    """Two deep assets, three medium and a thin one; USDT and DAI come by themselves."""
    return [
        *four_assets(),
        ranked_asset("SOL", "SOL", "Solana", 102.0, rank=4),
        ranked_asset("UNI", "UNI", "Uniswap", 6.0, rank=30),
    ]


@dataclass(frozen=True)
class State:
    """The books at the feeds' prices, as anyone can add them up. USD 18 decimals; weights in parts per million."""

    time: int  # unix seconds
    values: dict[str, int]
    targets: dict[str, int]
    supply: int  # raw units of the share
    need: int = 0  # set aside for locked redemptions
    books: Mapping[str, int] = field(default_factory=dict)  # raw units

    @property
    def nav(self) -> int:
        return sum(self.values.values())

    @property
    def share(self) -> Fraction:
        """What a raw unit of the share is worth."""
        return Fraction(self.nav, self.supply)

    def target(self, name: str) -> int:
        invested = (self.nav - self.need) * self.targets.get(name, 0) // PPM
        return invested + self.need if name == "USDC" else invested

    def gap(self, name: str) -> int:
        """Above zero: more is held than the decision says."""
        return self.values[name] - self.target(name)

    @property
    def distance(self) -> int:
        return sum(abs(self.gap(name)) for name in self.values) // 2


@dataclass
class Arena(InWorld):
    """A world, the desk that builds legs in it, and what its prices are."""

    desk: Desk
    holder: str
    prices: dict[str, float]
    weights: dict[str, int] = field(default_factory=dict)
    answered_at: int = START  # of the feeds
    market: TrueMarket | None = None  # where prices are not what feeds say
    proposed: int = 0  # decisions; an epoch is used once, whatever becomes of it

    @classmethod
    def open(cls, folder: Path, chain: Chain | None = None) -> "Arena":
        """A fund of CAPITAL in USDC, no decision yet."""
        world = World.create(folder, market(), START - WEEK, chain=chain or Chain.start(START - WEEK - LISTED_BEFORE))
        index, roles = world.index, world.roles
        index.policy.set_fees(0, PLATFORM_BPS, sender=roles.owner)
        invest(world, CAPITAL)
        world.set_flow_limit(FLOW_LIMIT)
        prices = {asset.provider_id: asset.market.price for asset in world.assets}
        return cls(world, Desk(world, index.strategy), roles.holder, prices)

    @property
    def names(self) -> list[str]:
        return self.world.provider_ids

    def volatile(self) -> list[str]:
        return [asset.provider_id for asset in self.world.assets if not asset.market.stable]

    def forget(self) -> None:
        """As `open` left it, after the chain was reverted to there."""
        self.desk.epoch, self.weights, self.answered_at, self.proposed, self.market = 0, {}, START, 0, None
        self.prices = {asset.provider_id: asset.market.price for asset in self.world.assets}

    # --- decisions -------------------------------------------------------------------------------------------------

    def words(self, weights: Mapping[str, int]) -> list[int]:
        """Target words, what is missing from the whole in USDC."""
        return pack(with_cash({self.desk.id(name): ppm for name, ppm in weights.items() if name != "USDC"}))

    def propose(self, *, bull: bool, **weights: int) -> Any:
        """The proposer's next decision; it waits."""
        receipt = self.strategy.propose(
            self.proposed + 1, bull, SURE, self.words(weights), HASH, "", 1, sender=self.world.roles.proposer
        )
        self.proposed += 1
        return receipt

    def activate(self) -> None:
        """What waits is in force; time passes until it may be."""
        pending = self.strategy.pending()
        if self.chain.now() < pending.activates_at:
            self.wait(pending.activates_at)
        self.strategy.activate(pending.epoch, sender=self.world.roles.anyone)
        self.took_force()

    def decide(self, *, bull: bool, **weights: int) -> None:
        self.propose(bull=bull, **weights)
        self.activate()

    def took_force(self) -> None:
        """Take over the targets of the active decision, whoever proposed it."""
        self.desk.epoch, _, words = self.strategy.active_words()
        pairs = [word >> 36 * place & (2**36 - 1) for word in words for place in range(7)]
        names = {self.desk.id(name): name for name in self.names}
        self.weights = {names[pair & 0xFFFF]: pair >> 16 for pair in pairs if pair}

    # --- prices and time -------------------------------------------------------------------------------------------

    def turn(self, prices: Mapping[str, float], timestamp: int | None = None) -> None:
        """Feeds answer and pools trade at new prices, the others at their old ones; a minute later unless told."""
        self.prices |= prices
        self.answered_at = timestamp or self.chain.now() + 60
        self.world.advance_to(self.answered_at, self.prices)

    def wait(self, until: int) -> None:
        """Time passes. Nothing moves and feeds answer again before they grow stale; or the market goes its own way."""
        if self.market is not None:
            if until > self.chain.now():
                self.market.pass_until(until)
        elif until > self.answered_at + FRESH:
            self.turn({}, until)
        elif until > self.chain.now():
            self.chain.mine(until)

    def price(self, name: str) -> Fraction:
        """USD of one whole token, as its feed says it, known from what it was told and not from the contracts."""
        feed = self.desk.asset(name).feed
        return feed.price(feed.answer(self.prices[name]))

    def worth(self, name: str, raw: int) -> int:
        """USD 18 decimals of raw units."""
        return int(raw * self.price(name) * USD / self.desk.unit(name))

    def raw(self, name: str, usd: int) -> int:
        """Raw units worth so much, rounded down."""
        return int(Fraction(usd, USD) / self.price(name) * self.desk.unit(name))

    def read(self) -> State:
        """One look at the whole fund."""
        vault, queue = self.vault, self.world.index.queue
        reads = [(vault, vault.book.encode(self.desk.id(name))) for name in self.names]
        reads += [(vault, vault.totalSupply.encode()), (queue, queue.cash_need.encode())]
        calls = [("eth_call", [{"to": where.address, "data": "0x" + data.hex()}, "latest"]) for where, data in reads]
        *books, supply, need = (int(answer[2:66], 16) for answer in self.chain.rpc_batch(calls))
        values = {name: self.worth(name, raw) for name, raw in zip(self.names, books, strict=True)}
        held = dict(zip(self.names, books, strict=True))
        return State(self.chain.now(), values, self.weights, supply, self.worth("USDC", need), held)
