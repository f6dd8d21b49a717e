"""The owner: what raises risk again, fees, terms, retirements."""

from __future__ import annotations

from random import Random

from tests.contracts.listings import ACTIVE, IMPAIRED, pricing
from tests.stateful.actions.action import action
from tests.stateful.play import Idle, Play

NOTICE = 7 * 86_400


@action(weight=3)
def lift(play: Play, random: Random) -> None:
    """What is impaired or sell-only is active again."""
    registry = play.index.registry
    others = [i for i in play.stage.ids[1:] if registry.asset(i).status != ACTIVE]
    if not others:
        raise Idle
    play.send(registry.set_status, random.choice(others), ACTIVE, sender=play.roles.owner)


@action(weight=0)
def retire(play: Play, random: Random) -> None:
    """Impaired by the owner first, as it must be."""
    if not play.look.held:
        raise Idle
    asset = random.choice(play.look.held)
    play.send(play.index.registry.set_status, asset, IMPAIRED, sender=play.roles.owner)
    play.send(play.index.policy.retire, asset, sender=play.roles.owner)


@action(weight=0)
def set_terms(play: Play, random: Random) -> None:
    """The same sources again, as after a feed changed under the registry."""
    rows = play.stage.world.assets[1:]
    changed = [row for row in rows if row.provider_id in play.stage.dead]
    row = random.choice(changed if changed and random.random() < 0.7 else rows)
    terms = play.index.registry.asset(row.asset_id)
    priced = pricing(row.feed.proxy, kind=terms.kind, heartbeat=terms.heartbeat, deviation_bps=terms.deviation_bps)
    play.send(play.index.registry.set_terms, row.asset_id, priced, terms.slippage_bps, sender=play.roles.owner)


@action()
def set_fees(play: Play, random: Random) -> None:
    """Lower at once, higher after the notice."""
    policy = play.index.policy
    play.send(policy.set_fees, random.randint(0, 200), random.randint(0, 50), sender=play.roles.owner)
    effective_at = policy.announced()[2]
    if effective_at and random.random() < 0.5:
        while play.now < effective_at:
            play.sleep(min(86_400, effective_at - play.now))
        play.send(policy.apply_announced, sender=play.roles.anyone)


@action()
def set_flow_limit(play: Play, random: Random) -> None:
    limit = (random.choice([20_000, 100_000]) * 10**6, random.choice([2_000, 20_000]), random.choice([50_000, 200_000]))
    play.send(play.index.policy.set_flow_limit, limit, sender=play.roles.owner)
