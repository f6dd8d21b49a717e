"""A thief holds the executor's key and brings pairs of his own. Each test is one attack."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.raid import LINK, USDC, Raid, pair_hop
from world.contract import Contract

FAIR = (10**24, 15_100_000 * 10**6)  # a million LINK and a bit more USDC: 1,000 LINK are worth 15,000 USDC after all


def paid_by_formula(reserves: tuple[int, int], amount: int) -> int:
    return amount * 997 * reserves[1] // (reserves[0] * 1000 + amount * 997)


def fair_pair(raid: Raid, sent: int) -> Contract:
    """Says FAIR reserves, holds as much LINK, and sends what it is told."""
    pair = raid.pair(token0=raid.routes.link, reserves=FAIR)
    raid.routes.link.mint(pair, FAIR[0], sender=raid.desk.world.roles.market)
    pair.tell(raid.desk.usdc, sent, sender=raid.thief)
    return pair


def test_pair__fair__trades_although_nobody_knows_it(raid: Raid) -> None:
    amount = paid_by_formula(FAIR, LINK)
    raid.steal(pair_hop(fair_pair(raid, amount)))
    assert raid.desk.usdc.balanceOf(raid.desk.vault) == raid.desk.balance("USDC")


@pytest.mark.parametrize("difference", [-1, 1, -paid_by_formula(FAIR, LINK)])
def test_pair__sends_other_than_its_formula_says__reverts(raid: Raid, difference: int) -> None:
    pair = fair_pair(raid, paid_by_formula(FAIR, LINK) + difference)
    with reverts("trader: cash differs"):
        raid.steal(pair_hop(pair))


def test_pair__says_reserves_it_does_not_have__reverts(raid: Raid) -> None:
    """Boundless reserves make any amount seem fair; what came is counted."""
    pair = raid.pair(token0=raid.routes.link, reserves=(1, 2**112 - 1))
    with reverts("trader: cash differs"):
        raid.steal(pair_hop(pair))


def test_pair__says_more_than_it_was_paid__reverts(raid: Raid) -> None:
    pair = raid.pair(token0=raid.routes.link, reserves=(2**112 - 1, 2**112 - 1))
    with reverts("trader: pool not paid"):
        raid.steal(pair_hop(pair))


def test_pair__keeps_what_it_was_paid_for_an_asset__reverts(raid: Raid) -> None:
    desk = raid.desk
    desk.target(BTC=300_000, ETH=300_000, LINK=80_000, DAI=100_000)
    pair = raid.pair(token0=desk.usdc, reserves=(1, 10**24))
    with reverts("trader: slippage"):
        desk.run((*desk.buy("LINK", raw=USDC)[:4], pair_hop(pair), 0, 0))


@pytest.mark.parametrize(
    ("contract", "function", "arguments", "reason"),
    [
        ("trader", "uniswapV3SwapCallback", (LINK, 0, b""), "trader: not the pool"),
        ("vault", "redeem_in_kind", (1, "thief", "thief", []), "vault: session open"),
        ("vault", "deposit", (10**6, "thief"), "vault: session open"),
        ("vault", "pay", (4, "thief", 1), "vault: only trader"),
        ("vault", "settle", ([1], [], 0), "vault: only trader"),
    ],
)
@pytest.mark.parametrize("second", [False, True], ids=["first hop", "second hop"])
def test_pair__calls_vault_or_trader__reverts(
    raid: Raid, contract: str, function: str, arguments: tuple[object, ...], reason: str, second: bool
) -> None:
    target = getattr(raid.desk, contract)
    data = getattr(target, function).encode(*(raid.thief if a == "thief" else a for a in arguments))
    pair = raid.pair(token0=raid.weth if second else raid.routes.link, reserves=(1, 10**12))
    pair.interfere(target, data, sender=raid.thief)
    with reverts(reason):
        raid.steal(*((raid.first, pair_hop(pair)) if second else (pair_hop(pair),)))
