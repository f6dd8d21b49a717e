"""A thief with the executor's key: trades toward the target in pools of their own, each at a loss of their choosing."""

from __future__ import annotations

from random import Random

from tests.stateful.actions.action import action
from tests.stateful.actions.keepers import decide_bear, decide_bull
from tests.stateful.play import Idle, Play
from tests.stateful.sessions import Targets, gaps, leg, raw, session
from tests.stateful.stage import CASH

BPS = 10_000
USD = 10**18
AIMS = (3, 4, 5)  # BTC, ETH, LINK
MOST = 250_000 * USD


def steal(play: Play, random: Random, lost_bps: int) -> None:
    """One leg, the largest there is, so many bps below (above) the feed's price; after a decision if there is none."""
    try:
        trade(play, lost_bps)
    except Idle:
        random.choice((decide_bull, decide_bear))(play, random)
        trade(play, lost_bps)


def trade(play: Play, lost_bps: int) -> None:
    targets = Targets.of(play)
    above = gaps(play, targets) if targets.epoch else {}
    sales = [(above[i], i, False) for i in AIMS if above.get(i, 0) > USD]
    buys = [(min(-above[i], above[CASH]), i, True) for i in AIMS if min(-above.get(i, 0), above.get(CASH, 0)) > USD]
    quotes, out = play.stage.quotes(), {*play.stage.odd, *play.model.retired}
    able = [each for each in (*sales, *buys) if each[1] not in out and quotes[each[1]].firm]
    if not able:
        raise Idle
    usd, asset, buy = max(able)
    usd = min(usd, MOST) * 99 // 100
    pool = play.stage.thief_pools[asset]
    price, cash = play.stage.quotes()[asset], play.stage.quotes()[CASH]
    # raw USDC for raw units of the asset
    forward = price.price * 10**cash.decimals, cash.price * 10**price.decimals
    worse = BPS - lost_bps
    rates = (forward[0] * worse, forward[1] * BPS), (forward[1] * worse, forward[0] * BPS)
    pool.tell(*rates, sender=play.roles.executor)
    amount = raw(play, CASH if buy else asset, usd)
    word = int(pool.address, 16) | (not buy) << 160
    play.send(
        play.index.trader.rebalance,
        *session(play, [leg(play, asset, buy, amount, word)]),
        sender=play.roles.executor,
    )


@action(weight=6)
def steal_a_little(play: Play, random: Random) -> None:
    steal(play, random, random.randint(1, 25))


@action(weight=8)
def steal_at_the_bound(play: Play, random: Random) -> None:
    steal(play, random, random.choice([30, 50, 70, 79, 99]))
