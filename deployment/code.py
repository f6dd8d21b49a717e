"""The code of a deployed contract against the build: every byte, and every immutable with what it must hold."""

from collections.abc import Iterator, Mapping

from eth_abi.abi import encode
from web3 import Web3

from deployment.contracts import PARTS, TIMELOCK, Part
from deployment.difference import Difference
from keepers.chain.connection import Connection
from world.artifacts import Artifact, artifact

__all__ = ["code_differences", "share_immutables"]

WORD = 32
DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
# What IndexVault's constructor calls its share.
SHARE_NAME, SHARE_SYMBOL, SHARE_DECIMALS, SHARE_VERSION = "Global 100", "GL100", 18, "1"


def code_differences(connection: Connection, at: Mapping[str, str], chain_id: int) -> Iterator[Difference]:
    """Of every contract of the table and of the timelock, if `at` has one."""
    if TIMELOCK in at:
        built = artifact("TimelockController")
        yield from _of(connection, TIMELOCK, built, at[TIMELOCK], {})
    for part in PARTS:
        expected = {name: _address(at[key]) for name, key in part.immutables.items()}
        if part.key == "vault":
            expected |= share_immutables(chain_id, at["vault"])
        yield from _of(connection, part.key, artifact(part.contract), at[part.key], expected, part)


def share_immutables(chain_id: int, vault: str) -> dict[str, bytes]:
    """What the share token and its permits keep in the vault's code."""
    names = _hash(SHARE_NAME), _hash(SHARE_VERSION)
    kinds = ["bytes32", "bytes32", "bytes32", "uint256", "address"]
    separator = bytes(Web3.keccak(encode(kinds, [_hash(DOMAIN), *names, chain_id, vault])))
    return {
        "erc20.eip712_domain_separator._CACHED_DOMAIN_SEPARATOR": separator,
        "erc20.eip712_domain_separator._CACHED_CHAIN_ID": _number(chain_id),
        "erc20.eip712_domain_separator._CACHED_SELF": _address(vault),
        "erc20.eip712_domain_separator._NAME": _text(SHARE_NAME),
        "erc20.eip712_domain_separator._HASHED_NAME": names[0],
        "erc20.eip712_domain_separator._VERSION": _text(SHARE_VERSION),
        "erc20.eip712_domain_separator._HASHED_VERSION": names[1],
        "erc20.name": _text(SHARE_NAME),
        "erc20.symbol": _text(SHARE_SYMBOL),
        "erc20.decimals": _number(SHARE_DECIMALS),
    }


def _of(
    connection: Connection,
    key: str,
    built: Artifact,
    address: str,
    expected: Mapping[str, bytes],
    part: Part | None = None,
) -> Iterator[Difference]:
    code = bytes.fromhex(connection.request("eth_getCode", address, "latest")[2:])
    name = part.contract if part else built.name
    if not code:
        yield Difference(key, "code", f"{name} at {address}", "nothing")
        return
    # Immutables stand behind the code.
    runtime = bytes.fromhex(built.runtime[2:])
    body, behind = code[: len(runtime)], code[len(runtime) :]
    if body != runtime:
        yield Difference(key, "code", _shown(bytes(Web3.keccak(runtime))), _shown(bytes(Web3.keccak(body))))
        return
    if len(behind) != built.immutables:
        yield Difference(key, "bytes of immutables", built.immutables, len(behind))
        return
    for immutable, (offset, length) in built.layout.items():
        found = behind[offset : offset + length]
        wanted = expected.get(immutable)
        if wanted is None:
            yield Difference(key, immutable, "an entry in the table of contracts", _shown(found))
        elif found[: len(wanted)] != wanted or any(found[len(wanted) :]):
            yield Difference(key, immutable, _shown(wanted), _shown(found))


def _hash(text: str) -> bytes:
    return bytes(Web3.keccak(text=text))


def _number(value: int) -> bytes:
    return value.to_bytes(WORD, "big")


def _address(address: str) -> bytes:
    return bytes.fromhex(address[2:]).rjust(WORD, b"\0")


def _text(text: str) -> bytes:
    # Vyper: the length, then the bytes.
    return _number(len(text)) + text.encode()


def _shown(value: bytes) -> str:
    # A word that is an address is shown as one.
    if len(value) == WORD and not any(value[:12]) and any(value[12:16]):
        return Web3.to_checksum_address(value[12:])
    return "0x" + value.hex()
