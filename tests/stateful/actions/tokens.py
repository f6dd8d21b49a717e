"""Tokens that turn odd where they stand, and turn back."""

from __future__ import annotations

from random import Random

from tests.odd_tokens import ODD_KINDS, turn_odd
from tests.stateful.actions.action import action
from tests.stateful.play import Idle, Play

ODD = (4, 5)  # ETH and LINK
SHARED = ("rebased down", "rebased up", "hook", "blocklist")


@action(weight=3)
def token_turns_odd(play: Play, random: Random) -> None:
    plain = [asset for asset in ODD if asset not in play.stage.odd]
    if not plain:
        raise Idle
    asset, kind = random.choice(plain), random.choice(sorted(set(ODD_KINDS) - set(SHARED)))
    turn_odd(play.stage.chain, play.stage.row(asset).token, kind)
    play.stage.odd[asset] = kind


@action(weight=7)
def token_is_plain_again(play: Play, random: Random) -> None:
    odd = [asset for asset, kind in play.stage.odd.items() if kind not in SHARED]
    if not odd:
        raise Idle
    asset = random.choice(odd)
    play.stage.plain(asset)
    play.stage.turn()


@action()
def donate(play: Play, random: Random) -> None:
    """Tokens that nobody asked for: no answer changes."""
    row = random.choice([row for row in play.stage.world.assets if row.asset_id not in play.stage.odd])
    row.token.mint(play.index.vault, random.randint(1, 10**row.market.decimals), sender=play.roles.market)
