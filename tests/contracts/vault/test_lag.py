"""A trader who sees the market one feed update ahead: entering and leaving, by USDC or in kind, never profits.

A feed stands still while the market is within its deviation. The trader knows the true prices of everything, USDC
included, enters at the feeds' and leaves at once, or after the feeds followed. No platform fee helps the levy here.
"""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.contracts.vault.fund import BPS, CASH, Fund
from tests.contracts.vault.properties import bounded, undone

BASKETS = {
    "bull": {"BTC": 300_000, "ETH": 250_000, "XRP": 150_000, "SOL": 100_000, "DOGE": 100_000, "SHIB": 90_000},
    "mixed": {"BTC": 400_000, "DAI": 300_000, "USDT": 200_000},
    "bear": {"DAI": 495_000, "USDT": 495_000},
    "cash": {},
}
IDS = ("USDC", "USDT", "DAI", "BTC", "ETH", "SOL", "XRP", "DOGE", "SHIB")
# How far the market is from each feed, in per mille of the feed's deviation.
lags = st.fixed_dictionaries({p: st.one_of(st.sampled_from([-1_000, 1_000]), st.integers(-1_000, 1_000)) for p in IDS})
stakes = st.sampled_from([10**6, 10**9, 10**12, 10**14])  # raw USDC

# Everything rose, USDC fell: the dearest moment to sell to the fund's holders.
WORST = {provider_id: -1_000 if provider_id == "USDC" else 1_000 for provider_id in IDS}


class Market:
    """What everything is really worth, as a part of what the feeds say."""

    def __init__(self, fund: Fund, per_mille: Mapping[str, int]) -> None:
        self.fund = fund
        self.part = {p: 1 + Fraction(per_mille[p] * fund.asset(p).feed.deviation_bps, 1_000 * BPS) for p in per_mille}
        self.answers = {p: Fraction(fund.asset(p).feed.proxy.latestRoundData()[1]) * self.part[p] for p in per_mille}

    def worth(self, account: str) -> Fraction:
        """True USD of all an account has of the fund's assets and USDC."""
        assets = [self.fund.asset(provider_id) for provider_id in self.part]
        amounts = self.fund.received(account, [asset.asset_id for asset in assets])
        return sum(
            (
                amounts[a.asset_id] * self.answers[a.provider_id] / 10 ** (a.market.decimals + a.feed.decimals)
                for a in assets
            ),
            Fraction(0),
        )

    def feeds_follow(self) -> None:
        aggregators = [self.fund.asset(provider_id).feed.aggregator for provider_id in self.answers]
        answers = [round(answer) for answer in self.answers.values()]
        self.fund.world.maker.transmit(aggregators, answers, sender=self.fund.roles.market)


@pytest.fixture(params=BASKETS)
def lagging(empty_fund: Fund, request: pytest.FixtureRequest) -> Fund:
    fund = empty_fund
    fund.set_fees(0, 0)
    fund.enter(fund.roles.holder, 1_000_000)
    if BASKETS[request.param]:
        fund.buy(BASKETS[request.param])
    return fund


def try_paths(fund: Fund, market: Market, stake: int) -> None:
    """Every way in and out, each from the same state; none may leave the trader with more, at true prices."""
    trader, vault = fund.roles.anyone, fund.vault
    for feeds_follow in (False, True):
        for way_out in ("in kind", "usdc"):
            with undone(fund.chain):
                fund.give(trader, stake)
                before = market.worth(trader)
                vault.deposit(stake, trader, sender=trader)
                if feeds_follow:
                    market.feeds_follow()
                if way_out == "in kind":
                    vault.redeem_in_kind(vault.balanceOf(trader), trader, trader, sender=trader)
                elif vault.previewRedeem(vault.maxRedeem(trader)):
                    vault.redeem(vault.maxRedeem(trader), trader, trader, sender=trader)
                    # What the cash did not cover leaves in kind.
                    if vault.balanceOf(trader):
                        vault.redeem_in_kind(vault.balanceOf(trader), trader, trader, sender=trader)
                after = market.worth(trader)
                assert after <= before, (feeds_follow, way_out, float(after / before - 1))


@bounded(6)
@given(per_mille=lags, stake=stakes)
@example(per_mille=WORST, stake=10**6)
@example(per_mille=WORST, stake=10**12)
@example(per_mille={p: -lag for p, lag in WORST.items()}, stake=10**12)
def test_lag__in_and_out_in_one_moment_or_after_the_update__never_profits(
    lagging: Fund, per_mille: dict[str, int], stake: int
) -> None:
    with undone(lagging.chain):
        try_paths(lagging, Market(lagging, per_mille), stake)


@bounded(3)
@given(steps=st.lists(lags, min_size=8, max_size=8), stake=stakes)
def test_lag__at_every_step_of_a_random_market__never_profits(
    lagging: Fund, steps: list[dict[str, int]], stake: int
) -> None:
    with undone(lagging.chain):
        for per_mille in steps:
            market = Market(lagging, per_mille)
            try_paths(lagging, market, stake)
            market.feeds_follow()


def test_lag__levy_that_was_computed_long_ago__is_renewed_by_the_entry(empty_fund: Fund) -> None:
    """The exit in kind pays the levy computed last; whoever enters has just had it computed."""
    fund = empty_fund
    fund.set_fees(0, 0)
    fund.enter(fund.roles.holder, 1_000_000)
    fund.buy(BASKETS["bull"])
    fund.settle({}, fund.vault.held(), 0)
    assert fund.vault.fund().exit_levy_bps == 0
    with undone(fund.chain):
        fund.enter(fund.roles.anyone, 1)
        assert fund.vault.fund().exit_levy_bps >= fund.vault.nav().levy_bps > 0
    try_paths(fund, Market(fund, WORST), 10**12)


def test_levy__usdc_and_assets_apart__covers_the_lag_of_both(empty_fund: Fund) -> None:
    """In a bull fund one levy covers what the feeds of assets and USDC may lag in opposite directions."""
    fund = empty_fund
    fund.enter(fund.roles.holder, 1_000_000)
    fund.buy(BASKETS["bull"])
    cash_share = Fraction(fund.balance(CASH) * 10**12, fund.vault.nav().value)
    apart = (1 - cash_share) * fund.asset("USDC").feed.deviation_bps
    weighted = fund.vault.nav().levy_bps - 30 * (1 - cash_share)
    assert fund.vault.nav().levy_bps >= weighted + apart - 1


@pytest.mark.parametrize("basket", ["bull", "mixed", "bear"])
def test_levy__entry_at_the_worst_moment__is_worth_no_more_than_it_paid(empty_fund: Fund, basket: str) -> None:
    """One levy alone covers what all feeds, USDC's among them, may lag: who only enters takes nothing from the rest."""
    fund = empty_fund
    fund.set_fees(0, 0)
    fund.enter(fund.roles.holder, 1_000_000)
    fund.buy(BASKETS[basket])
    market, trader, vault = Market(fund, WORST), fund.roles.anyone, fund.vault
    fund.give(trader, 10**12)
    paid = market.worth(trader)
    vault.deposit(10**12, trader, sender=trader)
    part = Fraction(vault.balanceOf(trader), vault.totalSupply())
    assert part * market.worth(vault.address) <= paid
