"""The reserve for leaving risk: handed out in proportion to what leaves; exits within their tolerance always pass."""

import math

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk

DAY = 86_400
USD = 10**18
UNITS_A_BPS = 10_000
EXIT_COST_BPS = 30


@pytest.fixture
def leaving(invested: Desk, owner: str) -> Desk:
    """BTC and ETH, 30 % each, and LINK, 5 %, are no target any more. Nothing is left of the general part."""
    invested.trader.set_budget((200, 0, 100), sender=owner)
    invested.target(DAI=100_000)
    return invested


def lose(desk: Desk, name: str, usdc: float, bps: int) -> float:
    """A sale that loses about so many bps; bps of NAV that it used of the budget."""
    before = desk.trader.remaining_budget(True)
    pool, raw = desk.losing_pool(name, usdc=usdc, bps=bps)
    desk.run(desk.sell(name, raw=raw, pool=pool))
    return (before - desk.trader.remaining_budget(True)) / UNITS_A_BPS


def left(desk: Desk) -> float:
    """Bps of NAV."""
    return float(desk.trader.remaining_budget(True) / UNITS_A_BPS)


def departing(desk: Desk) -> float:
    """USD of what is no target."""
    prices = {"BTC": 42_000, "ETH": 2_300, "LINK": 15}
    return sum(desk.balance(name) / desk.unit(name) * price for name, price in prices.items())


def tolerance(desk: Desk, name: str) -> int:
    """Bps."""
    return (desk.registry.quote(desk.id(name)) >> 136 & 0xFFFF) + EXIT_COST_BPS


def test_reserve__worst_exit_first__takes_its_part_only(leaving: Desk) -> None:
    """LINK is a thirteenth of what leaves and may draw a thirteenth of the reserve, whatever its own limit is."""
    part = left(leaving) * 45_000 / departing(leaving)
    most = part * leaving.vault.nav().value / USD / 45_000  # bps of what is sold
    assert tolerance(leaving, "LINK") < most + 1 < 200
    with reverts("trader: week budget"):
        lose(leaving, "LINK", 45_000, math.ceil(most) + 1)
    assert part - 0.6 < lose(leaving, "LINK", 45_000, math.floor(most)) <= part


def test_reserve__what_one_part_leaves__is_there_for_the_rest(leaving: Desk) -> None:
    """Parts at the most that each may draw: together no more than the reserve, and the last part still has its own."""
    used = lose(leaving, "BTC", 100_000, 99) + lose(leaving, "ETH", 290_000, 99) + lose(leaving, "BTC", 190_000, 99)
    assert 55 < used < 60
    assert lose(leaving, "LINK", 49_000, 199) > 9


def test_reserve__repeated_small_draws__never_exceed_it(leaving: Desk, owner: str) -> None:
    leaving.trader.set_budget((200, 0, 20), sender=owner)
    used = 0.0
    for part in (20_000, 5_000):
        for _ in range(8):
            try:
                used += lose(leaving, "BTC", part, 99)
            except Exception as refused:
                assert "week budget" in str(refused), refused
                break
    # 20 bps for 650,000 dollars are 0.31 % of what leaves; a loss of 0.99 % passes for nothing
    assert used == 0
    assert lose(leaving, "LINK", 20_000, tolerance(leaving, "LINK") - 1) > 0


def test_exit__within_its_tolerance__passes_with_nothing_left_and_is_counted(leaving: Desk, owner: str) -> None:
    leaving.trader.set_budget((80, 250, 200), sender=owner)
    before = left(leaving)
    leaving.trader.set_budget((0, 0, 0), sender=owner)
    assert left(leaving) == 0
    for name, usdc in (("BTC", 290_000), ("ETH", 290_000), ("LINK", 45_000)):
        pool, raw = leaving.losing_pool(name, usdc=usdc, bps=tolerance(leaving, name) - 1)
        assert leaving.summary(leaving.run(leaving.sell(name, raw=raw, pool=pool))).cost > 0
    leaving.trader.set_budget((80, 250, 200), sender=owner)
    sold = {"BTC": 0.29, "ETH": 0.29, "LINK": 0.045}
    expected = sum(part * (tolerance(leaving, name) - 1) for name, part in sold.items())
    assert before - left(leaving) == pytest.approx(expected, rel=0.03)


def test_exit__a_bp_beyond_its_tolerance__needs_the_budget(leaving: Desk, owner: str) -> None:
    leaving.trader.set_budget((200, 0, 0), sender=owner)
    with reverts("trader: week budget"):
        lose(leaving, "BTC", 10_000, tolerance(leaving, "BTC") + 1)


def test_sale_of_a_target__within_the_tolerance__needs_the_budget(invested: Desk, owner: str) -> None:
    """What stays a target can be bought back: its losses could be repeated."""
    invested.trader.set_budget((200, 0, 100), sender=owner)
    invested.target(BTC=200_000, ETH=300_000, LINK=50_000, DAI=100_000)
    with reverts("trader: week budget"):
        lose(invested, "BTC", 10_000, 20)


def test_week__general_part_then_reserve_then_tolerance__is_the_stated_sum(leaving: Desk, owner: str) -> None:
    """week + max(reserve, what the exits may lose within their tolerance): a thief at the bound, then honest exits."""
    leaving.trader.set_budget((200, 10, 30), sender=owner)
    start, names = leaving.vault.nav().value, ("LINK", "ETH", "BTC")
    for name in names:
        for part in (100_000, 30_000, 10_000, 3_000):
            for _ in range(10):
                worth = leaving.balance(name) / leaving.unit(name) * {"BTC": 42_000, "ETH": 2_300, "LINK": 15}[name]
                if worth < part * 1.01:
                    break
                for bps in (99, 90, tolerance(leaving, name) - 1):
                    try:
                        lose(leaving, name, part, bps)
                    except Exception as refused:
                        assert "week budget" in str(refused) or "slippage" in str(refused), refused
                    else:
                        break
    lost = (start - leaving.vault.nav().value) * 10_000 / start
    own = sum(part * tolerance(leaving, name) for name, part in (("BTC", 0.3), ("ETH", 0.3), ("LINK", 0.05)))
    assert own / 2 < lost <= 10 + max(30, own)


def test_levels__a_day_that_overflows__stays_full(invested: Desk, owner: str) -> None:
    """The basis may be far below NAV: a level is full before it spills into the next day."""
    invested.trader.set_budget((200, 250, 200), sender=owner)
    invested.target(DAI=100_000)
    # as if NAV had been 10,000 USD at the last close
    place = next(
        slot
        for slot in range(64)
        if int(invested.chain.rpc("eth_getStorageAt", invested.trader.address, hex(slot), "latest"), 16) & (2**128 - 1)
        == invested.vault.nav().value
    )
    invested.chain.rpc(
        "anvil_setStorageAt", invested.trader.address, hex(place), "0x" + (10_000 * USD).to_bytes(32, "big").hex()
    )
    lose(invested, "BTC", 222_000, tolerance(invested, "BTC") - 1)
    assert invested.trader.remaining_budget(True) == 0
    invested.world.advance_to((invested.chain.now() // DAY + 8) * DAY, {})
    assert invested.trader.remaining_budget(True) == 450 * UNITS_A_BPS
