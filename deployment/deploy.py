"""A whole deployment: asked, sent, compared, written down. The command line and the local world both call this."""

from dataclasses import dataclass
from pathlib import Path

from deployment.config import Given
from deployment.contracts import PARTS, TIMELOCK
from deployment.difference import Difference
from deployment.errors import DeploymentError
from deployment.listed import listed_terms
from deployment.market import market_differences
from deployment.plan import Plan, build_plan
from deployment.progress import Progress, to_make
from deployment.record import write_book, write_deployment
from deployment.roles import one_view
from deployment.run import Told, opened, run
from deployment.verify import differences
from keepers.chain.connection import Connection, shown_url
from keepers.execute import SendLimits, Signer

__all__ = ["Prepared", "compared", "deploy", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """What would be sent, and where it would go on."""

    progress: Progress
    plan: Plan
    lacking: tuple[Difference, ...]
    """What must be put right before: the market is not as in the book, the deployer has too little USDC."""


def prepare(
    given: Given, connection: Connection, deployer: str, folder: Path, chosen: tuple[int, int] | None = None
) -> Prepared:
    """Ask the chain and the folder; nothing is sent or written. Raises KeeperError."""
    connection.require_chain(given.config.chain_id)
    progress = to_make(given, connection, deployer, folder, chosen)
    plan = build_plan(given, deployer, progress.first_nonce)
    lacking = market_differences(connection, given.book)
    usdc, needed = given.book.cash.token, given.seed
    seeded = next(step for step in plan.steps if step.to == usdc).done(connection)
    held = one_view(connection, "vault", usdc, "balanceOf", deployer)  # a share is an ERC-20 too
    if not seeded and not (isinstance(held, int) and held >= needed):
        lacking.append(Difference("deployer", "raw USDC for the seed", f"at least {needed}", held))
    return Prepared(progress, plan, tuple(lacking))


def deploy(
    prepared: Prepared,
    url: str,
    signer: Signer,
    folder: Path,
    limits: SendLimits | None = None,
    told: Told = lambda number, step, outcome: None,
) -> None:
    """Send what is left, compare all of it with the plan, and write deployment.json and assets.json into `folder`.

    Raises KeeperError with the remedy; run again, and it goes on. DeploymentError when the result is not as planned.
    """
    if prepared.lacking:
        raise DeploymentError("deployment: nothing was sent: " + "; ".join(map(str, prepared.lacking)))
    connection, plan = Connection(url), prepared.plan
    with opened(folder, connection, signer, prepared.progress, limits or SendLimits()) as sender:
        run(plan, connection, sender, told)
    found = compared(plan, connection, prepared.progress.block)
    if found:
        raise DeploymentError(f"deployment: {len(found)} differences from the plan: " + "; ".join(map(str, found)))
    _write(prepared, connection, url, folder)


def compared(plan: Plan, connection: Connection, since: int) -> list[Difference]:
    """What is on chain against the plan: code, links, roles, parameters, assets; and that the deployer has nothing."""
    found = differences(connection, plan.given, plan.addresses, since)
    allowance = one_view(
        connection, "vault", plan.addresses["usdc"], "allowance", plan.deployer, plan.addresses["vault"]
    )
    if allowance != 0:
        found.append(Difference("deployer", "USDC approved to the vault", 0, allowance))
    return found


def _write(prepared: Prepared, connection: Connection, url: str, folder: Path) -> None:
    plan, given = prepared.plan, prepared.plan.given
    addresses = {part.key: plan.addresses[part.key] for part in PARTS}
    others = {"usdc": plan.addresses["usdc"], TIMELOCK: plan.addresses[TIMELOCK]}
    # The path of a provider's URL is a key.
    write_deployment(folder, given.config.chain_id, prepared.progress.block, shown_url(url), addresses, others)
    write_book(folder, given.book, listed_terms(connection, plan.addresses, len(given.book.assets)))
