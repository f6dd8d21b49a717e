"""permit: an ERC-2612 signature works once, here, in time, in its one canonical form."""

from collections.abc import Callable
from typing import Any

import pytest
from eth_account import Account

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

SIGNER = Account.from_key("0x" + "42" * 32)
CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
VALUE = 5 * 10**18

Signature = tuple[int, bytes, bytes]


@pytest.fixture
def sign(empty_fund: Fund, anyone: str) -> Callable[..., Signature]:
    """Sign a permit of SIGNER's to `anyone`; arguments replace parts of domain and message."""

    def sign(deadline: int, *, chain_id: int = 31337, vault: str | None = None, nonce: int = 0) -> Signature:
        domain: dict[str, Any] = {
            "name": "Global 100",
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": vault or empty_fund.vault.address,
        }
        fields = ["owner:address", "spender:address", "value:uint256", "nonce:uint256", "deadline:uint256"]
        types = {"Permit": [dict(zip(("name", "type"), field.split(":"), strict=True)) for field in fields]}
        message = {
            "owner": SIGNER.address,
            "spender": anyone,
            "value": VALUE,
            "nonce": nonce,
            "deadline": deadline,
        }
        signed = SIGNER.sign_typed_data(domain, types, message)
        return signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big")

    return sign


def permit(fund: Fund, deadline: int, signature: Signature) -> None:
    fund.vault.permit(SIGNER.address, fund.roles.anyone, VALUE, deadline, *signature, sender=fund.roles.anyone)


def test_permit__signed_in_time__sets_the_allowance(empty_fund: Fund, sign: Any, anyone: str) -> None:
    deadline = empty_fund.chain.now()
    permit(empty_fund, deadline, sign(deadline))
    assert empty_fund.vault.allowance(SIGNER.address, anyone) == VALUE
    assert empty_fund.vault.nonces(SIGNER.address) == 1


def test_permit__twice__reverts(empty_fund: Fund, sign: Any) -> None:
    deadline = empty_fund.chain.now() + 100
    signature = sign(deadline)
    permit(empty_fund, deadline, signature)
    with reverts("erc20: invalid signature"):
        permit(empty_fund, deadline, signature)


def test_permit__expired__reverts(empty_fund: Fund, sign: Any) -> None:
    deadline = empty_fund.chain.now() - 1
    with reverts("erc20: expired deadline"):
        permit(empty_fund, deadline, sign(deadline))


@pytest.mark.parametrize("changed", [{"chain_id": 1}, {"vault": "0x" + "11" * 20}, {"nonce": 1}])
def test_permit__for_another_chain_vault_or_nonce__reverts(empty_fund: Fund, sign: Any, changed: Any) -> None:
    deadline = empty_fund.chain.now() + 100
    with reverts("erc20: invalid signature"):
        permit(empty_fund, deadline, sign(deadline, **changed))


def test_permit__malleable_twin__reverts(empty_fund: Fund, sign: Any) -> None:
    deadline = empty_fund.chain.now() + 100
    v, r, s = sign(deadline)
    twin = (55 - v, r, (CURVE_ORDER - int.from_bytes(s, "big")).to_bytes(32, "big"))
    with reverts("ecdsa: invalid signature `s` value"):
        permit(empty_fund, deadline, twin)


def test_permit__other_deadline_than_signed__reverts(empty_fund: Fund, sign: Any) -> None:
    deadline = empty_fund.chain.now() + 100
    with reverts("erc20: invalid signature"):
        permit(empty_fund, deadline + 1, sign(deadline))
