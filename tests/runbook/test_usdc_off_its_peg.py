"""Rehearsal of docs/RUNBOOK.md, "USDC is off its peg"."""

from fractions import Fraction
from pathlib import Path

from keepers.chain import Index
from tests.conftest import reverts
from tests.contracts.listings import pricing
from tests.keepers.conftest import deposit, prices
from tests.runbook.page import Page
from world.market import World

FAR = 2**40


def test_usdc_off_its_peg__steps_in_order__holders_leave_at_its_price_and_without_one(
    world: World, folder: Path, invested: Index
) -> None:
    page = Page("USDC is off its peg", world, folder)
    vault, holder, cash = world.index.vault, world.roles.holder, world.assets[0]
    whole = vault.convertToAssets(10**18)
    world.advance_to(world.chain.now() + 60, prices(world) | {"USDC": 0.9})
    # Nearly all of the fund is not USDC: a share is worth a ninth more of it.
    assert Fraction(11, 10) < Fraction(vault.convertToAssets(10**18), whole) < Fraction(1112, 1000)

    said = page.keepers("anyone", "status")
    assert said.exit_code == 0 and "0.9000" in said.stdout
    page.do("guardian", "policy.pause_entries")
    with reverts("vault: entries paused"):
        deposit(world, 100)
    before = world.usdc.balanceOf(holder)
    page.do("holder", "vault.sell", 100 * 10**18, 0, holder, FAR)
    received = world.usdc.balanceOf(holder) - before
    assert received * 10**18 > 100 * 10**18 * whole

    world.advance_to(world.chain.now() + 60, prices(world) | {"USDC": 0.4})
    with reverts("vault: no price for asset 1"):
        vault.sell(10**18, 0, holder, FAR, sender=holder)
    shares = vault.balanceOf(holder) // 2
    before = world.usdc.balanceOf(holder)
    page.do("holder", "vault.redeem_in_kind", shares, holder, holder, [])
    assert world.usdc.balanceOf(holder) > before
    assert all(world.assets[asset - 1].token.balanceOf(holder) > 0 for asset in vault.held())

    terms = pricing(cash.feed.proxy, heartbeat=cash.feed.heartbeat, deviation_bps=cash.feed.deviation_bps)
    page.do("owner", "registry.set_terms", 1, terms, 100, 4 * 10**17)
    assert vault.nav().firm
    vault.sell(10**18, 0, holder, FAR, sender=holder)
    page.finish()
