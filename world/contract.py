"""A contract on the local chain, called by the names of its ABI.

    registry.quote(2)                               a view: the decoded answer
    registry.set_status(2, 3, sender=guardian)      a transaction: sent, mined, checked; the receipt
    registry.refresh.call([2], sender=anyone)       what a transaction would answer, nothing sent
    registry.events(receipt, "StatusSet")           its events in a receipt, fields by name

Amounts are raw units. A struct goes in as a tuple or a dict and comes out with its fields by name.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from eth_abi import decode, encode
from eth_utils import keccak, to_checksum_address

if TYPE_CHECKING:
    from world.chain import Chain

__all__ = ["Contract", "constructor_data"]

Abi = list[dict[str, Any]]


class Contract:
    """A contract at `address` with `abi`. Functions that share a name are told apart by the number of arguments."""

    def __init__(self, chain: Chain, address: str, abi: Abi, name: str = "") -> None:
        self.chain = chain
        self.address = to_checksum_address(address)
        self.abi = abi
        self._name = name
        self._functions: dict[str, list[dict[str, Any]]] = {}
        self._topics: dict[str, dict[str, Any]] | None = None
        for entry in abi:
            if entry["type"] == "function":
                self._functions.setdefault(entry["name"], []).append(entry)

    def __getattr__(self, name: str) -> Method:
        functions = self.__dict__.get("_functions", {})
        if name not in functions:
            raise AttributeError(f"{self.__dict__.get('_name') or 'contract'} has no function {name!r}")
        return Method(self, functions[name])

    def __repr__(self) -> str:
        return f"{self._name or 'Contract'}({self.address})"

    def event_of(self, log: dict[str, Any]) -> Any | None:
        """The event of one log, whose type has its name; None for a topic this contract does not have."""
        if self._topics is None:
            events = (e for e in self.abi if e["type"] == "event")
            self._topics = {"0x" + keccak(text=_signature(e)).hex(): e for e in events}
        entry = self._topics.get(log["topics"][0])
        return None if entry is None else _decode_event(entry, log)

    def events(self, receipt: dict[str, Any], name: str) -> list[Any]:
        """Events `name` this contract logged in `receipt`, in order, fields by name. ValueError if the ABI has none."""
        entry = next((e for e in self.abi if e["type"] == "event" and e["name"] == name), None)
        if entry is None:
            raise ValueError(f"{self._name or 'contract'} has no event {name!r}")
        topic = "0x" + keccak(text=_signature(entry)).hex()
        return [
            _decode_event(entry, log)
            for log in receipt["logs"]
            if to_checksum_address(log["address"]) == self.address and log["topics"][:1] == [topic]
        ]


class Method:
    """One function of one contract; calling it calls a view, or sends a transaction."""

    def __init__(self, contract: Contract, overloads: list[dict[str, Any]]) -> None:
        self._contract = contract
        self._overloads = overloads

    def __repr__(self) -> str:
        return f"{self._contract!r}.{self._overloads[0]['name']}"

    @property
    def address(self) -> str:
        """Of its contract."""
        return self._contract.address

    def __call__(self, *args: Any, sender: str | None = None, **options: Any) -> Any:
        """The answer of a view; otherwise the receipt. `options`: gas, value (wei)."""
        entry = self._entry(args)
        if entry["stateMutability"] in ("view", "pure"):
            return self.call(*args, sender=sender, **options)
        if sender is None:
            raise TypeError(f"{entry['name']} is a transaction: name its sender=, or ask {entry['name']}.call(...)")
        return self._contract.chain.send(self._contract.address, self.encode(*args), sender=sender, **options)

    def call(self, *args: Any, sender: str | None = None, block: int | str = "latest", gas: int | None = None) -> Any:
        """What the function answers at `block`; nothing is sent. Raises Reverted."""
        data = self._contract.chain.call(
            self._contract.address, self.encode(*args), sender=sender, block=block, gas=gas
        )
        return self.decode(data, *args)

    def decode(self, data: bytes, *args: Any) -> Any:
        """What an answer to this call with `args` says."""
        outputs = self._entry(args)["outputs"]
        values = decode([_type(output) for output in outputs], data)
        answers = [_named(output, value) for output, value in zip(outputs, values, strict=True)]
        return answers[0] if len(answers) == 1 else tuple(answers) or None

    def encode(self, *args: Any) -> bytes:
        """Calldata: selector and arguments."""
        entry = self._entry(args)
        return keccak(text=_signature(entry))[:4] + _encode(entry["inputs"], args)

    def _entry(self, args: Sequence[Any]) -> dict[str, Any]:
        for entry in self._overloads:
            if len(entry["inputs"]) == len(args):
                return entry
        counts = " or ".join(str(len(entry["inputs"])) for entry in self._overloads)
        raise TypeError(f"{self._overloads[0]['name']} takes {counts} arguments, not {len(args)}")


def constructor_data(abi: Abi, args: Sequence[Any]) -> bytes:
    """Encoded constructor arguments, to be appended to the bytecode."""
    entry = next((e for e in abi if e["type"] == "constructor"), None)
    inputs = entry["inputs"] if entry else []
    if len(inputs) != len(args):
        names = ", ".join(i["name"] for i in inputs)
        raise TypeError(f"the constructor takes {len(inputs)} arguments ({names}), not {len(args)}")
    return _encode(inputs, args)


def _encode(inputs: list[dict[str, Any]], args: Sequence[Any]) -> bytes:
    return encode([_type(i) for i in inputs], [_plain(i, a) for i, a in zip(inputs, args, strict=True)])


def _type(entry: dict[str, Any]) -> str:
    kind: str = entry["type"]
    if kind.startswith("tuple"):
        return f"({','.join(_type(c) for c in entry['components'])})" + kind[len("tuple") :]
    return kind


@cache
def _record(name: str, fields: tuple[str, ...]) -> Callable[..., Any]:
    return namedtuple(name, fields, rename=True)


def _signature(entry: dict[str, Any]) -> str:
    return f"{entry['name']}({','.join(_type(i) for i in entry['inputs'])})"


def _plain(entry: dict[str, Any], value: Any) -> Any:
    # The shape eth_abi takes: structs as tuples, contracts as their address.
    kind = entry["type"]
    if kind.endswith("]"):
        element = {**entry, "type": kind[: kind.rindex("[")]}
        return [_plain(element, item) for item in value]
    if kind == "tuple":
        components = entry["components"]
        values = [value[c["name"]] for c in components] if isinstance(value, dict) else value
        return tuple(_plain(c, v) for c, v in zip(components, values, strict=True))
    return value.address if isinstance(value, Contract) else value


def _named(entry: dict[str, Any], value: Any) -> Any:
    kind = entry["type"]
    if kind.endswith("]"):
        element = {**entry, "type": kind[: kind.rindex("[")]}
        return [_named(element, item) for item in value]
    if kind == "tuple":
        components = entry["components"]
        record = _record("Struct", tuple(c["name"] for c in components))
        return record(*(_named(c, v) for c, v in zip(components, value, strict=True)))
    return to_checksum_address(value) if kind == "address" else value


def _decode_event(entry: dict[str, Any], log: dict[str, Any]) -> Any:
    indexed = [i for i in entry["inputs"] if i["indexed"]]
    plain = [i for i in entry["inputs"] if not i["indexed"]]
    values = {}
    for field, topic in zip(indexed, log["topics"][1:], strict=True):
        values[field["name"]] = _named(field, decode([_type(field)], bytes.fromhex(topic[2:]))[0])
    data = decode([_type(field) for field in plain], bytes.fromhex(log["data"][2:]))
    for field, value in zip(plain, data, strict=True):
        values[field["name"]] = _named(field, value)
    fields = tuple(i["name"] for i in entry["inputs"])
    return _record(entry["name"], fields)(*(values[name] for name in fields))
