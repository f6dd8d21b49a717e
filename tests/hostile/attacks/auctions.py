"""The executor's own auctions, where nobody else bids."""

from dataclasses import dataclass
from random import Random

from tests.funded import FAR
from tests.hostile.arena import HOUR
from tests.hostile.thief import Thief

__all__ = ["OwnAuction"]


@dataclass
class OwnAuction:
    """Opened by him and taken by him in its last minute, when the price is next to the bound; others sleep."""

    name: str = "own auction"

    def strike(self, thief: Thief, random: Random) -> None:
        arena, house = thief.arena, thief.arena.world.index.auctions
        aim = thief.aim(arena.read())
        if aim is None:
            return
        asset = arena.desk.id(aim.name)
        if not thief.run([(house, house.open.encode([asset]))]):
            return
        arena.wait(arena.chain.now() + HOUR - 60)
        token, cash = arena.desk.token(aim.name), arena.world.usdc
        pays = token if aim.buy else cash
        token.mint(thief.burglar, arena.raw(aim.name, 2 * aim.usd), sender=arena.world.roles.market)
        most = 0 if aim.buy else 2**255
        # all of it, or as much of it as the budget may bear
        for part in (1, 20):
            amount = house.auction(asset).remaining // part
            bid = house.bid.encode(asset, amount, most, thief.burglar.address, FAR, b"")
            approval = pays.approve.encode(house, 2**256 - 1)
            if thief.run([(pays, approval), (house, bid)], usd=aim.usd // part):
                return
