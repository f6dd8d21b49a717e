"""The npm package as a page gets it: built, packed, type-checked beside viem, and its decoders held to the keepers'."""

import json
import os
import random
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from keepers.chain.words import book_word, eligibility, held_ids, pack_targets, quote, unpack_targets
from keepers.models import Target
from scripts import _abi_package as package
from scripts._contract_words import reasons, units
from world.artifacts import ROOT, artifact, deployable_names

HERE = Path(__file__).parent
MODULES = ROOT / "node_modules"
ADDRESS = "0x" + "1" * 40
RECORD = {"chain_id": 8453, "block": 7, **dict.fromkeys(package.ADDRESSES, ADDRESS)}
TSCONFIG = {
    "compilerOptions": {
        **{"target": "es2022", "module": "nodenext", "moduleResolution": "nodenext", "strict": True},
        **{"noEmit": True, "skipLibCheck": True, "resolveJsonModule": True, "types": []},
    },
    "files": ["types.ts"],
}


def run(*command: str, folder: Path, given: str | None = None) -> str:
    environment = os.environ | {"PATH": f"{MODULES / '.bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, cwd=folder, input=given, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that depends on the package, on a chain that has the index, and on viem."""
    folder = tmp_path_factory.mktemp("page")
    home = folder / "node_modules" / package.NAME
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    abis = {name: package.ordered(artifact(name).abi) for name in deployable_names()}
    tables = reasons(ROOT), units(ROOT, abis)
    for name, text in package.files(project, abis, {8453: RECORD}, tables, package.templates(ROOT)).items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    (folder / "node_modules" / "viem").symlink_to(MODULES / "viem")
    run("tsc", folder=home)
    return folder


def test_pack__what_a_page_installs__is_in_it(page: Path) -> None:
    home = page / "node_modules" / package.NAME
    (report,) = json.loads(run("npm", "pack", "--dry-run", "--json", folder=home))
    packed = {file["path"] for file in report["files"]}
    assert {"LICENSE", "README.md", "package.json", "json/IndexVault.json"} <= packed
    entries = json.loads((home / "package.json").read_text())["exports"]
    needed = {file for entry in entries.values() if isinstance(entry, dict) for file in entry.values()}
    assert len(needed) == 2 * (len(deployable_names()) + 5)
    assert {file.removeprefix("./") for file in needed} <= packed
    assert "tsconfig.json" not in packed


def test_types__beside_viem__are_what_a_page_relies_on(page: Path) -> None:
    (page / "types.ts").write_text((HERE / "types.ts").read_text())
    (page / "package.json").write_text('{"type": "module"}')
    (page / "tsconfig.json").write_text(json.dumps(TSCONFIG))
    run("tsc", "-p", ".", folder=page)


def test_decoders__any_words__are_read_as_the_keepers_read_them(page: Path) -> None:
    dice = random.Random(20_261_130)
    targets = [pack_targets(weights(dice, count)) for count in (1, 6, 7, 8, 14, 111, 112)]
    words = [dice.getrandbits(256) for _ in range(40)] + [0, 2**256 - 1]
    listed = [dice.getrandbits(64) & ~(3 << 21) | dice.randint(1, 3) << 21 for _ in range(40)]
    listed = [word & ~(3 << 23) | dice.randint(1, 3) << 23 for word in listed]
    held = [(count, [dice.getrandbits(256) for _ in range(7)]) for count in (0, 1, 15, 16, 17, 112)]
    (page / "decode.mjs").write_text((HERE / "decode.mjs").read_text())
    given = {"targets": targets, "quotes": words, "eligibility": listed, "held": held, "books": words}
    found = json.loads(run("node", "decode.mjs", folder=page, given=json.dumps(texts(given))))
    assert found["targets"] == [
        [{"asset": str(target.asset_id), "weightPpm": str(target.ppm)} for target in unpack_targets(group)]
        for group in targets
    ]
    assert found["quotes"] == [quote_of(word) for word in words]
    assert found["eligibility"] == [eligibility_of(word) for word in listed]
    assert found["held"] == [[str(asset) for asset in held_ids(count, group)] for count, group in held]
    assert found["books"] == [dict(zip(("balance", "pot"), map(str, book_word(word)), strict=True)) for word in words]


def weights(dice: random.Random, count: int) -> list[Target]:
    """That many targets, which sum to the whole."""
    ids = sorted(dice.sample(range(1, 65_536), count))
    parts = [dice.randint(1, 1_000_000 // count) for _ in ids[1:]]
    return [Target(asset, ppm) for asset, ppm in zip(ids, [1_000_000 - sum(parts), *parts], strict=True)]


def quote_of(word: int) -> dict[str, Any]:
    it = quote(word)
    # What lib/shared/quote.vy adds: the excess, rounded up.
    told = it.price + -(-it.price * it.excess // 10**8)
    numbers = {"price": it.price, "toldPrice": told, "excess": it.excess}
    numbers |= {"deviationBps": it.deviation_bps, "slippageBps": it.slippage_bps}
    flags = {name: getattr(it, name) for name in ("firm", "stable", "buyable", "sellable")}
    return {name: str(number) for name, number in numbers.items()} | flags | {"decimals": it.decimals}


def eligibility_of(word: int) -> dict[str, Any]:
    it = eligibility(7, word)
    numbers = {"weightCapPpm": str(it.weight_cap_ppm), "listedAt": str(it.listed_at)}
    return numbers | {"stable": it.stable, "status": it.status, "liquidityClass": it.liquidity_class}


def texts(value: Any) -> Any:
    """Integers as text: JSON in JavaScript loses what is above 2**53."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    return [texts(item) for item in value] if isinstance(value, (list, tuple)) else str(value)
