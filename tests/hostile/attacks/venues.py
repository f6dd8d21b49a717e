"""Trades at the bound: the fund sells to the thief and buys from him, each time as dearly as it is let."""

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tests.contracts.trader.desk import Leg
from tests.contracts.trader.raid import pair_hop
from tests.hostile.arena import BPS, USD
from tests.hostile.thief import PRECISE, ROOM, SESSION_BPS, Aim, Thief
from world.contract import Contract
from world.pools import sqrt_price_x96

__all__ = ["EveryPool", "OwnPair", "OwnPool", "OwnTwoHops", "Sandwich", "at_the_bound"]


def at_the_bound(thief: Thief, part: float = 1.0) -> tuple[Aim, int] | None:
    """The largest trade there is, or a part of it, and what it may lose; None when there is none."""
    state = thief.arena.read()
    aim = thief.aim(state)
    if aim is None:
        return None
    aim = Aim(aim.name, aim.buy, max(USD, int(aim.usd * part)))
    return aim, thief.most(aim, state)


@dataclass
class OwnPool:
    """A Uniswap V3 pool of his own."""

    name: str = "own pool"

    def strike(self, thief: Thief, random: Random) -> None:
        found = at_the_bound(thief, random.choice([1.0, 1.0, 0.5]))
        if found is None:
            return
        aim, lost = found
        thief.price(aim.name, sell=lost, buy=lost)
        thief.run(thief.sessions([thief.leg(aim)]), usd=aim.usd)


# Looks, ten minutes apart, for feeds that are off by so much on all that may be traded.
LOOKS, EDGE = 24, 0.002


@dataclass
class EveryPool:
    """Every trade there is, in one session through pools of the thief, each at the same loss, and exits at no less than
    what is tolerated of them: that counts in no limit."""

    name: str = "every pool"

    def strike(self, thief: Thief, random: Random) -> None:
        arena = thief.arena
        self._wait(thief)
        state = arena.read()
        aims = [aim for aim in thief.aims(state) if aim.usd > 100 * USD]
        if not aims:
            return
        whole = sum(aim.usd for aim in aims)
        leaving = sum(aim.usd for aim in aims if not aim.buy and aim.name not in state.targets)
        risk = {aim.name for aim in aims if aim.buy} & set(arena.volatile())
        budget = arena.trader.remaining_budget(not risk and 2 * leaving >= whole)
        week = arena.trader.loss_basis(state.nav) * budget // 10**8
        session = state.distance * SESSION_BPS // BPS
        lost = int(min(session, week) * PRECISE // whole * ROOM)
        for aim in aims:
            least = 0 if aim.buy or aim.name in state.targets else thief.tolerated(aim.name)
            each = int(min(max(lost, least * ROOM), thief.slippage(aim.name) * ROOM))
            thief.price(aim.name, sell=each, buy=each)
        thief.run(thief.sessions([thief.leg(aim) for aim in aims]), usd=whole)

    def _wait(self, thief: Thief) -> None:
        """For feeds that are wrong in the thief's favour, where the market is apart from them."""
        arena, market = thief.arena, thief.arena.market
        for _ in range(LOOKS if market is not None else 0):
            assert market is not None
            aims = thief.aims(arena.read())
            gain = sum(aim.usd * market.edge(aim.name) * (-1 if aim.buy else 1) for aim in aims)
            if not aims or gain > EDGE * sum(aim.usd for aim in aims):
                return
            arena.wait(arena.chain.now() + 600)


@dataclass
class OwnPair:
    """A Uniswap V2 pair of his own that keeps what it likes of what it should pay, up to the bound."""

    name: str = "own pair"

    def strike(self, thief: Thief, random: Random) -> None:
        found = at_the_bound(thief, random.choice([1.0, 0.5]))
        if found is None:
            return
        aim, lost = found
        arena, leg = thief.arena, thief.leg(aim)
        token, cash = arena.desk.token(aim.name), arena.world.usdc
        into, out = (cash, token) if aim.buy else (token, cash)
        pays = arena.raw(aim.name if aim.buy else "USDC", aim.usd * (PRECISE - lost) // PRECISE)
        pair = arena.chain.deploy("HostilePair")
        out.mint(pair, pays, sender=arena.world.roles.market)
        # without a reserve of what goes in, all of the other reserve comes out
        pair.pose(into, out, 0, pays, sender=thief.key)
        pair.tell(out, pays, sender=thief.key)
        thief.run(thief.sessions([(*leg[:4], pair_hop(pair), 0, 0)]), usd=aim.usd)


@dataclass
class OwnTwoHops:
    """Two pools of his own, and between them a token he made: its price is nobody's but his."""

    name: str = "own two hops"

    def strike(self, thief: Thief, random: Random) -> None:
        found = at_the_bound(thief)
        if found is None:
            return
        aim, lost = found
        arena, roles = thief.arena, thief.arena.world.roles
        own = arena.chain.deploy("Token", "Own", "OWN", 18, roles.market)
        first = self._pool(thief, arena.desk.token(aim.name), own, Fraction(1))
        rate = arena.price(aim.name) / arena.price("USDC") * 10**6 / arena.desk.unit(aim.name)
        second = self._pool(thief, own, arena.world.usdc, rate * Fraction(PRECISE - lost, PRECISE), lost)
        hops = (first, second)
        words = [int(pool.address, 16) | (not aim.buy) << 160 for pool in (hops[::-1] if aim.buy else hops)]
        leg: Leg = (*thief.leg(aim)[:4], words[0], words[1], 0)
        thief.run(thief.sessions([leg]), usd=aim.usd)

    def _pool(self, thief: Thief, token0: Contract, token1: Contract, rate: Fraction, lost: int = 0) -> Contract:
        """Trades token0 at `rate`, and back at the rate that loses the same; its pockets are full."""
        pool = thief.arena.chain.deploy("ThiefPool", token0, token1)
        keep = Fraction(PRECISE - lost, PRECISE)
        back = keep * keep / rate
        pool.tell((rate.numerator, rate.denominator), (back.numerator, back.denominator), sender=thief.key)
        for token in (token0, token1):
            token.mint(pool, 10**36, sender=thief.arena.world.roles.market)
        return pool


@dataclass
class Sandwich:
    """The true pool, pushed with a flash loan as far as the bound lets it, and pushed back after."""

    name: str = "sandwich"

    def strike(self, thief: Thief, random: Random) -> None:
        found = at_the_bound(thief)
        if found is None:
            return
        aim, lost = found
        asset = thief.arena.desk.asset(aim.name)
        assert asset.pool is not None
        # what the pool's fee and the trade's own weight take is not his
        push = (
            Fraction(lost, PRECISE)
            - Fraction(asset.pool.fee, 10**6)
            - Fraction(aim.usd, int(asset.market.depth_usd * USD))
        )
        before = asset.pool.sqrt_price()
        if push > 0:
            self._move(thief, aim.name, 1 + push if aim.buy else 1 - push)
        desk = thief.arena.desk
        leg = (*thief.leg(aim)[:4], desk.hop(aim.name, asset_in=not aim.buy), 0, 0)
        thief.run(thief.sessions([leg]), usd=aim.usd)
        self._to(thief, aim.name, before)

    def _move(self, thief: Thief, name: str, factor: Fraction) -> None:
        arena, asset = thief.arena, thief.arena.desk.asset(name)
        assert asset.pool is not None
        token, cash = arena.price(name) * factor / arena.desk.unit(name), arena.price("USDC") / 10**6
        first = asset.pool.token0 == asset.token.address
        self._to(thief, name, sqrt_price_x96(token, cash) if first else sqrt_price_x96(cash, token))

    def _to(self, thief: Thief, name: str, sqrt_price: int) -> None:
        world, pool = thief.arena.world, thief.arena.desk.asset(name).pool
        assert pool is not None
        world.maker.move([pool.address], [sqrt_price], sender=world.roles.market)
