import pytest

from tests.conftest import reverts
from tests.contracts.listings import IMPAIRED
from tests.contracts.strategy.conftest import AAVE, BEAR, BTC, BULL, HASH, Desk
from tests.target_words import CASH, pack, with_cash
from world.chain import Chain
from world.contract import Contract


def test_activate__by_anyone__puts_it_in_force(desk: Desk, chain: Chain, strategy: Contract, anyone: str) -> None:
    desk.propose(BULL)
    pending = strategy.pending()
    chain.mine(pending.activates_at)

    receipt = strategy.activate(1, sender=anyone)

    assert strategy.active() == pending._replace(activated_at=chain.now())
    assert strategy.active_words() == (1, HASH, pack(BULL))
    assert strategy.pending().epoch == 0
    assert strategy.pending_words() == (0, [])
    event = strategy.events(receipt, "Activated")[0]
    assert (event.epoch, event.bull, event.by, event.sequence) == (1, True, anyone, strategy.sequence())


def test_activate__before_its_time__reverts(desk: Desk, chain: Chain, strategy: Contract, anyone: str) -> None:
    desk.propose(BULL)
    chain.mine(strategy.pending().activates_at - 10)
    assert not strategy.workable()
    with reverts("strategy: too early"):
        strategy.activate(1, sender=anyone)


def test_activate__at_its_expiry__works_and_not_after(
    desk: Desk, chain: Chain, strategy: Contract, anyone: str
) -> None:
    desk.propose(BULL)
    expires_at = strategy.pending().expires_at
    snapshot = chain.snapshot()
    chain.rpc("evm_setNextBlockTimestamp", expires_at)
    strategy.activate(1, sender=anyone)
    chain.revert(snapshot)

    chain.mine(expires_at + 1)
    assert not strategy.workable()
    with reverts("strategy: expired"):
        strategy.activate(1, sender=anyone)
    assert strategy.pending().epoch == 1  # what waits is shown, expired or not
    desk.propose(BULL)
    assert strategy.pending().epoch == 2


@pytest.mark.parametrize("epoch", [0, 1, 3, 2**255])
def test_activate__another_epoch__reverts(bull: Desk, strategy: Contract, anyone: str, epoch: int) -> None:
    bull.propose(BEAR, bull=False)
    bull.chain.sleep(3_600)
    with reverts("strategy: wrong epoch"):
        strategy.activate(epoch, sender=anyone)
    strategy.activate(2, sender=anyone)


@pytest.mark.parametrize("epoch", [0, 1, 2])
def test_activate__nothing_waiting__reverts(bull: Desk, strategy: Contract, anyone: str, epoch: int) -> None:
    assert not strategy.workable()
    with reverts("strategy: wrong epoch"):
        strategy.activate(epoch, sender=anyone)


def test_activate__twice__reverts(bear: Desk, strategy: Contract, anyone: str) -> None:
    for epoch in (1, 2):
        with reverts("strategy: wrong epoch"):
            strategy.activate(epoch, sender=anyone)


def test_activate__asset_impaired_while_it_waited__still_works(
    bull: Desk, registry: Contract, owner: str, strategy: Contract
) -> None:
    bull.propose(with_cash({BTC: 590_000, 4: 300_000, AAVE: 50_000}))
    registry.set_status(AAVE, IMPAIRED, sender=owner)
    bull.activate()
    assert strategy.active().epoch == 2


def test_workable__between_activation_time_and_expiry(desk: Desk, chain: Chain, strategy: Contract) -> None:
    assert not strategy.workable()
    desk.propose(BULL)
    assert not strategy.workable()
    chain.mine(strategy.pending().activates_at)
    assert strategy.workable()
    chain.mine(strategy.pending().expires_at)
    assert strategy.workable()
    chain.mine(strategy.pending().expires_at + 1)
    assert not strategy.workable()


def test_activate__many_epochs__pages_never_mix(bull: Desk, strategy: Contract) -> None:
    for week in range(1, 6):
        targets = {CASH: 50_000 + week, BTC: 600_000 - week, 4: 300_000, AAVE: 50_000}
        bull.propose(targets)
        assert strategy.pending_words() == (week + 1, pack(targets))
        assert strategy.active().epoch == week
        bull.activate()
        assert strategy.active_words() == (week + 1, HASH, pack(targets))
