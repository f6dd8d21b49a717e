"""Situations for the planner without a chain: assets with full-range pools, and what a plan leaves behind.

position(2, value=1_000)                               one Uniswap V3 pool with cash
position(2, value=1_000, ways=("v2", "v3+v2"))         its V2 pair with cash; its V3 pool with WETH and WETH's pair
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from math import isqrt

from hypothesis import strategies as st

from keepers.plan import Budget, Pair, Plan, Pool, Position, Route, Situation, fill, fill_pair
from keepers.plan.ticks import MAX_TICK, MIN_TICK, tick_at

USD = 10**18
SUPPLY = 10**24
"""Shares of any fund here."""
WAYS = ("v3", "v2", "v3+v3", "v3+v2", "v2+v3", "v2+v2")
WETH_DEPTH = 50_000_000
SPACING = 60


@dataclass(frozen=True)
class Coin:
    """price: USD 18 decimals of one whole token."""

    token: str
    decimals: int
    price: int


CASH = Coin("0x" + "88" * 20, 6, USD)
WETH = Coin("0x" + "44" * 20, 18, 2_000 * USD)
POOLS: dict[str, Pool | Pair] = {}
"""Every pool made here; its address is a hash of what it is."""


def cash(balance: int, target_ppm: int, firm: bool = True) -> Position:
    """USDC at one dollar, raw units of 6 decimals."""
    return Position(1, "USDC", CASH.token, 6, balance, USD, firm, True, True, 100, target_ppm)


def pool(venue: str, coin: Coin, other: Coin, depth: int, premium_bps: int = 0) -> str:
    """The address of a pool of `coin`, `depth` USD of reserves on each side, `premium_bps` dearer than the oracle."""
    address = "0x" + sha256(repr((venue, coin, other, depth, premium_bps)).encode()).hexdigest()[:40]
    sides = sorted(
        (each.token, depth * USD * 10**each.decimals * (10_000 + premium_bps * (each is other)) // each.price // 10_000)
        for each in (coin, other)
    )
    (token0, reserve0), (token1, reserve1) = sides
    if venue == "v2":
        POOLS[address] = Pair(address, token0, token1, reserve0, reserve1)
        return address
    sqrt_price = isqrt((reserve1 << 192) // reserve0)
    edge = MAX_TICK // SPACING * SPACING
    words = dict.fromkeys(range(MIN_TICK // SPACING >> 8, (MAX_TICK // SPACING >> 8) + 1), 0)
    for tick in (-edge, edge):
        words[tick // SPACING >> 8] |= 1 << (tick // SPACING & 255)
    liquidity = isqrt(reserve0 * reserve1)
    POOLS[address] = Pool(
        address, token0, token1, 3_000, SPACING, sqrt_price, tick_at(sqrt_price), liquidity, words, {}
    )
    return address


def position(
    asset_id: int,
    *,
    value: int = 0,
    target_ppm: int = 0,
    price: int = 2 * USD,
    decimals: int = 18,
    depth: int = 10_000_000,
    premium_bps: int = 0,
    ways: tuple[str, ...] = ("v3",),
    weth_depth: int = WETH_DEPTH,
    **terms: object,
) -> Position:
    """A volatile asset worth `value` whole USD. All through WETH share the pool, or the pair, of WETH with cash."""
    coin = Coin(f"0x{asset_id * 7919 % 251:02x}" + f"{asset_id:038x}", decimals, price)
    routes = []
    for way in ways:
        first, _, second = way.partition("+")
        own = pool(first, coin, WETH if second else CASH, depth, premium_bps)
        routes.append(Route((own, pool(second, WETH, CASH, weth_depth)), "WETH") if second else Route((own,)))
    balance = value * USD * 10**decimals // price
    found = Position(
        asset_id,
        f"A{asset_id}",
        coin.token,
        decimals,
        balance,
        price,
        True,
        False,
        True,
        200,
        target_ppm,
        tuple(routes),
    )
    return replace(found, **terms)  # type: ignore[arg-type]


def situation(positions: list[Position], cash_usd: int = 0, cash_ppm: int = 10_000, **changes: object) -> Situation:
    """With gas that costs half a dollar a leg."""
    found = Situation(
        epoch=3,
        session=7,
        decision_hash=b"\x01" * 32,
        cash=cash(cash_usd * 10**6, cash_ppm),
        positions=tuple(positions),
        entries_paused=False,
        gas_price=2 * 10**9,
        native_price=2_000 * USD,
        pools={address: POOLS[address] for item in positions for route in item.routes for address in route.pools},
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def after(start: Situation, plan: Plan) -> Situation:
    """What the fund holds when the legs run in their order, each against pools as the ones before it left them.

    Each must get what the plan says, to the unit, and the cash must never run out on the way.
    """
    balances = {item.asset_id: item.balance for item in start.positions}
    money = start.cash.balance
    tokens = {item.asset_id: item.token for item in start.positions}
    pools = dict(start.pools)
    for leg in plan.legs:
        token, amount = CASH.token if leg.buy else tokens[leg.asset_id], leg.amount_in
        for hop in leg.hops:
            state = pools[hop.pool]
            assert token == (state.token0 if hop.zero_for_one else state.token1)
            assert hop.venue == ("v2" if isinstance(state, Pair) else "v3")
            swap = fill_pair if isinstance(state, Pair) else fill
            order = swap(state, hop.zero_for_one, amount)  # type: ignore[operator]
            assert order.complete
            pools[hop.pool] = order.after
            token, amount = state.token1 if hop.zero_for_one else state.token0, order.amount_out
        assert token == (tokens[leg.asset_id] if leg.buy else CASH.token)
        assert amount == leg.expected_out
        if leg.buy:
            money -= leg.amount_in
            balances[leg.asset_id] += amount
        else:
            money += amount
            balances[leg.asset_id] -= leg.amount_in
        assert money >= 0
        assert balances[leg.asset_id] >= 0
    positions = tuple(replace(item, balance=balances[item.asset_id]) for item in start.positions)
    return replace(start, cash=replace(start.cash, balance=money), positions=positions)


def budgets() -> st.SearchStrategy[Budget]:
    """All there is; and anything of the week and of the turnover left, and a NAV at the last close of any size."""
    week = st.one_of(st.just(0), st.integers(0, 2_200_000))
    drawn = st.builds(
        lambda session, some, more, basis, turnover: Budget(session, some, some + more, basis, turnover),
        st.sampled_from([80, 10_000]),
        week,
        week,
        st.sampled_from([0, 1_000 * USD, 10**6 * USD]),
        st.sampled_from([0, 10_000 * USD, 10**6 * USD]),
    )
    return st.one_of(st.just(Budget()), drawn)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Up to eight assets with any holdings, targets, ways, depth, pool prices and states, and any batch locked."""
    count = draw(st.integers(1, 8))
    shares = draw(st.lists(st.integers(0, 10), min_size=count, max_size=count))
    total = sum(shares) or 1
    cash_ppm = draw(st.sampled_from([1, 10_000, 500_000]))
    weth_depth = draw(st.sampled_from([500_000, WETH_DEPTH, 10**10]))
    positions = [
        position(
            asset_id,
            value=draw(st.sampled_from([0, 1, 500, 20_000, 300_000])),
            target_ppm=share * (1_000_000 - cash_ppm) // total,
            price=draw(st.sampled_from([10**13, USD, 42_000 * USD])),
            decimals=draw(st.sampled_from([6, 8, 18])),
            depth=draw(st.sampled_from([10_000, 1_000_000, 100_000_000])),
            premium_bps=draw(st.integers(-300, 300)),
            ways=tuple(draw(st.lists(st.sampled_from(WAYS), min_size=1, max_size=3, unique=True))),
            weth_depth=weth_depth,
            firm=draw(st.integers(0, 9)) > 0,
            sellable=draw(st.booleans()),
            buyable=draw(st.integers(0, 9)) > 0,
            deviation_bps=draw(st.sampled_from([0, 50, 200])),
        )
        for asset_id, share in enumerate(shares, 2)
    ]
    return situation(
        positions,
        draw(st.sampled_from([0, 1_000, 1_000_000])),
        cash_ppm,
        budget=draw(budgets()),
        supply=SUPPLY,
        locked_shares=draw(st.sampled_from([0, 0, 1, SUPPLY // 100, SUPPLY // 3, SUPPLY])),
        locked_assets=draw(st.sampled_from([0, 10 * 10**6, 100_000 * 10**6])),
    )
