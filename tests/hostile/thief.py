"""The executor's thief: his contract holds the role, his pools name any price, his capital has no end.

    thief = Thief.hired(arena, referee)
    aim = thief.aim(state)                       the leg that is farthest from its target
    thief.price("BTC", sell=lost, buy=0)         what his pool of it takes, in parts of PRECISE
    thief.run(thief.sessions([leg], [leg]))      sessions in one transaction; whether they were let through

Where he is not bold he reads the contract's own count of what is left; whether it is right is the referee's matter.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.contracts.trader.desk import Leg
from tests.funded import next_session
from tests.hostile.arena import BPS, USD, Arena, State
from tests.hostile.referee import Referee
from world.chain import Reverted
from world.contract import Contract

__all__ = ["EXIT_BPS", "GIFT", "PRECISE", "ROOM", "SESSION_BPS", "Aim", "Call", "Thief"]

Call = tuple[Contract, bytes]

PURSE = 10**15  # whole USDC
POCKETS = 10**12 * USD  # USD worth of every token in a pool of his
ROOM = 0.995  # of what he could take: amounts are rounded against him
SESSION_BPS = 80
EXIT_BPS = 30  # beside the feed's deviation
PRECISE = 10**12
GIFT = -PRECISE // 10**6  # so that rounding does not make a loss of a trade that shall have none


@dataclass(frozen=True)
class Aim:
    """A trade toward the target of an asset, USD 18 decimals."""

    name: str
    buy: bool
    usd: int


@dataclass
class Thief:
    """Who holds the executor's key. `attack` is what he is at: the referee asks."""

    arena: Arena
    referee: Referee
    burglar: Contract
    pools: dict[str, Contract] = field(default_factory=dict)
    attack: str = "moving in"
    bold: bool = False  # he takes what session and slippage let him, whatever is left of the week

    @classmethod
    def hired(cls, arena: Arena, referee: Referee) -> "Thief":
        """The role is his from now on."""
        chain, roles, world = arena.chain, arena.world.roles, arena.world
        burglar = chain.deploy("Burglar")
        arena.trader.set_executor(burglar, sender=roles.owner)
        world.fund(burglar.address, PURSE)
        thief = cls(arena, referee, burglar)
        for name in arena.names[1:]:
            token = arena.desk.token(name)
            pool = chain.deploy("ThiefPool", token, world.usdc)
            token.mint(pool, arena.raw(name, POCKETS), sender=roles.market)
            world.fund(pool.address, PURSE)
            thief.pools[name] = pool
        thief.send([(world.usdc, world.usdc.approve.encode(arena.vault, 2**256 - 1))])
        thief.send([(arena.vault, arena.vault.approve.encode(world.index.queue, 2**256 - 1))])
        return thief

    @property
    def key(self) -> str:
        """Who signs for the contract."""
        return self.arena.world.roles.executor

    # --- what he may take --------------------------------------------------------------------------------------------

    def aim(self, state: State) -> Aim | None:
        """What is farthest from its target and can be traded; None when all is where it should be."""
        return max(self.aims(state), key=lambda aim: aim.usd, default=None)

    def aims(self, state: State) -> list[Aim]:
        """Every trade there is now, sales first; the purchases share the cash."""
        gaps = {name: state.gap(name) for name in self.arena.names[1:]}
        sales = [Aim(name, False, gap) for name, gap in gaps.items() if gap > USD]
        cash = state.values["USDC"] - state.target("USDC")
        purchases = []
        for name, gap in sorted(gaps.items(), key=lambda item: item[1]):
            usd = min(-gap, cash)
            if usd > USD:
                purchases.append(Aim(name, True, usd))
                cash -= usd
        return sales + purchases

    def slippage(self, name: str) -> int:
        """The limit of the asset, in parts of PRECISE."""
        asset = self.arena.world.index.registry.asset(self.arena.desk.id(name))
        return int(asset.slippage_bps) * PRECISE // BPS

    def tolerated(self, name: str) -> int:
        """What a sale of what is no target may lose whatever was lost before, in parts of PRECISE."""
        return (self.arena.desk.asset(name).feed.deviation_bps + EXIT_BPS) * PRECISE // BPS

    def most(self, aim: Aim, state: State) -> int:
        """The most a leg may lose, as he reckons, in parts of PRECISE."""
        session = (state.distance + state.nav // BPS) * SESSION_BPS // BPS
        trader, derisking = self.arena.trader, not aim.buy and aim.name not in state.targets
        week = state.nav if self.bold else trader.loss_basis(state.nav) * trader.remaining_budget(derisking) // 10**8
        return int(min(self.slippage(aim.name), min(session, week) * PRECISE // aim.usd) * ROOM)

    # --- his pools ---------------------------------------------------------------------------------------------------

    def price(self, name: str, *, sell: int = 0, buy: int = 0) -> None:
        """His pool of an asset trades at the feeds' prices less so many parts of PRECISE, from now on."""
        pool, data = self.pricing(name, sell=sell, buy=buy)
        self.arena.chain.send(pool.address, data, sender=self.key)

    def pricing(self, name: str, *, sell: int = 0, buy: int = 0) -> Call:
        """The call that does it, for the middle of a transaction."""
        arena = self.arena
        ratio = arena.price(name) / arena.price("USDC") * 10**6 / arena.desk.unit(name)
        forward = (ratio.numerator * (PRECISE - sell), ratio.denominator * PRECISE)
        back = (ratio.denominator * (PRECISE - buy), ratio.numerator * PRECISE)
        return self.pools[name], self.pools[name].tell.encode(forward, back)

    def leg(self, aim: Aim) -> Leg:
        """Through his own pool."""
        desk, pool = self.arena.desk, self.pools[aim.name]
        if aim.buy:
            return desk.buy(aim.name, raw=self.arena.raw("USDC", aim.usd), pool=pool)
        return desk.sell(aim.name, raw=self.arena.raw(aim.name, aim.usd), pool=pool)

    # --- what he does ------------------------------------------------------------------------------------------------

    def sessions(self, *sessions: list[Leg]) -> list[Call]:
        """Calls of sessions that follow each other."""
        first = self.next_session()
        return [self.session(first + place, legs) for place, legs in enumerate(sessions)]

    def session(self, number: int, legs: list[Leg]) -> Call:
        trader = self.arena.trader
        return trader, trader.rebalance.encode(*next_session(self.arena.world.index, legs, session=number))

    def next_session(self) -> int:
        return int(self.arena.trader.sessions()) + 1

    def arrive(self) -> None:
        """Bring the fund to its target at no loss: what it takes to begin anew."""
        for _ in range(2):  # what was sold pays for what is bought
            aims = self.aims(self.arena.read())
            for aim in aims:
                self.price(aim.name, sell=GIFT, buy=GIFT)
            if aims:
                self.run(self.sessions([self.leg(aim) for aim in aims]), usd=sum(aim.usd for aim in aims))

    def run(self, calls: list[Call], *, usd: int = 0) -> bool:
        """All in one transaction, or none: an act. `usd` is what he tries to trade; whether it was let through."""
        self.referee.attempted[self.attack] += usd
        with self.referee.watch(self.attack) as act:
            try:
                receipt = self.send(calls)
            except Reverted as refused:
                self.referee.refused[self.attack][refused.reason] += 1
                return False
            act.legs = self.arena.trader.events(receipt, "LegTraded")
        return True

    def wealth(self) -> int:
        """USD 18 decimals of the tokens he and his pools have, shares not counted."""
        arena, total = self.arena, 0
        for name in arena.names:
            token = arena.world.usdc if name == "USDC" else arena.desk.token(name)
            owners = (self.burglar, *self.pools.values())
            total += sum(arena.worth(name, int(token.balanceOf(owner))) for owner in owners)
        return total

    def shares(self) -> int:
        """Raw units of the share that he owns."""
        return int(self.arena.vault.balanceOf(self.burglar))

    def send(self, calls: list[Call]) -> dict[str, Any]:
        """All in one transaction, unwatched."""
        sent = self.burglar.run([(target.address, data) for target, data in calls], sender=self.key)
        return dict(sent)
