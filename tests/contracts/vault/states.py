"""States of a fund for property tests: prices, fees, idle time, a donation, and two holders with USDC to spend.

@given(state=STATES)
def test_x(fund, state):
    with undone(fund.chain):
        state.arrange(fund)
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.contracts.vault.fund import Fund

__all__ = ["STATES", "State"]

SPENDING = 10**15  # raw USDC each holder may use


@dataclass(frozen=True)
class State:
    """Prices in per mille of what they are in the fund, rates in bps, idle time in days, a donation in raw USDC."""

    btc: int
    dai: int
    usdc: int
    management: int
    platform: int
    idle: int
    donation: int

    def arrange(self, fund: Fund) -> None:
        """Bring the fund there."""
        roles = fund.roles
        fund.set_fees(self.management, self.platform)
        if self.idle:
            fund.sleep(self.idle * 86_400)
        for provider_id, price in (("BTC", 42.0 * self.btc), ("DAI", self.dai / 1_000), ("USDC", self.usdc / 1_000)):
            fund.set_price(provider_id, price)
        fund.usdc.mint(fund.vault, self.donation, sender=roles.market)
        for account in (roles.holder, roles.other_holder):
            fund.give(account, SPENDING)


STATES = st.builds(
    State,
    btc=st.integers(250, 4_000),
    dai=st.integers(920, 1_090),
    usdc=st.integers(920, 1_090),
    management=st.integers(0, 300),
    platform=st.integers(0, 100),
    idle=st.sampled_from([0, 1, 365]),
    donation=st.sampled_from([0, 1, 10**13]),
)
