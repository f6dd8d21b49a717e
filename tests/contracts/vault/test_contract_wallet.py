"""A holder that is a contract: it approves and enters, leaves in USDC and in kind, and collects its claims. A permit of
its owner's is no permit of the wallet's: ERC-2612 recovers a signer, so approve is its way.
"""

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.conftest import reverts
from tests.contract_wallet import Wallet
from tests.contracts.vault.fund import CASH, PLENTY, Fund
from world.chain import Reverted

ASSETS = 10**9  # raw USDC
SIGNER = Account.from_key("0x" + "42" * 32)
MAGIC = bytes.fromhex("1626ba7e")


@pytest.fixture
def wallet(fund: Fund, anyone: str) -> Wallet:
    """With 1,000 USDC, and the vault's approval for them."""
    wallet = Wallet.open(fund.chain, anyone)
    fund.usdc.mint(wallet.address, ASSETS, sender=fund.roles.market)
    wallet.do(fund.usdc, "approve", fund.vault, PLENTY)
    return wallet


@pytest.fixture
def shares(fund: Fund, wallet: Wallet) -> int:
    """What the wallet has after it spent all its USDC."""
    expected = fund.vault.previewDeposit(ASSETS)
    wallet.do(fund.vault, "buy", ASSETS, expected, wallet.address, fund.chain.now())
    assert fund.vault.balanceOf(wallet.address) == expected
    assert fund.usdc.balanceOf(wallet.address) == 0
    return int(expected)


def test_wallet__without_approval__does_not_enter(fund: Fund, wallet: Wallet) -> None:
    wallet.do(fund.usdc, "approve", fund.vault, 0)
    with reverts("ERC20: transfer amount exceeds allowance"):
        wallet.do(fund.vault, "buy", ASSETS, 0, wallet.address, 2**40)
    assert fund.usdc.balanceOf(wallet.address) == ASSETS


def test_wallet__sells__is_paid_itself(fund: Fund, wallet: Wallet, shares: int) -> None:
    expected = fund.vault.previewRedeem(shares)
    wallet.do(fund.vault, "sell", shares, expected, wallet.address, fund.chain.now())
    assert (fund.usdc.balanceOf(wallet.address), fund.vault.balanceOf(wallet.address)) == (expected, 0)


def test_wallet__leaves_in_kind__is_paid_to_the_wei_and_collects_its_claim(
    fund: Fund, wallet: Wallet, shares: int
) -> None:
    expected, eth = fund.due(shares), fund.id("ETH")
    wallet.do(fund.vault, "redeem_in_kind", shares, wallet.address, wallet.address, [eth])
    assert fund.received(wallet.address, list(expected)) == expected | {eth: 0}
    assert fund.usdc.balanceOf(wallet.address) == expected[CASH]
    wallet.do(fund.vault, "claim", eth, wallet.address)
    assert fund.token("ETH").balanceOf(wallet.address) == expected[eth] > 0


def test_wallet__approves_another__who_leaves_for_it(fund: Fund, wallet: Wallet, shares: int, holder: str) -> None:
    wallet.do(fund.vault, "approve", holder, shares)
    expected = fund.vault.previewRedeem(shares)
    fund.vault.redeem(shares, wallet.address, wallet.address, sender=holder)
    assert fund.usdc.balanceOf(wallet.address) == expected


def test_permit__of_the_wallets_owner__is_valid_for_the_wallet_and_refused_by_share_and_usdc(
    fund: Fund, holder: str
) -> None:
    wallet = Wallet.open(fund.chain, SIGNER.address)
    for token, name, version in ((fund.vault, "Global 100", "1"), (fund.usdc, "USD Coin", "2")):
        fields = ["owner:address", "spender:address", "value:uint256", "nonce:uint256", "deadline:uint256"]
        types = {"Permit": [dict(zip(("name", "type"), field.split(":"), strict=True)) for field in fields]}
        domain = {"name": name, "version": version, "chainId": 31337, "verifyingContract": token.address}
        message = {"owner": wallet.address, "spender": holder, "value": 5, "nonce": 0, "deadline": 2**40}
        signable = encode_typed_data(domain, types, message)
        signed = SIGNER.sign_message(signable)
        assert wallet.contract.isValidSignature(signed.message_hash, signed.signature) == MAGIC
        r, s = (part.to_bytes(32, "big") for part in (signed.r, signed.s))
        with pytest.raises(Reverted, match="invalid signature"):
            token.permit(wallet.address, holder, 5, 2**40, signed.v, r, s, sender=holder)
        assert token.allowance(wallet.address, holder) == 0
