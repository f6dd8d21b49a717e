"""The chain and its contracts as tests use them: reasons, events, queues, time."""

import time
from collections.abc import Callable

import pytest
import rlp
from eth_utils import keccak

from tests.conftest import reverts
from world.chain import Chain, Reverted, create_address
from world.contract import Contract


@pytest.fixture
def token(deploy: Callable[..., Contract], market: str, holder: str) -> Contract:
    token = deploy("Token", "Aave", "AAVE", 18, market)
    token.mint(holder, 1_000, sender=market)
    return token


@pytest.mark.parametrize("nonce", [0, 1, 127, 128, 255, 256, 70_000])
def test_create_address__any_nonce__is_that_of_rlp(nonce: int, deployer: str) -> None:
    expected = keccak(rlp.encode([bytes.fromhex(deployer[2:]), nonce]))[12:]
    assert create_address(deployer, nonce).lower() == "0x" + expected.hex()


def test_call__of_a_view__decodes(token: Contract) -> None:
    assert (token.name(), token.symbol(), token.decimals()) == ("Aave", "AAVE", 18)


def test_call__of_a_transaction__sends_nothing(token: Contract, holder: str, anyone: str) -> None:
    assert token.transfer.call(anyone, 1, sender=holder) is True
    assert token.balanceOf(anyone) == 0


def test_transaction__without_sender__is_refused(token: Contract, anyone: str) -> None:
    with pytest.raises(TypeError, match="sender="):
        token.transfer(anyone, 1)


def test_transaction__wrong_number_of_arguments__is_counted(token: Contract, holder: str) -> None:
    with pytest.raises(TypeError, match="takes 2 arguments, not 1"):
        token.transfer(1, sender=holder)


def test_events__in_a_receipt__have_names(token: Contract, holder: str, anyone: str) -> None:
    (event,) = token.events(token.transfer(anyone, 7, sender=holder), "Transfer")
    assert (event.sender, event.receiver, event.amount) == (holder, anyone, 7)


def test_revert__sent_or_called__has_the_reason(token: Contract, holder: str, anyone: str) -> None:
    with reverts("token: balance"):
        token.transfer(anyone, 1_001, sender=holder)
    with reverts("token: balance"):
        token.transfer.call(anyone, 1_001, sender=holder)


def test_one_block__many_senders__is_one_block(chain: Chain, token: Contract, holder: str, market: str) -> None:
    before = int(chain.rpc("eth_blockNumber"), 16)
    with chain.one_block(chain.now() + 100):
        token.transfer(market, 1, sender=holder)
        other = chain.deploy("Token", "Other", "OTH", 6, market)
        other.mint(holder, 5, sender=market)
    assert int(chain.rpc("eth_blockNumber"), 16) == before + 1
    assert (token.balanceOf(market), other.balanceOf(holder)) == (1, 5)


def test_one_block__one_fails__says_why_and_mines_on(chain: Chain, token: Contract, holder: str, anyone: str) -> None:
    with pytest.raises(Reverted, match="token: balance"), chain.one_block():
        token.transfer(anyone, 1, sender=holder)
        token.transfer(anyone, 5_000, sender=holder)
    assert token.balanceOf(anyone) == 1
    token.transfer(anyone, 1, sender=holder)


def test_snapshot__reverted__takes_time_back(chain: Chain, token: Contract, holder: str, anyone: str) -> None:
    snapshot, now = chain.snapshot(), chain.now()
    chain.sleep(86_400)
    token.transfer(anyone, 1, sender=holder)
    assert chain.now() >= now + 86_400
    chain.revert(snapshot)
    assert (chain.now(), token.balanceOf(anyone)) == (now, 0)


def test_pace__machine_waits__next_block_is_a_second_later(chain: Chain, token: Contract, holder: str) -> None:
    chain.pace(1)
    try:
        start = chain.now()
        time.sleep(2.2)
        token.transfer(holder, 1, sender=holder)
        assert chain.now() == start + 1
        chain.mine(start + 100)
        token.transfer(holder, 1, sender=holder)
        assert chain.now() == start + 101
    finally:
        chain.pace(None)
