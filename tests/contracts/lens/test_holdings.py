"""holdings: the books at the prices of now beside the targets; NAV, cash need and distance as the trader has them."""

from typing import Any

import pytest

from tests.contracts.trader.desk import Desk
from tests.contracts.trader.test_cash_need import lock
from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.fund import CASH, Fund
from tests.odd_tokens import turn_odd
from world.contract import Contract

PPM = 1_000_000
PRICE = 2**128 - 1


def rows_of(lens: Contract) -> tuple[Any, dict[int, Any]]:
    """The portfolio, and the holdings by id."""
    portfolio, rows = lens.holdings()
    assert len({row.asset for row in rows}) == len(rows)
    return portfolio, {row.asset: row for row in rows}


def assert_as_the_contracts_say(desk: Desk, lens: Contract) -> None:
    """Every number against where it comes from."""
    portfolio, rows = rows_of(lens)
    nav = desk.vault.nav()
    assert (portfolio.epoch, portfolio.nav) == (desk.epoch, nav.value)
    assert [asset for asset, row in rows.items() if row.held] == [CASH, *desk.vault.held()]
    invested = portfolio.nav - portfolio.cash_need
    for asset, row in rows.items():
        listed, word = desk.registry.asset(asset), desk.registry.quote(asset)
        assert (row.token, row.decimals, row.status, row.stable) == (
            listed.token,
            listed.decimals,
            listed.status,
            listed.stable,
        )
        assert (row.balance, row.claims) == desk.vault.book(asset)
        assert (row.price, row.firm) == (word & PRICE, bool(word >> 168 & 1))
        assert row.value == row.balance * row.price // 10**row.decimals
        assert row.weight_ppm == (row.value * PPM // nav.value if row.held else 0)
        target = invested * row.target_ppm // PPM + (portfolio.cash_need if asset == CASH else 0)
        assert row.drift == (row.value if row.held else 0) - target
    assert sum(row.value for row in rows.values() if row.held) == nav.value
    # each target is rounded down
    assert abs(portfolio.distance - sum(abs(row.drift) for row in rows.values()) // 2) <= len(rows)


def test_holdings__on_target__are_what_the_contracts_say(invested: Desk, lens: Contract) -> None:
    assert_as_the_contracts_say(invested, lens)
    portfolio, rows = rows_of(lens)
    assert rows[invested.id("BTC")].target_ppm == 300_000
    assert portfolio.distance < portfolio.nav // 100


def test_holdings__new_targets__distance_is_the_sessions(invested: Desk, lens: Contract) -> None:
    invested.target(BTC=100_000, ETH=300_000, SOL=200_000, DOGE=100_000)
    assert_as_the_contracts_say(invested, lens)
    portfolio, rows = rows_of(lens)
    assert not rows[invested.id("SOL")].held
    assert rows[invested.id("SOL")].drift == -(portfolio.nav // 5)
    assert rows[invested.id("DAI")].target_ppm == 0
    summary = invested.summary(invested.run(invested.sell("BTC", 1)))
    assert (summary.nav_before, summary.distance_before) == (portfolio.nav, portfolio.distance)


def test_holdings__cash_need__is_the_traders(invested: Desk, lens: Contract, holder: str) -> None:
    queue = invested.world.index.queue
    invested.vault.approve(queue, 2**256 - 1, sender=holder)
    lock(invested, shares=300_000)
    assert_as_the_contracts_say(invested, lens)
    portfolio, rows = rows_of(lens)
    assert abs(portfolio.cash_need - 3 * portfolio.nav // 10) < portfolio.nav // 100
    assert rows[CASH].drift == rows[CASH].value - portfolio.cash_need - (portfolio.nav - portfolio.cash_need) // 4
    summary = invested.summary(invested.run(invested.sell("BTC", 1)))
    assert summary.distance_before == portfolio.distance


def test_holdings__dust_of_what_left__is_shown_and_not_counted(invested: Desk, lens: Contract) -> None:
    invested.target(ETH=300_000, LINK=50_000, DAI=100_000)
    invested.run(invested.sell("BTC", "all"))
    invested.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    assert_as_the_contracts_say(invested, lens)
    row = rows_of(lens)[1][invested.id("BTC")]
    assert (row.balance, row.held, row.weight_ppm) == (1, False, 0)


def test_holdings__claims__are_shown_beside_the_balance(invested: Desk, lens: Contract, holder: str) -> None:
    vault, btc = invested.vault, invested.id("BTC")
    vault.redeem_in_kind(10**22, holder, holder, [btc], sender=holder)
    assert rows_of(lens)[1][btc].claims == vault.claimable(btc, holder) > 0
    assert_as_the_contracts_say(invested, lens)


def test_holdings__status__is_the_registrys(invested: Desk, lens: Contract, owner: str) -> None:
    invested.registry.set_status(invested.id("BTC"), 2, sender=owner)
    invested.registry.set_status(invested.id("ETH"), 3, sender=owner)
    assert_as_the_contracts_say(invested, lens)
    rows = rows_of(lens)[1]
    assert [rows[invested.id(name)].status for name in ("LINK", "BTC", "ETH")] == [1, 2, 3]
    assert not rows[invested.id("ETH")].firm


def test_updated_at__is_the_feeds_last_answer(invested: Desk, lens: Contract) -> None:
    invested.answer("BTC", 41_000.0, updated_at=invested.chain.now() - 1_234)
    expected = invested.chain.now() - 1_234
    row = rows_of(lens)[1][invested.id("BTC")]
    assert abs(row.updated_at - expected) <= 2
    assert row.updated_at == invested.asset("BTC").feed.proxy.latestRoundData()[3]


@pytest.mark.parametrize("failure", FAILURES)
def test_holdings__feed_fails__are_told_all_the_same(fund: Fund, lens: Contract, failure: str) -> None:
    FAILURES[failure](fund, "BTC")
    rows = rows_of(lens)[1]
    row = rows[fund.id("BTC")]
    assert not row.firm
    assert row.value > 0
    if failure in ("reverting", "swallowing gas", "without code", "silent", "talkative"):
        assert row.updated_at == 0
    assert rows[fund.id("ETH")].firm


def test_holdings__no_decision__have_no_targets(fund: Fund, lens: Contract) -> None:
    portfolio, rows = rows_of(lens)
    assert portfolio.epoch == 0
    assert {row.target_ppm for row in rows.values()} == {0}
    assert portfolio.nav == fund.vault.nav().value


def test_holdings__token_that_burns_gas__does_not_matter(fund: Fund, lens: Contract) -> None:
    before = lens.holdings()
    turn_odd(fund.chain, fund.token("BTC"), "all burn gas")
    assert lens.holdings() == before
