"""A to B to A: a leg may pass its target by dust, so the fund can be led to and fro for ever."""

from dataclasses import dataclass
from random import Random

from tests.hostile.arena import BPS, State
from tests.hostile.attacks.venues import at_the_bound
from tests.hostile.thief import GIFT, PRECISE, ROOM, SESSION_BPS, Aim, Call, Thief

__all__ = ["BurnTheWayOut", "DustSessions", "RoundTrip"]

AT_ONCE = 16  # sessions in one transaction


def dust(state: State, name: str) -> int:
    """USD 18 decimals by which a leg may pass the target of an asset."""
    return max(state.nav // BPS, state.target(name) // 200)


@dataclass
class RoundTrip:
    """Sessions that sell the one of two assets that is above its target and buy the other: both ways at a loss."""

    name: str = "round trip"
    buys_lose: bool = True

    def strike(self, thief: Thief, random: Random) -> None:
        state = thief.arena.read()
        held = [name for name in thief.arena.volatile() if state.target(name)]
        if len(held) < 2:
            return
        pair = sorted(held, key=lambda name: dust(state, name))[-2:]
        if any(abs(state.gap(name)) > dust(state, name) for name in [*pair, "USDC"]):
            thief.arrive()
            state = thief.arena.read()
        sessions = self._swings(thief, state, pair)
        # when not all of them go through, one may
        for count in (AT_ONCE, 1):
            calls = [call for _, session in sessions[:count] for call in session]
            if thief.run(calls, usd=sum(usd for usd, _ in sessions[:count])):
                return

    def _swings(self, thief: Thief, state: State, pair: list[str]) -> list[tuple[int, list[Call]]]:
        """Of each session what it trades, and its calls: prices of both pools, then the session."""
        reach = min(dust(state, name) for name in pair) * 7 // 10
        gaps = {name: state.gap(name) for name in pair}
        cash = state.gap("USDC")
        number = thief.next_session()
        sessions = []
        for _ in range(AT_ONCE):
            sold, bought = sorted(pair, key=lambda name: -gaps[name])
            sale = max(0, gaps[sold] + reach) if gaps[sold] > 0 else 0
            session = ((abs(gaps[sold]) + abs(gaps[bought])) // 2 + state.nav // BPS) * SESSION_BPS // BPS
            # what is bought is paid by what is sold
            losing = (2 * sale if self.buys_lose else sale) or reach
            lost = int(min(session * PRECISE // losing, thief.slippage(sold), thief.slippage(bought)) * ROOM)
            buy_lost = lost if self.buys_lose else GIFT
            proceeds = sale * (PRECISE - lost) // PRECISE
            purchase = min(reach - gaps[bought], proceeds + max(0, cash + dust(state, "USDC") // 2))
            legs = [thief.leg(Aim(sold, False, sale))] if sale else []
            if purchase > 0 and gaps[bought] < 0:
                legs.append(thief.leg(Aim(bought, True, purchase)))
            else:
                purchase = 0
            calls = [thief.pricing(sold, sell=lost), thief.pricing(bought, buy=buy_lost)]
            for each in [legs] if self.buys_lose else [[leg] for leg in legs]:
                calls.append(thief.session(number, each))
                number += 1
            sessions.append((sale + purchase, calls))
            gaps[sold] -= sale
            gaps[bought] += purchase * (PRECISE - buy_lost) // PRECISE
            cash += proceeds - purchase
        return sessions


@dataclass
class BurnTheWayOut(RoundTrip):
    """Purchases apart, at no loss: only sales lose, as if to lower risk, until the way out is burned too."""

    name: str = "burn the way out"
    buys_lose: bool = False


@dataclass
class DustSessions:
    """Many sessions in one transaction, of crumbs: what rounds to nothing, and what is authorised anew each time."""

    name: str = "dust sessions"

    def strike(self, thief: Thief, random: Random) -> None:
        found = at_the_bound(thief)
        if found is None:
            return
        aim, _ = found
        crumb = random.choice([1, 10**12, 10**15, 10**17, aim.usd // 1_000, aim.usd // 40]) + 1
        lost = int(thief.slippage(aim.name) * ROOM)
        thief.price(aim.name, sell=lost, buy=lost)
        name = "USDC" if aim.buy else aim.name
        raw = max(thief.arena.raw(name, crumb), 1)
        desk, pool = thief.arena.desk, thief.pools[aim.name]
        make = desk.buy if aim.buy else desk.sell
        thief.run(thief.sessions(*([make(aim.name, raw=raw, pool=pool)] for _ in range(AT_ONCE))), usd=AT_ONCE * crumb)
