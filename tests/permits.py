"""ERC-2612 permits, of USDC and of shares, signed with the keys of a local chain's development accounts.

deadline, v, r, s = sign_permit(chain, holder, world.usdc, spender, 10**8)
"""

from collections.abc import Mapping
from typing import Any

from eth_account import Account

from keepers.execute.signer import DEV_PHRASE
from world.chain import Chain
from world.contract import Contract
from world.node import CHAIN_ID

__all__ = ["NO_SIGNATURE", "Permit", "sign_permit", "twin"]

Permit = tuple[int, int, bytes, bytes]  # deadline, v, r, s
NO_SIGNATURE = (0, b"\0" * 32, b"\0" * 32)  # v, r, s of a wallet that cannot sign

LIFE = 600  # seconds
CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
FIELDS = ("owner:address", "spender:address", "value:uint256", "nonce:uint256", "deadline:uint256")
TYPES = {"Permit": [dict(zip(("name", "type"), field.split(":"), strict=True)) for field in FIELDS]}
VERSIONS = {"USD Coin": "2", "Global 100": "1"}


def sign_permit(
    chain: Chain, owner: str, token: Contract, spender: Contract, value: int, forged: Mapping[str, Any] | None = None
) -> Permit:
    """A permit of `owner`'s, the next in order, for ten minutes.

    `forged` replaces what domain and message truly are: chainId, verifyingContract, owner, spender, value, nonce,
    deadline; "signer" is the account that signs instead. The deadline answered is the true one.
    """
    changed = dict(forged or {})
    signer = changed.pop("signer", owner)
    name = token.name()
    domain = {"name": name, "version": VERSIONS[name], "chainId": CHAIN_ID, "verifyingContract": token.address}
    message = {
        "owner": owner,
        "spender": spender.address,
        "value": value,
        "nonce": token.nonces(owner),
        "deadline": chain.now() + LIFE,
    }
    deadline = message["deadline"]
    assert set(changed) <= set(domain) | set(message), f"a permit does not say all of {sorted(changed)}"
    for part in (domain, message):
        part.update({key: value for key, value in changed.items() if key in part})
    Account.enable_unaudited_hdwallet_features()
    path = f"m/44'/60'/0'/0/{chain.accounts.index(signer)}"
    signed = Account.from_mnemonic(DEV_PHRASE, account_path=path).sign_typed_data(domain, TYPES, message)
    return deadline, signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big")


def twin(permit: Permit) -> Permit:
    """The other signature that the curve accepts for the same message, which no token may."""
    deadline, v, r, s = permit
    return deadline, 55 - v, r, (CURVE_ORDER - int.from_bytes(s, "big")).to_bytes(32, "big")
