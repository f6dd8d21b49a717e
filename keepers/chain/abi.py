"""Encode calls and decode answers and events from ABI files, without a node."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError, EncodingError
from web3 import Web3

from keepers.chain.connection import Call
from keepers.errors import KeeperError

__all__ = ["Abi", "Event", "Function", "load_abi", "selector"]

FOLDER = Path(__file__).resolve().parents[2] / "frontend-abi" / "json"


@dataclass(frozen=True)
class Function:
    """A function: how to encode its arguments and decode what it returns."""

    name: str
    inputs: tuple[dict[str, Any], ...]
    outputs: tuple[dict[str, Any], ...]

    @property
    def signature(self) -> str:
        """name(type,type), as the selector wants it."""
        return f"{self.name}({','.join(_type(item) for item in self.inputs)})"

    def encode(self, *arguments: Any) -> bytes:
        """Calldata. Raises KeeperError when an argument does not fit its type."""
        try:
            return selector(self.signature) + encode([_type(item) for item in self.inputs], arguments)
        except EncodingError as error:
            raise KeeperError(f"abi: {self.signature} cannot take {arguments!r}: {error}") from None

    def at(self, address: str, *arguments: Any) -> Call:
        """A call of this function at an address."""
        return Call(address, self.encode(*arguments))

    def decode(self, data: bytes) -> Any:
        """One value, or a tuple of them; structs are dicts by field name, addresses checksummed."""
        try:
            values = decode([_type(item) for item in self.outputs], data)
        except DecodingError:
            raise KeeperError(f"abi: {self.signature} answered {len(data)} bytes that are not its type") from None
        named = tuple(_named(item, value) for item, value in zip(self.outputs, values, strict=True))
        return named[0] if len(named) == 1 else named


@dataclass(frozen=True)
class Event:
    """An event: its topic, and how to decode a log into fields."""

    name: str
    inputs: tuple[dict[str, Any], ...]

    @property
    def topic(self) -> str:
        """keccak256 of the signature, 0x-prefixed."""
        return Web3.to_hex(Web3.keccak(text=f"{self.name}({','.join(_type(item) for item in self.inputs)})"))

    def decode(self, topics: list[str], data: bytes) -> dict[str, Any]:
        """Fields in the order of the declaration. Indexed fields are static types in all our events."""
        indexed = [item for item in self.inputs if item["indexed"]]
        plain = [item for item in self.inputs if not item["indexed"]]
        fields: dict[str, Any] = {}
        for item, topic in zip(indexed, topics[1:], strict=True):
            fields[item["name"]] = _named(item, decode([_type(item)], bytes.fromhex(topic[2:]))[0])
        for item, value in zip(plain, decode([_type(item) for item in plain], data), strict=True):
            fields[item["name"]] = _named(item, value)
        return {item["name"]: fields[item["name"]] for item in self.inputs}


@dataclass(frozen=True)
class Abi:
    """A contract's functions by name and events by topic."""

    name: str
    functions: dict[str, Function]
    events: dict[str, Event]

    @classmethod
    def of(cls, name: str, entries: list[dict[str, Any]]) -> "Abi":
        """Of overloads (ERC-4626 with defaults) the longest is kept."""
        functions: dict[str, Function] = {}
        events: dict[str, Event] = {}
        for entry in entries:
            if entry["type"] == "function":
                found = Function(entry["name"], tuple(entry["inputs"]), tuple(entry["outputs"]))
                known = functions.get(found.name)
                if known is None or len(known.inputs) < len(found.inputs):
                    functions[found.name] = found
            elif entry["type"] == "event":
                event = Event(entry["name"], tuple(entry["inputs"]))
                events[event.topic] = event
        return cls(name, functions, events)


def selector(signature: str) -> bytes:
    """First four bytes of the hash of a signature."""
    return bytes(Web3.keccak(text=signature)[:4])


@cache
def load_abi(name: str) -> Abi:
    """The ABI of one of our contracts from frontend-abi/json. Raises KeeperError when it was not generated."""
    path = FOLDER / f"{name}.json"
    try:
        document = json.loads(path.read_text())
    except FileNotFoundError:
        raise KeeperError(f"abi: {path} does not exist; generate it with 'ape run export_abi'") from None
    return Abi.of(name, document["abi"] if isinstance(document, dict) else document)


def _type(item: dict[str, Any]) -> str:
    kind: str = item["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_type(part) for part in item['components'])})" + kind.removeprefix("tuple")


def _named(item: dict[str, Any], value: Any) -> Any:
    kind = item["type"]
    if kind == "tuple":
        parts = item["components"]
        return {part["name"]: _named(part, inner) for part, inner in zip(parts, value, strict=True)}
    if kind.endswith("]"):
        single = {**item, "type": kind[: kind.rindex("[")]}
        return [_named(single, inner) for inner in value]
    return Web3.to_checksum_address(value) if kind == "address" else value
