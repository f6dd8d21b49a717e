"""What the planner reads and what it hands over. Frozen, no chain, no files.

Units: USD values and prices are integers with 18 decimals, token amounts raw units, weights ppm, gas prices wei.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from keepers.plan.pair import Pair
from keepers.plan.pool import Pool
from keepers.plan.route import Hop, Route

__all__ = [
    "BPS",
    "CLASSES",
    "DUST_OF_NAV",
    "FAILURES",
    "LEVEL",
    "PPM",
    "USD",
    "Budget",
    "Limits",
    "LiquidityClass",
    "Plan",
    "PlannedLeg",
    "Position",
    "Situation",
    "Skipped",
    "dust",
    "max_cost",
    "set_aside",
    "spare_gas",
    "tolerance",
]

HOUR = 3_600
USD = 10**18
"""One US dollar in every USD amount of the keeper."""
DUST_OF_NAV, DUST_OF_TARGET, SMALL_DUST_BPS = 10_000, 200, 300
"""A leg may pass its target by one part in so many, the larger of the two (contracts/lib/trader/limits.vy)."""
BPS, PPM = 10_000, 1_000_000
EXIT_COST_BPS = 30
"""An exit that loses no more than this and its feed's deviation always passes (contracts/lib/trader/loss_budget.vy)."""
LiquidityClass = Literal["deep", "medium", "thin"]
CLASSES: tuple[LiquidityClass, ...] = ("deep", "medium", "thin")
"""In the order in which a session trades them."""
FAILURES = 3
"""Small legs of a session that may fail, and burn all their gas, without taking it with them."""
COST_MARGIN_BPS = 10
"""Of what a session moves, beyond its planned losses: more and the trader refuses it."""
LEVEL = 10**8
"""Parts of NAV that the trader counts losses in (contracts/lib/trader/loss_budget.vy)."""


def set_aside(nav: int, supply: int, shares: int, deposits: int) -> int:
    """What locked redemptions of `shares` are worth beyond the locked `deposits`, which pay them first.

    USD 18 decimals, to the unit what the trader computes (contracts/lib/trader/basket.vy): of NAV, rounded up to a
    millionth of it, before levy and fee. supply: shares, the management fee not accrued.
    """
    if not shares:
        return 0
    part = min(-(-shares * PPM // supply), PPM)
    return max(nav * part // PPM - deposits, 0)


@dataclass(frozen=True, slots=True)
class Budget:
    """What trading may lose from now on; everything where nothing else is said."""

    session_bps: int = BPS
    """Of its distance to target and the dust beside it."""
    week: int = LEVEL
    """1e-8 of `basis` that sessions may lose."""
    week_derisking: int = LEVEL
    """The same with the reserve, which is for those that buy nothing volatile and of whose turnover half or more leaves
    what is no target. Each draws the part of it that it exits of all that leaves."""
    basis: int = 0
    """USD 18 decimals, of a session that opens now; 0 means NAV."""
    turnover: int = 2**112 - 1
    """USD 18 decimals that may still be moved under the active decision; exits are never refused, but count."""


@dataclass(frozen=True, slots=True)
class Position:
    """One asset: what the fund's books hold of it, its terms, its target, and its ways to cash."""

    asset_id: int
    symbol: str
    token: str
    decimals: int
    balance: int
    price: int
    """USD 18 decimals of one whole token; the last good one while `firm` is False."""
    firm: bool
    stable: bool
    buyable: bool
    slippage_bps: int
    target_ppm: int
    routes: tuple[Route, ...] = ()
    """Their pools are in the situation, once each, also where several assets share one."""
    unfirm_because: str = ""
    """Why the price is not firm, in words: the age of the feed and its heartbeat."""
    liquidity_class: LiquidityClass = "deep"
    optional: bool = False
    """A leg of it may fail alone: its token can be paused or blocked, or its pools are thin."""
    deviation_bps: int = 0
    """Of its feed, or of its feeds together."""
    sellable: bool = False
    """Its price is fresh, whatever its status; a firm one always is."""

    @property
    def value(self) -> int:
        """USD, 18 decimals, rounded down as the trader does."""
        return self.balance * self.price // int(10**self.decimals)

    @property
    def may_be_sold(self) -> bool:
        """The trader needs a fresh price for a sale, and a firm one for a purchase."""
        return self.firm or self.sellable


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a plan depends on, read at one block."""

    epoch: int
    """Of the active decision."""
    session: int
    """Number the next session must carry."""
    decision_hash: bytes
    cash: Position
    positions: tuple[Position, ...]
    """Every asset that is held or wanted, cash excluded, ids ascending."""
    entries_paused: bool
    """True: the trader refuses to buy an asset that is not stable."""
    gas_price: int
    """Wei per gas."""
    native_price: int
    """USD 18 decimals of one ETH; 0 when the book has no such asset, then gas counts as free and the plan says so."""
    pools: Mapping[str, Pool | Pair] = field(default_factory=dict)
    """Every pool of every route, by address."""
    wrong_pools: tuple[str, ...] = ()
    """Pools of the book that no route uses, because they are not what it says: what is the matter, and the remedy."""
    budget: Budget = Budget()
    supply: int = 0
    """Shares, 18 decimals."""
    locked_shares: int = 0
    """Of the redemptions of the locked batch."""
    locked_assets: int = 0
    """Raw USDC of the deposits of the locked batch."""
    hour_flow: int = 0
    """Raw USDC that may still leave at NAV within the hour."""
    refused: Mapping[int, str] = field(default_factory=dict)
    """Assets that are left out because a leg of them failed, by id: why, and what to do."""

    def gas_cost(self, gas: int) -> int:
        """USD, 18 decimals."""
        # USD 18 = gas x wei per gas x USD 18 per ETH / wei per ETH
        return gas * self.gas_price * self.native_price // 10**18

    @property
    def nav(self) -> int:
        """USD, 18 decimals."""
        return self.cash.value + sum(position.value for position in self.positions)

    @property
    def cash_need(self) -> int:
        """USD, 18 decimals, at most NAV: set aside for the locked batch."""
        deposits = self.locked_assets * self.cash.price // int(10**self.cash.decimals)
        return set_aside(self.nav, self.supply, self.locked_shares, deposits)

    def cash_margin(self, limits: "Limits") -> int:
        """Raw cash kept beside the cash target, for those who leave at NAV between the plan and its block."""
        most = self.nav * limits.flow_margin_ppm // PPM * 10**self.cash.decimals // self.cash.price
        return int(min(self.hour_flow * limits.session_life // HOUR, most))

    def target_value(self, position: Position) -> int:
        """USD, 18 decimals: weights are of NAV less the cash need, which the cash target grows by."""
        need = self.cash_need
        weighted = (self.nav - need) * position.target_ppm // PPM
        return weighted + need if position.asset_id == self.cash.asset_id else weighted


@dataclass(frozen=True, slots=True)
class Limits:
    """The planner's own parameters; the contracts' limits apply beside them."""

    band_ppm: int = 100_000
    """No trade while the drift is below this share of the target weight (10 %), exits excepted."""
    deploy_ppm: int = 10_000
    """Cash this share of NAV (1 %) away from its target lifts the band on the side that brings it back."""
    benefit_bps: int = 500
    """What one dollar out of place is taken to cost until the next look; a leg must save more than it costs."""
    margin_ppm: int = 1_000
    """A leg stops this share of the target short of it (0.1 %), so that a price tick cannot carry it past."""
    headroom_bps: int = 10
    """Kept below the asset's slippage limit, for what moves between the plan and its block."""
    tolerance_bps: tuple[int, int, int] = (10, 25, 50)
    """A leg may return this much less than planned before it fails: deep, medium, thin."""
    cash_margin_bps: int = 10
    """Of the money raised in the same session, what buys leave unspent."""
    sell_gas: int = 115_000
    buy_gas: int = 121_000
    first_buy_gas: int = 180_000
    """Of a leg that buys what the fund never held: the books and the token write their first words."""
    pair_gas: int = 31_000
    """More for a V2 pair where a Uniswap V3 pool would be the only one, or the first of two."""
    second_pool_gas: int = 38_000
    """More for a second pool."""
    second_pair_gas: int = 26_000
    """More for a second pool that is a pair: the first one pays it."""
    passing_gas: int = 18_000
    """More for a second pool while the trader has nothing of what passes through it: its refund comes too late."""
    session_gas: int = 400_000
    """Gas of a session beside its legs."""
    optional_gas: int = 4_000
    """More for a leg that may fail alone."""
    least_gas_limit: int = 300_000
    """What a leg that may fail alone gets at least. A token that burns gas burns no more than its leg gets."""
    settlement_gas: int = 2_000_000
    """Of a settlement in the transaction of its session: one more NAV, where every price was just read."""
    budget_margin_bps: int = 500
    """Of what a session, or the week, may lose: kept for what moves between the plan and its block (5 %)."""
    gas_cap: int = 15_000_000
    """Per transaction: below the chain's 16,777,216, so that a session a tenth dearer than planned still fits."""
    max_legs: int = 128
    apart: bool = False
    """Sales and purchases in sessions of their own, whatever is sold."""
    small_ppm: int = 10_000
    """Of NAV (1 %): of sales up to this size that may fail alone, purchases of the same session count on none of the
    three largest. A purchase that counts on a sale that fails takes the session with it."""
    session_life: int = 900
    """Seconds between the plan and the deadline of its session."""
    flow_margin_ppm: int = 2_500
    """Of NAV (0.25 %): the most cash that is kept back for those who leave meanwhile."""

    def tolerance_of(self, liquidity_class: LiquidityClass) -> int:
        """Bps."""
        return self.tolerance_bps[CLASSES.index(liquidity_class)]


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """One swap of a session."""

    asset_id: int
    symbol: str
    buy: bool
    exit: bool
    """The whole position leaves."""
    leaves_one: bool
    """An exit that leaves one raw unit behind, whatever the balance is when it runs."""
    amount_in: int
    """Raw units: of the asset (sell) or of cash (buy)."""
    expected_out: int
    min_out: int
    hops: tuple[Hop, ...]
    """One pool, or two in the order of the swaps."""
    via: str
    """Symbol of what lies between two pools, which the fund never owns."""
    value: int
    """USD 18 decimals of what goes in, at oracle prices."""
    cost: int
    """USD 18 decimals lost against the oracle, fee and impact included; negative when the pool pays more."""
    slippage_bps: int
    """The same per value, as the trader measures it."""
    impact_bps: int
    """What the size of the leg moves its own price, fee excluded."""
    gas: int
    """Estimate."""
    gas_limit: int = 0
    """0: its failure takes the session with it. Else it may fail alone, and gets this much gas."""
    note: str = ""
    """What the planner changed, and why."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An asset off its target that is not traded, and why."""

    asset_id: int
    symbol: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions to run in order, one transaction each. Re-plan after each: the chain moves in between."""

    epoch: int
    session: int
    sessions: tuple[tuple[PlannedLeg, ...], ...]
    skipped: tuple[Skipped, ...]
    nav: int
    turnover: int
    """USD 18 decimals, each leg once."""
    cost: int
    """USD 18 decimals lost against the oracle, gains netted."""
    gas: int
    gas_cost: int
    """USD 18 decimals."""
    warnings: tuple[str, ...] = field(default=())

    @property
    def legs(self) -> tuple[PlannedLeg, ...]:
        """All legs, in order."""
        return tuple(leg for session in self.sessions for leg in session)


def spare_gas(legs: Sequence[PlannedLeg]) -> int:
    """What legs that fail alone may burn beyond their estimates, if some of them do."""
    burnt = sorted((leg.gas_limit - leg.gas for leg in legs if leg.gas_limit), reverse=True)
    return sum(burnt[:FAILURES])


def max_cost(legs: Sequence[PlannedLeg]) -> int:
    """USD 18 decimals that a session of these legs may lose: what is planned, and 10 bps of what they move."""
    return sum(max(leg.cost, 0) + leg.value * COST_MARGIN_BPS // BPS for leg in legs)


def dust(nav: int, target: int) -> int:
    """What a leg may pass its target by, and must be away from it by to begin (contracts/lib/trader/limits.vy)."""
    return max(min(nav // DUST_OF_NAV, target * SMALL_DUST_BPS // BPS), target // DUST_OF_TARGET)


def tolerance(position: Position, limits: Limits) -> int:
    """Bps that an exit may lose whatever was lost before, less what may move between the plan and its block."""
    return max(position.deviation_bps + EXIT_COST_BPS - limits.headroom_bps, 0)
