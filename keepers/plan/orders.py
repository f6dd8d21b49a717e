"""What each asset asks for, from its distance to its target: before pools and costs, and in which order.

Deep assets come first, then medium, then thin ones, so that what matters most trades while the session has most of its
budget. Inside a class the order is by a hash of the decision, the session and the asset: nobody can know it before the
decision exists, everybody can check it after, and an asset that drops out does not change the places of the others. So
it is known before anything is sized, and each leg can be sized against the pools as the legs before it leave them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from keepers.errors import KeeperError
from keepers.plan.model import CLASSES, PPM, USD, Limits, Position, Situation, Skipped, dust

__all__ = ["Cap", "Order", "deploy", "inside_band", "orders", "raw", "wanted_sells"]

DUST = USD // 100
"""A position below 0.01 USD is not worth a leg; the trader takes it off the held list by the same bound."""
WORTHLESS_UNIT = USD // 1_000
"""An exit leaves one raw unit while that is worth less than 0.001 USD: the next entry finds a used storage slot."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that a leg may lose and move, USD 18 decimals, and which bound says so."""

    loss: int
    because: str
    share: int = 0
    """1e-8 of what it sells that it may lose beyond that: what an exit draws from the reserve."""
    value: int | None = None
    """None: any."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one asset asks for: raw units in, of the asset (sell) or of cash (buy)."""

    position: Position
    buy: bool
    exit: bool
    amount_in: int
    in_band: bool
    cap: Cap | None = None


def orders(situation: Situation, limits: Limits, caps: Mapping[int, Cap]) -> tuple[list[Order], list[Skipped]]:
    """Every order in the sequence of the session, and what may not trade. `caps` by asset id.

    Raises KeeperError when cash has no firm price, because no leg can be measured without it.
    """
    cash = situation.cash
    if not cash.firm:
        raise KeeperError(
            f"plan: {cash.symbol} has no firm price ({cash.unfirm_because or 'its feed failed'}); "
            "no leg can be measured without it. Wait for its feed and run again."
        )
    found: list[Order] = []
    skipped: list[Skipped] = []
    for position in situation.positions:
        order = _order(position, situation, limits)
        if order is None:
            continue
        reason = _blocked(order, situation)
        if reason:
            skipped.append(Skipped(position.asset_id, position.symbol, reason))
        else:
            found.append(replace(order, cap=caps.get(position.asset_id)))
    return sorted(found, key=lambda order: _place(order.position, situation)), skipped


def wanted_sells(asked: list[Order], situation: Situation, limits: Limits) -> list[Order]:
    """Sells outside the band; all of them while cash is far below its target."""
    cash = situation.cash
    short_of_cash = situation.target_value(cash) - cash.value >= deploy(situation, limits)
    return [order for order in asked if not order.buy and (short_of_cash or not order.in_band)]


def deploy(situation: Situation, limits: Limits) -> int:
    """USD 18 decimals: cash so far from its target lifts the band."""
    return situation.nav * limits.deploy_ppm // PPM


def raw(value: int, position: Position) -> int:
    """Raw units worth `value` (USD 18 decimals), rounded down; 0 where there is no price."""
    return value * 10**position.decimals // position.price if position.price else 0


def inside_band(order: Order, situation: Situation, limits: Limits) -> Skipped:
    """An order that the band keeps back, with its drift."""
    position, target = order.position, situation.target_value(order.position)
    drift = (position.value - target) * 10_000 // target
    reason = f"drift {drift / 100:+.1f} % of its target is inside the band of {limits.band_ppm / 10_000:.0f} %"
    return Skipped(position.asset_id, position.symbol, reason)


def _place(position: Position, situation: Situation) -> tuple[int, bytes]:
    seed = situation.decision_hash + situation.session.to_bytes(8, "big") + position.asset_id.to_bytes(2, "big")
    return CLASSES.index(position.liquidity_class), hashlib.sha256(seed).digest()


def _order(position: Position, situation: Situation, limits: Limits) -> Order | None:
    """What the asset's distance from its target asks for; None when it is where it should be, or dust."""
    target = situation.target_value(position)
    if position.target_ppm == 0:
        unit_value = position.price // 10**position.decimals
        amount = position.balance - (1 if unit_value < WORTHLESS_UNIT else 0)
        if position.value < DUST or amount <= 0:
            return None
        return Order(position, False, True, amount, False)
    gap = target - position.value
    reachable = abs(gap) - target * limits.margin_ppm // PPM
    # the margin off here too: a price tick may not carry the start of the leg into the dust
    if reachable <= max(DUST, dust(situation.nav, target)):
        return None
    in_band = abs(gap) * PPM < target * limits.band_ppm
    amount = raw(reachable, situation.cash if gap > 0 else position)
    return Order(position, gap > 0, False, amount, in_band) if amount else None


def _blocked(order: Order, situation: Situation) -> str:
    position = order.position
    if position.asset_id in situation.refused:
        return situation.refused[position.asset_id]
    if not (position.firm if order.buy else position.may_be_sold):
        return f"no firm price: {position.unfirm_because or 'its feed failed'}"
    if order.buy and not position.buyable:
        return "the registry allows no buys of it (sell-only or impaired)"
    if order.buy and situation.entries_paused and not position.stable:
        return "entries are paused: only stable assets may be bought until the pause ends"
    return ""
