"""Write `frontend-abi/`, the package that pages and bots read: ABIs, addresses, reasons and their remedies.

Everything in that folder comes from here: from the compiled contracts, contracts/reasons.toml, contracts/units.toml,
the records in `deployments/` and the two texts in scripts/frontend_abi/. So do the modules of `keepers/` that carry the
same tables.

    ape run export_abi               write it anew
    ape run export_abi --check       write nothing, exit 1 when it is not what it should be
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from scripts import _abi_package as package
from scripts import _contract_words as words
from world.artifacts import ROOT, ArtifactError, artifact, deployable_names

__all__ = ["PACKAGE", "cli", "drift", "keeper_modules", "render"]

PACKAGE = ROOT / "frontend-abi"
DEPLOYMENTS = ROOT / "deployments"


def render() -> dict[str, str]:
    """Every file of the package: its path inside, its text."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    abis = _abis()
    tables = words.reasons(ROOT), words.units(ROOT, abis)
    return package.files(project, abis, _deployments(), tables, package.templates(ROOT))


def keeper_modules() -> dict[str, str]:
    """Modules of the keepers that are written here too: path below the root, text."""
    return {
        words.REASONS_MODULE: words.reasons_module(words.reasons(ROOT)),
        words.UNITS_MODULE: words.units_module(words.units(ROOT, _abis())),
    }


def _abis() -> dict[str, list[dict[str, Any]]]:
    return {name: package.ordered(artifact(name).abi) for name in deployable_names()}


def drift(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Paths in `folder` whose text is not the wanted one, that are missing, or that nothing writes; sorted."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    changed = {name for name, text in wanted.items() if name not in there or (folder / name).read_text() != text}
    return sorted(changed | (there - wanted.keys()))


def _stale_modules(wanted: dict[str, str]) -> list[str]:
    return [name for name, text in wanted.items() if not (ROOT / name).is_file() or (ROOT / name).read_text() != text]


def _deployments() -> dict[int, dict[str, Any]]:
    records = [json.loads(path.read_text()) for path in sorted(DEPLOYMENTS.glob("*.json"))]
    return {record["chain_id"]: record for record in records}


def _write(folder: Path, wanted: dict[str, str], stale: list[str]) -> None:
    for name in stale:
        path = folder / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name])
        else:
            path.unlink()


@click.command(epilog="Example: ape run export_abi --check")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 on drift.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def cli(check: bool, as_json: bool) -> None:
    """Generate frontend-abi/ and the keepers' tables from the contracts."""
    try:
        wanted, modules = render(), keeper_modules()
    except ArtifactError as error:
        raise click.ClickException(str(error)) from None
    stale, stale_modules = drift(PACKAGE, wanted), _stale_modules(modules)
    if not check:
        _write(PACKAGE, wanted, stale)
        _write(ROOT, modules, stale_modules)
    named = [*(f"frontend-abi/{name}" for name in stale), *stale_modules]
    if as_json:
        files = len(wanted) + len(modules)
        click.echo(json.dumps({"files": files, "drift" if check else "written": named}, indent=2))
    else:
        for name in named:
            click.echo(f"{'differs' if check else 'written'}: {name}")
    if check and named:
        click.echo("export_abi: these files are not what the contracts say. Run 'make abi' and commit them.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    cli()
