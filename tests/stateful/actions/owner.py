"""The owner: what raises risk again, fees, terms, retirements."""

from __future__ import annotations

from random import Random

from tests.contracts.listings import ACTIVE, IMPAIRED, pricing
from tests.stateful.actions.action import action
from tests.stateful.play import Idle, Play
from tests.stateful.stage import DAY


@action(weight=7)
def lift(play: Play, random: Random) -> None:
    """What is impaired or sell-only is active again."""
    registry = play.index.registry
    others = [i for i in play.stage.ids[1:] if registry.asset(i).status != ACTIVE]
    if not others:
        raise Idle
    play.send(registry.set_status, random.choice(others), ACTIVE, sender=play.roles.owner)


@action(weight=3)
def retire(play: Play, random: Random) -> None:
    """Impaired by the owner first, as it must be."""
    if not play.look.held:
        raise Idle
    asset = random.choice(play.look.held)
    play.send(play.index.registry.set_status, asset, IMPAIRED, sender=play.roles.owner)
    play.send(play.index.policy.retire, asset, sender=play.roles.owner)


@action(weight=6)
def set_terms(play: Play, random: Random) -> None:
    """The same sources again, as after a feed changed under the registry."""
    rows = play.stage.world.assets[1:]
    changed = [row for row in rows if row.provider_id in play.stage.dead]
    row = random.choice(changed if changed and random.random() < 0.7 else rows)
    terms = play.index.registry.asset(row.asset_id)
    priced = pricing(row.feed.proxy, kind=terms.kind, heartbeat=terms.heartbeat, deviation_bps=terms.deviation_bps)
    # what the owner says it is worth, where its price has left its bounds
    reference = random.choice([0, round(play.stage.prices[row.provider_id] * 10**18)])
    arguments = row.asset_id, priced, terms.slippage_bps, reference
    play.send(play.index.registry.set_terms, *arguments, sender=play.roles.owner)


@action()
def set_fees(play: Play, random: Random) -> None:
    """Lower at once, higher after the notice."""
    policy = play.index.policy
    play.send(policy.set_fees, random.randint(0, 200), random.randint(0, 50), sender=play.roles.owner)
    effective_at = policy.announced_fees()[2]
    if effective_at and random.random() < 0.5:
        wait(play, effective_at)
        play.send(policy.apply_fees, sender=play.roles.anyone)


@action()
def set_flow_limit(play: Play, random: Random) -> None:
    limit = (random.choice([20_000, 100_000]) * 10**6, random.choice([2_000, 20_000]), random.choice([50_000, 200_000]))
    policy = play.index.policy
    play.send(policy.set_flow_limit, limit, sender=play.roles.owner)
    effective_at = policy.announced_flow_limit()[1]
    if effective_at and random.random() < 0.3:
        wait(play, effective_at)
        play.send(policy.apply_flow_limit, sender=play.roles.anyone)


@action()
def withdraw_announcement(play: Play, random: Random) -> None:
    policy = play.index.policy
    waiting = [policy.announced_fees()[2], policy.announced_flow_limit()[1]]
    subjects = [subject for subject, effective_at in enumerate(waiting) if effective_at]
    if not subjects:
        play.send(policy.set_fees, 250, 60, sender=play.roles.owner)
        subjects = [0]
    play.send(policy.withdraw_announcement, random.choice(subjects), sender=play.roles.owner)


@action(weight=5)
def write_off(play: Play, random: Random) -> None:
    """Announced, and applied by anybody a week later."""
    policy = play.index.policy
    retired = [asset for asset in play.model.retired if asset not in play.model.written_off]
    if not retired:
        retire(play, random)
        retired = play.model.retired[:1]
    asset = random.choice(retired)
    play.send(policy.write_off, asset, sender=play.roles.owner)
    wait(play, policy.announced_write_off(asset))
    play.send(policy.apply_write_off, asset, sender=play.roles.anyone)


def wait(play: Play, until: int) -> None:
    """Day by day, so that feeds that are alive stay fresh."""
    while play.now < until:
        play.sleep(min(DAY, until - play.now))
