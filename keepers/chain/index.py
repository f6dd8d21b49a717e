"""The index on a chain: where its contracts are, checked before the first use."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from web3 import Web3

from keepers.book import AssetBook
from keepers.chain.abi import Abi, Function, load_abi
from keepers.chain.connection import Call, Connection
from keepers.errors import KeeperError

__all__ = ["Contract", "Deployment", "Index", "load_deployment"]


class Deployment(BaseModel):
    """Where the index was deployed. `block` is the first one with its events."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    chain_id: int = Field(gt=0)
    block: int = Field(ge=0)
    url: str
    vault: str
    trader: str
    strategy: str
    registry: str
    policy: str
    queue: str
    auctions: str
    usdc: str

    @field_validator("vault", "trader", "strategy", "registry", "policy", "queue", "auctions", "usdc")
    @classmethod
    def _checksummed(cls, value: str) -> str:
        if not Web3.is_address(value):
            raise ValueError(f"{value!r} is not an address of 20 bytes")
        return Web3.to_checksum_address(value)


def load_deployment(path: Path) -> Deployment:
    """Read and check a deployment file. Raises KeeperError that names the file, the field and the remedy."""
    try:
        return Deployment.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise KeeperError(
            f"chain: {path} does not exist; start the local world with 'make up' or pass --folder"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise KeeperError(f"chain: {path}: {where}: {first['msg']}; correct the file") from None


@dataclass(frozen=True)
class Contract:
    """An address and its ABI."""

    name: str
    address: str
    abi: Abi

    def function(self, name: str) -> Function:
        """Raises KeeperError when the ABI has no such function."""
        try:
            return self.abi.functions[name]
        except KeyError:
            raise KeeperError(
                f"abi: {self.abi.name} has no function {name}; generate the ABIs again with 'ape run export_abi'"
            ) from None

    def call(self, name: str, *arguments: object) -> Call:
        """An encoded call."""
        return self.function(name).at(self.address, *arguments)


@dataclass(frozen=True)
class Index:
    """The seven contracts behind one connection, and the book that joins ids to tokens, feeds and pools."""

    connection: Connection
    deployment: Deployment
    book: AssetBook
    vault: Contract
    trader: Contract
    strategy: Contract
    registry: Contract
    policy: Contract
    queue: Contract
    auctions: Contract

    @classmethod
    def connect(cls, deployment: Deployment, book: AssetBook, url: str | None = None) -> "Index":
        """Check that the endpoint answers, is the right chain, and has our contracts.

        Raises KeeperError with the URL (without its key), what was expected and what was found.
        """
        if book.chain_id != deployment.chain_id:
            raise KeeperError(
                f"chain: the asset book is of chain {book.chain_id}, the deployment of chain {deployment.chain_id}; "
                "pass the --folder of that chain"
            )
        connection = Connection(url or deployment.url)
        connection.require_chain(deployment.chain_id)
        contracts = {
            name: Contract(name, getattr(deployment, name), load_abi(abi))
            for name, abi in (
                ("vault", "IndexVault"),
                ("trader", "IndexTrader"),
                ("strategy", "IndexStrategy"),
                ("registry", "AssetRegistry"),
                ("policy", "FundPolicy"),
                ("queue", "RequestQueue"),
                ("auctions", "AuctionHouse"),
            )
        }
        for contract in contracts.values():
            connection.require_code(contract.name, contract.address)
        return cls(connection, deployment, book, **contracts)

    def world(self) -> str:
        """Names this deployment among all chains that were ever started: what a journal belongs to."""
        header = self.connection.request("eth_getBlockByNumber", hex(self.deployment.block), False)
        if header is None:
            raise KeeperError(
                f"chain: {self.connection.shown} has no block {self.deployment.block}, the one of the deployment; "
                "the deployment file is of another world: start it again with 'make up' or pass --folder"
            )
        return f"{self.deployment.chain_id}-{header['hash'][2:14]}"

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """All seven."""
        return (self.vault, self.trader, self.strategy, self.registry, self.policy, self.queue, self.auctions)
