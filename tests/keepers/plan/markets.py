"""Situations for the planner without a chain: assets with one full-range pool each, and what a plan leaves behind."""

from dataclasses import replace
from math import isqrt

from hypothesis import strategies as st

from keepers.plan import Plan, Pool, Position, Situation, fill
from keepers.plan.ticks import MAX_TICK, MIN_TICK

CASH_TOKEN = "0x" + "88" * 20
USD = 10**18
SUPPLY = 10**24
"""Shares of any fund here."""


def cash(balance: int, target_ppm: int, firm: bool = True) -> Position:
    """USDC at one dollar, raw units of 6 decimals."""
    return Position(1, "USDC", CASH_TOKEN, 6, balance, USD, firm, True, True, 100, target_ppm)


def pool(asset_id: int, token: str, decimals: int, price: int, depth: int, premium_bps: int = 0) -> Pool:
    """A pool with `depth` USD of virtual reserves on each side, `premium_bps` dearer than the oracle."""
    spacing = 60
    # raw cash per raw asset, as a fraction
    numerator, denominator = price * 10**6 * (10_000 + premium_bps), 10 ** (18 + decimals) * 10_000
    cash_first = token > CASH_TOKEN
    if cash_first:
        numerator, denominator = denominator, numerator
    sqrt_price = isqrt((numerator << 192) // denominator)
    raw_depth = depth * 10**6
    liquidity = raw_depth * sqrt_price >> 96 if cash_first else (raw_depth << 96) // sqrt_price
    tokens = (CASH_TOKEN, token) if cash_first else (token, CASH_TOKEN)
    edge = MAX_TICK // spacing * spacing
    words = dict.fromkeys(range(MIN_TICK // spacing >> 8, (MAX_TICK // spacing >> 8) + 1), 0)
    for tick in (-edge, edge):
        words[tick // spacing >> 8] |= 1 << (tick // spacing & 255)
    return Pool(f"0x{asset_id:040x}", *tokens, 3_000, spacing, sqrt_price, _tick(sqrt_price), liquidity, words, {})


def position(
    asset_id: int,
    *,
    value: int = 0,
    target_ppm: int = 0,
    price: int = 2 * USD,
    decimals: int = 18,
    depth: int = 10_000_000,
    premium_bps: int = 0,
    **terms: object,
) -> Position:
    """A volatile asset worth `value` whole USD."""
    token = f"0x{asset_id * 7919 % 251:02x}" + f"{asset_id:038x}"
    found = Position(
        asset_id,
        f"A{asset_id}",
        token,
        decimals,
        value * USD * 10**decimals // price,
        price,
        True,
        False,
        True,
        200,
        target_ppm,
        (pool(asset_id, token, decimals, price, depth, premium_bps),),
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
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def after(start: Situation, plan: Plan) -> Situation:
    """What the fund holds when every leg fills as planned, leg by leg; the cash must never run out on the way."""
    balances = {item.asset_id: item.balance for item in start.positions}
    money = start.cash.balance
    by_id = {item.asset_id: item for item in start.positions}
    for leg in plan.legs:
        order = fill(by_id[leg.asset_id].pools[0], leg.zero_for_one, leg.amount_in)
        assert order.amount_out == leg.expected_out
        if leg.buy:
            money -= leg.amount_in
            balances[leg.asset_id] += order.amount_out
        else:
            money += order.amount_out
            balances[leg.asset_id] -= leg.amount_in
        assert money >= 0
        assert balances[leg.asset_id] >= 0
    positions = tuple(replace(item, balance=balances[item.asset_id]) for item in start.positions)
    return replace(start, cash=replace(start.cash, balance=money), positions=positions)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Up to eight assets with any holdings, targets, depth, pool prices and states, and any batch locked."""
    count = draw(st.integers(1, 8))
    shares = draw(st.lists(st.integers(0, 10), min_size=count, max_size=count))
    total = sum(shares) or 1
    cash_ppm = draw(st.sampled_from([1, 10_000, 500_000]))
    positions = [
        position(
            asset_id,
            value=draw(st.sampled_from([0, 1, 500, 20_000, 300_000])),
            target_ppm=share * (1_000_000 - cash_ppm) // total,
            price=draw(st.sampled_from([10**13, USD, 42_000 * USD])),
            decimals=draw(st.sampled_from([6, 8, 18])),
            depth=draw(st.sampled_from([10_000, 1_000_000, 100_000_000])),
            premium_bps=draw(st.integers(-300, 300)),
            firm=draw(st.integers(0, 9)) > 0,
            buyable=draw(st.integers(0, 9)) > 0,
        )
        for asset_id, share in enumerate(shares, 2)
    ]
    return situation(
        positions,
        draw(st.sampled_from([0, 1_000, 1_000_000])),
        cash_ppm,
        supply=SUPPLY,
        locked_shares=draw(st.sampled_from([0, 0, 1, SUPPLY // 100, SUPPLY // 3, SUPPLY])),
        locked_assets=draw(st.sampled_from([0, 10 * 10**6, 100_000 * 10**6])),
    )


def _tick(sqrt_price: int) -> int:
    from keepers.plan.ticks import sqrt_price_at

    low, high = MIN_TICK, MAX_TICK
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sqrt_price_at(middle) <= sqrt_price else (low, middle - 1)
    return low
