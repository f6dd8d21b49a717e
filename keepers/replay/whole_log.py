"""Every decision of a vault's log, recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from keepers.chain import Record
from keepers.chain.words import unpack_targets
from keepers.errors import KeeperError, UnknownSnapshot
from keepers.replay.decision import Report, replay
from keepers.snapshot import DecisionRecord, SnapshotStore

__all__ = ["Fate", "Outcome", "Verdict", "committed", "fates", "replay_all", "safe_states"]

Fate = Literal["activated", "vetoed", "replaced", "not activated"]
"""What became of a proposal. The last: it waits still, or nobody activated it in time."""
Outcome = Literal["agrees", "differs", "no snapshot"]

_FATES: dict[str, Fate] = {"Activated": "activated", "Vetoed": "vetoed", "Replaced": "replaced"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A committed decision beside the one that its snapshot leads to."""

    committed: DecisionRecord
    outcome: Outcome
    report: Report | None
    """None: nothing could be recomputed, for the reason in `because`."""
    because: str
    """Why it does not agree; empty when it does."""


def committed(fields: Mapping[str, Any]) -> DecisionRecord:
    """What a Proposed event committed to."""
    return DecisionRecord(
        epoch=fields["epoch"],
        data_hash="0x" + bytes(fields["data_hash"]).hex(),
        regime="bull" if fields["bull"] else "bear",
        gauge=fields["gauge"],
        methodology=fields["methodology"],
        targets=tuple(unpack_targets(fields["words"])),
    )


def fates(records: Iterable[Record]) -> dict[int, Fate]:
    """What became of each proposed epoch, ascending. A vetoed one may be replaced later: vetoed it stays."""
    found: dict[int, Fate] = {}
    for record in records:
        if record.event == "Proposed":
            found[record.fields["epoch"]] = "not activated"
        elif record.event in _FATES and found.get(record.fields["epoch"]) == "not activated":
            found[record.fields["epoch"]] = _FATES[record.event]
    return found


def safe_states(records: Iterable[Record]) -> list[int]:
    """Epochs that anyone forced after a silence: nobody decided them, so there is nothing to replay."""
    return [record.fields["epoch"] for record in records if record.event == "SafeStateForced"]


def replay_all(proposals: Iterable[DecisionRecord], store: SnapshotStore) -> Iterator[Verdict]:
    """Each decision again, in the order given. One that cannot be recomputed is a verdict too, never an exception."""
    for proposal in proposals:
        yield _verdict(proposal, store)


def _verdict(proposal: DecisionRecord, store: SnapshotStore) -> Verdict:
    data_hash = bytes.fromhex(proposal.data_hash[2:])
    try:
        body = store.get(data_hash).body
        report = replay(body, data_hash, proposal.targets, proposal.gauge, proposal.regime, proposal.methodology)
    except UnknownSnapshot as error:
        return Verdict(proposal, "no snapshot", None, str(error))
    except KeeperError as error:
        return Verdict(proposal, "differs", None, str(error))
    return Verdict(proposal, "agrees" if report.agrees else "differs", report, report.because)
