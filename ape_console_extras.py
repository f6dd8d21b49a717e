"""Names for `make console`, ape's console on the chain that `make up` left running.

    vault trader strategy registry policy queue    the contracts: `vault.nav()`, `policy.announced_fees()`
    lens                                          what would happen: `lens.preview_buy(amount, holder)`, `lens.limits()`
    usdc                                          the token: `usdc.approve(vault, amount, sender=holder)`
    holder other_holder                           accounts with USDC to play with
    holdings() targets() log()                    tables of what the fund holds, what it aims for, what happened

The folder with deployment.json and assets.json is .local, or what GLOBAL100_LOCAL names.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ape.types import AutoGasLimit
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from keepers.book import load_book
from keepers.chain import Index, load_deployment, read, read_events
from keepers.commands.amounts import dollars, percent, units
from keepers.commands.event_text import address_labels, describe_event
from keepers.errors import KeeperError

__all__ = ["ape_init_extras"]

ROOT = Path(__file__).resolve().parent
ABIS = ROOT / "frontend-abi" / "json"
GAS_MULTIPLIER = 1.2
HOLDERS = {"holder": 5, "other_holder": 6}  # anvil's development accounts
ONE_SHARE = 10**18
PPM = 1_000_000

ERC20 = {"name", "symbol", "decimals", "totalSupply", "balanceOf", "allowance", "approve", "transfer", "transferFrom"}
ERC20 |= {"Approval", "Transfer"}


def ape_init_extras(chain: Any, accounts: Any, Contract: Any) -> dict[str, Any]:  # noqa: N803 (ape passes by its own names)
    """What ape adds to the console. Says what to do, and adds nothing, when no world answers."""
    folder = ROOT / os.environ.get("GLOBAL100_LOCAL", ".local")
    console = Console()
    try:
        deployment = load_deployment(folder / "deployment.json")
        index = Index.connect(deployment, load_book(folder / "assets.json"))
    except KeeperError as error:
        console.print(f"[yellow]{error}[/yellow]")
        return {}
    if not chain.provider.get_code(deployment.vault):
        console.print(f"[yellow]console: this is not the chain at {deployment.url}; use 'make console'.[/yellow]")
        return {}
    # A bare estimate is too tight: a fee that accrues between it and the block, or the gas floor of an exit in kind,
    # needs a little more. ape-config.yaml cannot say so: ape 0.8.51 takes a multiplier there and then refuses it.
    vars(chain.provider.network)["gas_limit"] = AutoGasLimit(multiplier=GAS_MULTIPLIER)
    holders = {name: accounts.test_accounts[place] for name, place in HOLDERS.items()}
    return {
        **{contract.name: Contract(contract.address, abi=abi(contract.abi.name)) for contract in index.contracts},
        "lens": Contract(json.loads((folder / "deployment.json").read_text())["lens"], abi=abi("VaultLens")),
        # The vault's share is an ERC-20 too; its ABI has all that a token needs.
        "usdc": Contract(deployment.usdc, abi=[entry for entry in abi("IndexVault") if entry.get("name") in ERC20]),
        **holders,
        **tables(index, console, {account.address: name for name, account in holders.items()}),
    }


def tables(index: Index, console: Console, accounts: dict[str, str]) -> dict[str, Callable[..., None]]:
    """holdings, targets and log over `index`, printing to `console`; `accounts` are names of addresses."""
    labels = address_labels(index, accounts)

    def holdings() -> None:
        """What the fund holds now, largest first, beside what it aims for."""
        now = read(index)
        nav = now.nav["value"]
        table = Table("asset", "balance", "price", "value", "weight", "target", title=f"holdings at block {now.block}")
        for item in sorted(now.holdings, key=lambda item: item.value, reverse=True):
            balance = units(item.balance, item.quote.decimals)
            price = dollars(item.quote.price) + ("" if item.quote.firm else " (stale)")
            weight = percent(item.value * PPM // nav if nav else 0)
            table.add_row(item.asset.symbol, balance, price, dollars(item.value), weight, percent(item.target_ppm))
        table.add_section()
        share = nav * ONE_SHARE // now.supply if now.supply else 0
        table.add_row("NAV", "", f"{dollars(share)} a share", dollars(nav), "100.00 %", "")
        aligned(table)
        console.print(table)

    def targets() -> None:
        """The active decision, and the pending one if there is one."""
        now = read(index)
        for title, decision in (("active", now.active), ("pending", now.pending)):
            if decision is None or not decision.epoch:
                console.print(f"{title}: none")
                continue
            regime = "bull" if decision.bull else "bear"
            gauge = units(decision.gauge, 6)
            table = Table("asset", "weight", title=f"{title}: epoch {decision.epoch}, {regime}, gauge {gauge}")
            for target in sorted(decision.targets, key=lambda target: target.ppm, reverse=True):
                table.add_row(index.book.by_id(target.asset_id).symbol, percent(target.ppm))
            aligned(table)
            console.print(table)

    def log(last: int = 20) -> None:
        """The newest events of the index, the newest at the bottom; transfers of shares and the like left out."""
        table = Table("block", "contract", "number", "event", "what")
        for record in [record for record in read_events(index) if record.sequence is not None][-last:]:
            what = escape(describe_event(index.book, labels, record))
            table.add_row(str(record.block), record.contract, str(record.sequence), record.event, what)
        console.print(table)

    return {"holdings": holdings, "targets": targets, "log": log}


def aligned(table: Table) -> None:
    """Numbers to the right: every column but the first."""
    for column in table.columns[1:]:
        column.justify = "right"


def abi(name: str) -> list[dict[str, Any]]:
    """The entries of one of our contracts."""
    entries: list[dict[str, Any]] = json.loads((ABIS / f"{name}.json").read_text())
    return entries
