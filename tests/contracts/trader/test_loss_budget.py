"""The loss budget: session, week, the part only de-risking may use; losses only; deposits do not widen it."""

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk

DAY = 86_400
USD = 10**18
UNITS_A_BPS = 10_000


def lose(desk: Desk, name: str, usdc: float, bps: int, *, buy: bool = False) -> int:
    """One leg that loses about bps of an amount; what the session cost, USD 18 decimals."""
    pool, amount = desk.losing_pool(name, buy=buy, usdc=usdc, bps=bps)
    make = desk.buy if buy else desk.sell
    return int(desk.summary(desk.run(make(name, raw=amount, pool=pool))).cost)


def nav(desk: Desk) -> int:
    return int(desk.vault.nav().value)


def test_budget__deployed__is_the_parameters(desk: Desk) -> None:
    assert tuple(desk.trader.budget()) == (80, 120, 100)
    assert desk.trader.remaining_budget(False) == 120 * UNITS_A_BPS
    assert desk.trader.remaining_budget(True) == 220 * UNITS_A_BPS


def test_set_budget__by_the_owner__is_logged_and_bounded(desk: Desk, owner: str, executor: str) -> None:
    receipt = desk.trader.set_budget((200, 250, 200), sender=owner)
    (event,) = desk.trader.events(receipt, "BudgetSet")
    assert tuple(event) == (desk.trader.sequence(), 200, 250, 200)
    for above in ((201, 0, 0), (0, 251, 0), (0, 0, 201)):
        with reverts("trader: budget"):
            desk.trader.set_budget(above, sender=owner)
    with reverts("roles: only owner"):
        desk.trader.set_budget((1, 1, 1), sender=executor)


def test_session__loses_more_than_its_part_of_the_notional__reverts(invested: Desk) -> None:
    """The notional is the 300,000 USD to sell: 0.8 % of it, and of the dust, may be lost."""
    invested.target(ETH=300_000, LINK=50_000, DAI=100_000)
    with reverts("trader: session budget"):
        lose(invested, "BTC", 295_000, 90)
    assert lose(invested, "BTC", 295_000, 70) > 2_000 * USD


def test_session__small_notional__has_a_small_budget(invested: Desk) -> None:
    invested.target(BTC=290_000, ETH=300_000, LINK=50_000, DAI=100_000)
    with reverts("trader: session budget"):
        lose(invested, "BTC", 9_900, 99)


def test_week__losses_of_many_sessions__add_up(invested: Desk, owner: str) -> None:
    invested.trader.set_budget((200, 30, 0), sender=owner)
    invested.target(ETH=300_000)
    lost, basis, before = 0, nav(invested), invested.trader.remaining_budget(False)
    for _ in range(5):
        cost = lose(invested, "BTC", 20_000, 95)
        lost += cost
    assert abs(invested.trader.remaining_budget(False) - (before - lost * 10**8 // basis)) < 300
    with reverts("trader: week budget"):
        for _ in range(9):
            lose(invested, "BTC", 20_000, 95)


def burn(desk: Desk) -> None:
    """Lose by sales until the budget stops it, a hundred thousand dollars' worth at most at a time."""
    for part in (20_000, 2_000, 200):
        for _ in range(80):
            try:
                lose(desk, "BTC", part, 95)
            except Exception as refused:
                assert "week budget" in str(refused) or "past target" in str(refused), refused
                break


def test_week__window__slides_by_days(invested: Desk, owner: str) -> None:
    invested.trader.set_budget((200, 10, 0), sender=owner)
    invested.target(ETH=300_000)
    burn(invested)
    left = invested.trader.remaining_budget(False)
    assert left < UNITS_A_BPS
    invested.world.advance_to((invested.chain.now() // DAY + 7) * DAY + DAY - 60, {})
    assert invested.trader.remaining_budget(False) == left
    invested.world.advance_to((invested.chain.now() // DAY + 1) * DAY, {})
    assert invested.trader.remaining_budget(False) == 10 * UNITS_A_BPS


def test_derisking__has_more__and_buying_risk_has_not(invested: Desk, owner: str) -> None:
    invested.trader.set_budget((200, 10, 100), sender=owner)
    invested.target(ETH=600_000, LINK=50_000, DAI=100_000)
    for _ in range(6):
        lose(invested, "BTC", 20_000, 95)
    assert invested.trader.remaining_budget(False) < 10 * UNITS_A_BPS
    spent = 110 * UNITS_A_BPS - invested.trader.remaining_budget(True)
    assert spent > 10 * UNITS_A_BPS
    assert invested.trader.remaining_budget(False) == 0
    with reverts("trader: week budget"):
        lose(invested, "ETH", 20_000, 95, buy=True)
    lose(invested, "BTC", 20_000, 95)


def test_derisking__is_the_sale_of_what_is_no_target(invested: Desk, owner: str) -> None:
    """What may be bought back may not be sold out of the part for de-risking; nor does a crumb of it open it."""
    invested.trader.set_budget((200, 2, 100), sender=owner)
    invested.target(ETH=200_000, LINK=50_000, DAI=100_000)
    for _ in range(2):
        lose(invested, "BTC", 20_000, 95)
    assert invested.trader.remaining_budget(False) == 0
    with reverts("trader: week budget"):
        lose(invested, "ETH", 20_000, 95)
    crumb, raw = invested.losing_pool("BTC", usdc=9_000, bps=0)
    pool, amount = invested.losing_pool("ETH", usdc=10_000, bps=95)
    with reverts("trader: week budget"):
        invested.run(invested.sell("BTC", raw=raw, pool=crumb), invested.sell("ETH", raw=amount, pool=pool))
    half, raw = invested.losing_pool("BTC", usdc=11_000, bps=0)
    invested.run(invested.sell("BTC", raw=raw, pool=half), invested.sell("ETH", raw=amount, pool=pool))


def test_gains__are_never_credited(invested: Desk) -> None:
    invested.target(ETH=300_000)
    lose(invested, "BTC", 20_000, 50)
    left = invested.trader.remaining_budget(False)
    assert lose(invested, "BTC", 20_000, -300) == 0
    assert invested.trader.remaining_budget(False) == left


def test_deposit__in_the_same_block_or_since_the_last_close__does_not_widen_it(
    invested: Desk, owner: str, other_holder: str, executor: str
) -> None:
    """Losses are counted against the smaller of NAV now and NAV at the last close in an earlier block."""
    invested.trader.set_budget((200, 100, 0), sender=owner)
    invested.target(ETH=300_000)
    basis = nav(invested)
    lose(invested, "BTC", 1_000, 50)
    invested.world.fund(other_holder, 9_000_000)
    invested.usdc.approve(invested.vault, 2**256 - 1, sender=other_holder)
    pools = [invested.losing_pool("BTC", usdc=20_000, bps=95) for _ in range(2)]
    before = invested.trader.remaining_budget(False)
    session = invested.trader.sessions()
    arguments = [
        invested.arguments(invested.sell("BTC", raw=raw, pool=pool), session=session + number)
        for number, (pool, raw) in enumerate(pools, 1)
    ]
    with invested.chain.one_block():
        invested.vault.deposit(9_000_000 * 10**6, other_holder, sender=other_holder)
        for each in arguments:
            invested.trader.rebalance(*each, sender=executor)
    lost = before - invested.trader.remaining_budget(False)
    expected = 2 * 190 * USD * 10**8 // basis
    assert abs(lost - expected) < expected // 20
