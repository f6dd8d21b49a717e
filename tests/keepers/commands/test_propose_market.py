"""propose on a chain that is not local: a market that nobody ever traded decides nothing there."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from keepers.chain import Index
from tests.keepers.commands.conftest import refusal, write_market
from world.market import World

MAINNET, LOCAL = 1, 31337
LOOK = "2024-01-01"


@pytest.fixture
def mainnet(world: World, index: Index, folder: Path) -> Iterator[Path]:
    """The node, the deployment and the asset book say that this is chain 1."""
    files = {folder / name: (folder / name).read_text() for name in ("deployment.json", "assets.json")}
    world.chain.rpc("anvil_setChainId", MAINNET)
    for path, text in files.items():
        path.write_text(json.dumps(json.loads(text) | {"chain_id": MAINNET}))
    yield folder
    world.chain.rpc("anvil_setChainId", LOCAL)
    for path, text in files.items():
        path.write_text(text)


def test_propose__synthetic_market_off_a_local_chain__refused_with_the_remedy(
    mainnet: Path, keepers: Callable[..., Result]
) -> None:
    said = refusal(keepers("propose", "--as-of", LOOK))
    assert "invented prices, and chain 1 is not a local chain (31337); nothing was decided" in said
    assert "add --source files --path FOLDER" in said


def test_propose__market_files_off_a_local_chain__decides(
    mainnet: Path, keepers: Callable[..., Result], tmp_path: Path
) -> None:
    files = ("--source", "files", "--path", str(write_market(tmp_path, LOOK)))
    shown = keepers("propose", *files, "--as-of", LOOK, "--store", str(tmp_path / "store"))
    assert shown.exit_code == 0, shown.stderr
    assert "dry run, nothing sent: propose epoch 1" in shown.stdout
