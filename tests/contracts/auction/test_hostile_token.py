"""An auctioned asset turns hostile: its bids fail or move what they should, the fund and the others are as before."""

import pytest

from tests.conftest import reverts
from tests.contracts.auction.sale_room import SaleRoom
from tests.funded import ALL, FAR
from tests.odd_tokens import ODD_KINDS, turn_odd
from world.chain import Reverted


def test_sale__token_that_takes_a_fee__reverts_for_the_bidders_sake(leaving: SaleRoom) -> None:
    turn_odd(leaving.chain, leaving.token("LINK"), "takes a fee")
    leaving.open("LINK")
    with reverts("auction: token short"):
        leaving.bid("LINK", 100)


def test_purchase__token_that_takes_a_fee__reverts_below_min_out(room: SaleRoom) -> None:
    room.wait(7 * 86_400)
    room.decide(BTC=300_000, ETH=300_000, LINK=90_000, PEPE=4_000, DAI=100_000)
    turn_odd(room.chain, room.token("LINK"), "takes a fee")
    room.open("LINK")
    with reverts("trader: below min out"):
        room.bid("LINK", 100)


def test_sale__token_that_shrank__reverts_until_the_shortfall_is_booked(leaving: SaleRoom) -> None:
    leaving.open("LINK")
    turn_odd(leaving.chain, leaving.token("LINK"), "rebased down")
    with reverts("trader: sold token short"):
        leaving.bid("LINK", 100)
    leaving.vault.sync(leaving.id("LINK"), sender=leaving.bidder)
    leaving.bid("LINK", 100)
    assert leaving.balance("LINK") <= leaving.token("LINK").balanceOf(leaving.vault)


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_sale__of_every_odd_kind__costs_the_fund_nothing(leaving: SaleRoom, kind: str) -> None:
    """Either the bid reverts, or the fund has its USDC for what its books gave; other auctions go on."""
    turn_odd(leaving.chain, leaving.token("LINK"), kind)
    leaving.open("LINK", "ETH")
    nav, tokens = leaving.vault.nav().value, leaving.balance("LINK")
    try:
        event = leaving.filled(leaving.bid("LINK", 100))
    except Reverted:
        assert (leaving.vault.nav().value, leaving.balance("LINK")) == (nav, tokens)
    else:
        assert leaving.balance("LINK") == tokens - event.asset_amount
        assert leaving.vault.nav().value > nav
    assert leaving.usdc.balanceOf(leaving.vault) == leaving.balance("USDC")
    leaving.bid("ETH", 1)


def test_hook__of_the_asset_sold__finds_everything_locked(leaving: SaleRoom) -> None:
    """In the middle of its own auction the token calls for more of it, as itself, rich and with approval."""
    leaving.open("LINK")
    token, minter = leaving.token("LINK"), leaving.world.roles.market
    chain = leaving.chain
    hook = chain.deploy("HookToken", "Chainlink", "LINK", 18, minter)
    chain.rpc("anvil_setCode", token.address, chain.rpc("eth_getCode", hook.address, "latest"))
    hooked = chain.contract("HookToken", token.address)
    leaving.world.fund(token.address, 1_000_000)
    hooked.act(leaving.usdc, leaving.usdc.approve.encode(leaving.house, ALL), sender=minter)
    again = leaving.house.bid.encode(leaving.id("LINK"), 100 * 10**18, ALL, minter, FAR, b"")
    hooked.set_hook(leaving.house, again, sender=minter)
    booked = leaving.balance("LINK")
    leaving.bid("LINK", 100)
    assert hooked.calls() == 2  # vault to house, house to bidder
    assert not hooked.succeeded()
    assert leaving.balance("LINK") == booked - 100 * 10**18


def test_hook__pays_itself_from_the_trader__is_a_stranger(leaving: SaleRoom) -> None:
    leaving.open("LINK")
    token, minter = leaving.token("LINK"), leaving.world.roles.market
    chain = leaving.chain
    hook = chain.deploy("HookToken", "Chainlink", "LINK", 18, minter)
    chain.rpc("anvil_setCode", token.address, chain.rpc("eth_getCode", hook.address, "latest"))
    hooked = chain.contract("HookToken", token.address)
    hooked.set_hook(leaving.trader, leaving.trader.uniswapV3SwapCallback.encode(10**18, 0, b""), sender=minter)
    leaving.bid("LINK", 100)
    assert not hooked.succeeded()
