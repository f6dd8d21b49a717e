"""The one configuration file of a deployment: who holds which role, which asset book, which parameters."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from deployment.asset_book import Address, ReviewedBook, Strict, first_error, load_asset_book
from deployment.errors import BadConfig
from deployment.listing import NOBODY
from keepers.parameters import DEFAULT_FILE, ContractParameter, load_parameters

__all__ = ["Config", "Given", "TimelockConfig", "load_config"]


class TimelockConfig(Strict):
    """The owner of everything. proposers: Safes; executors: empty means that anyone executes what has waited."""

    delay: int | None = Field(default=None, gt=0)
    """Seconds; that of the parameters file if left out."""
    proposers: tuple[Address, ...] = Field(min_length=1)
    executors: tuple[Address, ...] = ()


class Roles(Strict):
    """Who may do what; each a key or Safe of its own."""

    guardian: Address
    proposer: Address
    executor: Address


class Fees(Strict):
    """Who gets the fee shares, and which part of them the platform."""

    manager: Address
    platform: Address
    platform_share_bps: int = Field(ge=0, le=10_000)


class Config(Strict):
    """The file. Paths in it are relative to it."""

    chain_id: int = Field(gt=0)
    assets: Path
    parameters: Path | None = None
    """Another parameters file than the keepers' own."""
    seed_usdc: int = Field(default=100, gt=0)
    """Whole USDC of the deployer: the first deposit, its shares burned."""
    timelock: TimelockConfig
    roles: Roles
    fees: Fees

    @model_validator(mode="after")
    def _apart(self) -> "Config":
        # The thief of one key must not get a second role; a guardian that proposes could stop its own replacement.
        held: dict[str, str] = {}
        for role, account in (
            *(("timelock.proposers", proposer) for proposer in self.timelock.proposers),
            ("roles.guardian", self.roles.guardian),
            ("roles.proposer", self.roles.proposer),
            ("roles.executor", self.roles.executor),
        ):
            if account in held:
                raise ValueError(f"{account} is {held[account]} and {role}; give each role a key of its own")
            held[account] = role
        return self


@dataclass(frozen=True)
class Given:
    """A configuration with everything it refers to, read and checked."""

    config: Config
    book: ReviewedBook
    contract: Mapping[str, ContractParameter]
    folder: Path

    @property
    def delay(self) -> int:
        """Of the timelock, seconds."""
        return self.config.timelock.delay or self.contract["timelock_delay"].default

    @property
    def executors(self) -> tuple[str, ...]:
        """Who may execute in the timelock; the zero address is everybody."""
        return self.config.timelock.executors or (NOBODY,)

    @property
    def seed(self) -> int:
        """Raw USDC."""
        return int(self.config.seed_usdc * 10**self.book.cash.decimals)


def load_config(path: Path) -> Given:
    """Read a configuration, its asset book and its parameters. Raises BadConfig or BadParameters."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        config = Config.model_validate(document)
    except OSError as error:
        raise BadConfig(f"configuration: {path} cannot be read ({error.strerror}); pass --config FILE") from None
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"configuration: {path} is not TOML: {error}; correct that line") from None
    except ValidationError as error:
        raise BadConfig(f"configuration: {path}: {first_error(error, document)}; correct the file") from None
    folder = path.resolve().parent
    given = Given(
        config=config,
        book=load_asset_book(folder / config.assets),
        contract=load_parameters(folder / config.parameters if config.parameters else DEFAULT_FILE).contract,
        folder=folder,
    )
    if given.book.chain_id != config.chain_id:
        raise BadConfig(
            f"configuration: {path} is for chain {config.chain_id}, its asset book for chain {given.book.chain_id}; "
            "name the book of that chain"
        )
    patience = given.contract["request_patience"].default
    if given.delay <= patience:
        raise BadConfig(
            f"configuration: {path}: a timelock delay of {given.delay} s is not longer than the {patience} s after "
            "which a locked redemption may leave in kind: holders could not leave before a change. Make it longer"
        )
    return given
