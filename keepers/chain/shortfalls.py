"""What the vault has less of than its books and claims say: a fee, a rebase, an exploit that nobody booked yet."""

from dataclasses import dataclass

from keepers.chain.connection import RpcError
from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.tokens import BALANCE_OF

__all__ = ["Shortfall", "lasting", "shortfalls"]

WORD = 32


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Of one asset. Raw units."""

    asset_id: int
    symbol: str
    decimals: int
    booked: int
    """Holding and claims."""
    balance: int

    @property
    def missing(self) -> int:
        """Raw units."""
        return self.booked - self.balance


def shortfalls(index: Index, reading: Reading, block: int | None = None) -> tuple[Shortfall, ...]:
    """Of everything held or claimed, at the reading's block or at another. A token that does not answer is left out."""
    at = reading.block if block is None else block
    holdings = [holding for holding in reading.holdings if holding.balance + holding.pot]
    calls = [BALANCE_OF.at(holding.asset.token, index.vault.address) for holding in holdings]
    found = []
    for holding, answer in zip(holdings, index.connection.view(calls, at), strict=True):
        if isinstance(answer, RpcError) or len(answer) != WORD:
            continue
        asset, booked, balance = holding.asset, holding.balance + holding.pot, int.from_bytes(answer, "big")
        if balance < booked:
            found.append(Shortfall(asset.asset_id, asset.symbol, asset.decimals, booked, balance))
    return tuple(found)


def lasting(index: Index, reading: Reading) -> tuple[Shortfall, ...]:
    """Those that were there a block earlier too: what a token says within one block is not booked as a loss."""
    now = shortfalls(index, reading)
    if not now:
        return ()
    before = {item.asset_id for item in shortfalls(index, reading, reading.block - 1)}
    return tuple(item for item in now if item.asset_id in before)
