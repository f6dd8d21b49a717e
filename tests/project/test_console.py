"""`make console`: a session of a newcomer on a running world, and what it says without one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from world.market import World
from world.node import Node
from world.tokens import ranked_asset

ROOT = Path(__file__).resolve().parents[2]
START = 1_638_144_000

SESSION = """
holdings()
targets()
amount = 10_000 * 10**6
foretold = lens.preview_buy(amount, holder)
bought = usdc.approve(vault, amount, sender=holder)
bought = vault.buy(amount, 0, holder, chain.pending_timestamp + 600, sender=holder)
print("as foretold:", abs(vault.balanceOf(holder) / foretold.result - 1) < 1e-6, len(foretold.reason))
left = vault.redeem_in_kind(vault.balanceOf(holder), holder, holder, [], sender=holder)
log(3)
print("shares left:", vault.balanceOf(holder), "sessions:", trader.sessions(), "assets:", registry.asset_count())
print("epoch:", strategy.active().epoch)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a running world with a holder who has a million USDC."""
    folder = tmp_path_factory.mktemp("local")
    world = World.create(folder, [ranked_asset("BTC", "BTC", "Bitcoin", 42_000, rank=1)], START)
    world.fund(world.roles.holder, 1_000_000)
    yield folder
    world.close()


def console(folder: Path, url: str, code: str) -> str:
    """What ape's console prints for `code`, lines of it, attached to the node at `url`."""
    environment = os.environ | {
        "APE_FOUNDRY_HOST": url,
        "APE_DATA_FOLDER": str(folder / "ape"),
        "GLOBAL100_LOCAL": str(folder),
        "COLUMNS": "200",
    }
    done = subprocess.run(
        [
            Path(sys.executable).with_name("ape"),
            "console",
            "--network",
            "ethereum:local:foundry",
            "-c",
            code.strip().replace("\n", "\\n"),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def test_session__buy_look_redeem__prints_tables_and_leaves_no_share(folder: Path) -> None:
    url = json.loads((folder / "deployment.json").read_text())["url"]
    said = console(folder, url, SESSION)
    assert "Traceback" not in said
    for expected in (
        "holdings at block",
        "active: none",
        "receiver holder, payer holder, assets 10,000",
        "as foretold: True 0",
        "ExitedInKind",
        "shares left: 0 sessions: 0 assets: 4",
        "epoch: 0",
    ):
        assert expected in said


def test_console__without_a_world__says_how_to_start_one(tmp_path: Path) -> None:
    with Node.start(START) as node:
        said = console(tmp_path, node.url, "print(chain.chain_id)")
    assert "make up" in said
    assert "31337" in said
