"""Which legs would fail, and why: asked of the node before a session is sent, so that the others can go on.

A leg that may fail alone names itself in the trial. One that takes the whole session with it is found by trying legs
one by one, sells first; a purchase is tried behind the sales that pay for it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from keepers.chain.connection import Call, RpcError
from keepers.chain.events import Record
from keepers.chain.index import Index
from keepers.execute.remedies import remedy
from keepers.execute.simulate import Refused, reason_in, reason_of, simulate_logs, transaction
from keepers.plan import PlannedLeg

__all__ = ["FailedLeg", "Faults", "failed_in", "failing"]

log = structlog.get_logger()

MAX_FAILURES = 2
"""Times that a leg of an asset may fail in a block; then this run leaves the asset out."""
MAX_TRIALS = 128
"""Sessions of one leg that a search tries."""
CALLS_AT_ONCE = 10
"""Trials in one request: each prices the whole fund, and a request has its time."""
OUT_OF_GAS = "out of its gas"
OF_THE_SESSION = frozenset(
    f"trader: {words}"
    for words in (
        "only executor",
        "deadline passed",
        "wrong session",
        "epoch",
        "data hash",
        "gas",
        "session budget",
        "week budget",
        "above max cost",
        "cash below target",
        "too many assets",
    )
)
"""Reasons that say nothing of the leg that was tried."""

Session = Callable[[Sequence[PlannedLeg]], Call]
"""The call that runs these legs."""


@dataclass(frozen=True, slots=True)
class FailedLeg:
    """A leg that would fail, or has failed. reason: the contract's own words."""

    asset_id: int
    symbol: str
    reason: str

    @property
    def told(self) -> str:
        """The reason and what to do about it."""
        return f"its leg fails: {self.reason!r}. {remedy(self.reason)}"


@dataclass(slots=True)
class Faults:
    """What one run has learned of legs that fail."""

    refused: dict[int, str] = field(default_factory=dict)
    """Assets that its plans leave out, by id: why, and what to do."""
    in_blocks: list[FailedLeg] = field(default_factory=list)
    """Legs that failed in a session that was mined, in order."""

    def leave_out(self, failed: Iterable[FailedLeg]) -> None:
        """They would fail: the next plan goes on without them."""
        for leg in failed:
            log.warning("a leg would fail and is left out", asset=leg.symbol, reason=leg.reason)
            self.refused[leg.asset_id] = leg.told

    def note(self, index: Index, records: Iterable[Record]) -> list[FailedLeg]:
        """Legs that failed in a session that was mined. The next plan tries each once more."""
        failed = failed_in(index, records)
        self.in_blocks += failed
        times = Counter(leg.asset_id for leg in self.in_blocks)
        for leg in failed:
            log.warning("a leg failed in its block", asset=leg.symbol, reason=leg.reason, times=times[leg.asset_id])
            if times[leg.asset_id] >= MAX_FAILURES:
                self.refused[leg.asset_id] = f"{leg.told} It failed in {times[leg.asset_id]} sessions of this run."
        return failed


def failing(
    index: Index, account: str, purpose: str, call: Call, legs: Sequence[PlannedLeg], session: Session
) -> list[FailedLeg]:
    """The legs that would fail if `call`, which holds `legs`, were sent now; empty when all would trade.

    Raises Refused where it is refused for a reason that none of its legs explains.
    """
    try:
        logs = simulate_logs(index.connection, purpose, call, account)
    except Refused:
        found = _culprits(index, account, legs, session)
        if not found:
            raise
        return found
    event = next(event for event in index.trader.abi.events.values() if event.name == "LegFailed")
    return _named(
        index,
        (
            event.decode(item["topics"], bytes.fromhex(item["data"][2:]))
            for item in logs
            if item["address"].lower() == index.trader.address.lower() and item["topics"][0] == event.topic
        ),
    )


def failed_in(index: Index, records: Iterable[Record]) -> list[FailedLeg]:
    """Legs that failed alone in transactions that were mined."""
    return _named(index, (record.fields for record in records if record.event == "LegFailed"))


def _culprits(index: Index, account: str, legs: Sequence[PlannedLeg], session: Session) -> list[FailedLeg]:
    """Legs that fail alone. First those that take the session with them; else those without which it has too little."""
    required = [leg for leg in legs if not leg.gas_limit]
    return _tried(index, account, legs, required, session) or _tried(
        index, account, legs, [leg for leg in legs if leg.gas_limit], session
    )


def _tried(
    index: Index, account: str, legs: Sequence[PlannedLeg], asked: Sequence[PlannedLeg], session: Session
) -> list[FailedLeg]:
    sells = [[leg] for leg in asked if not leg.buy][:MAX_TRIALS]
    found = _refused(index, account, sells, session)
    if found:
        return found
    before = [leg for leg in legs if not leg.buy]
    buys = [[*before, leg] for leg in asked if leg.buy][: MAX_TRIALS - len(sells)]
    return _refused(index, account, buys, session)


def _refused(index: Index, account: str, trials: Sequence[list[PlannedLeg]], session: Session) -> list[FailedLeg]:
    """Of each trial the last leg, which must succeed here, where it is what fails."""
    found = []
    for first in range(0, len(trials), CALLS_AT_ONCE):
        part = trials[first : first + CALLS_AT_ONCE]
        calls = [session([*legs, replace(leg, gas_limit=0)]) for *legs, leg in part]
        answers = index.connection.batch([("eth_call", [transaction(call, account), "latest"]) for call in calls])
        for (*_, leg), answer in zip(part, answers, strict=True):
            if isinstance(answer, RpcError) and reason_of(answer) not in OF_THE_SESSION:
                found.append(FailedLeg(leg.asset_id, leg.symbol, reason_of(answer)))
    return found


def _named(index: Index, failures: Iterable[Mapping[str, Any]]) -> list[FailedLeg]:
    """failures: fields of LegFailed."""
    symbols = {asset.asset_id: asset.symbol for asset in index.book.assets}
    return [
        FailedLeg(
            fields["asset"],
            symbols.get(fields["asset"], f"asset {fields['asset']}"),
            reason_in(fields["reason"]) or OUT_OF_GAS,
        )
        for fields in failures
    ]
