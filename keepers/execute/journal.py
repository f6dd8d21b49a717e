"""What was signed, written down before it is sent: after a crash the keeper knows what may be on its way."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from keepers.errors import KeeperError

__all__ = ["Attempt", "Journal", "State"]

State = Literal["prepared", "sent", "done", "reverted", "lost", "refused"]
"""prepared: signed and written, perhaps sent. sent: the node took it. done: the contract logged its event.
reverted: mined without effect. lost: another transaction has its nonce. refused: the node never took it."""

OPEN: tuple[State, ...] = ("prepared", "sent")

_SCHEMA = f"""
create table if not exists attempts (
    id integer primary key,
    purpose text not null,
    nonce integer not null,
    hash text not null unique,
    raw blob not null,
    max_fee integer not null,
    expires_at integer not null,
    state text not null check (state in ({", ".join(f"'{name}'" for name in get_args(State))})),
    written_at real not null
)
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One signed transaction. max_fee: wei per gas; expires_at: unix seconds after which it is not sent."""

    purpose: str
    nonce: int
    hash: str
    raw: bytes
    max_fee: int
    expires_at: int
    state: State = "prepared"


class Journal:
    """A SQLite file (WAL, full sync) for one key in one world."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("pragma journal_mode = wal")
            # On disk before the transaction is on the wire, also when the machine loses power in between.
            self._base.execute("pragma synchronous = full")
            self._base.execute(_SCHEMA)
        except sqlite3.Error as error:
            raise KeeperError(
                f"journal: {path} cannot be used ({error}); move it away once nothing of it is pending"
            ) from None

    def write(self, attempt: Attempt) -> None:
        """Durable when it returns. The same transaction signed again takes the place of the attempt given up."""
        self._base.execute(
            "insert into attempts (purpose, nonce, hash, raw, max_fee, expires_at, state, written_at) "
            "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (hash) do update set purpose = excluded.purpose, "
            "expires_at = excluded.expires_at, state = excluded.state, written_at = excluded.written_at",
            (
                attempt.purpose,
                attempt.nonce,
                attempt.hash,
                attempt.raw,
                attempt.max_fee,
                attempt.expires_at,
                attempt.state,
                time.time(),
            ),
        )

    def mark(self, hash: str, state: State) -> None:
        """The new state of an attempt."""
        self._base.execute("update attempts set state = ? where hash = ?", (state, hash))

    def open_attempts(self) -> list[Attempt]:
        """Those whose end is not known, oldest first."""
        return self._select("state in (?, ?)", *OPEN)

    def of(self, purpose: str) -> list[Attempt]:
        """Every attempt at one purpose, oldest first."""
        return self._select("purpose = ?", purpose)

    def close(self) -> None:
        """Release the file."""
        self._base.close()

    def _select(self, condition: str, *values: str) -> list[Attempt]:
        rows = self._base.execute(
            f"select purpose, nonce, hash, raw, max_fee, expires_at, state from attempts where {condition} order by id",
            values,
        )
        return [Attempt(*row) for row in rows]
