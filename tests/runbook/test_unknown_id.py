"""Rehearsal of docs/RUNBOOK.md, "An id is unknown"."""

import json
from pathlib import Path

from keepers.chain import Index
from tests.conftest import reverts
from tests.runbook.page import Page
from tests.target_words import pack
from world.market import World

NOT_LISTED = 999


def test_unknown_id__steps_in_order__the_registry_says_and_the_book_follows(
    world: World, folder: Path, invested: Index
) -> None:
    page = Page("An id is unknown", world, folder)
    link, book = world.asset("LINK"), folder / "assets.json"
    reviewed = book.read_text()
    old = json.loads(reviewed)
    old["assets"] = [row for row in old["assets"] if row["asset_id"] != link.asset_id]
    book.write_text(json.dumps(old))

    said = page.keepers("anyone", "status")
    assert said.exit_code == 1
    assert f"error: book: asset {link.asset_id} is on chain but not in the asset book; add it" in said.stderr
    assert page.do("anyone", "registry.asset", link.asset_id).token == link.token.address
    with reverts("registry: unlisted asset"):
        world.index.registry.asset(NOT_LISTED)
    words = pack([(1, 999_999), (NOT_LISTED, 1)])
    with reverts("strategy: unlisted asset"):
        world.index.strategy.propose(2, False, 0, words, b"\x02" * 32, "", 1, sender=world.roles.proposer)
    logged = page.keepers("anyone", "log --event AssetListed")
    assert logged.exit_code == 0 and f"asset {link.asset_id}, " in logged.stdout
    book.write_text(reviewed)
    assert page.keepers("anyone", "status").exit_code == 0
    page.finish()
