"""Refresh on the local world, by a key that has no role."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from keepers.chain import Index, read_events
from keepers.chain.references import read_movable
from keepers.errors import KeeperError
from keepers.execute import Journal, Sender, Unknown, dev_signer
from keepers.execute import refresh as refreshing
from keepers.execute.refresh import refresh
from tests.keepers.conftest import LOCAL_CHAIN, prices
from tests.keepers.execute.test_send import QUICK, Faulty, swallow, with_fault
from world.market import World

DAY = 86_400
VOLATILE = 10


@pytest.fixture
def stranger(index: Index, tmp_path: Path) -> Iterator[Sender]:
    journal = Journal(tmp_path / "stranger.sqlite")
    yield Sender(index.connection, dev_signer(9, LOCAL_CHAIN), journal)
    journal.close()


@pytest.fixture
def risen(world: World, index: Index) -> Index:
    """A day on, every volatile price is three tenths higher: all their references have strayed."""
    changed = {name: price * 1.3 for name, price in prices(world).items() if not world.asset(name).market.stable}
    world.advance_to(world.chain.now() + DAY, changed)
    return index


def sent(world: World) -> int:
    """Transactions of the stranger."""
    return int(world.chain.rpc("eth_getTransactionCount", world.roles.anyone, "latest"), 16)


def moved(index: Index) -> list[int]:
    return [record.fields["asset"] for record in read_events(index) if record.event == "ReferenceMoved"]


def test_refresh__prices_rose__all_in_one_transaction_and_told_as_kept(
    world: World, risen: Index, stranger: Sender
) -> None:
    before = {asset: world.index.registry.asset(asset) for asset in read_movable(risen).ids}
    assert len(before) == VOLATILE
    (done,) = refresh(risen, stranger)
    assert done.outcome.purpose.startswith("refresh of 10 assets (4 to 13) after event ")
    told = {move.fields["asset"]: (move.fields["before"], move.fields["reference"]) for move in done.moves}
    assert told == {
        asset: (kept.reference, world.index.registry.asset(asset).reference) for asset, kept in before.items()
    }
    assert all(after > earlier for earlier, after in told.values())


def test_refresh__nothing_would_move__sends_nothing(world: World, risen: Index, stranger: Sender) -> None:
    refresh(risen, stranger)
    count = sent(world)
    assert refresh(risen, stranger) == []
    assert sent(world) == count


def test_refresh__more_than_a_transaction_takes__one_after_the_other(risen: Index, stranger: Sender) -> None:
    done = refresh(risen, stranger, most=4)
    assert [len(item.moves) for item in done] == [4, 4, 2]
    assert read_movable(risen).ids == ()


def test_refresh__a_week_later__moves_again(world: World, risen: Index, stranger: Sender) -> None:
    refresh(risen, stranger)
    world.advance_to(world.chain.now() + 7 * DAY, prices(world))
    (done,) = refresh(risen, stranger)
    assert len(done.moves) == VOLATILE


def test_refresh__strayed_less_than_a_fifth__left_alone(world: World, index: Index, stranger: Sender) -> None:
    changed = {name: price * 1.19 for name, price in prices(world).items() if not world.asset(name).market.stable}
    world.advance_to(world.chain.now() + 30 * DAY, changed | {"BTC": 42_000 * 1.3})
    (done,) = refresh(index, stranger)
    assert [move.fields["asset"] for move in done.moves] == [world.asset("BTC").asset_id]


def test_refresh__others_moved_part_of_it_meanwhile__that_part_is_not_sent(
    world: World, risen: Index, tmp_path: Path
) -> None:
    def first_others(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        world.index.registry.refresh([8, 9, 10, 11], sender=world.roles.holder)
        return connection.forward(method, *params)

    raced = with_fault(risen, first_others)
    stranger = Sender(raced.connection, dev_signer(9, LOCAL_CHAIN), Journal(tmp_path / "raced.sqlite"))
    done = refresh(raced, stranger, most=4)
    assert [[move.fields["asset"] for move in item.moves] for item in done] == [[4, 5, 6, 7], [12, 13]]


def test_refresh__others_moved_all_of_it_while_it_was_on_its_way__done_without_a_move(
    world: World, risen: Index, tmp_path: Path
) -> None:
    def first_others(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        world.index.registry.refresh(list(range(1, 14)), sender=world.roles.holder)
        return connection.forward(method, *params)

    raced, journal = with_fault(risen, first_others), Journal(tmp_path / "raced.sqlite")
    (done,) = refresh(raced, Sender(raced.connection, dev_signer(9, LOCAL_CHAIN), journal))
    assert done.moves == ()
    assert int(done.outcome.receipt["status"], 16) == 1
    assert [attempt.state for attempt in journal.of(done.outcome.purpose)] == ["done"]
    assert len(moved(risen)) == VOLATILE + len(world.assets)  # the listings, and once each


def test_refresh__swallowed_by_the_node__sent_once_by_the_next_run(world: World, risen: Index, tmp_path: Path) -> None:
    deaf, path = with_fault(risen, swallow), tmp_path / "second.sqlite"
    with pytest.raises(Unknown):
        refresh(deaf, Sender(deaf.connection, dev_signer(9, LOCAL_CHAIN), Journal(path), QUICK))
    count = sent(world)
    # The next run sends the same bytes first, and then finds that nothing is left.
    assert refresh(risen, Sender(risen.connection, dev_signer(9, LOCAL_CHAIN), Journal(path))) == []
    assert sent(world) == count + 1
    assert read_movable(risen).ids == ()


def test_refresh__more_gas_than_its_cap__nothing_sent_and_the_remedy(
    world: World, risen: Index, stranger: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "GAS_CAP", 200_000)
    count = sent(world)
    with pytest.raises(KeeperError, match=r"needs \d+ gas, the cap is 200000; use a lower --most"):
        refresh(risen, stranger)
    assert sent(world) == count
    assert len(refresh(risen, stranger, most=2)) == VOLATILE // 2
