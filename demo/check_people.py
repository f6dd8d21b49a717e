"""What people did, from the chain alone: exits paid, that of the bear at once, batches settled at their NAV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from demo.evidence import Assertion, Left, apart, at_least, near, same
from demo.proof import rebuilt_nav
from demo.settings import DemoError
from demo.summary import Exit
from keepers.chain import Record
from keepers.chain.reading import answered
from keepers.models import CASH_ID
from keepers.parameters import load_parameters

__all__ = ["people"]

AT_ONCE_PPM = 100_000
"""Of the fund: what must leave a bear market in one transaction."""
DUST_SHARES = 10**13
"""What rounding may leave in the queue a batch, ownerless: 0.00001 USDC of shares (docs/QUEUE.md)."""
WAYS_OUT = ["in kind", "request", "usdc"]


def people(left: Left) -> Iterator[Assertion]:
    """Exits, then batches of the request queue, then what the queue holds."""
    yield from _exits(left)
    yield from _batches(left)
    yield from _custody(left)


def _exits(left: Left) -> Iterator[Assertion]:
    exits, synthetic = left.summary.exits, left.summary.synthetic
    if synthetic:
        yield same("ways people left", sorted({leaver.kind for leaver in exits}), WAYS_OUT)
    for account, mine in groupby(sorted(exits, key=lambda leaver: leaver.account), key=lambda leaver: leaver.account):
        leavers = list(mine)
        received = _received(left, leavers)
        owned = left.owned(account, received)
        short = [asset for asset, amount in received.items() if owned[asset] < amount]
        yield same(f"{leavers[0].who} has what vault and queue paid, short of assets", len(short), 0)
    bear = [leaver for leaver in exits if leaver.kind == "usdc" and not left.bull(_paid(left, leaver)[0].block)]
    if synthetic:
        yield at_least("sales to USDC in a bear market", len(bear), 1)
    for leaver in bear:
        paid = [record.fields for record in _paid(left, leaver)]
        part = sum(fields["assets"] for fields in paid) * 1_000_000 // paid[0]["total_assets"]
        name = f"{leaver.who} sells to USDC in a bear market"
        if synthetic:
            yield at_least(f"{name}, ppm of the fund", part, AT_ONCE_PPM)
        yield same(f"{name}, transactions", len(set(leaver.transactions)), 1)


def _batches(left: Left) -> Iterator[Assertion]:
    told = {batch.number: batch for batch in left.summary.batches}
    locked = {record.fields["batch"]: record for record in left.events("Locked")}
    settled = left.events("Settled")
    yield same("batches settled on chain", [record.fields["batch"] for record in settled], list(told))
    if left.summary.synthetic:
        yield at_least("USDC netted between depositors and redeemers, raw", _sum(settled, "netted_assets"), 1)
        with_sales = {record.transaction for record in left.events("SessionClosed")}
        together = sum(record.transaction in with_sales for record in settled)
        yield at_least("batches settled in the transaction of their sales", together, 1)
    delay = load_parameters().contract["request_forward_delay"].default
    executors = load_parameters().contract["request_executor_only"].default
    for record in settled:
        fields, lock = record.fields, locked[record.fields["batch"]]
        name, waited = f"batch {fields['batch']}", record.timestamp - lock.timestamp
        asked = [item for item in left.events("Requested") if item.fields["batch"] == fields["batch"]]
        sides = tuple(
            _sum([item for item in asked if item.fields["redemption"] is side], "amount") for side in (False, True)
        )
        wanted = (lock.fields["assets"], lock.fields["shares"])
        yield same(f"{name}, raw USDC and shares locked are those asked for", wanted, sides)
        yield at_least(f"{name}, seconds from lock to settlement", waited, delay)
        if waited < executors:
            yield same(f"{name}, filled", (fields["assets_filled"], fields["shares_filled"]), wanted)
        yield near(f"{name}, NAV it was settled at, from events and feeds", _nav_apart(left, record))
        said = told[fields["batch"]]
        yield same(
            f"{name}, netted and paid as the summary says",
            (said.netted_e6, said.shares_paid_e18, said.assets_paid_e6),
            (fields["netted_assets"], fields["shares_paid"], fields["assets_paid"]),
        )
    claims = left.events("Claimed")
    for side, field in ((False, "shares_paid"), (True, "assets_paid")):
        paid = _sum([record for record in claims if record.fields["redemption"] is side], "paid")
        yield same(f"{field} of all batches, claimed", paid, _sum(settled, field))


def _custody(left: Left) -> Iterator[Assertion]:
    """What the queue holds is what came in less what went out, by its events."""
    asked, claims, back = (left.events(name) for name in ("Requested", "Claimed", "Returned"))
    settled = left.events("Settled")
    owed = []
    for side, got, gave in ((False, "assets_paid", "assets_filled"), (True, "shares_paid", "shares_filled")):
        came = _sum([record for record in asked if record.fields["redemption"] is side], "amount")
        claimed = _sum([record for record in claims if record.fields["redemption"] is not side], "paid")
        returned = _sum([record for record in back if record.fields["redemption"] is side], "amount")
        owed.append(came + _sum(settled, got) - _sum(settled, gave) - claimed - returned)
    queue, vault = left.index.queue.address, left.index.vault
    yield same("raw USDC in the queue beyond what it owes", left.owned(queue, [CASH_ID])[CASH_ID] - owed[0], 0)
    balance = answered(left.index, [vault.function("balanceOf")], [vault.call("balanceOf", queue)], "latest")[0]
    dust = balance - owed[1]
    most = DUST_SHARES * len(settled)
    yield Assertion("shares in the queue beyond what it owes", f"{dust:,}", f"0 to {most:,} raw", 0 <= dust <= most)


def _nav_apart(left: Left, settled: Record) -> float:
    """Between the NAV that Settled says and the one rebuilt from the log just before the batch moved anything."""
    mine = [record for record in left.records if record.transaction == settled.transaction]
    moved = next(record for record in mine if record.event in ("Entered", "Exited", "Settled"))
    nav = rebuilt_nav(left.records, left.tape, settled.block, moved.log_index - 1)
    # raw USDC = USD 18 x 10**6 / USD 18 of one USDC
    return apart(nav * 10**6 // left.tape.at(settled.block)[CASH_ID], settled.fields["total_assets"])


def _paid(left: Left, leaver: Exit) -> list[Record]:
    """The events by which the vault or the queue paid somebody."""
    found = []
    for hash in leaver.transactions:
        mine = [record for record in left.records if record.transaction == hash]
        paid = [record for record in mine if record.event in ("Exited", "ExitedInKind", "Claimed")]
        if [record.fields["receiver"] for record in paid] != [leaver.account]:
            raise DemoError(f"demo-check: {hash} paid nothing to {leaver.account}; the summary is of another chain")
        found += paid
    return found


def _received(left: Left, leavers: list[Exit]) -> dict[int, int]:
    """Raw units by asset id that the log says one account was paid."""
    received: dict[int, int] = {}
    for record in (record for leaver in leavers for record in _paid(left, leaver)):
        fields = record.fields
        match record.event:
            case "ExitedInKind":
                paid = dict(zip(fields["assets"], fields["amounts"], strict=True))
            case "Claimed":
                paid = {CASH_ID: fields["paid"]}
            case _:
                paid = {CASH_ID: fields["assets"]}
        for asset, amount in paid.items():
            received[asset] = received.get(asset, 0) + amount
    return received


def _sum(records: list[Record], field: str) -> int:
    return sum(record.fields[field] for record in records)
