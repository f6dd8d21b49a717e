"""Opening, reporting, forcing: each once, whatever dies when, by each account that may."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from keepers.chain import Index, read_events
from keepers.errors import KeeperError
from keepers.execute import Journal, Refused, Sender, Unknown, dev_signer
from keepers.execute.auctions import force, open_auctions, report
from tests.keepers.conftest import DAY, LOCAL_CHAIN, later
from tests.keepers.execute.test_send import QUICK, Faulty, swallow, with_fault
from world.market import World

HOUR, FORTNIGHT, MONTH = 3_600, 14 * DAY, 28 * DAY
BTC, ETH = 4, 5
EXECUTOR, ANYONE = 4, 9


@pytest.fixture
def stranger(index: Index, tmp_path: Path) -> Iterator[Sender]:
    """A sender with a key that has no role."""
    journal = Journal(tmp_path / "stranger.sqlite")
    yield Sender(index.connection, dev_signer(ANYONE, LOCAL_CHAIN), journal)
    journal.close()


def of(index: Index, path: Path, number: int = EXECUTOR, **options: Any) -> Sender:
    return Sender(index.connection, dev_signer(number, LOCAL_CHAIN), Journal(path), **options)


def count(index: Index, event: str) -> int:
    return [record.event for record in read_events(index)].count(event)


def test_open__named__those_and_no_others(world: World, bear: Index, trading: Sender, executor: str) -> None:
    done = open_auctions(bear, trading, executor, [bear.book.by_id(BTC), bear.book.by_id(ETH)])
    opened = [record.fields for record in done.records if record.event == "AuctionOpened"]
    assert [(fields["asset"], fields["by"]) for fields in opened] == [(BTC, executor), (ETH, executor)]
    assert count(bear, "AuctionOpened") == 2


def test_open__again_after_their_hour__opened_again(world: World, bear: Index, trading: Sender, executor: str) -> None:
    asset = [bear.book.by_id(BTC)]
    first = open_auctions(bear, trading, executor, asset)
    with pytest.raises(KeeperError, match=r"BTC .it has a live auction: bid for it, or wait for its end."):
        open_auctions(bear, trading, executor, asset)
    later(world, HOUR)
    second = open_auctions(bear, trading, executor, asset)
    assert first.outcome.hash != second.outcome.hash
    assert count(bear, "AuctionOpened") == 2


def test_open__silent__executor_and_anyone_alike(world: World, bear: Index, stranger: Sender, anyone: str) -> None:
    with pytest.raises(KeeperError, match="only the executor"):
        open_auctions(bear, stranger, anyone)
    later(world, FORTNIGHT)
    done = open_auctions(bear, stranger, anyone)
    assert {record.fields["by"] for record in done.records} == {anyone}


def test_open__swallowed_by_the_node__unknown_then_opened_once(bear: Index, tmp_path: Path, executor: str) -> None:
    path = tmp_path / "second.sqlite"
    deaf = with_fault(bear, swallow)
    with pytest.raises(Unknown):
        open_auctions(deaf, of(deaf, path, limits=QUICK), executor)
    assert count(bear, "AuctionOpened") == 0
    with pytest.raises(KeeperError, match="12 are live already"):
        open_auctions(bear, of(bear, path), executor)
    assert count(bear, "AuctionOpened") == 12
    assert Journal(path).open_attempts() == []


def test_open__others_were_first__refused_with_the_reason(
    world: World, bear: Index, tmp_path: Path, executor: str
) -> None:
    def first_others(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        world.index.auctions.open([BTC], sender=world.roles.anyone)
        return connection.forward(method, *params)

    later(world, FORTNIGHT)
    path = tmp_path / "second.sqlite"
    late = with_fault(bear, first_others)
    with pytest.raises(KeeperError, match=r"was mined .* without its event: it reverted: .*'auction: nothing to open'"):
        open_auctions(late, of(late, path), executor, [bear.book.by_id(BTC)])
    with pytest.raises(KeeperError, match="it has a live auction"):
        open_auctions(bear, of(bear, path), executor, [bear.book.by_id(BTC)])
    assert count(bear, "AuctionOpened") == 1


def test_report__far__once_then_nothing_is_sent(world: World, bear: Index, stranger: Sender) -> None:
    done = report(bear, stranger)
    assert done is not None and done.event.fields["far_since"] == world.index.auctions.far_since()
    block = world.chain.rpc("eth_blockNumber")
    assert report(bear, stranger) is None
    assert world.chain.rpc("eth_blockNumber") == block


def test_report__others_were_first__no_event_and_no_error(world: World, bear: Index, tmp_path: Path) -> None:
    def first_others(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        world.index.auctions.report_distance(sender=world.roles.holder)
        return connection.forward(method, *params)

    path = tmp_path / "second.sqlite"
    late = with_fault(bear, first_others)
    assert report(late, of(late, path, ANYONE)) is None
    assert count(bear, "DistanceReported") == 1
    assert [
        attempt.state for attempt in Journal(path).of("report the distance after event 0 of the auction house")
    ] == ["done"]


def test_report__no_price_of_much__refused_with_the_remedy(world: World, bear: Index, stranger: Sender) -> None:
    world.index.registry.set_status(BTC, 3, sender=world.roles.guardian)
    with pytest.raises(Refused, match=r"'auction: no price'\. Too much of the fund has no firm price"):
        report(bear, stranger)


def test_force__once__in_place_of_what_waits(world: World, bear: Index, stranger: Sender, tmp_path: Path) -> None:
    with pytest.raises(
        KeeperError, match="the keeper of epoch 2 is not silent yet; anyone may force the safe state from"
    ):
        force(bear, stranger)
    later(world, MONTH)
    path = tmp_path / "second.sqlite"
    deaf = with_fault(bear, swallow)
    with pytest.raises(Unknown):
        force(deaf, of(deaf, path, ANYONE, limits=QUICK))
    assert count(bear, "SafeStateForced") == 0
    with pytest.raises(KeeperError, match="epoch 3 is the safe state already"):
        force(bear, of(bear, path, ANYONE))
    assert count(bear, "SafeStateForced") == 1
