"""Capital without end: deposits that make the fund larger for the moment in which a loss is measured."""

from dataclasses import dataclass
from random import Random

from tests.hostile.arena import DAY, HOUR, PPM, USD, State
from tests.hostile.thief import Aim, Call, Thief

__all__ = ["FlashDeposit", "LockedRedemption", "SlowDeposit", "enter", "leave"]


def enter(thief: Thief) -> int:
    """Deposit as much as the hour lets in; raw USDC."""
    vault = thief.arena.vault
    assets = int(vault.maxDeposit(thief.burglar))
    if assets:
        thief.run([(vault, vault.deposit.encode(assets, thief.burglar))])
    return assets


def leave(thief: Thief, part: float = 1.0) -> None:
    """Everything out: in USDC as far as there is some, the rest in kind."""
    vault, burglar = thief.arena.vault, thief.burglar
    cash = int(min(vault.maxRedeem(burglar), thief.shares()) * part)
    if cash:
        thief.run([(vault, vault.redeem.encode(cash, burglar, burglar))])
    if thief.shares():
        thief.run([_in_kind(thief, thief.shares())])


def _in_kind(thief: Thief, shares: int) -> Call:
    vault, burglar = thief.arena.vault, thief.burglar
    return vault, vault.redeem_in_kind.encode(shares, burglar, burglar)


def _widened(state: State, usd: int) -> State:
    """The fund with so much more in USDC."""
    return State(state.time, state.values | {"USDC": state.values["USDC"] + usd}, state.targets, state.supply)


@dataclass
class FlashDeposit:
    """Deposit, session, exit in kind, all in one transaction: the loss is measured while the fund is large."""

    name: str = "flash deposit"
    most: int = 10  # times what the fund is worth, where the hour's flow lets so much in
    lossless: bool = False  # only so that NAV at the last close is large

    def strike(self, thief: Thief, random: Random) -> None:
        arena, vault = thief.arena, thief.arena.vault
        assets = min(int(vault.maxDeposit(thief.burglar)), self.most * int(vault.totalAssets()))
        if not assets:
            return
        wide = _widened(arena.read(), arena.worth("USDC", assets))
        aim = thief.aim(wide)
        if aim is None:
            return
        lost = 0 if self.lossless else thief.most(aim, wide)
        thief.price(aim.name, sell=lost, buy=lost)
        shares = int(vault.previewDeposit(assets))
        calls = [(vault, vault.deposit.encode(assets, thief.burglar)), *thief.sessions([thief.leg(aim)])]
        thief.run([*calls, _in_kind(thief, shares)], usd=aim.usd)


@dataclass
class SlowDeposit:
    """Hours of deposits, a session of crumbs after each so that the last close is large as well; then the theft."""

    name: str = "slow deposit"

    def strike(self, thief: Thief, random: Random) -> None:
        for _ in range(random.randint(2, 5)):
            if enter(thief):
                self._trade(thief, 1 / PPM, lossless=True)
            thief.arena.wait(thief.arena.chain.now() + HOUR)
        for _ in range(2):
            self._trade(thief, 1.0, lossless=False)
        leave(thief)

    def _trade(self, thief: Thief, part: float, *, lossless: bool) -> None:
        state = thief.arena.read()
        aim = thief.aim(state)
        if aim is None:
            return
        aim = Aim(aim.name, aim.buy, max(USD, int(aim.usd * part)))
        lost = 0 if lossless else thief.most(aim, state)
        thief.price(aim.name, sell=lost, buy=lost)
        thief.run(thief.sessions([thief.leg(aim)]), usd=aim.usd)


@dataclass
class LockedRedemption:
    """A large holder asks to leave by the queue: raising his cash is toward the target, and is sold to himself."""

    name: str = "locked redemption"

    def strike(self, thief: Thief, random: Random) -> None:
        arena, queue = thief.arena, thief.arena.world.index.queue
        if enter(thief) == 0:
            arena.wait(arena.chain.now() + HOUR)
            enter(thief)
        shares, burglar = thief.shares(), thief.burglar
        if not thief.run([(queue, queue.requestRedeem.encode(shares, burglar, burglar))]):
            return
        if not thief.run([(queue, queue.lock.encode())]):
            arena.wait(arena.chain.now() + DAY)
            thief.run([(queue, queue.lock.encode())])
        arena.wait(arena.chain.now() + HOUR)
        state = arena.read()
        for aim in thief.aims(state):
            if not aim.buy:
                lost = thief.most(aim, state)
                thief.price(aim.name, sell=lost)
                thief.run(thief.sessions([thief.leg(aim)]), usd=aim.usd)
        self._settle(thief)

    def _settle(self, thief: Thief) -> None:
        """He settles; when cash is short he waits until anyone may, and takes what there is."""
        arena, queue, burglar = thief.arena, thief.arena.world.index.queue, thief.burglar
        if not thief.run([(queue, queue.settle.encode())]):
            arena.wait(arena.chain.now() + DAY)
            thief.run([(queue, queue.settle.encode())])
        claim = int(queue.maxRedeem(burglar))
        if claim:
            thief.run([(queue, queue.redeem.encode(claim, burglar, burglar))])
