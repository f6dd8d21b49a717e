"""The contracts of the table as creation transactions: where each will be, and the data that creates it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deployment.contracts import PARTS, Part, Terms
from world.artifacts import artifact
from world.chain import create_address
from world.contract import constructor_data

__all__ = ["Creation", "addresses_from", "creations"]


@dataclass(frozen=True)
class Creation:
    """One contract to be: the nonce it is created with decides its address."""

    part: Part
    address: str
    nonce: int
    data: bytes


def addresses_from(
    deployer: str, nonce: int, others: Mapping[str, str], parts: Sequence[Part] = PARTS
) -> dict[str, str]:
    """Every key of the table and of `others` to its address, when the first contract is created with `nonce`."""
    return {**others, **{part.key: create_address(deployer, nonce + place) for place, part in enumerate(parts)}}


def creations(terms: Terms, at: Mapping[str, str], nonce: int, parts: Sequence[Part] = PARTS) -> list[Creation]:
    """In the order of their nonces."""
    found = []
    for place, part in enumerate(parts):
        built = artifact(part.contract)
        data = bytes.fromhex(built.bytecode[2:]) + constructor_data(built.abi, part.arguments(terms, at))
        found.append(Creation(part, at[part.key], nonce + place, data))
    return found
