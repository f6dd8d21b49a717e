"""The log: every event of the seven contracts in the order of the chain, decoded to flat records, with gaps shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from keepers.chain.abi import Event
from keepers.chain.index import Index
from keepers.errors import KeeperError

__all__ = ["Gap", "Record", "decode_logs", "gaps", "last_proposed", "read_events", "require_whole", "stored_counts"]

SPAN = 10_000
"""Blocks a request: providers limit the range."""


@dataclass(frozen=True, slots=True)
class Record:
    """One event. sequence is None for the events of libraries (ERC-20, ownership), which carry no number."""

    block: int
    timestamp: int
    transaction: str
    log_index: int
    contract: str
    sequence: int | None
    event: str
    fields: dict[str, Any]

    def flat(self) -> dict[str, Any]:
        """One level, JSON-ready: bytes as hex, integers as they are, lists kept."""
        head = {
            "block": self.block,
            "time": datetime.fromtimestamp(self.timestamp, UTC).isoformat().replace("+00:00", "Z"),
            "contract": self.contract,
            "sequence": self.sequence,
            "event": self.event,
            "transaction": self.transaction,
        }
        return head | {name: _plain(value) for name, value in self.fields.items()}


@dataclass(frozen=True, slots=True)
class Gap:
    """Events of a contract that must exist and were not found: first..last, both included."""

    contract: str
    first: int
    last: int


def read_events(index: Index, first: int | None = None, last: int | None = None) -> list[Record]:
    """Events from block `first` (the deployment's by default) to `last` (the latest), both included."""
    addresses = [contract.address for contract in index.contracts]
    return decode_logs(index, _logs(index, addresses, [], first, last))


def decode_logs(index: Index, logs: Sequence[dict[str, Any]]) -> list[Record]:
    """Raw logs (of eth_getLogs or of a receipt) in their order; logs of other contracts are left out."""
    names = {contract.address.lower(): contract for contract in index.contracts}
    ours = [log for log in logs if log["address"].lower() in names]
    times = _timestamps(index, ours)
    records = []
    for log in ours:
        contract = names[log["address"].lower()]
        event: Event | None = contract.abi.events.get(log["topics"][0])
        if event is None:
            raise KeeperError(
                f"log: {contract.name} logged the unknown event {log['topics'][0]}; "
                "generate the ABIs again with 'ape run export_abi'"
            )
        fields = event.decode(log["topics"], bytes.fromhex(log["data"][2:]))
        block = int(log["blockNumber"], 16)
        records.append(
            Record(
                block=block,
                timestamp=times[block],
                transaction=log["transactionHash"],
                log_index=int(log["logIndex"], 16),
                contract=contract.name,
                sequence=fields.pop("sequence", None),
                event=event.name,
                fields=fields,
            )
        )
    return records


def last_proposed(index: Index) -> Record | None:
    """The event of the last proposal, whatever became of it; None before the first."""
    topic = next(event.topic for event in index.strategy.abi.events.values() if event.name == "Proposed")
    logs = _logs(index, [index.strategy.address], [topic], None, None)
    return decode_logs(index, logs[-1:])[0] if logs else None


def stored_counts(index: Index, block: int | str = "latest") -> dict[str, int]:
    """How many numbered events each contract says it has logged."""
    counts = {}
    for contract in index.contracts:
        name = "sequence" if "sequence" in contract.abi.functions else "fund"
        answer = index.connection.view([contract.call(name)], block)[0]
        if isinstance(answer, Exception):
            raise answer
        value = contract.function(name).decode(answer)
        counts[contract.name] = value["sequence"] if isinstance(value, dict) else value
    return counts


def gaps(records: Iterable[Record], counts: dict[str, int]) -> list[Gap]:
    """What is missing between 1 and the stored count of each contract."""
    seen: dict[str, set[int]] = {name: set() for name in counts}
    for record in records:
        if record.sequence is not None:
            seen[record.contract].add(record.sequence)
    found = []
    for name, count in counts.items():
        expected = 1
        for number in (*sorted(seen[name]), count + 1):
            if number > expected:
                found.append(Gap(name, expected, number - 1))
            expected = number + 1
    return found


def require_whole(index: Index, records: Iterable[Record]) -> None:
    """Raises KeeperError that names what is missing when these are not all numbered events there are."""
    found = gaps(records, stored_counts(index))
    if found:
        missing = ", ".join(f"{gap.contract} {gap.first} to {gap.last}" for gap in found)
        raise KeeperError(
            f"log: events are missing: {missing}; the node does not keep them or the deployment's block is too late"
        )


def _logs(
    index: Index, addresses: list[str], topics: list[str], first: int | None, last: int | None
) -> list[dict[str, Any]]:
    start = index.deployment.block if first is None else first
    end = int(index.connection.request("eth_blockNumber"), 16) if last is None else last
    calls: list[tuple[str, list[Any]]] = []
    for low in range(start, end + 1, SPAN):
        high = min(low + SPAN - 1, end)
        calls.append(
            (
                "eth_getLogs",
                [{"fromBlock": hex(low), "toBlock": hex(high), "address": addresses, "topics": topics}],
            )
        )
    logs: list[dict[str, Any]] = []
    for part in index.connection.batch(calls):
        if isinstance(part, Exception):
            raise part
        logs += part
    return logs


def _timestamps(index: Index, logs: Iterable[dict[str, Any]]) -> dict[int, int]:
    """Of each block with a log; nodes that put it into the log save the second request."""
    times = {int(log["blockNumber"], 16): int(log["blockTimestamp"], 16) for log in logs if log.get("blockTimestamp")}
    missing = sorted({int(log["blockNumber"], 16) for log in logs} - times.keys())
    headers = index.connection.batch([("eth_getBlockByNumber", [hex(number), False]) for number in missing])
    for number, header in zip(missing, headers, strict=True):
        if not isinstance(header, dict):
            raise KeeperError(f"log: block {number} is gone from the node; use one that keeps it")
        times[number] = int(header["timestamp"], 16)
    return times


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
