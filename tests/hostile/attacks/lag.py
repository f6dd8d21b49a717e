"""What feeds do not see yet: a trade at the feed's price before it moves, and the minute of a settlement."""

from contextlib import suppress
from dataclasses import dataclass
from random import Random

from tests.hostile.arena import BPS, DAY, HOUR
from tests.hostile.attacks.capital import leave
from tests.hostile.thief import GIFT, Aim, Thief
from world.chain import Reverted

__all__ = ["BeforeTheFeed", "SettlementMinute"]

WAITS = 12  # looks, ten minutes apart
LEAST_EDGE = 0.002
PART_OF_NAV = 0.2  # of a batch; more goes back


@dataclass
class BeforeTheFeed:
    """The fund trades with the thief at exactly the feed's price when the thief knows that it is wrong."""

    name: str = "before the feed"

    def strike(self, thief: Thief, random: Random) -> None:
        arena, market = thief.arena, thief.arena.market
        if market is None:
            return
        for _ in range(WAITS):
            best: tuple[float, Aim] | None = None
            for aim in thief.aims(arena.read()):
                edge = market.edge(aim.name) * (-1 if aim.buy else 1)
                if edge > LEAST_EDGE and (best is None or edge * aim.usd > best[0] * best[1].usd):
                    best = edge, aim
            if best is not None:
                aim = best[1]
                thief.price(aim.name, sell=GIFT, buy=GIFT)
                thief.run(thief.sessions([thief.leg(aim)]), usd=aim.usd)
                return
            arena.wait(arena.chain.now() + 600)


@dataclass
class SettlementMinute:
    """A friend waits in a batch, against somebody who leaves by it: the executor settles in their best minute."""

    name: str = "settlement minute"

    def _somebody_leaves(self, thief: Thief) -> None:
        # what is netted pays no levy
        arena, queue, honest = thief.arena, thief.arena.world.index.queue, thief.arena.holder
        shares = int(arena.vault.balanceOf(honest)) // 10
        arena.vault.approve(queue, shares, sender=honest)
        with suppress(Reverted):
            queue.requestRedeem(shares, honest, honest, sender=honest)

    def strike(self, thief: Thief, random: Random) -> None:
        arena, market, queue = thief.arena, thief.arena.market, thief.arena.world.index.queue
        if market is None:
            return
        burglar, usdc = thief.burglar, arena.world.usdc
        assets = int(arena.read().nav * PART_OF_NAV / 10**12)
        thief.send([(usdc, usdc.approve.encode(queue, 2**256 - 1))])
        if not thief.run([(queue, queue.requestDeposit.encode(assets, burglar, burglar))]):
            return
        self._somebody_leaves(thief)
        for _ in range(2):
            if thief.run([(queue, queue.lock.encode())]):
                break
            arena.wait(arena.chain.now() + DAY)
        arena.wait(arena.chain.now() + HOUR)
        for minute in range(11):
            state = arena.read()
            gain = float(market.share(state) / (state.share / 10**18)) - 1
            # as good as an hour mostly brings, or the last chance to choose
            if gain * BPS > 15 or minute == 10:
                break
            arena.wait(arena.chain.now() + 300)
        thief.run([(queue, queue.settle.encode())])
        if claim := int(queue.maxDeposit(burglar)):
            thief.run([(queue, queue.deposit.encode(claim, burglar, burglar))])
        if thief.shares():
            leave(thief)
