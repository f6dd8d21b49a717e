# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The market of the local world
@notice Provides the liquidity of the Uniswap V3 pools, moves them to the prices the operator names as an arbitrageur
        would, and transmits the feeds' answers: a whole market in one transaction. It holds an inventory of every token.
"""

interface Pool:
    def token0() -> address: view
    def token1() -> address: view
    def slot0() -> (uint160, int24, uint16, uint16, uint16, uint8, bool): view
    def initialize(sqrt_price: uint160): nonpayable
    def mint(recipient: address, lower: int24, upper: int24, liquidity: uint128, data: Bytes[1]) -> (uint256, uint256): nonpayable
    def swap(recipient: address, zero_for_one: bool, amount: int256, limit: uint160, data: Bytes[1]) -> (int256, int256): nonpayable


interface Aggregator:
    def set(answer: int256, updated_at: uint256): nonpayable


interface Token:
    def transfer(receiver: address, amount: uint256) -> bool: nonpayable


struct Position:
    lower: int24
    upper: int24
    liquidity: uint128


OPERATOR: immutable(address)

# The pool being called; only it is paid.
_pool: transient(address)


@deploy
def __init__(operator: address):
    OPERATOR = operator


@external
def open(pool: Pool, sqrt_price: uint160, positions: DynArray[Position, 4], trade: uint256):
    """
    @notice Initialise a pool, provide its liquidity, and trade a little both ways, so that its fee and oracle slots
            are as warm as those of a pool that has lived.
    @param sqrt_price sqrt(token1 / token0) in raw units, Q64.96
    @param trade raw units of token0 to sell into it; what comes out is sold back
    """
    self._only_operator()
    self._pool = pool.address
    extcall pool.initialize(sqrt_price)
    self._provide(pool, positions)
    amount0: int256 = 0
    amount1: int256 = 0
    amount0, amount1 = extcall pool.swap(self, True, convert(trade, int256), 4295128740, b"")
    extcall pool.swap(self, False, -amount1, 1461446703485210103287273052203988822378723970341, b"")
    self._move(pool, sqrt_price)


@external
def provide(pool: Pool, positions: DynArray[Position, 4]):
    """
    @notice More liquidity for a pool that is open.
    """
    self._only_operator()
    self._pool = pool.address
    self._provide(pool, positions)


@external
def move(pools: DynArray[Pool, 128], sqrt_prices: DynArray[uint160, 128]):
    """
    @notice Swap in each pool until its price is the one named, Q64.96.
    """
    self._only_operator()
    for i: uint256 in range(len(pools), bound=128):
        self._move(pools[i], sqrt_prices[i])


@external
def transmit(aggregators: DynArray[Aggregator, 128], answers: DynArray[int256, 128]):
    """
    @notice Set the answer of every feed, as of now.
    """
    self._only_operator()
    for i: uint256 in range(len(aggregators), bound=128):
        extcall aggregators[i].set(answers[i], block.timestamp)


@external
def uniswapV3MintCallback(amount0: uint256, amount1: uint256, data: Bytes[1]):
    self._pay(convert(amount0, int256), convert(amount1, int256))


@external
def uniswapV3SwapCallback(amount0: int256, amount1: int256, data: Bytes[1]):
    self._pay(amount0, amount1)


@internal
def _provide(pool: Pool, positions: DynArray[Position, 4]):
    for position: Position in positions:
        extcall pool.mint(self, position.lower, position.upper, position.liquidity, b"")


@internal
def _move(pool: Pool, target: uint160):
    price: uint160 = (staticcall pool.slot0())[0]
    if price == target:
        return
    self._pool = pool.address
    # As much as it takes: the price limit ends the swap.
    extcall pool.swap(self, target < price, convert(max_value(int128), int256), target, b"")


@internal
def _pay(amount0: int256, amount1: int256):
    assert msg.sender == self._pool, "market: only the pool being called"
    pool: Pool = Pool(msg.sender)
    if amount0 > 0:
        assert extcall Token(staticcall pool.token0()).transfer(msg.sender, convert(amount0, uint256)), "market: token0"
    if amount1 > 0:
        assert extcall Token(staticcall pool.token1()).transfer(msg.sender, convert(amount1, uint256)), "market: token1"


@view
@internal
def _only_operator():
    assert msg.sender == OPERATOR, "market: only operator"
