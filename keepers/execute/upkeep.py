"""What the keeper puts right before it trades: books that say more than is there, and a basis of losses that is old.

Both are calls that anyone may make. The keeper makes them because what it does next is worth them: work at NAV must see
a shortfall, and a fund that has grown may lose more than its last close says.
"""

from collections.abc import Callable

from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.reading import answered, read
from keepers.chain.shortfalls import lasting
from keepers.execute.done import Done, run
from keepers.execute.send import Sender

__all__ = ["basis_of", "mark_due", "put_right"]

GREW = 20
"""NAV one part in so many above the basis is marked."""
GAS_CAP = 8_000_000
"""A mark prices the whole fund: 2.6 M among a hundred assets."""
LIFE = 900
"""Seconds for which a signed transaction may still be sent; the contract looks at the chain whenever it comes."""

Told = Callable[[Done], None]


def put_right(index: Index, sender: Sender, told: Told | None = None) -> Reading:
    """Sync what is short, mark NAV where it is due; the fund as it is then. Raises as `Sender.run`."""
    reading = read(index)
    changed = False
    for short in lasting(index, reading):
        purpose = f"sync {short.symbol}: {short.missing} raw units are missing at block {reading.block}"
        call = index.vault.call("sync", short.asset_id)
        done = run(index, sender, purpose, call, GAS_CAP, reading.timestamp + LIFE, "ShortfallBooked", short.asset_id)
        changed = True
        if told is not None:
            told(done)
    reading = read(index) if changed else reading
    if not mark_due(index, reading):
        return reading
    purpose = f"mark NAV at block {reading.block}"
    done = run(index, sender, purpose, index.trader.call("mark"), GAS_CAP, reading.timestamp + LIFE, "Marked", None)
    if told is not None:
        told(done)
    return read(index)


def mark_due(index: Index, reading: Reading) -> bool:
    """NAV is firm and more than 5 % above what losses of the next session would be counted against."""
    basis = basis_of(index, reading)
    return bool(reading.nav["firm"]) and (reading.traded_nav - basis) * GREW > basis


def basis_of(index: Index, reading: Reading) -> int:
    """USD 18 decimals that losses of a session now would be counted against."""
    call = index.trader.call("loss_basis", reading.traded_nav)
    (basis,) = answered(index, [index.trader.function("loss_basis")], [call], reading.block)
    return int(basis)
