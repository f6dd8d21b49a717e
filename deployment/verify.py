"""A chain against the build, the configuration and the asset book: every difference, by name."""

from collections.abc import Iterable, Iterator, Mapping

from deployment.code import code_differences
from deployment.config import Given
from deployment.contracts import PARTS, TIMELOCK
from deployment.difference import Difference
from deployment.expected import Expected, expected_parameters
from deployment.listed import asset_differences
from deployment.listing import NOBODY
from deployment.roles import role_differences, timelock_differences, views
from keepers.chain.connection import Connection

__all__ = ["accounts_of", "differences", "link_differences"]

BURNED = "0x000000000000000000000000000000000000dEaD"  # who holds the seed's shares
SHARES_A_USDC = 10**12  # raw shares for a raw unit of USDC, at the seed


def differences(connection: Connection, given: Given, at: Mapping[str, str], since: int) -> list[Difference]:
    """All of them. `at`: addresses by key of the table, and the timelock's; `since`: the first block of the index."""
    addresses = {**at, "owner": at[TIMELOCK], "usdc": given.book.cash.token}
    addresses["sequencer_feed"] = given.book.sequencer_feed or NOBODY
    found = list(code_differences(connection, addresses, given.config.chain_id))
    if any(difference.what == "code" for difference in found):
        return found  # what other code answers means nothing
    return [
        *found,
        *link_differences(connection, addresses),
        *role_differences(connection, addresses, accounts_of(given, at[TIMELOCK])),
        *timelock_differences(connection, given, at[TIMELOCK], since),
        *_parameters(connection, addresses, expected_parameters(given.contract)),
        *asset_differences(connection, given, addresses),
        *_seed(connection, addresses, given.seed),
    ]


def accounts_of(given: Given, owner: str) -> dict[str, str]:
    """Who must hold each role."""
    config = given.config
    return {
        "owner": owner,
        "guardian": config.roles.guardian,
        "proposer": config.roles.proposer,
        "executor": config.roles.executor,
        "manager": config.fees.manager,
        "platform": config.fees.platform,
    }


def link_differences(connection: Connection, at: Mapping[str, str]) -> Iterator[Difference]:
    """Views that say what a contract's neighbour is; immutables without a view are in the code."""
    asked = [
        ("registry", "token", (1,), "usdc"),
        ("registry", "sequencer_feed", (), "sequencer_feed"),
        ("strategy", "registry", (), "registry"),
        ("trader", "queue", (), "queue"),
        ("policy", "vault", (), "vault"),
        ("vault", "asset", (), "usdc"),
        ("vault", "policy", (), "policy"),
        ("vault", "trader", (), "trader"),
        ("vault", "registry", (), "registry"),
    ]
    answers = views(connection, at, [(key, view, arguments) for key, view, arguments, _ in asked])
    for (key, view, _, neighbour), found in zip(asked, answers, strict=True):
        if found != at[neighbour]:
            yield Difference(key, view, at[neighbour], found)


def _parameters(connection: Connection, at: Mapping[str, str], parameters: Iterable[Expected]) -> Iterator[Difference]:
    wanted = [expected for expected in parameters if expected.key in {part.key for part in PARTS}]
    answers = views(connection, at, [(expected.key, expected.view, ()) for expected in wanted])
    for expected, answer in zip(wanted, answers, strict=True):
        found = answer[expected.field] if expected.field and isinstance(answer, dict) else answer
        if found != expected.value:
            name = f"{expected.view}.{expected.field}" if expected.field else expected.view
            yield Difference(expected.key, name, expected.value, found)


def _seed(connection: Connection, at: Mapping[str, str], seed: int) -> Iterator[Difference]:
    # More may have been burned since; less means that somebody else made the first deposit.
    (burned,) = views(connection, at, [("vault", "balanceOf", (BURNED,))])
    if not isinstance(burned, int) or burned < seed * SHARES_A_USDC:
        yield Difference("vault", "shares burned", f"at least {seed * SHARES_A_USDC}", burned)
