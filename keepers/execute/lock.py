"""One keeper per key: a second one on the same machine stops before it reads or sends anything.

On another machine the chain decides: nonces, epochs and session numbers are used once.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keepers.errors import KeeperError

__all__ = ["only_keeper"]


@contextmanager
def only_keeper(path: Path, address: str) -> Iterator[None]:
    """Hold the lock of a key. The system releases it however the process ends. Raises KeeperError when it is held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise KeeperError(
                f"lock: a keeper already runs with {address} (process {file.read().strip() or '?'}); wait until it ends"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
