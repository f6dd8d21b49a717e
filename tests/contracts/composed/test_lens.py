"""What the lens says of prices that are made of two things."""

from tests.contracts.composed.holding import Holding
from world.feeds import Feed


def test_updated_at__of_two_feeds__is_the_older_answer(holding: Holding) -> None:
    desk = holding.desk
    wrapped = desk.asset("WBTC")
    assert isinstance(wrapped.factor, Feed)
    now = desk.chain.now()
    for feed, other, older in ((wrapped.feed, wrapped.factor, 500), (wrapped.factor, wrapped.feed, 700)):
        feed.aggregator.set(feed.latest(), now - older, sender=desk.world.roles.market)
        other.aggregator.set(other.latest(), now, sender=desk.world.roles.market)
        _, rows = desk.world.index.lens.holdings()
        updated_at = {row.asset: row.updated_at for row in rows}
        assert updated_at[wrapped.asset_id] == now - older


def test_holdings__wrapped_coin_and_vault_shares__are_worth_what_they_are(holding: Holding) -> None:
    desk = holding.desk
    portfolio, rows = desk.world.index.lens.holdings()
    assert portfolio.nav == sum(row.value for row in rows if row.held) == desk.vault.nav().value
    values = {row.asset: row.value for row in rows}
    for name in ("WBTC", "sDAI"):
        exact = holding.price(name) * desk.balance(name) / desk.unit(name) * 10**18
        assert abs(values[desk.id(name)] / exact - 1) < 1e-9
    shares = desk.asset("sDAI")
    assert {row.updated_at for row in rows if row.asset == shares.asset_id} == {shares.feed.proxy.latestRoundData()[3]}
