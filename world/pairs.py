"""Uniswap V2 pairs: mainnet's bytecode, with reserves as a pair has them that has traded."""

from dataclasses import dataclass

from world.artifacts import artifact
from world.chain import Chain
from world.contract import Contract

__all__ = ["Pair", "deploy_pair_factory", "open_pair"]


@dataclass(frozen=True)
class Pair:
    """A pair and its tokens in Uniswap's order (token0 has the lower address). Its fee is 0.3 %."""

    contract: Contract
    token0: str
    token1: str

    @property
    def address(self) -> str:
        return self.contract.address

    def reserves(self) -> tuple[int, int]:
        """Raw units of token0 and token1."""
        reserve0, reserve1, _ = self.contract.getReserves()
        return int(reserve0), int(reserve1)


def deploy_pair_factory(chain: Chain, market: str) -> Contract:
    """UniswapV2Factory, whose protocol fee is off, as it is on mainnet."""
    return chain.deploy("UniswapV2Factory", market, sender=market)


def open_pair(chain: Chain, factory: Contract, market: str, one: Contract, other: Contract) -> Pair:
    """Create the empty pair of two tokens. Whoever sends it both and calls `contract.mint(receiver)` fills it."""
    factory.createPair(one, other, sender=market)
    token0, token1 = sorted([one.address, other.address], key=str.lower)
    contract = Contract(chain, factory.getPair(one, other), artifact("UniswapV2Pair").abi, "UniswapV2Pair")
    return Pair(contract, token0, token1)
