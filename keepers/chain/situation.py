"""The planner's situation: a reading of the fund joined with the state of its pools at the same block."""

from keepers.book import BookRoute
from keepers.chain.fund import Holding, Reading
from keepers.chain.index import Index
from keepers.chain.pools import Pools, read_pools
from keepers.chain.reading import answered, native_asset
from keepers.chain.tokens import BALANCE_OF
from keepers.chain.words import quote
from keepers.errors import KeeperError
from keepers.plan import Budget, Position, Route, Situation

__all__ = ["read_situation"]


def read_situation(index: Index, reading: Reading) -> Situation:
    """What a plan depends on, all at the reading's block. Raises KeeperError when nothing is active."""
    if reading.active.epoch == 0:
        raise KeeperError("plan: no decision is active; propose one and activate it first")
    gas_price = int(index.connection.request("eth_gasPrice"), 16)
    ways = {holding.asset.asset_id: index.book.routes(holding.asset) for holding in reading.holdings}
    known = [route for routes in ways.values() for route in routes]
    pools = read_pools(index, (pool for route in known for pool in route.pools), reading.block)
    at_trader = _at_trader(index, known, reading.block)
    positions = [
        _position(holding, _routes(ways[holding.asset.asset_id], at_trader, pools), reading.timestamp)
        for holding in reading.holdings
    ]
    locked = reading.queue.locked
    return Situation(
        epoch=reading.active.epoch,
        session=reading.sessions + 1,
        decision_hash=reading.active.data_hash,
        cash=positions[0],
        positions=tuple(positions[1:]),
        entries_paused=reading.entries_paused,
        gas_price=gas_price,
        native_price=_native_price(index, reading.block),
        pools=pools.found,
        wrong_pools=tuple(pools.wrong.values()),
        budget=_budget(index, reading),
        supply=reading.supply,
        locked_shares=locked.shares if locked else 0,
        locked_assets=locked.assets if locked else 0,
        hour_flow=_hour_flow(index, reading.block),
    )


def _at_trader(index: Index, routes: list[BookRoute], block: int) -> frozenset[str]:
    """Tokens between two pools of which the trader has a unit."""
    tokens = sorted({route.via.token for route in routes if route.via is not None})
    calls = [BALANCE_OF.at(token, index.trader.address) for token in tokens]
    balances = answered(index, [BALANCE_OF] * len(calls), calls, block)
    return frozenset(token for token, balance in zip(tokens, balances, strict=True) if balance)


def _routes(routes: tuple[BookRoute, ...], at_trader: frozenset[str], pools: Pools) -> tuple[Route, ...]:
    return tuple(
        Route(
            tuple(pool.address for pool in route.pools),
            route.via.symbol if route.via is not None else "",
            route.via is not None and route.via.token in at_trader,
        )
        for route in routes
        if all(pool.address in pools.found for pool in route.pools)
    )


def _position(holding: Holding, routes: tuple[Route, ...], now: int) -> Position:
    return Position(
        asset_id=holding.asset.asset_id,
        symbol=holding.asset.symbol,
        token=holding.asset.token,
        decimals=holding.quote.decimals,
        balance=holding.balance,
        price=holding.quote.price,
        firm=holding.quote.firm,
        stable=holding.quote.stable,
        buyable=holding.quote.buyable,
        slippage_bps=holding.quote.slippage_bps,
        target_ppm=holding.target_ppm,
        routes=routes,
        unfirm_because=holding.unfirm_because(now),
        liquidity_class=holding.asset.liquidity_class,
        optional=holding.asset.optional,
        deviation_bps=holding.quote.deviation_bps,
        sellable=holding.quote.sellable,
    )


def _budget(index: Index, reading: Reading) -> Budget:
    trader = index.trader
    asked: list[tuple[str, tuple[object, ...]]] = [
        ("budget", ()),
        ("remaining_budget", (False,)),
        ("remaining_budget", (True,)),
        ("loss_basis", (reading.traded_nav,)),
        ("remaining_turnover", (reading.traded_nav, reading.distance)),
    ]
    calls = [trader.call(name, *arguments) for name, arguments in asked]
    budget, *left = answered(index, [trader.function(name) for name, _ in asked], calls, reading.block)
    return Budget(int(budget["session_bps"]), *(int(each) for each in left))


def _hour_flow(index: Index, block: int) -> int:
    """Raw USDC that may still leave at NAV within the hour."""
    policy = index.policy
    ((_, leaving),) = answered(index, [policy.function("remaining_flow")], [policy.call("remaining_flow")], block)
    return int(leaving)


def _native_price(index: Index, block: int) -> int:
    asset = native_asset(index)
    if asset is None:
        return 0
    words = answered(
        index, [index.registry.function("quotes")], [index.registry.call("quotes", [asset.asset_id])], block
    )[0]
    return quote(words[0]).price
