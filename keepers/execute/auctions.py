"""Open auctions, keep the clock of the distance, force the safe state: what the executor does for thin assets, and
anyone for a fund whose keeper is silent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from keepers.book import BookAsset
from keepers.chain.auctions import House, Lot, read_house
from keepers.chain.connection import Call
from keepers.chain.events import decode_logs
from keepers.chain.index import Index
from keepers.chain.reading import read
from keepers.chain.silence import Clocks, read_clocks
from keepers.errors import KeeperError
from keepers.execute.done import Done
from keepers.execute.send import Intent, Sender
from keepers.execute.waiting import from_then

__all__ = ["Step", "force", "forcing", "open_auctions", "opening", "report", "reporting", "require_opener"]

GAS_CAP = 15_000_000
"""A hundred auctions opened at once take 7.1 M, a report of the distance among a hundred assets 2.8 M."""
LIFE = 900
"""Seconds for which a signed transaction may still be sent; the contract looks at its own clocks whenever it comes."""
FEW = 6
"""Ids that the name of an opening lists; of more it says the first and the last."""


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction. The purpose is good once: what proves it, the event, makes the next one another."""

    purpose: str
    call: Call
    event: str
    expires_at: int
    """Unix seconds."""
    lots: tuple[Lot, ...] = ()
    """Of an opening."""


def opening(index: Index, house: House, named: Sequence[BookAsset]) -> Step:
    """The transaction that opens auctions of the assets named, of all there could be when none is.

    Raises KeeperError that says of each asset why it cannot be, or that there is none.
    """
    refused = [f"{asset.symbol} ({house.why_not(asset)})" for asset in named if house.why_not(asset)]
    if refused:
        raise KeeperError(
            f"auctions: none can be opened now of {', '.join(refused)}; leave out what cannot be, or run 'auctions' "
            "for what can"
        )
    wanted = {asset.asset_id for asset in named}
    lots = tuple(lot for lot in house.lots if not wanted or lot.asset.asset_id in wanted)
    if not lots:
        raise KeeperError(_nothing_to_open(house))
    ids = [lot.asset.asset_id for lot in lots]
    which = ", ".join(map(str, ids)) if len(ids) <= FEW else f"{ids[0]} to {ids[-1]}"
    count = f"{len(ids)} auction{'' if len(ids) == 1 else 's'} ({which})"
    purpose = f"open {count} after event {house.sequence} of the auction house"
    now = house.reading.timestamp
    return Step(purpose, index.auctions.call("open", ids), "AuctionOpened", now + LIFE, lots)


def require_opener(house: House, account: str) -> None:
    """Raises KeeperError, with the moment from which it may, for an account that may not open auctions yet."""
    clocks, executor = house.clocks, house.reading.roles.executor
    if clocks.silent or account == executor:
        return
    when = "once a decision is active"
    if clocks.anyone_at is not None:
        when = from_then(clocks.anyone_at, clocks.timestamp)
    raise KeeperError(
        f"auctions: while the keeper is not silent only the executor {executor} opens them, not {account}; "
        f"anyone may {when}, if nothing is done until then"
    )


def open_auctions(index: Index, sender: Sender, account: str, named: Sequence[BookAsset] = ()) -> Done:
    """Open them in one transaction. Its records AuctionOpened say which. Raises as `opening` and `Sender.run`."""
    sender.reconcile()
    house = read_house(index)
    step = opening(index, house, named)
    require_opener(house, account)
    return _proven(_run(index, sender, step))


def reporting(index: Index, clocks: Clocks, sequence: int) -> Step | None:
    """The transaction that starts the clock of the distance or makes it void; None when it is right as it is.

    Raises KeeperError without a decision. sequence: events that the house had numbered.
    """
    if not clocks.epoch:
        raise KeeperError("report-distance: no decision is active, so there is no target to be far from; propose one")
    if not clocks.report_due:
        return None
    purpose = f"report the distance after event {sequence} of the auction house"
    call = index.auctions.call("report_distance")
    return Step(purpose, call, "DistanceReported", clocks.timestamp + LIFE)


def report(index: Index, sender: Sender) -> Done | None:
    """Report the distance; None when that would change nothing, or others were first. Raises as `reporting`, `run`."""
    sender.reconcile()
    house = read_house(index)
    step = reporting(index, house.clocks, house.sequence)
    if step is None:
        return None
    event = _logged(index, step.event)

    def confirms(receipt: dict[str, Any]) -> bool:
        # Without an event it did its work only if by then the clock was right.
        return event(receipt) or not read_clocks(index, read(index, int(receipt["blockNumber"], 16))).report_due

    return _run(index, sender, step, confirms)


def forcing(index: Index, clocks: Clocks) -> Step:
    """The transaction that forces the safe state. Raises KeeperError that says from when it may be."""
    if not clocks.epoch:
        raise KeeperError("safe-state: no decision was ever active: the fund is in USDC already; propose one")
    if clocks.safe_state_at is None:
        raise KeeperError(
            f"safe-state: epoch {clocks.epoch} is the safe state already; 'auctions open' sells what is left, and the "
            "proposer leads out of it"
        )
    if not clocks.safe_state_workable:
        raise KeeperError(
            f"safe-state: the keeper of epoch {clocks.epoch} is not silent yet; anyone may force the safe state "
            f"{from_then(clocks.safe_state_at, clocks.timestamp)}, if nothing is done until then"
        )
    purpose = f"force the safe state in place of epoch {clocks.epoch}"
    call = index.strategy.call("force_safe_state")
    return Step(purpose, call, "SafeStateForced", clocks.timestamp + LIFE)


def force(index: Index, sender: Sender) -> Done:
    """Force the safe state. The event is SafeStateForced. Raises as `forcing` and `Sender.run`."""
    sender.reconcile()
    return _proven(_run(index, sender, forcing(index, read_clocks(index, read(index)))))


def _run(
    index: Index, sender: Sender, step: Step, confirms: Callable[[dict[str, Any]], bool] | None = None
) -> Done | None:
    proof = confirms or _logged(index, step.event)
    outcome = sender.run(Intent(step.purpose, step.call, GAS_CAP, step.expires_at, proof, "name fewer assets"))
    records = tuple(decode_logs(index, outcome.receipt["logs"]))
    event = next((record for record in records if record.event == step.event), None)
    return None if event is None else Done(outcome, event, records)


def _proven(done: Done | None) -> Done:
    assert done is not None, "its event was the proof"
    return done


def _logged(index: Index, event: str) -> Callable[[dict[str, Any]], bool]:
    def confirms(receipt: dict[str, Any]) -> bool:
        return any(record.event == event for record in decode_logs(index, receipt["logs"]))

    return confirms


def _nothing_to_open(house: House) -> str:
    if not house.clocks.epoch:
        return "auctions: no decision is active, so nothing is away from its target; propose one"
    if house.auctions:
        return (
            f"auctions: nothing is left to open: {len(house.auctions)} are live already; bid for them, or wait for "
            "their end"
        )
    return (
        "auctions: nothing to open: every asset is at its target, has no firm price, or may not be bought; "
        "'status' shows each"
    )
