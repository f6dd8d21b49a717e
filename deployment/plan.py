"""A deployment as a list of transactions, known before the first is sent: addresses, calldata, and how to tell on chain
whether each was done. Nothing here is sent.

    timelock       with no delay, and the deployer as its only proposer and executor
    the table      every contract with the timelock as its owner
    assets         scheduled and executed in batches, in the order of the book
    seed           the deployer's USDC approved and paid in, the shares burned
    handover       scheduled and executed: the timelock's delay and proposers, nothing for the deployer
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from deployment.config import Given
from deployment.contracts import TIMELOCK, Terms
from deployment.creation import Creation, addresses_from, creations
from deployment.errors import BadConfig
from deployment.listing import NOBODY
from deployment.timelock import Batch, handover, timelock_abi
from keepers.chain.abi import Abi
from keepers.chain.connection import Connection
from world.artifacts import artifact
from world.chain import create_address
from world.contract import constructor_data

__all__ = ["ASSETS_A_BATCH", "Plan", "Step", "build_plan", "constructor_terms"]

# Listing one asset costs about 130,000 gas through the timelock, one of two feeds twice that: half the cap.
ASSETS_A_BATCH = 50


@dataclass(frozen=True)
class Step:
    """One transaction of the deployer. `to` None creates what will stand at `address`, and only with `nonce`."""

    name: str
    to: str | None
    data: bytes
    done: Callable[[Connection], bool]
    address: str | None = None
    nonce: int | None = None


@dataclass(frozen=True)
class Plan:
    """All of them, in order."""

    given: Given
    deployer: str
    first_nonce: int
    addresses: dict[str, str]
    creations: tuple[Creation, ...]
    steps: tuple[Step, ...]


def build_plan(given: Given, deployer: str, first_nonce: int) -> Plan:
    """What a deployment is when its first transaction has `first_nonce`. BadConfig: the deployer has a role in it."""
    _no_role(given, deployer)
    timelock = create_address(deployer, first_nonce)
    usdc = given.book.cash.token
    others = {
        "owner": timelock,
        TIMELOCK: timelock,
        "usdc": usdc,
        "sequencer_feed": given.book.sequencer_feed or NOBODY,
    }
    addresses = addresses_from(deployer, first_nonce + 1, others)
    made = creations(constructor_terms(given), addresses, first_nonce + 1)
    steps = [_timelock(timelock, deployer, first_nonce), *map(_create, made)]
    predecessor = bytes(32)
    for batch in _listings(given, addresses["registry"]):
        chained = Batch(batch.name, batch.targets, batch.payloads, predecessor)
        steps += _through(timelock, chained)
        predecessor = chained.id
    steps += _seed(deployer, usdc, addresses["vault"], given.seed)
    end = handover(timelock, deployer, given.config.timelock.proposers, given.executors, given.delay, predecessor)
    steps += _through(timelock, end)
    return Plan(given, deployer, first_nonce, addresses, tuple(made), tuple(steps))


def constructor_terms(given: Given) -> Terms:
    """What the contracts are told at birth."""
    config = given.config
    return Terms(
        guardian=config.roles.guardian,
        proposer=config.roles.proposer,
        executor=config.roles.executor,
        manager=config.fees.manager,
        platform=config.fees.platform,
        platform_share_bps=config.fees.platform_share_bps,
        cash=given.book.listing(given.book.cash),
        contract=given.contract,
    )


def _no_role(given: Given, deployer: str) -> None:
    config = given.config
    held = {"timelock.proposers": config.timelock.proposers, "timelock.executors": config.timelock.executors}
    held |= {f"roles.{name}": (account,) for name, account in config.roles}
    for role, accounts in held.items():
        if deployer in accounts:
            raise BadConfig(
                f"deployment: the deployer {deployer} is also {role}; it must end with nothing: deploy with another key"
            )


def _timelock(address: str, deployer: str, nonce: int) -> Step:
    built = artifact("TimelockController")
    arguments = constructor_data(built.abi, (0, [deployer], [deployer], NOBODY))
    return Step(
        "create TimelockController",
        None,
        bytes.fromhex(built.bytecode[2:]) + arguments,
        _stands(address),
        address,
        nonce,
    )


def _create(made: Creation) -> Step:
    name = f"create {made.part.contract}"
    return Step(name, None, made.data, _stands(made.address), made.address, made.nonce)


def _listings(given: Given, registry: str) -> Iterator[Batch]:
    # Cash is listed by the registry's constructor.
    rows = given.book.assets[1:]
    function = _abi("AssetRegistry").functions["list_asset"]
    for first in range(0, len(rows), ASSETS_A_BATCH):
        part = rows[first : first + ASSETS_A_BATCH]
        calls = tuple(function.encode(given.book.listing(row).terms()) for row in part)
        yield Batch(f"list assets {first + 2} to {first + 1 + len(part)}", (registry,) * len(calls), calls)


def _through(timelock: str, batch: Batch) -> Iterator[Step]:
    known = _answers(timelock, "isOperation", batch.id)
    done = _answers(timelock, "isOperationDone", batch.id)
    yield Step(f"schedule: {batch.name}", timelock, batch.schedule(0), known)
    yield Step(f"execute: {batch.name}", timelock, batch.execute(), done)


def _seed(deployer: str, usdc: str, vault: str, amount: int) -> Iterator[Step]:
    share, token = _abi("IndexVault"), _abi("IndexVault")  # a share is an ERC-20 too
    supply = share.functions["totalSupply"]
    allowance = token.functions["allowance"].at(usdc, deployer, vault)

    def seeded(connection: Connection) -> bool:
        return bool(_one(connection, supply.at(vault), supply))

    def approved(connection: Connection) -> bool:
        return seeded(connection) or _one(connection, allowance, token.functions["allowance"]) >= amount

    yield Step("approve the seed", usdc, token.functions["approve"].encode(vault, amount), approved)
    yield Step("seed the vault", vault, share.functions["seed"].encode(amount), seeded)


def _stands(address: str) -> Callable[[Connection], bool]:
    return lambda connection: connection.request("eth_getCode", address, "latest") != "0x"


def _answers(address: str, name: str, *arguments: Any) -> Callable[[Connection], bool]:
    function = timelock_abi().functions[name]
    return lambda connection: bool(_one(connection, function.at(address, *arguments), function))


def _one(connection: Connection, call: Any, function: Any) -> Any:
    (answer,) = connection.view([call])
    # Before the contract stands it answers nothing.
    return function.decode(answer) if isinstance(answer, bytes) and answer else 0


def _abi(name: str) -> Abi:
    return Abi.of(name, artifact(name).abi)
