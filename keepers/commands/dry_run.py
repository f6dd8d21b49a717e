"""What a command would send if it had a signer: shown, tried on the node, not sent."""

from typing import Any

from web3 import Web3

from keepers.chain.connection import Call
from keepers.chain.index import Index
from keepers.commands.output import console
from keepers.execute import Outcome, Refused, estimate_gas
from keepers.execute.done import Done
from keepers.execute.failing import failed_in

__all__ = [
    "done_document",
    "dry_run",
    "outcome_document",
    "print_done",
    "print_dry_run",
    "print_failed",
    "print_outcome",
    "unsent",
]


def dry_run(index: Index, purpose: str, call: Call, sender: str) -> dict[str, Any]:
    """The transaction as data, with the gas it would take from `sender`, or the reason why it would revert."""
    document = unsent(purpose, call, sender)
    try:
        document["gas"] = estimate_gas(index.connection, purpose, call, sender)
    except Refused as error:
        document["refused"] = str(error)
    return document


def unsent(purpose: str, call: Call, sender: str, tried: int | Refused | None = None) -> dict[str, Any]:
    """The transaction as data. tried: its gas, or why it would revert; None: nobody tried it."""
    return {
        "sent": False,
        "purpose": purpose,
        "from": sender,
        "to": call.to,
        "data": "0x" + call.data.hex(),
        "data_hash": Web3.to_hex(Web3.keccak(call.data)),
        "gas": tried if isinstance(tried, int) else None,
        "refused": str(tried) if isinstance(tried, Refused) else None,
    }


def print_dry_run(document: dict[str, Any]) -> None:
    """For people: the calldata by length and hash."""
    size = len(document["data"]) // 2 - 1
    console.print(f"dry run, nothing sent: {document['purpose']}")
    console.print(f"  would send {size:,} bytes (keccak256 {document['data_hash']})")
    console.print(f"  from {document['from']} to {document['to']}")
    if document["refused"] is not None:
        console.print(f"  it would revert: {document['refused']}", markup=False)
    elif document["gas"] is None:
        console.print("  this node cannot try it behind those before it")
    else:
        console.print(f"  and take {document['gas']:,} gas")
    console.print("  pass --account ALIAS (or --dev-account N on a local chain) to send it")


def done_document(done: Done) -> dict[str, Any]:
    """A transaction on chain with its event, as data."""
    return outcome_document(done.outcome) | {"event": done.event.flat()}


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """A transaction on chain, as data."""
    return {
        "sent": True,
        "purpose": outcome.purpose,
        "transaction": outcome.hash,
        "block": outcome.block,
        "gas": outcome.gas_used,
        "fee": outcome.fee,
    }


def print_done(done: Done) -> None:
    """For people."""
    print_outcome(done.outcome)


def print_failed(index: Index, done: Done) -> None:
    """For people: legs of its session that failed alone."""
    for leg in failed_in(index, done.records):
        console.print(f"  {leg.symbol} did not trade: {leg.told}", markup=False)


def print_outcome(outcome: Outcome) -> None:
    """For people."""
    console.print(
        f"{outcome.purpose}: done in block {outcome.block}, {outcome.gas_used:,} gas, "
        f"{outcome.fee / 1e18:.6f} ETH, {outcome.hash}"
    )
