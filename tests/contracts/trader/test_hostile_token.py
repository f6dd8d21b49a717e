"""A listed asset turns hostile: its legs fail or are booked as they were, the others go on."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from tests.odd_tokens import turn_odd
from world.chain import Reverted
from world.contract import Contract


def test_buy__token_that_takes_a_fee__is_booked_as_it_arrived(desk: Desk) -> None:
    turn_odd(desk.chain, desk.token("LINK"), "takes a fee")  # 1 %, inside LINK's limit of 2 %
    desk.target(LINK=50_000)
    receipt = desk.run(desk.buy("LINK", 10_000))
    (leg,) = desk.legs_of(receipt)
    assert desk.balance("LINK") == leg.amount_out == desk.token("LINK").balanceOf(desk.vault)
    assert desk.lost_bps(receipt) > 100


def test_buy__token_whose_fee_exceeds_the_limit__reverts(desk: Desk) -> None:
    turn_odd(desk.chain, desk.token("BTC"), "takes a fee")  # 1 %, as much as BTC's limit, and the pool's fee on top
    desk.target(BTC=300_000)
    with reverts("trader: slippage"):
        desk.run(desk.buy("BTC", 10_000))


def test_sell__token_that_takes_a_fee__reverts_in_the_pool(invested: Desk) -> None:
    turn_odd(invested.chain, invested.token("LINK"), "takes a fee")
    invested.target(BTC=300_000)
    with reverts("IIA"):
        invested.run(invested.sell("LINK", 100))


def test_sell__token_that_shrank__reverts_until_the_shortfall_is_booked(invested: Desk, anyone: str) -> None:
    turn_odd(invested.chain, invested.token("LINK"), "rebased down")
    invested.target(BTC=300_000)
    leg = invested.sell("LINK", 100)
    with reverts("trader: sold token short"):
        invested.run(leg)
    invested.vault.sync(invested.id("LINK"), sender=anyone)
    # The pool's own books broke with the rebase; through a pool that works the asset trades again.
    pool = invested.hostile_pool("LINK")
    pool.tell(100 * 10**18, 1, invested.usdc, 1_500 * 10**6, -1_500 * 10**6, sender=anyone)
    invested.run(invested.sell("LINK", 100, pool=pool))
    assert invested.balance("LINK") <= invested.token("LINK").balanceOf(invested.vault)


def test_sell__token_that_shrank_by_less_than_the_claims__reverts(invested: Desk, holder: str, anyone: str) -> None:
    """What is left would cover what the fund has, but not what is owed besides."""
    vault, link = invested.vault, invested.id("LINK")
    vault.redeem_in_kind(vault.balanceOf(holder) * 4 // 5, holder, holder, [link], sender=holder)
    turn_odd(invested.chain, invested.token("LINK"), "rebased down")
    balance, pot = vault.book(link)
    assert balance < invested.token("LINK").balanceOf(vault) < balance + pot
    invested.target(BTC=300_000)
    pool = invested.hostile_pool("LINK")
    pool.tell(10**18, 1, invested.usdc, 15 * 10**6, -15 * 10**6, sender=anyone)
    leg = invested.sell("LINK", 1, pool=pool)
    with reverts("trader: sold token short"):
        invested.run(leg)
    vault.sync(link, sender=anyone)
    invested.run(leg)


def test_buy__token_that_doubles_what_it_says__reverts_past_the_target(desk: Desk) -> None:
    turn_odd(desk.chain, desk.token("LINK"), "lies")
    desk.target(LINK=50_000)
    pool = desk.hostile_pool("LINK", tokens=10_000)
    amount = 2_000 * 10**18
    pool.tell(30_000 * 10**6, 1, desk.token("LINK"), amount, -amount, sender=desk.world.roles.anyone)
    with reverts("trader: past target"):
        desk.run(desk.buy("LINK", 30_000, pool=pool))


@pytest.mark.parametrize(
    "kind", ["paused", "transfer burns gas", "balanceOf burns gas", "all burn gas", "returns false"]
)
def test_sell__token_that_does_not_move__fails_alone(invested: Desk, kind: str) -> None:
    turn_odd(invested.chain, invested.token("LINK"), kind)
    invested.target(BTC=300_000)
    before = invested.balance("LINK")
    with pytest.raises(Reverted):
        invested.run(invested.sell("LINK"))
    invested.run(invested.sell("ETH"))
    assert invested.held() == ["BTC", "LINK", "DAI"]
    assert invested.balance("LINK") == before


@pytest.mark.parametrize("kind", ["zero transfer reverts", "uint96", "returns nothing"])
def test_sell__token_that_is_merely_odd__trades(invested: Desk, kind: str) -> None:
    # A hostile pool has no opinion on return values; Uniswap's own accepts all three as well.
    turn_odd(invested.chain, invested.token("LINK"), kind)
    invested.target(BTC=300_000)
    invested.run(invested.sell("LINK"))
    assert invested.balance("LINK") == 1


def test_sell__token_blocks_the_vault__fails_alone(invested: Desk, market: str) -> None:
    token = turn_odd(invested.chain, invested.token("LINK"), "blocklist")
    token.set_blocked(invested.vault, True, sender=market)
    invested.target(BTC=300_000)
    with reverts("token: blocked"):
        invested.run(invested.sell("LINK"))
    invested.run(invested.sell("ETH"))


def test_sell__usdc_blocks_the_vault__reverts(invested: Desk, market: str) -> None:
    invested.usdc.set_blocked(invested.vault, True, sender=market)
    invested.target(BTC=300_000)
    with pytest.raises(Reverted):
        invested.run(invested.sell("ETH"))


def test_rebalance__usdc_short_of_the_books__reverts_until_the_shortfall_is_booked(invested: Desk, anyone: str) -> None:
    as_the_vault(invested, invested.usdc, "transfer", anyone, 1)
    invested.target(BTC=300_000)
    with reverts("trader: cash short"):
        invested.run(invested.sell("ETH"))
    invested.vault.sync(1, sender=anyone)
    invested.run(invested.sell("ETH"))


def test_buy__token_that_shrinks_meanwhile__reverts(invested: Desk, anyone: str) -> None:
    invested.target(BTC=300_000, ETH=300_000, LINK=60_000, DAI=100_000)
    link = invested.token("LINK")
    pool = invested.hostile_pool("LINK")
    # Say the token's owner gave the thief an allowance.
    as_the_vault(invested, link, "approve", pool.address, 10**18)
    pool.interfere(True, link, link.transferFrom.encode(invested.vault, anyone, 10**18), sender=anyone)
    pool.tell(10**6, 1, link, 0, 0, sender=anyone)
    with reverts("trader: bought token short"):
        invested.run(invested.buy("LINK", 1, pool=pool))


def as_the_vault(desk: Desk, token: Contract, function: str, *arguments: object) -> None:
    """What no code of the vault does: a call in its name."""
    vault = desk.vault.address
    desk.chain.rpc("anvil_impersonateAccount", vault)
    desk.chain.rpc("anvil_setBalance", vault, hex(10**18))
    getattr(token, function)(*arguments, sender=vault)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("redeem_in_kind", (1, "token", "token", [])),
        ("deposit", (10**6, "token")),
        ("sync", (2,)),
        ("transfer", ("token", 0)),
        ("nav", ()),
    ],
)
def test_hook__into_the_vault__finds_it_closed(
    invested: Desk, market: str, function: str, arguments: tuple[object, ...]
) -> None:
    token = turn_odd(invested.chain, invested.token("LINK"), "hook")
    named = [token.address if argument == "token" else argument for argument in arguments]
    token.set_hook(invested.vault, getattr(invested.vault, function).encode(*named), sender=market)
    invested.target(BTC=300_000)
    invested.run(invested.sell("LINK"))
    assert token.calls() > 0
    assert not token.succeeded()


@pytest.mark.parametrize("function", ["rebalance", "uniswapV3SwapCallback", "set_executor", "sessions"])
def test_hook__into_the_trader__finds_it_closed(invested: Desk, market: str, owner: str, function: str) -> None:
    token = turn_odd(invested.chain, invested.token("LINK"), "hook")
    # Even as owner and executor the token gets nowhere.
    invested.trader.set_executor(token, sender=owner)
    invested.trader.transfer_ownership(token, sender=owner)
    token.act(invested.trader, invested.trader.accept_ownership.encode(), sender=market)
    invested.target(BTC=300_000)
    arguments: dict[str, tuple[object, ...]] = {
        "rebalance": invested.arguments(invested.sell("ETH", 1), session=invested.trader.sessions() + 2),
        "uniswapV3SwapCallback": (1, 1, b""),
        "set_executor": (market,),
    }
    data = getattr(invested.trader, function).encode(*arguments.get(function, ()))
    token.set_hook(invested.trader, data, sender=market)
    session = invested.trader.rebalance.encode(*invested.arguments(invested.sell("LINK")))
    token.act(invested.trader, session, sender=market)
    assert token.calls() > 0
    assert not token.succeeded()
    assert invested.balance("LINK") == 1


def test_hook__donates_to_the_vault__changes_no_book(invested: Desk, market: str) -> None:
    token = turn_odd(invested.chain, invested.token("LINK"), "hook")
    btc = invested.token("BTC")
    btc.mint(token, 10**8, sender=market)
    token.set_hook(btc, btc.transfer.encode(invested.vault, 10**8), sender=market)
    before = invested.balance("BTC")
    invested.target(BTC=300_000)
    invested.run(invested.sell("LINK"))
    assert token.succeeded()
    assert invested.balance("BTC") == before


def test_sell__claimed_tokens__stay(invested: Desk, holder: str) -> None:
    """What was booked as a claim is not the fund's to sell, though it lies in the same vault."""
    link = invested.id("LINK")
    shares = invested.vault.balanceOf(holder) // 2
    invested.vault.redeem_in_kind(shares, holder, holder, [link], sender=holder)
    _, pot = invested.vault.book(link)
    invested.target(BTC=300_000)
    with reverts("trader: amount"):
        invested.run(invested.sell("LINK", raw=invested.balance("LINK") + 1))
    invested.run(invested.sell("LINK", raw=invested.balance("LINK")))
    assert invested.vault.book(link) == (0, pot)
    assert invested.token("LINK").balanceOf(invested.vault) == pot > 0
    invested.vault.claim(link, holder, sender=holder)
    assert invested.token("LINK").balanceOf(holder) == pot


def test_buy__what_others_have_claims_on__leaves_the_claims(invested: Desk, holder: str) -> None:
    link = invested.id("LINK")
    shares = invested.vault.balanceOf(holder) // 2
    invested.vault.redeem_in_kind(shares, holder, holder, [link], sender=holder)
    _, pot = invested.vault.book(link)
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    invested.run(invested.sell("LINK"))
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000, LINK=50_000)
    invested.run(invested.buy("LINK", 20_000))
    assert invested.vault.book(link)[1] == pot
    assert invested.token("LINK").balanceOf(invested.vault) == pot + invested.balance("LINK")
