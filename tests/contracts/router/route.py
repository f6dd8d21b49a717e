"""The way through the router, and a look after each call that nothing stays there.

permit = route.sign(holder, route.usdc, 10**8)                    (deadline, v, r, s), for the router
route.send("buy_with_permit", 10**8, 0, holder, *permit, sender=holder)
"""

from dataclasses import dataclass
from typing import Any

from tests.contracts.vault.fund import Fund
from tests.permits import Permit, sign_permit
from world.contract import Contract

__all__ = ["DOLLAR", "SHARE", "Route"]

DOLLAR = 10**6  # raw USDC
SHARE = 10**18


@dataclass(frozen=True)
class Route:
    """The router of `fund`. Amounts are raw units unless said otherwise."""

    fund: Fund

    @property
    def router(self) -> Contract:
        return self.fund.world.index.router

    @property
    def queue(self) -> Contract:
        return self.fund.world.index.queue

    @property
    def vault(self) -> Contract:
        return self.fund.vault

    @property
    def usdc(self) -> Contract:
        return self.fund.usdc

    # --- calls -------------------------------------------------------------------------------------------------------

    def sign(self, account: str, token: Contract, value: int) -> Permit:
        """A permit for the router; see tests.permits."""
        return sign_permit(self.fund.chain, account, token, self.router, value)

    def send(self, function: str, *args: Any, sender: str) -> dict[str, Any]:
        """Call the router; the receipt. Raises Reverted. However it ends, the router has nothing and allows nothing."""
        try:
            return dict(getattr(self.router, function)(*args, sender=sender))
        finally:
            assert self.kept() == {}

    def kept(self) -> dict[str, int]:
        """What the router has and what it has approved, where that is not zero."""
        router = self.router.address
        tokens = {asset.provider_id: asset.token for asset in self.fund.world.assets} | {"shares": self.vault}
        found = {name: int(token.balanceOf(router)) for name, token in tokens.items()}
        for name, token in {"USDC": self.usdc, "shares": self.vault}.items():
            found[f"{name} for the vault"] = int(token.allowance(router, self.vault))
        return {name: amount for name, amount in found.items() if amount}

    # --- what a test starts from -------------------------------------------------------------------------------------

    def give(self, account: str, dollars: float) -> int:
        """Mint whole USDC to an account that approves nobody; raw units."""
        assets = round(dollars * DOLLAR)
        self.usdc.mint(account, assets, sender=self.fund.roles.market)
        return assets
