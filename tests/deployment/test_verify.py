"""`verify` finds nothing on a finished deployment, and names what somebody changed on it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from eth_utils import keccak

from deployment.config import load_config
from deployment.contracts import PARTS, TIMELOCK
from deployment.record import DEPLOYMENT_FILE, read_deployment
from deployment.timelock import CANCELLER_ROLE, EXECUTOR_ROLE, PROPOSER_ROLE
from deployment.verify import differences
from keepers.book import load_book
from keepers.chain import Index, load_deployment, read
from scripts.verify import cli
from tests.deployment.conftest import Site
from world.artifacts import artifact
from world.contract import Contract
from world.index import CONFIG_FILE, Roles

DAY = 86_400


@pytest.fixture(scope="module")
def finished(market: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A whole deployment; its tests undo what they do."""
    folder = tmp_path_factory.mktemp("finished")
    for path in market.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    before = market.chain.snapshot()
    site = Site(market.chain, folder)
    site.deploy()
    yield site
    market.chain.revert(before)


@pytest.fixture(autouse=True)
def _undone(finished: Site) -> Iterator[None]:
    before = finished.chain.snapshot()
    yield
    finished.chain.revert(before)


def contract(site: Site, key: str) -> Contract:
    names = {part.key: part.contract for part in PARTS} | {TIMELOCK: "TimelockController"}
    return site.chain.contract(names[key], read_deployment(site.folder)[key])


def found(site: Site, **changed: Any) -> set[tuple[str, str]]:
    record = read_deployment(site.folder) | changed
    at = {key: record[key] for key in (TIMELOCK, *(part.key for part in PARTS))}
    listed = differences(site.connection, site.given, at, record["block"])
    return {(difference.where, difference.what) for difference in listed}


def by_timelock(site: Site, key: str, name: str, *arguments: Any) -> None:
    """As the owner: scheduled by the proposer, executed by anyone after the delay."""
    roles, timelock, target = Roles.of(site.chain), contract(site, TIMELOCK), contract(site, key)
    call = (target.address, 0, getattr(target, name).encode(*arguments), bytes(32), bytes(32))
    timelock.schedule(*call, 8 * DAY, sender=roles.owner)
    site.chain.sleep(8 * DAY)
    timelock.execute(*call, sender=roles.anyone)


def test_finished__nothing_differs(finished: Site) -> None:
    assert found(finished) == set()


def test_finished__keepers_read_the_index(finished: Site) -> None:
    index = Index.connect(
        load_deployment(finished.folder / DEPLOYMENT_FILE),
        load_book(finished.folder / "assets.json"),
        finished.chain.url,
    )
    reading = read(index)
    assert reading.supply == 100 * 10**18
    assert [item.asset.symbol for item in reading.holdings[:1]] == ["USDC"]
    rows = {asset.symbol: asset for asset in index.book.assets}
    assert (rows["WBTC"].kind, rows["sDAI"].kind) == ("two feeds", "vault shares")


def test_finished__deployer__holds_nothing(finished: Site) -> None:
    roles, timelock = Roles.of(finished.chain), contract(finished, TIMELOCK)
    for role in (PROPOSER_ROLE, CANCELLER_ROLE, EXECUTOR_ROLE, bytes(32)):
        assert not timelock.hasRole(role, roles.deployer)
    for part in PARTS:
        each = contract(finished, part.key)
        for view in ("owner", "pending_owner", "guardian", "proposer", "executor", "manager", "platform"):
            if any(entry.get("name") == view for entry in each.abi):
                assert getattr(each, view)() != roles.deployer, (part.key, view)
    usdc, vault = finished.chain.contract("Usdc", finished.given.book.cash.token), contract(finished, "vault")
    assert usdc.allowance(roles.deployer, vault) == 0
    assert vault.balanceOf(roles.deployer) == 0


def test_finished__owner_acts__after_eight_days_only(finished: Site) -> None:
    roles, policy, timelock = Roles.of(finished.chain), contract(finished, "policy"), contract(finished, TIMELOCK)
    assert policy.owner() == timelock.address
    assert timelock.getMinDelay() == 8 * DAY
    by_timelock(finished, "policy", "set_fees", 70, 10)
    assert policy.policy().management_bps == 70
    assert found(finished) == {("vault", "fund.management_bps")}
    assert not timelock.hasRole(PROPOSER_ROLE, roles.guardian)


CHANGES: dict[str, tuple[Callable[[Site], None], set[tuple[str, str]]]] = {
    "guardian replaced": (
        lambda site: by_timelock(site, "registry", "set_guardian", site.chain.accounts[9]),
        {("registry", "guardian")},
    ),
    "owner about to change": (
        lambda site: by_timelock(site, "trader", "transfer_ownership", site.chain.accounts[9]),
        {("trader", "pending_owner")},
    ),
    "executor replaced": (
        lambda site: by_timelock(site, "trader", "set_executor", site.chain.accounts[9]),
        {("trader", "executor")},
    ),
    "loss budget raised": (
        lambda site: by_timelock(site, "trader", "set_budget", (100, 120, 100)),
        {("trader", "budget.session_bps")},
    ),
    "asset sell-only": (
        lambda site: contract(site, "registry").set_status(4, 2, sender=site.chain.accounts[2]),
        {("asset 4 (BTC)", "status")},
    ),
    "timelock given another proposer": (
        lambda site: by_timelock(site, TIMELOCK, "grantRole", PROPOSER_ROLE, site.chain.accounts[9]),
        {(TIMELOCK, "proposer role")},
    ),
    "timelock given a role of its own name": (
        lambda site: by_timelock(site, TIMELOCK, "grantRole", keccak(text="ODD_ROLE"), site.chain.accounts[9]),
        {(TIMELOCK, f"0x{keccak(text='ODD_ROLE').hex()} role")},
    ),
    "timelock delay cut": (
        lambda site: by_timelock(site, TIMELOCK, "updateDelay", DAY),
        {(TIMELOCK, "delay")},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_on_chain__is_named(finished: Site, change: str) -> None:
    act, named = CHANGES[change]
    act(finished)
    assert found(finished) == named


def test_wrong_link__is_named(finished: Site) -> None:
    # The code of a second queue that belongs to another vault: the same bytes, other immutables.
    record = read_deployment(finished.folder)
    other = finished.chain.deploy("RequestQueue", record["vault"], finished.chain.accounts[9])
    assert found(finished, queue=other.address) == {
        ("auctions", "fund_distance.QUEUE"),
        ("lens", "fund_links.QUEUE"),
        ("queue", "TRADER"),
        ("trader", "leg_engine.QUEUE"),
        ("trader", "queue"),
        ("vault", "flows.QUEUE"),
    }


def test_other_code__is_named_and_believed_in_nothing_else(finished: Site) -> None:
    record = read_deployment(finished.folder)
    code = artifact("FundPolicy").runtime
    finished.chain.rpc("anvil_setCode", record["policy"], code[:-2] + "00")
    assert found(finished) == {("policy", "code")}


def test_no_code__is_named(finished: Site) -> None:
    assert found(finished, router=finished.chain.accounts[9]) == {("router", "code")}


def test_book_with_other_terms__names_asset_and_field(finished: Site, tmp_path: Path) -> None:
    for path in finished.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    book = tmp_path / "assets.yaml"
    book.write_text(book.read_text().replace("deviation_bps: 50", "deviation_bps: 60", 1))
    site = Site(finished.chain, tmp_path)
    assert load_config(tmp_path / CONFIG_FILE).book != finished.given.book
    assert found(site) == {("asset 4 (BTC)", "deviation_bps")}


def test_command__prints_json_and_ends_with_1(finished: Site) -> None:
    options = ["--config", str(finished.folder / CONFIG_FILE), "--json"]
    fine = CliRunner().invoke(cli, options)
    assert fine.exit_code == 0, fine.output
    assert json.loads(fine.output)["differences"] == []
    contract(finished, "registry").set_status(4, 2, sender=finished.chain.accounts[2])
    changed = CliRunner().invoke(cli, options)
    assert changed.exit_code == 1
    assert json.loads(changed.output)["differences"] == [
        {"where": "asset 4 (BTC)", "what": "status", "expected": 1, "found": 2}
    ]
