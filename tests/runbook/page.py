"""A page of docs/RUNBOOK.md, done step by step: each call must be the page's next one, by the role it names.

page = Page("A feed is dead", world, folder)
page.do("guardian", "registry.set_status", asset, 3)         the receipt, or a view's answer
page.keepers("anyone", "status")                             a keeper's command, as typed; click's result
page.finish()                                                nothing may be left
"""

import re
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from keepers.cli import main
from world.market import World

__all__ = ["RUNBOOK", "Page", "titles"]

RUNBOOK = Path(__file__).resolve().parents[2] / "docs" / "RUNBOOK.md"
STEP = re.compile(r"^(\d+)\. \*\*(\w+)\*\* `([^`]+)`", re.MULTILINE)
CALL = re.compile(r"^(\w+\.\w+)\((.*)\)$")
KEEPERS = "python -m keepers "


def titles() -> list[str]:
    """Headings of the pages."""
    return re.findall(r"^## (.+)$", RUNBOOK.read_text(), re.MULTILINE)


class Page:
    """`folder` holds deployment.json and assets.json."""

    def __init__(self, title: str, world: World, folder: Path) -> None:
        (self.text,) = [part for part in RUNBOOK.read_text().split("\n## ") if part.startswith(f"{title}\n")]
        self.world, self.folder = world, folder
        steps = STEP.findall(self.text)
        assert [int(number) for number, _, _ in steps] == list(range(1, len(steps) + 1)), "steps are numbered from 1"
        self.steps: list[tuple[str, str]] = [(role, words) for _, role, words in steps]

    def do(self, role: str, function: str, *arguments: Any) -> Any:
        """The next step: a call of `contract.function` by a role. Numbers the page writes out must be the same."""
        found = CALL.match(self._next(role))
        assert found is not None and found[1] == function, f"the page says {found and found[0]}, not {function}"
        written = [word.strip() for word in found[2].split(",")] if found[2] else []
        assert len(written) == len(arguments), f"{function}: the page has {len(written)} arguments"
        for word, argument in zip(written, arguments, strict=True):
            if word.isdigit() or word in ("True", "False", "[]"):
                assert word == str(argument), f"{function}: the page says {word}, not {argument}"
        contract, _, name = function.partition(".")
        return getattr(getattr(self.world.index, contract), name)(*arguments, sender=getattr(self.world.roles, role))

    def keepers(self, role: str, command: str, *, dev_account: int | None = None) -> Result:
        """The next step: a command of the keeper, run in the world's folder, signed by a development account."""
        written = self._next(role).removeprefix(KEEPERS).split()
        typed = command.split()
        # What the page has in capitals is for the reader to fill in.
        assert typed == [own if word.isupper() else word for word, own in zip(written, typed, strict=True)], written
        name, *rest = command.split()
        signed = [] if dev_account is None else ["--dev-account", str(dev_account)]
        return CliRunner(mix_stderr=False).invoke(main, [name, *rest, *signed, "--folder", str(self.folder)])

    def finish(self) -> None:
        """Every step of the page was done."""
        assert not self.steps, f"left on the page: {self.steps}"

    def _next(self, role: str) -> str:
        assert self.steps, "the page has no further step"
        who, words = self.steps.pop(0)
        assert who == role, f"the page says {who}, not {role}: {words}"
        return words
