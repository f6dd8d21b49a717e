"""propose: look at the market, decide, and commit the decision on chain."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from keepers.chain import Index, Reading, read, read_entries
from keepers.chain.memory import remembered
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run
from keepers.commands.output import console, emit_json, json_option
from keepers.decide import decide
from keepers.execute import actions
from keepers.models import Decision
from keepers.parameters import load_parameters
from keepers.snapshot import Market, Snapshot, SnapshotStore, build
from keepers.sources import NAMES, open_source

__all__ = ["propose"]


@dataclass(frozen=True, slots=True)
class _Look:
    """Where the data come from, and for which day."""

    source: str
    path: Path | None
    seed: int | None
    profile: str
    as_of: date | None


@click.command()
@chain_options
@key_options
@click.option("--source", type=click.Choice(NAMES), default="synthetic", show_default=True, help="Market data.")
@click.option("--path", type=click.Path(path_type=Path), help="Folder of the source 'files'.")
@click.option("--seed", type=int, help="Seed of the source 'synthetic'.")
@click.option("--profile", default="product", show_default=True, help="product or reference.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the look; the chain's day by default.")
@click.option("--store", type=click.Path(path_type=Path), help="Snapshots; FOLDER/store by default.")
@click.option("--data-uri", default="", help="Where the snapshot will be found, at most 128 bytes.")
@json_option
def propose(
    chain: Chain,
    keys: Keys,
    source: str,
    path: Path | None,
    seed: int | None,
    profile: str,
    as_of: datetime | None,
    store: Path | None,
    data_uri: str,
    as_json: bool,
) -> None:
    """Take a snapshot of the market and of the index's terms, decide, and propose the decision.

    \b
    Example:
      python -m keepers propose --as-of 2024-01-01
      python -m keepers propose --as-of 2024-01-01 --dev-account 3
    """
    index = chain.index()
    signer = keys.signer(index)
    look = _Look(source, path, seed, profile, as_of.date() if as_of else None)
    snapshots = SnapshotStore(store or chain.folder / "store")
    if signer is None:
        reading = read(index)
        decision = decide(_snapshot(index, reading, snapshots, look))
        epoch, call = actions.proposal(index, reading, decision, data_uri)
        document = dry_run(index, f"propose epoch {epoch}", call, reading.roles.proposer)
        if as_json:
            emit_json({"decision": decision, "transaction": document})
        else:
            _print(decision)
            print_dry_run(document)
        return
    with keys.sender(index, signer, chain.folder) as sender:
        # An earlier attempt may still be on its way: it is part of what the next decision remembers.
        sender.reconcile()
        snapshot = _snapshot(index, read(index), snapshots, look)
        decision = decide(snapshot)
        # Kept before it is committed to: a hash on chain without its snapshot could never be replayed.
        snapshots.put(snapshot)
        if not as_json:
            _print(decision)
        done = actions.propose(index, sender, decision, data_uri)
    snapshots.record(done.event.fields["epoch"], decision)
    if as_json:
        emit_json({"decision": decision, "transaction": done_document(done)})
    else:
        print_done(done)


def _snapshot(index: Index, reading: Reading, store: SnapshotStore, look: _Look) -> Snapshot:
    as_of = look.as_of or datetime.fromtimestamp(reading.timestamp, UTC).date()
    parameters = load_parameters()
    rules = parameters.rules_of(look.profile)
    market = Market.load(open_source(look.source, look.path, look.seed))
    genesis = (market.panel(as_of, rules, parameters), market.bitcoin, rules)
    state = remembered(index, reading, store, as_of, genesis)
    return build(market, as_of, look.profile, parameters, read_entries(index, reading.block), state)


def _print(decision: Decision) -> None:
    console.print(
        f"{decision.as_of}: {decision.regime}, gauge {decision.gauge / 1e6:.6f}, {len(decision.targets)} targets, "
        f"{len(decision.entered)} names in, {len(decision.left)} out, snapshot 0x{decision.data_hash.hex()}"
    )
    for alarm in decision.alarms:
        console.print(f"alarm: {alarm}", markup=False)
