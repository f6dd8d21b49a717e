"""What a deployment writes down before it sends anything, so that a later run goes on with the same one.

The addresses follow from the first nonce; whether a transaction was done is read from the chain. progress.json holds
the first nonce, and what must not change in between: the chain, the configuration, the asset book, parameters and code.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from deployment.config import Given
from deployment.contracts import PARTS, TIMELOCK
from deployment.errors import DeploymentError, Interrupted
from keepers.chain.connection import Connection
from world.artifacts import artifact
from world.chain import create_address

__all__ = ["PROGRESS", "Progress", "begun", "prints", "to_make", "write"]

PROGRESS = "progress.json"
LOOKED_BACK = 250  # nonces of the deployer in which a forgotten deployment is looked for


class Progress(BaseModel):
    """Of one deployment. `chain`: hash of its first block; `block`: none before it has an event of the index; `prints`:
    what must not change, hashed, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    chain_id: int
    chain: str
    deployer: str
    first_nonce: int
    block: int
    prints: dict[str, str]


def prints(given: Given) -> dict[str, str]:
    """Hashes of all that a plan is made of, by what a person would have changed."""
    parts = {
        "configuration": given.config.model_dump(mode="json"),
        "asset book": given.book.model_dump(mode="json"),
        "parameters": {name: entry.model_dump(mode="json") for name, entry in given.contract.items()},
        "code": {name: artifact(name).bytecode for name in ("TimelockController", *(part.contract for part in PARTS))},
    }
    return {name: _digest(part) for name, part in parts.items()}


def begun(folder: Path) -> Progress | None:
    """The deployment that was begun in `folder`, None if none was. Raises DeploymentError for a damaged file."""
    path = folder / PROGRESS
    try:
        return Progress.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise DeploymentError(
            f"deployment: {path} is damaged ({error.errors()[0]['msg']}); move it away and pass --first-nonce "
            "and --first-block"
        ) from None


def to_make(
    given: Given, connection: Connection, deployer: str, folder: Path, chosen: tuple[int, int] | None = None
) -> Progress:
    """The deployment to make or to go on with; nothing is written. `chosen`: first nonce, and first block to look at.

    Raises Interrupted when the one in `folder` is another, or when this deployer began one that nothing tells about.
    """
    nonce = int(connection.request("eth_getTransactionCount", deployer, "latest"), 16)
    genesis = connection.request("eth_getBlockByNumber", "0x0", False)["hash"]
    found = begun(folder)
    if found is None:
        if chosen is None:
            _none_forgotten(connection, deployer, nonce, folder)
        latest = int(connection.request("eth_blockNumber"), 16)
        first, block = (nonce, latest + 1) if chosen is None else chosen
        return Progress(
            chain_id=given.config.chain_id,
            chain=genesis,
            deployer=deployer,
            first_nonce=first,
            block=block,
            prints=prints(given),
        )
    if chosen is not None and chosen[0] != found.first_nonce:
        raise Interrupted(
            f"deployment: {folder / PROGRESS} tells of one that began with nonce {found.first_nonce}, not {chosen[0]}; "
            "leave --first-nonce out, or use another --folder"
        )
    if (found.chain_id, found.chain) != (given.config.chain_id, genesis):
        raise Interrupted(
            f"deployment: {folder / PROGRESS} is of another chain (first block {found.chain}, here {genesis}); "
            "use another --folder"
        )
    if found.deployer != deployer:
        raise Interrupted(f"deployment: {folder} was begun by {found.deployer}, not {deployer}; sign with that account")
    now = prints(given)
    changed = sorted(name for name in now if found.prints.get(name) != now[name])
    if changed:
        raise Interrupted(
            f"deployment: {', '.join(changed)} changed since the deployment in {folder} began; put it back as it was "
            "and go on, or begin anew in another --folder"
        )
    return found


def _none_forgotten(connection: Connection, deployer: str, nonce: int, folder: Path) -> None:
    # Without progress.json a run would make a second set of contracts; so the last nonces are searched for a first.
    code = artifact("TimelockController").runtime
    nonces = range(max(0, nonce - LOOKED_BACK), nonce)
    calls = [("eth_getCode", [create_address(deployer, place), "latest"]) for place in nonces]
    there = [place for place, answer in zip(nonces, connection.batch(calls), strict=True) if answer == code]
    if there:
        raise Interrupted(
            f"deployment: nonce {there[-1]} of {deployer} created a {TIMELOCK}, and {folder} tells nothing of it; "
            f"pass --first-nonce {there[-1]} --first-block BLOCK to go on with it, or --first-nonce {nonce} to make "
            "another index"
        )


def write(folder: Path, progress: Progress) -> None:
    """Keep it; durable before the first transaction."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PROGRESS
    fresh = path.with_suffix(".fresh")
    fresh.write_text(progress.model_dump_json(indent=1) + "\n")
    fresh.replace(path)


def _digest(part: Any) -> str:
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()
