"""112 assets in one call, each function under what a node gives a call; too little gas; a lens that can only look."""

from typing import Any

import pytest

from tests.contracts.trader.desk import Desk
from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.fund import CASH, Fund
from tests.target_words import pack
from world.chain import Reverted
from world.contract import Contract

CALL_GAS = 30_000_000
SHARE = 10**18
PPM = 1_000_000


def arguments(fund: Fund) -> dict[str, tuple[Any, ...]]:
    """Every function, with arguments."""
    holder = fund.roles.holder
    return {
        "preview_buy": (10**9, holder),
        "preview_sell": (SHARE, holder),
        "preview_request": (10**9, False),
        "preview_in_kind": (SHARE,),
        "holdings": (),
        "limits": (),
    }


def gas_of(fund: Fund, name: str) -> int:
    """What the node says a call of `name` needs, the transaction's own 21,000 and calldata included."""
    lens = fund.world.index.lens
    data = getattr(lens, name).encode(*arguments(fund)[name])
    call = {"to": lens.address, "data": "0x" + data.hex(), "gas": hex(CALL_GAS)}
    return int(fund.chain.rpc("eth_estimateGas", call), 16)


def swallow(fund: Fund) -> None:
    """Every feed burns all the gas it is given."""
    with fund.chain.one_block():
        for asset in fund.world.assets:
            FAILURES["swallowing gas"](fund, asset.provider_id)


def aim_at_all(fund: Fund) -> None:
    """All that is held is a target, but for one: there may be 112, cash among them."""
    desk = Desk.open(fund.world)
    ids = sorted([CASH, *fund.vault.held()])[:112]
    weights = dict.fromkeys(ids, PPM // 112)
    weights[CASH] += PPM - sum(weights.values())
    desk.targets.set(1, pack(weights), sender=fund.roles.proposer)


@pytest.mark.parametrize("feeds", ["healthy", "swallowing gas"])
def test_calls__112_assets__fit_in_a_call(fund_112: Fund, feeds: str) -> None:
    fund, lens = fund_112, fund_112.world.index.lens
    if feeds != "healthy":
        swallow(fund)
    gas = {"limits": gas_of(fund, "limits")}
    aim_at_all(fund)
    gas |= {name: gas_of(fund, name) for name in arguments(fund) if name != "limits"}
    print(feeds, gas)
    assert max(gas.values()) <= CALL_GAS
    portfolio, rows = lens.holdings.call(gas=CALL_GAS)
    assert len(rows) == 113
    assert portfolio.epoch == 1
    assert sum(row.target_ppm for row in rows) == PPM
    assert {row.firm for row in rows if row.asset <= len(fund.world.assets)} == {feeds == "healthy"}


@pytest.mark.parametrize("feeds", ["healthy", "swallowing gas"])
@pytest.mark.parametrize("name", ["preview_buy", "preview_sell", "preview_in_kind", "holdings", "limits"])
def test_call__too_little_gas__is_a_revert_and_never_another_answer(
    fund: Fund, lens: Contract, trader_code: str, name: str, feeds: str
) -> None:
    fund.chain.rpc("anvil_setCode", fund.world.index.trader.address, trader_code)
    if feeds != "healthy":
        swallow(fund)
    call = getattr(lens, name).call
    given = arguments(fund)[name]
    honest = call(*given)
    enough = gas_of(fund, name)
    refused = 0
    for gas in range(40_000, enough, enough // 30):
        try:
            assert call(*given, gas=gas) == honest
        except Reverted:
            refused += 1
    assert refused > 5


def test_lens__its_functions__only_look(lens: Contract) -> None:
    functions = [entry for entry in lens.abi if entry["type"] == "function"]
    assert len(functions) == 7
    assert {entry["stateMutability"] for entry in functions} == {"view"}
    assert [entry for entry in lens.abi if entry["type"] == "event"] == []
