"""ABI and bytecode of every contract the local world deploys, by name.

Ours are Vyper sources in `contracts/` and `tests/standins/`, compiled on demand by the vyper library and kept in
`.build/artifacts/`; others are npm packages that carry compiled artefacts, so that the pools are the bytecode of
mainnet.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "Artifact", "ArtifactError", "artifact", "deployable_names"]

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = ROOT / "contracts"
STANDINS = ROOT / "tests" / "standins"
GAS_FLOORS = ROOT / "tests" / "gas"
BUILD = ROOT / ".build" / "artifacts"

# The newest fork vyper 0.4.3 knows; its code runs unchanged on an osaka node. What a contract is optimised for is its
# own pragma's matter: gas unless it says codesize.
EVM_VERSION = "prague"

NPM_ARTIFACTS = {
    "UniswapV2Factory": "@uniswap/v2-core/build/UniswapV2Factory.json",
    "UniswapV2Pair": "@uniswap/v2-core/build/UniswapV2Pair.json",
    "UniswapV3Factory": "@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json",
    "UniswapV3Pool": "@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json",
    "WETH9": "canonical-weth/build/contracts/WETH9.json",
    "TimelockController": "@openzeppelin/contracts/build/contracts/TimelockController.json",
}


class ArtifactError(Exception):
    """A contract that cannot be found or does not compile; the message says which, where and what to do."""


@dataclass(frozen=True)
class Artifact:
    """One compiled contract.

    `bytecode` creates it (constructor arguments are appended), `runtime` is the code on chain without the `immutables`
    bytes that Vyper appends to it; both are 0x-prefixed hex. `layout` says where in those bytes each immutable stands:
    its name, with its module's before it, to offset and length. `integrity` is Vyper's hash of sources and settings.
    """

    name: str
    abi: list[dict[str, Any]]
    bytecode: str
    runtime: str
    immutables: int = 0
    layout: dict[str, list[int]] = field(default_factory=dict)
    integrity: str = ""

    @property
    def runtime_size(self) -> int:
        """Bytes of code on chain, immutables included: what EIP-170 limits."""
        return len(self.runtime) // 2 - 1 + self.immutables


@cache
def artifact(name: str) -> Artifact:
    """The artefact of contract `name`, compiled when its sources changed since the last time.

    Raises ArtifactError when no source or npm artefact has that name, or when the compiler refuses it.
    """
    if name in NPM_ARTIFACTS:
        return _from_npm(name, ROOT / "node_modules" / NPM_ARTIFACTS[name])
    for folder in (CONTRACTS, STANDINS, GAS_FLOORS):
        source = folder / f"{name}.vy"
        if source.is_file():
            return _from_vyper(name, source)
    raise ArtifactError(
        f"artifacts: no contract is called {name!r}. Looked for contracts/{name}.vy, tests/standins/{name}.vy, "
        f"tests/gas/{name}.vy and the npm artefacts {', '.join(sorted(NPM_ARTIFACTS))}."
    )


def deployable_names() -> list[str]:
    """Names of the contracts in `contracts/`, modules excluded, sorted."""
    return sorted(source.stem for source in CONTRACTS.glob("*.vy"))


def _from_npm(name: str, path: Path) -> Artifact:
    try:
        document = json.loads(path.read_text())
    except FileNotFoundError:
        raise ArtifactError(f"artifacts: {name} is not installed ({path} is missing). Run 'make install'.") from None
    runtime = document.get("deployedBytecode") or document["evm"]["deployedBytecode"]["object"]
    # Uniswap V2's compiler wrote its code without 0x.
    bytecode, runtime = ("0x" + code.removeprefix("0x") for code in (document["bytecode"], runtime))
    return Artifact(name, document["abi"], bytecode, runtime)


def _from_vyper(name: str, source: Path) -> Artifact:
    kept = BUILD / f"{name}.json"
    with _build_lock():
        found = _still_valid(kept)
        if found is None:
            found, sources = _compile(name, source)
            record = {"settings": _settings(), "sources": sources, "artifact": asdict(found)}
            # Written aside and renamed, so that a run killed half-way leaves no broken cache.
            fresh = kept.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(record))
            fresh.replace(kept)
    return found


@contextmanager
def _build_lock() -> Iterator[None]:
    # Test workers start together and want the same contracts: one compiles, the others wait and read.
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _settings() -> dict[str, str]:
    # Paths and layout are part of it because a record of another kind must not be taken for one of these.
    return {"vyper": version("vyper"), "evm_version": EVM_VERSION, "paths": "from the root", "layout": "of immutables"}


def _still_valid(kept: Path) -> Artifact | None:
    # Valid while the compiler, its settings and every file it read are what they were.
    if not kept.is_file():
        return None
    record = json.loads(kept.read_text())
    if record["settings"] != _settings():
        return None
    for path, digest in record["sources"].items():
        source = ROOT / path
        if not source.is_file() or _digest(source) != digest:
            return None
    return Artifact(**record["artifact"])


def _recorded(path: Path) -> str:
    # From the root where it lies below it, so that what was compiled is valid in a copy of the project too.
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _compile(name: str, source: Path) -> tuple[Artifact, dict[str, str]]:
    # Imported here: the compiler takes a second to load, and a valid cache never needs it.
    from vyper.compiler.input_bundle import FilesystemInputBundle
    from vyper.compiler.output import build_abi_output, build_layout_output
    from vyper.compiler.phases import CompilerData
    from vyper.compiler.settings import Settings, anchor_settings
    from vyper.exceptions import VyperException

    snekmate = find_spec("snekmate")
    if snekmate is None or not snekmate.submodule_search_locations:
        raise ArtifactError("artifacts: snekmate is not installed. Run 'make install'.")
    packages = Path(snekmate.submodule_search_locations[0]).parent

    bundle = FilesystemInputBundle([packages, ROOT])
    settings = Settings(evm_version=EVM_VERSION)
    data = CompilerData(bundle.load_file(source), bundle, settings)
    try:
        with anchor_settings(data.settings):
            # The constructor's code first: compiling it is what lays out the runtime's.
            bytecode = data.bytecode
            runtime = data.bytecode_runtime
            abi = list(build_abi_output(data))
            immutables = data.global_ctx.immutable_section_bytes
            layout = dict(_places(build_layout_output(data).get("code_layout", {})))
    except (VyperException, FileNotFoundError) as error:
        raise ArtifactError(f"artifacts: {source.relative_to(ROOT)} does not compile.\n{error}") from None

    inputs = [source, *(Path(read.resolved_path) for read in data.resolved_imports.compiler_inputs)]
    sources = {_recorded(path): _digest(path) for path in inputs if path.is_file()}
    built = Artifact(
        name, abi, "0x" + bytecode.hex(), "0x" + runtime.hex(), immutables, layout, str(data.integrity_sum)
    )
    return built, sources


def _places(layout: dict[str, Any], module: str = "") -> Iterator[tuple[str, list[int]]]:
    # Modules are nested; what has an offset is an immutable.
    for name, entry in layout.items():
        if "offset" in entry:
            yield f"{module}{name}", [int(entry["offset"]), int(entry["length"])]
        else:
            yield from _places(entry, f"{module}{name}.")
