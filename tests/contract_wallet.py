"""A wallet that is a contract, told what to do by the account that owns it.

wallet = Wallet.open(chain, owner)
wallet.do(usdc, "approve", vault, 10**9)            # the call, made by the wallet
"""

from dataclasses import dataclass
from typing import Any

from world.chain import Chain
from world.contract import Contract

__all__ = ["Wallet"]


@dataclass(frozen=True)
class Wallet:
    """`address` is the wallet's; `owner` sends its transactions."""

    contract: Contract
    owner: str

    @classmethod
    def open(cls, chain: Chain, owner: str) -> "Wallet":
        """Deploy one."""
        return cls(chain.deploy("ContractWallet", owner), owner)

    @property
    def address(self) -> str:
        return self.contract.address

    def do(self, target: Contract, function: str, *args: Any) -> dict[str, Any]:
        """Call a function of `target` as the wallet; the receipt. Raises Reverted with the reason of the call."""
        data = getattr(target, function).encode(*args)
        return dict(self.contract.execute(target, data, sender=self.owner))
