"""mark: the queue values the fund once for its transaction, and whatever makes the mark wrong ends it."""

from collections.abc import Callable

import pytest

from tests.contracts.vault.fund import CASH, PLENTY, Fund
from tests.contracts.vault.properties import undone
from tests.odd_tokens import turn_odd
from world.artifacts import artifact
from world.contract import Contract

STAKE = 10**10  # raw USDC
SHARES = 5 * 10**21
IMPAIRED = 3

Call = tuple[str, bytes]


@pytest.fixture
def queue(fund: Fund, holder: str) -> Contract:
    """A stub at the queue's address, with USDC and shares."""
    address = fund.world.index.queue.address
    fund.chain.rpc("anvil_setCode", address, artifact("QueueStub").runtime)
    stub = fund.chain.contract("QueueStub", address)
    fund.usdc.mint(stub, 10**13, sender=fund.roles.market)
    fund.vault.transfer(stub, 10**23, sender=holder)
    stub.run([(fund.usdc.address, fund.usdc.approve.encode(fund.vault.address, PLENTY))], sender=holder)
    return stub


def marked(fund: Fund) -> Call:
    return fund.vault.address, fund.vault.mark.encode()


def entry(fund: Fund, queue: Contract) -> Call:
    return fund.vault.address, fund.vault.deposit.encode(STAKE, queue.address)


def leave(fund: Fund, queue: Contract) -> Call:
    return fund.vault.address, fund.vault.redeem.encode(SHARES, queue.address, queue.address)


def answers(fund: Fund, queue: Contract, *calls: Call) -> list[int]:
    """What the calls of one transaction answered, as numbers."""
    return [int.from_bytes(bytes(answer), "big") for answer in queue.run.call(list(calls), sender=fund.roles.anyone)]


def test_mark__one_entry_or_one_exit__is_what_it_is_without(fund: Fund, queue: Contract) -> None:
    for flow in (entry(fund, queue), leave(fund, queue)):
        assert answers(fund, queue, marked(fund), flow)[1:] == answers(fund, queue, flow)


def test_mark__entry_and_exit__meet_one_nav_to_the_unit_and_one_levy(fund: Fund, queue: Contract) -> None:
    nav = fund.vault.nav()
    shares, assets = answers(fund, queue, marked(fund), entry(fund, queue), leave(fund, queue))[1:]
    # What the exit would get alone, after the entry, at the levy of before: it was fixed with the mark.
    fund.give(fund.roles.other_holder, STAKE)
    with undone(fund.chain):
        queue.run([entry(fund, queue)], sender=fund.roles.anyone)
        after = fund.vault.nav()
        supply = fund.vault.totalSupply()
    state = fund.vault.fund()
    burned = SHARES - -(-SHARES * state.platform_bps // 10_000)
    total = after.firm_value * 10**6 // after.cash_price
    assert assets == burned * (10_000 - nav.levy_bps) * (total + 1) // ((supply + 10**12) * 10_000)
    assert shares == answers(fund, queue, entry(fund, queue))[0]


def test_mark__in_any_order__is_the_same_to_the_unit(fund: Fund, queue: Contract) -> None:
    """The value follows the cash that entries and exits move."""
    twice = answers(fund, queue, marked(fund), leave(fund, queue), entry(fund, queue), leave(fund, queue))
    nav = fund.vault.nav()
    with undone(fund.chain):
        queue.run([leave(fund, queue), entry(fund, queue)], sender=fund.roles.anyone)
        after = fund.vault.nav()
    assert twice[0] > 0
    # A valuation anew would say the same value, so only the levy can differ, and that by what cash does to the mean.
    anew = answers(fund, queue, leave(fund, queue), entry(fund, queue), leave(fund, queue))
    spread = abs(after.levy_bps - nav.levy_bps) + 1
    assert abs(twice[3] - anew[2]) <= anew[2] * spread // 10_000 + 1


def test_mark__settlement__reads_prices_once(fund: Fund, queue: Contract) -> None:
    with undone(fund.chain):
        receipt = queue.run([entry(fund, queue), leave(fund, queue)], sender=fund.roles.anyone)
        twice = int(receipt["gasUsed"], 16)
    receipt = queue.run([marked(fund), entry(fund, queue), leave(fund, queue)], sender=fund.roles.anyone)
    assert int(receipt["gasUsed"], 16) < twice


def test_mark__next_transaction__knows_nothing_of_it(fund: Fund, queue: Contract) -> None:
    queue.run([marked(fund)], sender=fund.roles.anyone)
    fund.set_price("BTC", 21_000)
    expected = fund.vault.previewDeposit(STAKE)
    assert answers(fund, queue, entry(fund, queue)) == [expected]


# --- what ends it ----------------------------------------------------------------------------------------------------


def in_kind(fund: Fund, queue: Contract) -> Call:
    everyone = fund.vault.redeem_in_kind.encode(5 * 10**22, fund.roles.anyone, queue.address, [])
    return fund.vault.address, everyone


def shortfall(fund: Fund) -> None:
    """Half of the BTC is gone, and the books do not know."""
    token = turn_odd(fund.chain, fund.token("BTC"), "rebased up")
    token.rebase(5_000, sender=fund.roles.market)
    token.rebase(2_500, sender=fund.roles.market)


def synced(fund: Fund, queue: Contract) -> Call:
    shortfall(fund)
    return fund.vault.address, fund.vault.sync.encode(fund.id("BTC"))


def claimed(fund: Fund, queue: Contract) -> Call:
    skipped = fund.vault.redeem_in_kind.encode(10**21, queue.address, queue.address, [fund.id("BTC")])
    queue.run([(fund.vault.address, skipped)], sender=fund.roles.anyone)
    shortfall(fund)
    return fund.vault.address, fund.vault.claim.encode(fund.id("BTC"), fund.roles.anyone)


def session(fund: Fund, queue: Contract) -> Call:
    booked = fund.vault.settle.encode([fund.id("BTC") | 1 << 16], fund.vault.held(), 50)
    return fund.stub.address, fund.stub.run.encode(fund.vault.address, [(fund.vault.address, booked)])


def retired(fund: Fund, queue: Contract) -> Call:
    """The queue is the owner here: a retirement in the middle of a settlement."""
    fund.policy.transfer_ownership(queue, sender=fund.roles.owner)
    queue.run([(fund.policy.address, fund.policy.accept_ownership.encode())], sender=fund.roles.anyone)
    fund.registry.set_status(fund.id("BTC"), IMPAIRED, sender=fund.roles.owner)
    return fund.policy.address, fund.policy.retire.encode(fund.id("BTC"))


def written_off(fund: Fund, queue: Contract) -> Call:
    fund.registry.set_status(fund.id("BTC"), IMPAIRED, sender=fund.roles.owner)
    fund.policy.retire(fund.id("BTC"), sender=fund.roles.owner)
    fund.policy.write_off(fund.id("BTC"), sender=fund.roles.owner)
    fund.sleep(7 * 86_400)
    return fund.policy.address, fund.policy.apply_write_off.encode(fund.id("BTC"))


ENDS: dict[str, Callable[[Fund, Contract], Call]] = {
    "exit in kind": in_kind,
    "sync": synced,
    "claim": claimed,
    "session": session,
    "retirement": retired,
    "write-off": written_off,
}


@pytest.mark.parametrize("how", ENDS)
def test_mark__what_changes_the_fund__ends_it(fund: Fund, queue: Contract, how: str) -> None:
    change = ENDS[how](fund, queue)
    anew = answers(fund, queue, change, entry(fund, queue))[1]
    assert answers(fund, queue, marked(fund), change, entry(fund, queue))[2] == anew
    assert fund.balance(CASH) > 0
