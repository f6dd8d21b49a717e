"""What the people of the machine do, by role. Every module here adds its actions to ACTIONS."""

from tests.stateful.actions import auctions, endings, guardian, holders, keepers, market, owner, requests, thief, tokens
from tests.stateful.actions.action import ACTIONS

__all__ = [
    "ACTIONS",
    "auctions",
    "endings",
    "guardian",
    "holders",
    "keepers",
    "market",
    "owner",
    "requests",
    "thief",
    "tokens",
]
