"""Who signs: an account of ape, or a development account of a local world. Keys never leave this module's objects."""

from dataclasses import dataclass
from typing import Any, Protocol

from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3 import Web3

from keepers.errors import KeeperError

__all__ = ["LOCAL_CHAIN", "ApeSigner", "LocalSigner", "Signed", "Signer", "ape_signer", "ape_url", "dev_signer"]

LOCAL_CHAIN = 31337
# The public phrase of every development node; its accounts are worth nothing anywhere else.
DEV_PHRASE = "test test test test test test test test test test test junk"
DEV_ACCOUNTS = 10


@dataclass(frozen=True, slots=True)
class Signed:
    """A transaction ready to send: its bytes, and the hash it will have."""

    raw: bytes
    hash: str


class Signer(Protocol):
    """Signs EIP-1559 transactions of one address."""

    @property
    def address(self) -> str:
        """Checksummed."""

    def sign(self, transaction: dict[str, Any]) -> Signed:
        """transaction: chainId, nonce, to, data, value, gas, maxFeePerGas, maxPriorityFeePerGas as integers.

        An empty `to` creates a contract.
        """


class LocalSigner:
    """A key in memory."""

    def __init__(self, account: LocalAccount) -> None:
        self._account = account

    @property
    def address(self) -> str:
        """Checksummed."""
        return str(self._account.address)

    def sign(self, transaction: dict[str, Any]) -> Signed:
        """Signed at once."""
        signed = self._account.sign_transaction({**transaction, "type": 2})
        return Signed(bytes(signed.raw_transaction), Web3.to_hex(signed.hash))


class ApeSigner:
    """An account of ape: a key file, a hardware wallet, or what a plugin brings. It may ask the person at the desk."""

    def __init__(self, account: Any) -> None:
        self._account = account

    @property
    def address(self) -> str:
        """Checksummed."""
        return str(self._account.address)

    def sign(self, transaction: dict[str, Any]) -> Signed:
        """Raises KeeperError when the account declines."""
        from ape_ethereum.transactions import DynamicFeeTransaction  # ape takes a second to import

        names = {"maxFeePerGas": "max_fee", "maxPriorityFeePerGas": "max_priority_fee", "gas": "gas_limit"}
        fields = {names.get(name, name): value for name, value in transaction.items()}
        unsigned = DynamicFeeTransaction(
            chainId=fields["chainId"],
            sender=self.address,
            receiver=fields["to"] or None,
            data=fields["data"],
            value=fields["value"],
            nonce=fields["nonce"],
            gas=fields["gas_limit"],
            maxFeePerGas=fields["max_fee"],
            maxPriorityFeePerGas=fields["max_priority_fee"],
        )
        signed = self._account.sign_transaction(unsigned)
        if signed is None:
            raise KeeperError(f"signer: the account {self.address} declined to sign; nothing was sent")
        raw = bytes(signed.serialize_transaction())
        return Signed(raw, Web3.to_hex(Web3.keccak(raw)))


def dev_signer(number: int, chain_id: int) -> LocalSigner:
    """A development account by its number. Raises KeeperError on any chain but a local one."""
    if chain_id != LOCAL_CHAIN:
        raise KeeperError(
            f"signer: --dev-account works on chain {LOCAL_CHAIN} only, this is chain {chain_id}; pass --account ALIAS"
        )
    if not 0 <= number < DEV_ACCOUNTS:
        raise KeeperError(f"signer: there is no development account {number}; choose 0 to {DEV_ACCOUNTS - 1}")
    Account.enable_unaudited_hdwallet_features()
    return LocalSigner(Account.from_mnemonic(DEV_PHRASE, account_path=f"m/44'/60'/0'/0/{number}"))


def ape_signer(alias: str) -> ApeSigner:
    """An account that ape knows by alias. Raises KeeperError when it does not."""
    from ape import accounts  # ape takes a second to import

    try:
        known = sorted(accounts.aliases)
    except FileNotFoundError:  # ape's folder does not exist before the first account
        known = []
    if alias not in known:
        raise KeeperError(
            f"signer: ape knows no account {alias!r} (known: {', '.join(known) or 'none'}); "
            f"make it with 'ape accounts generate {alias}'"
        )
    return ApeSigner(accounts.load(alias))


def ape_url(choice: str) -> str:
    """The HTTP endpoint that ape's configuration names for a network choice, as ethereum:mainnet:alchemy.

    Raises KeeperError for a choice that ape does not know or that has no endpoint of its own.
    """
    from ape import networks  # ape takes a second to import
    from ape.exceptions import ApeException
    from ape_ethereum.provider import EthereumNodeProvider

    try:
        provider = networks.get_provider_from_choice(choice)
        if isinstance(provider, EthereumNodeProvider):
            # Its `uri` would fall back to a public node picked at random: a keeper takes no stranger's word.
            url = provider._configured_http_uri or provider._configured_uri
        else:
            url = getattr(provider, "http_uri", None) or getattr(provider, "uri", None)
    except ApeException as error:
        raise KeeperError(f"signer: --network {choice}: {_first_line(error)}; see 'ape networks list'") from None
    if not url or not str(url).startswith("http"):
        raise KeeperError(
            f"signer: --network {choice} has no HTTP endpoint; name one in ape-config.yaml, or pass --url"
        )
    return str(url)


def _first_line(error: Exception) -> str:
    # Ape lists every network it knows after the first sentence.
    return (str(error).splitlines() or [type(error).__name__])[0]
