"""propose: look at the market, decide, and commit the decision on chain."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from keepers.chain import Index, Reading, read, read_entries
from keepers.chain.events import last_proposed
from keepers.chain.memory import remembered
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run
from keepers.commands.market_options import Look, json_option, market_options, store_option
from keepers.commands.output import console, emit_json
from keepers.decide import decide, questions
from keepers.errors import KeeperError, UnknownSnapshot
from keepers.execute import actions
from keepers.execute.signer import LOCAL_CHAIN
from keepers.models import Decision, State
from keepers.snapshot import Snapshot, SnapshotStore, first_state
from keepers.sources import Source

__all__ = ["command"]


@click.command("propose", epilog="Example: python -m keepers propose --as-of 2024-01-01 --dev-account 3")
@chain_options
@key_options
@market_options
@store_option
@click.option("--data-uri", default="", help="Where the snapshot will be found, at most 128 bytes.")
@click.option("--confirm", is_flag=True, help="A person has looked: send it although it asks for one.")
@json_option
def command(look: Look, chain: Chain, keys: Keys, folder: Path, data_uri: str, confirm: bool, as_json: bool) -> None:
    """Take a snapshot of the market and of the index's terms, decide, and propose the decision.

    The state before the look comes from the last proposal's snapshot and the active targets. The day is the chain's
    unless --as-of says another. A synthetic market decides for a local chain only. A decision with an alarm that asks
    a person is not sent without --confirm.
    """
    index = chain.index()
    _require_real_market(index, look.source)
    signer = keys.signer(index)
    store = SnapshotStore(folder)
    if signer is None:
        reading = read(index)
        decision = decide(_snapshot(index, reading, store, look))
        epoch, call = actions.proposal(index, reading, decision, data_uri)
        document = dry_run(index, f"propose epoch {epoch}", call, reading.roles.proposer)
        if as_json:
            emit_json({"decision": decision, "transaction": document})
        else:
            _print(decision)
            print_dry_run(document)
            if questions(decision) and not confirm:
                console.print("  and --confirm, or an override file: it asks a person")
        return
    with keys.sender(index, signer, chain.folder) as sender:
        # An earlier attempt may still be on its way: it is part of what the next decision remembers.
        sender.reconcile()
        _record_last(index, store)
        snapshot = _snapshot(index, read(index), store, look)
        decision = decide(snapshot)
        if not as_json:
            _print(decision)
        if not confirm:
            _require_no_question(decision)
        # Kept before it is committed to: a hash on chain without its snapshot could never be replayed.
        store.put(snapshot)
        done = actions.propose(index, sender, decision, data_uri)
    store.record(done.event.fields["epoch"], decision)
    if as_json:
        emit_json({"decision": decision, "transaction": done_document(done)})
    else:
        print_done(done)


def _require_real_market(index: Index, source: Source) -> None:
    if source.invented and index.deployment.chain_id != LOCAL_CHAIN:
        raise KeeperError(
            f"propose: {source.label}, and chain {index.deployment.chain_id} is not a local chain ({LOCAL_CHAIN}); "
            "nothing was decided; add --source files --path FOLDER"
        )


def _require_no_question(decision: Decision) -> None:
    asked = questions(decision)
    if asked:
        raise KeeperError(
            f"propose: the decision of {decision.as_of} asks a person, nothing was sent:\n"
            + "".join(f"  - {question}\n" for question in asked)
            + "answer in an override file (accept the supply, or decide eligible or member) and pass it with "
            "--overrides, or look at the decision and pass --confirm"
        )


def _record_last(index: Index, store: SnapshotStore) -> None:
    """A keeper that died after its proposal was mined did not record it; replay wants every epoch."""
    last = last_proposed(index)
    if last is None:
        return
    epoch = last.fields["epoch"]
    try:
        store.recorded(epoch)
    except UnknownSnapshot:
        store.record(epoch, decide(store.get(last.fields["data_hash"])))


def _snapshot(index: Index, reading: Reading, store: SnapshotStore, look: Look) -> Snapshot:
    market = look.market()
    day = look.day or datetime.fromtimestamp(reading.timestamp, UTC).date()
    market.checked(day)
    state = remembered(index, reading, store, lambda: first_state(market, day, look.profile, look.parameters))
    _require_new(index, reading, state, day)
    return replace(look, day=day).snapshot(market, read_entries(index, reading.block), state)


def _require_new(index: Index, reading: Reading, state: State, day: date) -> None:
    """A look is proposed once; only one that was vetoed or has expired may be proposed again."""
    last = last_proposed(index)
    if last is None or state.as_of is None or day > state.as_of:
        return
    epoch, pending = last.fields["epoch"], reading.pending
    waits = pending is not None and pending.epoch == epoch and reading.timestamp <= pending.expires_at
    if day < state.as_of or waits or reading.active.epoch == epoch:
        raise KeeperError(
            f"propose: the look of {state.as_of} is epoch {epoch} already; activate it, or pass a later day than "
            f"--as-of {day}"
        )


def _print(decision: Decision) -> None:
    console.print(
        f"{decision.as_of}: {decision.regime}, gauge {decision.gauge / 1e6:.6f}, {len(decision.targets)} targets, "
        f"{len(decision.entered)} names in, {len(decision.left)} out, snapshot 0x{decision.data_hash.hex()}"
    )
    for alarm in decision.alarms:
        console.print(f"alarm: {alarm}", markup=False)
