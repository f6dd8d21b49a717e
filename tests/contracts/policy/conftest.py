"""The funds of the vault's tests: FundPolicy is tried by what it makes of a living vault."""

from tests.contracts.vault.conftest import empty_fund, fund, fund_100

__all__ = ["empty_fund", "fund", "fund_100"]
