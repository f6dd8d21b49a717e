"""Options of every command that talks to a chain, and what they open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from keepers.book import load_book
from keepers.chain import Index, load_deployment
from keepers.errors import ConfigError
from keepers.execute import Journal, Sender, SendLimits, Signer, ape_signer, ape_url, dev_signer, only_keeper

__all__ = ["Chain", "Keys", "chain_options", "key_options"]

GWEI = 10**9


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the index is."""

    folder: Path
    url: str | None
    network: str | None

    def index(self) -> Index:
        """Connected and checked. Raises KeeperError."""
        if self.url and self.network:
            raise ConfigError("options: --url and --network name two endpoints; pass one of them")
        url = ape_url(self.network) if self.network else self.url
        return Index.connect(
            load_deployment(self.folder / "deployment.json"), load_book(self.folder / "assets.json"), url
        )


@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs, and at what price."""

    account: str | None
    dev_account: int | None
    max_fee: float

    def signer(self, index: Index) -> Signer | None:
        """None without --account and --dev-account: then everything is a dry run."""
        if self.account is not None and self.dev_account is not None:
            raise ConfigError("options: --account and --dev-account name two signers; pass one of them")
        if self.account is not None:
            return ape_signer(self.account)
        if self.dev_account is not None:
            return dev_signer(self.dev_account, index.deployment.chain_id)
        return None

    @contextmanager
    def sender(self, index: Index, signer: Signer, folder: Path) -> Iterator[Sender]:
        """A sender that holds the key's lock and its journal, which belong to this world and no other."""
        stem = folder / "journal" / f"{index.world()}-{signer.address}"
        with only_keeper(stem.with_name(stem.name + ".lock"), signer.address):
            journal = Journal(stem.with_name(stem.name + ".sqlite"))
            try:
                yield Sender(index.connection, signer, journal, SendLimits(fee_cap=round(self.max_fee * GWEI)))
            finally:
                journal.close()


def chain_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --folder, --url, --network; the command gets them as `chain`."""

    @click.option(
        "--folder",
        "chain_folder",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(".local"),
        show_default=True,
        help="Folder of deployment.json and assets.json; the journal is kept beside them.",
    )
    @click.option("--url", help="JSON-RPC endpoint; that of deployment.json by default.")
    @click.option("--network", help="The same as a network choice of ape: ECOSYSTEM:NETWORK:PROVIDER.")
    @wraps(command)
    def with_chain(chain_folder: Path, url: str | None, network: str | None, **rest: Any) -> Any:
        return command(chain=Chain(chain_folder, url, network), **rest)

    return with_chain


def key_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --account, --dev-account, --max-fee; the command gets them as `keys`."""

    @click.option("--account", metavar="ALIAS", help="Account of ape that signs. Without a signer: a dry run.")
    @click.option("--dev-account", type=int, metavar="N", help="Development account N of a local chain that signs.")
    @click.option(
        "--max-fee", type=click.FloatRange(min=0), default=100.0, show_default=True, help="Most gwei to pay per gas."
    )
    @wraps(command)
    def with_keys(account: str | None, dev_account: int | None, max_fee: float, **rest: Any) -> Any:
        return command(keys=Keys(account, dev_account, max_fee), **rest)

    return with_keys
