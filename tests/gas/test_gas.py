"""Gas of what matters with one hundred assets, beside the least it can cost, against what it may cost."""

import pytest

from keepers.chain import Connection
from keepers.chain.connection import Call
from keepers.execute.access_list import access_list
from tests.conftest import gas_used
from tests.funded import next_session
from tests.gas.hundred import ASSETS, CAPITAL, CASH, WEEK, WHOLE_PPM, Hundred, Leg
from tests.gas.report import SWITCH_GAS_LIMIT, Measurement
from world.contract import Contract
from world.market import ListedAsset
from world.node import TRANSACTION_GAS_CAP

Measured = dict[str, Measurement]
REFRESHED_AT_ONCE = 40


def within(measurement: Measurement) -> bool:
    return measurement.gas <= measurement.hold


def test_switch__a_hundred_assets_into_usdc__is_one_transaction(hundred: Hundred, measured: Measured) -> None:
    legs = hundred.sell_everything()
    floor = lean_session(hundred, legs)
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    used, limit = session_gas(hundred, legs)
    receipt = hundred.trade(legs, gas=limit)

    measured["switch_100"] = Measurement.of("switch_100", used, floor, gas_limit=limit)
    measured["leg_100"] = Measurement.of("leg_100", used // ASSETS, floor // ASSETS, gas_limit=limit // ASSETS)
    assert len(hundred.index.trader.events(receipt, "LegTraded")) == ASSETS
    assert hundred.index.vault.held() == []
    assert limit <= SWITCH_GAS_LIMIT
    assert within(measured["switch_100"])
    assert within(measured["leg_100"])


def test_reentry__a_hundred_assets_out_of_usdc__is_one_transaction(hundred: Hundred, measured: Measured) -> None:
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    hundred.trade(hundred.sell_everything())
    hundred.wait(WEEK)
    hundred.decide(hundred.weights(), bull=True)
    legs = hundred.buy_everything()
    used, limit = session_gas(hundred, legs)
    floor = lean_session(hundred, legs)
    measured["reentry_100"] = Measurement.of("reentry_100", used, floor, gas_limit=limit)
    hundred.trade(legs, gas=limit)
    assert len(hundred.index.vault.held()) == ASSETS
    assert within(measured["reentry_100"])


def test_week__ten_sales_and_ten_purchases__is_held(hundred: Hundred, measured: Measured) -> None:
    legs = hundred.weekly_legs(20)
    floor = lean_session(hundred, legs)
    used, limit = session_gas(hundred, legs)
    measured["weekly_20_unlisted"] = Measurement.of("weekly_20_unlisted", used, floor, gas_limit=limit)
    assert within(measured["weekly_20_unlisted"])

    trader, executor = hundred.index.trader, hundred.roles.executor
    call = Call(trader.address, trader.rebalance.encode(*next_session(hundred.index, legs)))
    listed = access_list(Connection(hundred.chain.url), call, executor, used)
    assert listed is not None
    receipt = hundred.trade(legs, gas=listed.gas, access_list=listed.entries)
    measured["weekly_20_legs"] = Measurement.of("weekly_20_legs", gas_used(receipt), floor, gas_limit=listed.gas)
    assert [leg.buy for leg in trader.events(receipt, "LegTraded")] == [False] * 10 + [True] * 10
    assert within(measured["weekly_20_legs"])


def test_switch__on_a_node__that_refuses_more_than_the_cap(hundred: Hundred) -> None:
    with pytest.raises(RuntimeError, match="gas"):
        hundred.trade(hundred.sell_everything(), gas=TRANSACTION_GAS_CAP + 1)


def test_deposit__at_nav_of_a_hundred_assets__is_held(hundred: Hundred, measured: Measured) -> None:
    used = gas_used(hundred.enter(10_000 * 10**6))
    vault, holder = hundred.index.vault, hundred.roles.holder
    limit = hundred.least_gas_limit(vault, vault.deposit.encode(10_000 * 10**6, holder), holder, used)
    measured["deposit_nav_100"] = Measurement.of("deposit_nav_100", used, lean_entry(hundred), gas_limit=limit)
    assert within(measured["deposit_nav_100"])


def test_deposit_and_withdraw__in_a_bear_market__are_held(hundred: Hundred, measured: Measured) -> None:
    vault, holder = hundred.index.vault, hundred.roles.holder
    hundred.shelter()
    assert vault.held() == [asset.asset_id for asset in hundred.stables[1:]]
    entry, exit_ = lean_bear(hundred)

    amount = 10_000 * 10**6
    snapshot = hundred.chain.snapshot()
    used = gas_used(hundred.enter(amount))
    hundred.chain.revert(snapshot)
    limit = hundred.least_gas_limit(vault, vault.deposit.encode(amount, holder), holder, used)
    measured["deposit_bear"] = Measurement.of("deposit_bear", used, entry, gas_limit=limit)
    snapshot = hundred.chain.snapshot()
    used = gas_used(hundred.withdraw(amount))
    hundred.chain.revert(snapshot)
    limit = hundred.least_gas_limit(vault, vault.withdraw.encode(amount, holder, holder), holder, used)
    measured["withdraw_bear"] = Measurement.of("withdraw_bear", used, exit_, gas_limit=limit)
    assert within(measured["deposit_bear"])
    assert within(measured["withdraw_bear"])


def test_redeem_in_kind__a_hundred_assets__is_held(hundred: Hundred, measured: Measured) -> None:
    vault, holder = hundred.index.vault, hundred.roles.holder
    shares = vault.balanceOf(holder) // 10
    data = vault.redeem_in_kind.encode(shares, holder, holder)
    snapshot = hundred.chain.snapshot()
    used = gas_used(hundred.leave(shares))
    hundred.chain.revert(snapshot)
    limit = hundred.least_gas_limit(vault, data, holder, used)
    measured["redeem_in_kind_100"] = Measurement.of("redeem_in_kind_100", used, lean_exit(hundred), gas_limit=limit)
    assert within(measured["redeem_in_kind_100"])


def test_decision__a_hundred_targets_changed__is_held(hundred: Hundred, measured: Measured) -> None:
    proposed, activated = hundred.decide(hundred.weights(shift=2), bull=True)
    used = gas_used(proposed) + gas_used(activated)
    measured["decision_100"] = Measurement.of(
        "decision_100", used, lean_decision(hundred), gas_limit=used, transactions=2
    )
    assert within(measured["decision_100"])


def test_refresh__a_hundred_references_that_strayed__is_held(hundred: Hundred, measured: Measured) -> None:
    """In as many transactions as the keeper sends; each pays for itself."""
    registry, anyone = hundred.index.registry, hundred.roles.anyone
    lean, feeds = hundred.chain.deploy("LeanRefresh"), [asset.feed.proxy for asset in hundred.assets]
    lean.refresh(feeds, sender=anyone)
    prices = {name: price * 1.05 for name, price in hundred.prices.items()}
    hundred.world.advance_to(hundred.chain.now() + WEEK, prices)
    ids = [asset.asset_id for asset in hundred.assets]
    groups = [ids[first : first + REFRESHED_AT_ONCE] for first in range(0, ASSETS, REFRESHED_AT_ONCE)]
    receipts = [registry.refresh(group, sender=anyone) for group in groups]
    used = [gas_used(receipt) for receipt in receipts]
    assert sum(len(registry.events(receipt, "ReferenceMoved")) for receipt in receipts) == ASSETS

    floor = gas_used(lean.refresh(feeds, sender=anyone))
    measured["refresh_100"] = Measurement.of(
        "refresh_100", sum(used), floor, gas_limit=sum(used), transactions=len(groups)
    )
    assert within(measured["refresh_100"])


def session_gas(hundred: Hundred, legs: list[Leg]) -> tuple[int, int]:
    """Gas a session uses, and the least limit under which it runs; nothing remains of it."""
    trader = hundred.index.trader
    data = trader.rebalance.encode(*next_session(hundred.index, legs))
    snapshot = hundred.chain.snapshot()
    used = gas_used(hundred.trade(legs))
    hundred.chain.revert(snapshot)
    return used, hundred.least_gas_limit(trader, data, hundred.roles.executor, used)


# --- the floors ------------------------------------------------------------------------------------------------------


def lean_session(hundred: Hundred, trades: list[Leg]) -> int:
    """The same trades by LeanSwitch, undone afterwards. What is sold leaves one unit, as it does in the vault."""
    chain, market, usdc = hundred.chain, hundred.roles.market, hundred.world.usdc
    assets = {asset.asset_id: asset for asset in hundred.assets}
    snapshot = chain.snapshot()
    lean = chain.deploy("LeanSwitch")
    legs = []
    with chain.one_block():
        usdc.mint(lean, CAPITAL if any(buy for _, buy, *_ in trades) else 1, sender=market)
        for asset_id, buy, amount, _, hop, *_ in trades:
            asset = assets[asset_id]
            book = hundred.index.vault.book(asset_id)[0]
            asset.token.mint(lean, book, sender=market)
            token, paid = (usdc, amount) if buy else (asset.token, amount or book - 1)
            legs.append((token, asset.feed.proxy, pool_of(hop), bool(hop >> 160), paid))
    used = gas_used(lean.switch(legs, sender=hundred.roles.executor))
    chain.revert(snapshot)
    return used


def pool_of(hop: int) -> str:
    return f"0x{hop & (2**160 - 1):040x}"


def lean_entry(hundred: Hundred) -> int:
    lean = lean_fund(hundred, hundred.assets)
    hundred.world.usdc.approve(lean, 2**256 - 1, sender=hundred.roles.holder)
    lean.enter(10**6, sender=hundred.roles.holder)
    return gas_used(lean.enter(10_000 * 10**6, sender=hundred.roles.holder))


def lean_bear(hundred: Hundred) -> tuple[int, int]:
    """An entry and an exit in USDC of a fund of the three stable assets."""
    lean, holder = lean_fund(hundred, hundred.stables), hundred.roles.holder
    hundred.world.usdc.approve(lean, 2**256 - 1, sender=holder)
    lean.enter(10_000 * 10**6, sender=holder)
    entry = gas_used(lean.enter(10_000 * 10**6, sender=holder))
    return entry, gas_used(lean.withdraw(10_000 * 10**6, sender=holder))


def lean_exit(hundred: Hundred) -> int:
    return gas_used(lean_fund(hundred, hundred.assets).leave(10, sender=hundred.roles.holder))


def lean_decision(hundred: Hundred) -> int:
    lean = lean_fund(hundred, hundred.assets)
    first, second = ([2**240 + shift * 1_000 + place for place in range(15)] for shift in (1, 2))
    lean.decide(first, sender=hundred.roles.proposer)
    return gas_used(lean.decide(second, sender=hundred.roles.proposer))


def lean_fund(hundred: Hundred, assets: list[ListedAsset]) -> Contract:
    chain, market = hundred.chain, hundred.roles.market
    lean = chain.deploy("LeanFund", hundred.world.usdc)
    with chain.one_block():
        for asset in assets:
            amount = hundred.index.vault.book(asset.asset_id)[0]
            asset.token.mint(lean, amount, sender=market)
            lean.book(asset.token, asset.feed.proxy, amount, sender=market)
    return lean
