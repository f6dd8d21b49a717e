"""Gas of optional legs: what one costs beside a required one, and a switch in which three tokens fail."""

from tests.gas.hundred import ASSETS, CASH, WHOLE_PPM, Hundred
from tests.gas.report import SWITCH_GAS_LIMIT, Measurement
from tests.gas.test_gas import lean_session, session_gas
from tests.odd_tokens import turn_odd
from world.node import TRANSACTION_GAS_CAP

Measured = dict[str, Measurement]

LEG_GAS = 300_000
ODD = {10: "paused", 50: "takes a fee", 90: "transfer burns gas"}  # by place


def test_switch__all_legs_optional__a_leg_is_held(hundred: Hundred, measured: Measured) -> None:
    legs = hundred.sell_everything()
    floor = lean_session(hundred, legs)
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    optional = [(*leg[:6], LEG_GAS) for leg in legs]
    used, limit = session_gas(hundred, optional)
    measured["leg_optional"] = Measurement.of(
        "leg_optional", used // ASSETS, floor // ASSETS, gas_limit=limit // ASSETS
    )
    assert limit <= SWITCH_GAS_LIMIT
    assert used // ASSETS <= measured["leg_optional"].hold


def test_switch__three_tokens_fail__the_97_are_sold_in_the_same_transaction(
    hundred: Hundred, measured: Measured
) -> None:
    """They pass every simulation and fail only in the block: nothing is left out of the plan."""
    legs = hundred.sell_everything()
    floor = lean_session(hundred, legs)
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    for place, kind in ODD.items():
        turn_odd(hundred.chain, hundred.assets[place].token, kind)
    optional = [(*leg[:6], LEG_GAS) for leg in legs]
    used, limit = session_gas(hundred, optional)
    receipt = hundred.trade(optional, gas=limit)
    odd = {hundred.assets[place].asset_id for place in ODD}
    trader = hundred.index.trader
    assert {event.asset for event in trader.events(receipt, "LegFailed")} == odd
    assert len(trader.events(receipt, "LegTraded")) == ASSETS - len(odd)
    assert set(hundred.index.vault.held()) == odd
    measured["switch_100_three_fail"] = Measurement.of("switch_100_three_fail", used, floor, gas_limit=limit)
    assert limit <= TRANSACTION_GAS_CAP
