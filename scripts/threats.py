"""Take away one defence after the other and see that a test notices.

The patches are tests/threats/*.toml, a line each. Everything happens in a copy of the project in a temporary folder.

    make threats
    python -m scripts.threats --only guardian             row, file, test or words that contain it
    python -m scripts.threats --write docs/THREATS.md     the table as a page; runs nothing
"""

import json
import signal
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from scripts._threat_bench import BROKEN, CAUGHT, Bench, Result
from scripts._threat_patches import BadPatch, Patch, chosen, load, page

__all__ = ["cli", "tried"]


def tried(patches: list[Patch], jobs: int, progress: Progress | None = None) -> list[Result]:
    """What became of each patch, in their order; those whose test is not green before are not tried."""
    task = progress.add_task("before any patch", total=len(patches)) if progress else None
    with Bench() as bench:
        wrong = bench.green((patch.test for patch in patches), jobs)
        results = {patch: Result(patch, BROKEN, f"before the patch: {wrong[patch.test]}", 0) for patch in patches}
        pool = ThreadPoolExecutor(jobs)
        try:
            waiting = [pool.submit(bench.try_patch, patch) for patch in patches if not wrong[patch.test]]
            for done in as_completed(waiting):
                result = done.result()
                results[result.patch] = result
                if progress and task is not None:
                    progress.update(task, advance=1, description=result.patch.row)
                    if result.outcome != CAUGHT:
                        progress.console.print(f"{result.patch.row}: {result.patch.removes}: {result.outcome}")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            bench.stop()
            pool.shutdown()
    return list(results.values())


@click.command(epilog="Example: python -m scripts.threats --only queue --json")
@click.option("--only", "pattern", default="", help="Only patches whose row, file, test or words contain this.")
@click.option("--jobs", type=click.IntRange(1, 16), default=2, show_default=True, help="Patches at the same time.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--write", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the page, run nothing.")
def cli(pattern: str, jobs: int, as_json: bool, target: Path | None) -> None:
    """Apply every patch of tests/threats by itself; its test must be green before and red after.

    Exit code 1 when a test stays green, was not green before, or when a patch does not apply or compile.
    """
    try:
        rows = load()
    except BadPatch as error:
        raise click.ClickException(f"threats: {error}") from None
    if target is not None:
        target.write_text(page(rows), encoding="utf-8")
        click.echo(f"written: {target}")
        return
    patches = chosen(rows, pattern)
    if not patches:
        raise click.ClickException(f"threats: no patch for {pattern!r}; 'python -m scripts.threats --help'")
    signal.signal(signal.SIGTERM, _interrupt)
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as progress:
        results = tried(patches, jobs, progress)
    if as_json:
        click.echo(json.dumps([asdict(result) for result in results], indent=1))
    else:
        _print(results)
    if any(result.outcome != CAUGHT for result in results):
        sys.exit(1)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _print(results: list[Result]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table("threat", "taken away", "test", "result", "s")
    for result in results:
        patch = result.patch
        test = patch.test.removeprefix("tests/contracts/")
        colour = "green" if result.outcome == CAUGHT else "red"
        cells = (escape(patch.row), escape(patch.removes), escape(test.replace("::", "\n")))
        table.add_row(*cells, f"[{colour}]{result.outcome}[/]", f"{result.seconds:.0f}")
    console.print(table)
    for result in results:
        if result.outcome != CAUGHT:
            console.print(f"{result.outcome}: {result.patch.row}: {result.patch.removes}", style="bold", markup=False)
            console.print(f"    {result.said}", markup=False)
    caught = sum(result.outcome == CAUGHT for result in results)
    console.print(f"{caught} of {len(results)} patches are caught")


if __name__ == "__main__":
    cli()
