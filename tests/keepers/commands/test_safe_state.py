"""The keeper comes back after anyone forced the safe state: what it shows, replays and proposes, and its log."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from tests.keepers.commands.test_online import document, prices
from world.market import World

DAY = 86_400


def test_keeper__back_after_the_safe_state__proposes_the_way_out(
    world: World, keepers: Callable[..., Result], tmp_path: Path, anyone: str
) -> None:
    store = ["--store", str(tmp_path / "store")]
    first = document(keepers("propose", *store, "--dev-account", "3", "--json"))
    world.advance_to(first["transaction"]["event"]["activates_at"], prices(world))
    document(keepers("activate", "--dev-account", "9", "--json"))
    world.advance_to(world.chain.now() + 28 * DAY, prices(world))
    world.index.strategy.force_safe_state(sender=anyone)
    world.index.auctions.report_distance(sender=anyone)

    status = keepers("status").stdout
    assert "active: epoch 2, bear, gauge 0.00, 1 targets, the safe state, forced 2024-01-29 " in status.replace(
        "\n", " "
    )
    refused = keepers("replay", "2", *store)
    assert refused.exit_code == 1
    assert "replay: epoch 2 is the safe state, which anyone may force; nobody decided it" in refused.stderr
    assert keepers("replay", "1", *store).exit_code == 0
    whole = keepers("replay", "--all", *store)
    assert whole.exit_code == 0
    assert "1 of 1 decisions reproduced from their snapshots, bit for bit" in whole.stdout
    assert "epoch 2 is the safe state, which anyone may force; nobody decided it" in whole.stdout
    assert "SafeStateForced" in keepers("log", "--event", "SafeStateForced").stdout
    assert keepers("log", "--check").exit_code == 0

    world.advance_to(world.chain.now() + 7 * DAY, prices(world))
    again = document(keepers("propose", *store, "--dev-account", "3", "--json"))
    assert again["transaction"]["event"]["epoch"] == 3
    assert keepers("replay", "3", *store).exit_code == 0
    world.advance_to(again["transaction"]["event"]["activates_at"], prices(world))
    assert document(keepers("activate", "--dev-account", "9", "--json"))["event"]["epoch"] == 3
