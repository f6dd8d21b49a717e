"""Holders at the vault: in and out at NAV, out in kind, claims, transfers."""

from __future__ import annotations

from random import Random

from tests.funded import FAR
from tests.stateful.actions.action import action, amount, holder, person
from tests.stateful.play import Idle, Play

PLENTY = 20_000 * 10**6  # raw USDC: more than most entries


@action(weight=4)
def deposit(play: Play, random: Random) -> None:
    who, vault = person(play, random), play.index.vault
    play.send(vault.deposit, amount(random, min(PLENTY, vault.maxDeposit(who)), 10**4), who, sender=who)


@action(weight=3)
def mint(play: Play, random: Random) -> None:
    who, vault = person(play, random), play.index.vault
    play.send(vault.mint, amount(random, min(PLENTY * 10**12, vault.maxMint(who)), 10**16), who, sender=who)


@action(weight=6)
def buy(play: Play, random: Random) -> None:
    who, vault = person(play, random), play.index.vault
    assets = amount(random, min(PLENTY, vault.maxDeposit(who)), 10**4)
    play.send(vault.buy, assets, vault.previewDeposit(assets), person(play, random), FAR, sender=who)


@action(weight=3)
def redeem(play: Play, random: Random) -> None:
    who, _ = holder(play, random)
    vault = play.index.vault
    play.send(vault.redeem, amount(random, vault.maxRedeem(who), 10**14), who, who, sender=who)


@action(weight=5)
def withdraw(play: Play, random: Random) -> None:
    who, _ = holder(play, random)
    vault = play.index.vault
    play.send(vault.withdraw, amount(random, vault.maxWithdraw(who), 100), who, who, sender=who)


@action(weight=4)
def sell(play: Play, random: Random) -> None:
    who, _ = holder(play, random)
    vault = play.index.vault
    shares = amount(random, vault.maxRedeem(who), 10**14)
    play.send(vault.sell, shares, vault.previewRedeem(shares), who, FAR, sender=who)


@action()
def transfer(play: Play, random: Random) -> None:
    who, shares = holder(play, random)
    play.send(play.index.vault.transfer, person(play, random), amount(random, shares), sender=who)


@action(weight=3)
def exit_in_kind(play: Play, random: Random) -> None:
    who, shares = holder(play, random)
    some = amount(random, shares // 8 or 1)
    play.send(play.index.vault.redeem_in_kind, some, who, who, [], sender=who)


@action(weight=5)
def exit_in_kind_with_claims(play: Play, random: Random) -> None:
    """Some assets are skipped: their part is booked as a claim."""
    who, shares = holder(play, random)
    if not play.look.held:
        raise Idle
    skip = random.sample(play.look.held, random.randint(1, len(play.look.held)))
    play.send(play.index.vault.redeem_in_kind, amount(random, shares // 8 or 1), who, who, skip, sender=who)


@action(weight=5)
def claim(play: Play, random: Random) -> None:
    due = [key for key, value in play.look.claims.items() if value]
    if not due:
        raise Idle
    asset, who = random.choice(due)
    play.send(play.index.vault.claim, asset, person(play, random), sender=who)


@action()
def accrue(play: Play, random: Random) -> None:
    play.send(play.index.vault.accrue, sender=person(play, random))


@action()
def distribute(play: Play, random: Random) -> None:
    play.send(play.index.policy.distribute, sender=person(play, random))


@action(weight=3)
def sync(play: Play, random: Random) -> None:
    """Anybody books what a token has less than the books say."""
    asset = random.choice(sorted(play.stage.shrunk) or play.stage.ids)
    play.send(play.index.vault.sync, asset, sender=person(play, random))
    play.stage.shrunk.discard(asset)
