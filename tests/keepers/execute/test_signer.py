"""Signers agree to the byte; accounts and networks that ape does not know are named."""

import pytest

from keepers.errors import KeeperError
from keepers.execute import ape_signer, ape_url, dev_signer
from keepers.execute.signer import ApeSigner

LOCAL_CHAIN = 31337
TRANSACTION = {
    "chainId": LOCAL_CHAIN,
    "nonce": 5,
    "to": "0x" + "11" * 20,
    "data": "0x1234",
    "value": 0,
    "gas": 100_000,
    "maxFeePerGas": 10**10,
    "maxPriorityFeePerGas": 10**8,
}


def test_sign__account_of_ape__the_same_bytes_as_the_key_itself() -> None:
    from ape import accounts

    ape, dev = ApeSigner(accounts.test_accounts[0]), dev_signer(0, LOCAL_CHAIN)
    assert ape.address == dev.address
    assert ape.sign(TRANSACTION) == dev.sign(TRANSACTION)


def test_dev_signer__any_other_chain__refused() -> None:
    with pytest.raises(KeeperError, match="works on chain 31337 only, this is chain 1; pass --account"):
        dev_signer(0, 1)


def test_dev_signer__unknown_number__refused() -> None:
    with pytest.raises(KeeperError, match="no development account 10; choose 0 to 9"):
        dev_signer(10, LOCAL_CHAIN)


def test_ape_signer__unknown_alias__says_how_to_make_it() -> None:
    with pytest.raises(KeeperError, match=r"knows no account 'nobody' .*ape accounts generate nobody"):
        ape_signer("nobody")


def test_ape_url__endpoint_in_the_choice__taken() -> None:
    assert ape_url("ethereum:mainnet:http://127.0.0.1:1") == "http://127.0.0.1:1"


@pytest.mark.parametrize("choice", ["ethereum:mainnet:node", "ethereum:local:foundry"])
def test_ape_url__no_endpoint_configured__asks_for_one_and_picks_no_public_node(choice: str) -> None:
    with pytest.raises(KeeperError, match=r"has no HTTP endpoint; name one in ape-config.yaml, or pass --url"):
        ape_url(choice)


def test_ape_url__unknown_network__named_in_one_line() -> None:
    with pytest.raises(KeeperError, match=r"^signer: --network no:such:thing: No ecosystem named 'no'[^\n]*$"):
        ape_url("no:such:thing")
